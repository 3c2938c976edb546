#include "net/rpc/methods/result_parts.hpp"

namespace vitalstream::net {

PageQuery page_of(const RpcParams& params, std::size_t cursor, std::size_t limit) {
  return {.cursor = std::string(params.text(cursor)),
          .limit = static_cast<std::uint32_t>(params.integer(limit, kPageItemsDefault))};
}

void write_tx_state(JsonWriter& writer, const TxState& state) {
  writer.name("txId").hex(state.tx_id.view());
  writer.name("status").text(kStages[static_cast<std::size_t>(state.stage)]);
  if (state.height) {
    writer.name("height").number(*state.height);
  }
  if (state.index) {
    writer.name("index").number(*state.index);
  }
  if (state.result) {
    writer.name("result").begin_object().name("outcome").text(state.result->outcome);
    if (!state.result->code.empty()) {
      writer.name("code").text(state.result->code);
    }
    writer.end_object();
  }
}

void write_origin(JsonWriter& writer, const EntryOrigin& origin) {
  writer.begin_object().name("txId").hex(origin.tx_id.view());
  writer.name("height").number(origin.height).name("index").number(origin.index);
  writer.name("time").signed_number(origin.time_ms).name("kid").text(origin.key_id).end_object();
}

void write_attachment(JsonWriter& writer, const AttachmentInfo& attachment) {
  writer.begin_object().name("commitment").hex(attachment.commitment);
  writer.name("bytes").number(attachment.bytes).name("mediaType").text(attachment.media_type);
  writer.end_object();
}

void write_content(JsonWriter& writer, const AttachmentContent& content) {
  writer.begin_object().name("salt").base64url(content.salt);
  writer.name("content").base64url(content.content).end_object();
}

void write_record(JsonWriter& writer, const RecordVersion& record) {
  writer.begin_object().name("collection").text(record.collection).name("id").text(record.id);
  writer.name("version").number(record.version);
  if (!record.subject.empty()) {
    writer.name("subject").text(record.subject);
  }
  writer.name("origin");
  write_origin(writer, record.origin);
  if (record.attachment) {
    writer.name("attachment");
    write_attachment(writer, *record.attachment);
  }
  if (record.external_hash) {
    writer.name("externalHash").hex(*record.external_hash);
  }
  if (record.content) {
    writer.name("content");
    write_content(writer, *record.content);
  }
  writer.end_object();
}

void write_consensus_status(JsonWriter& writer, const ConsensusStatus& status) {
  writer.begin_object().name("epoch").number(status.epoch).name("view").number(status.view);
  writer.name("leader").text(status.leader).name("finalHeight").number(status.final_height);
  writer.name("committedHeight").number(status.committed_height);
  writer.name("lastBlockTime").signed_number(status.last_block_ms);
  writer.name("validators").number(status.validators).name("quorum").number(status.quorum);
  writer.name("peers").number(status.peers).name("phase").text(status.phase);
  if (!status.why.empty()) {
    writer.name("why").text(status.why);
  }
  writer.name("missingVotes");
  write_texts(writer, status.missing_votes);
  writer.name("contentsWanted").number(status.contents_wanted);
  writer.end_object();
}

void write_texts(JsonWriter& writer, const std::vector<std::string>& texts) {
  writer.begin_array();
  for (const std::string& text : texts) {
    writer.text(text);
  }
  writer.end_array();
}

}  // namespace vitalstream::net
