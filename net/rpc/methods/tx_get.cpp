// tx_get: a transaction as it was signed, and its position and result.

#include "net/rpc/methods/methods.hpp"
#include "net/rpc/methods/result_parts.hpp"

namespace vitalstream::net {
namespace {

constexpr std::array kParams{kTxIdMember};
constexpr std::array kResultMembers{
    kTxIdMember,  kStatusMember, kHeightMember, kIndexMember, kResultMember,
    JsonMember{"tx", &kTxTextSchema, Presence::Required, "The compact JWS."},
    JsonMember{"time", &kTimeSchema, Presence::Required, "Block time, Unix milliseconds."}};
constexpr JsonSchema kResult = object_of(kResultMembers);
constexpr std::array kErrors{RpcCause::TxNotFound};

void write_document(JsonWriter& writer, const TxDocument& document) {
  writer.begin_object();
  write_tx_state(writer, document.state);
  writer.name("tx").text(document.tx).name("time").signed_number(document.time_ms).end_object();
}

void get(const MethodContext& context, const RpcParams& params, CallStart start) {
  context.node.tx_get(RpcTxId{params.hash(0)}, start.reply<TxDocument>(write_document));
}

}  // namespace

constexpr RpcMethod kTxGetMethod{
    .name = "tx_get",
    .summary = "Returns a transaction as it was signed, with its position and result.",
    .params = kParams,
    .result = &kResult,
    .errors = kErrors,
    .example_params =
        R"({"txId":"9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"})",
    .example_result = R"({"txId":"9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
"status":"committed","height":12,"index":345,"result":{"outcome":"applied"},
"tx":"eyJhbGciOiJFZERTQSJ9.eyJvcCI6InJlY29yZC5wdXQifQ.c2ln","time":1790000000000})",
    .call = get};

}  // namespace vitalstream::net
