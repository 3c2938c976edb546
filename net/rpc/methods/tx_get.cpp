// tx_get: a committed transaction as it was signed, its position and result, and on request what
// travelled beside it.

#include "net/rpc/methods/methods.hpp"
#include "net/rpc/methods/result_parts.hpp"

namespace vitalstream::net {
namespace {

enum Param : std::size_t { kTxId, kAttachments };

constexpr std::array kParams{kTxIdMember,
                             JsonMember{"attachments", &kBooleanSchema, Presence::Optional,
                                        "With its attachments, as tx_submit takes them."}};
constexpr JsonSchema kAttachmentsSchema = list_of(kContentSchema, kTxAttachmentsMax);
constexpr std::array kResultMembers{
    kTxIdMember,
    kStatusMember,
    kHeightMember,
    kIndexMember,
    kResultMember,
    JsonMember{"tx", &kTxTextSchema, Presence::Required, "The compact JWS."},
    JsonMember{"time", &kTimeSchema, Presence::Required, "Block time, Unix milliseconds."},
    JsonMember{"attachments", &kAttachmentsSchema, Presence::Optional,
               "In the order of its att, if asked for."}};
constexpr JsonSchema kResult = object_of(kResultMembers);
constexpr std::array kErrors{RpcCause::TxNotFound, RpcCause::ContentErased,
                             RpcCause::ContentUnavailable, RpcCause::DataDamaged};

void write_document(JsonWriter& writer, const TxDocument& document) {
  writer.begin_object();
  write_tx_state(writer, document.state);
  writer.name("tx").text(document.tx).name("time").signed_number(document.time_ms);
  if (document.attachments) {
    writer.name("attachments").begin_array();
    for (const AttachmentContent& attachment : *document.attachments) {
      write_content(writer, attachment);
    }
    writer.end_array();
  }
  writer.end_object();
}

void get(const MethodContext& context, const RpcParams& params, CallStart start) {
  context.node.tx_get(
      {.tx_id = RpcTxId{params.hash(kTxId)}, .attachments = params.flag(kAttachments)},
      start.reply<TxDocument>(write_document));
}

}  // namespace

constexpr RpcMethod kTxGetMethod{
    .name = "tx_get",
    .summary = "Returns a committed transaction as it was signed, with its position and result.",
    .params = kParams,
    .result = &kResult,
    .errors = kErrors,
    .example_params =
        R"({"txId":"9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
"attachments":true})",
    .example_result = R"({"txId":"9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
"status":"committed","height":12,"index":345,"result":{"outcome":"applied"},
"tx":"eyJhbGciOiJFZERTQSJ9.eyJvcCI6InJlY29yZC5wdXQifQ.c2ln","time":1790000000000,
"attachments":[{"salt":"AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE","content":"e30"}]})",
    .runs = RunsOn::Readers,
    .cost = ReadCost::Block,
    .call = get};

}  // namespace vitalstream::net
