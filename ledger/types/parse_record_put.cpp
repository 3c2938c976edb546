#include "ledger/types/parse_data.hpp"

namespace vitalstream::ledger {

Operation parse_record_put(DataReader data) {
  RecordPut put;
  std::optional<AttachmentIndex> attachment;
  std::optional<ExternalHash> external;
  while (const auto name = data.next()) {
    if (*name == "collection") {
      data.take_text(put.collection);
    } else if (*name == "id") {
      data.take_text(put.id);
    } else if (*name == "subject") {
      data.take_text(put.subject);
    } else if (*name == "attachment") {
      data.take_attachment(attachment);
    } else if (*name == "externalHash") {
      data.take_digest(external);
    } else if (*name == "ifVersion") {
      data.take_natural(put.if_version);
    } else {
      data.unknown();
    }
  }
  data.require("collection", !put.collection.empty());
  data.require("id", !put.id.empty());
  data.require("attachment", attachment || external);
  if (attachment && external) {
    data.refuse(ResultCode::DataContentAmbiguous, "externalHash");
  }
  if (attachment) {
    put.content = *attachment;
  } else if (external) {
    put.content = *external;
  }
  return data.finish(put);
}

}  // namespace vitalstream::ledger
