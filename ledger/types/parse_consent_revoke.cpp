#include "ledger/types/parse_data.hpp"

namespace vitalstream::ledger {

Operation parse_consent_revoke(DataReader data) {
  ConsentRevoke revoke;
  while (const auto name = data.next()) {
    if (*name == "subject") {
      data.take_text(revoke.subject);
    } else if (*name == "grantee") {
      data.take_text(revoke.grantee);
    } else if (*name == "purpose") {
      data.take_text(revoke.purpose);
    } else if (*name == "scopes") {
      data.take_texts(revoke.scopes);
    } else if (*name == "document") {
      data.take_attachment(revoke.document);
    } else {
      data.unknown();
    }
  }
  data.require("subject", !revoke.subject.empty());
  return data.finish(std::move(revoke));
}

}  // namespace vitalstream::ledger
