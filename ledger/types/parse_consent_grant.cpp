#include "ledger/types/parse_data.hpp"

namespace vitalstream::ledger {

Operation parse_consent_grant(DataReader data) {
  ConsentGrant grant;
  while (const auto name = data.next()) {
    if (*name == "subject") {
      data.take_text(grant.subject);
    } else if (*name == "grantee") {
      data.take_text(grant.grantee);
    } else if (*name == "purpose") {
      data.take_text(grant.purpose);
    } else if (*name == "scopes") {
      data.take_texts(grant.scopes);
    } else if (*name == "from") {
      data.take_seconds(grant.from);
    } else if (*name == "until") {
      data.take_seconds(grant.until.emplace());
    } else if (*name == "document") {
      data.take_attachment(grant.document);
    } else {
      data.unknown();
    }
  }
  data.require("subject", !grant.subject.empty());
  data.require("grantee", !grant.grantee.empty());
  data.require("purpose", !grant.purpose.empty());
  if (grant.until && *grant.until <= grant.from) {
    data.refuse(ResultCode::DataPeriodEmpty, "until");
  }
  return data.finish(std::move(grant));
}

}  // namespace vitalstream::ledger
