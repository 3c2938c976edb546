// tx_getStatus: how far a transaction has come on this node.

#include "net/rpc/methods/methods.hpp"
#include "net/rpc/methods/result_parts.hpp"

namespace vitalstream::net {
namespace {

constexpr std::array kParams{kTxIdMember};
constexpr std::array kResultMembers{kTxIdMember, kStatusMember, kHeightMember, kIndexMember,
                                    kResultMember};
constexpr JsonSchema kResult = object_of(kResultMembers);
constexpr std::array kErrors{RpcCause::TxNotFound, RpcCause::DataDamaged};

void write_state(JsonWriter& writer, const TxState& state) {
  writer.begin_object();
  write_tx_state(writer, state);
  writer.end_object();
}

void get_status(const MethodContext& context, const RpcParams& params, CallStart start) {
  context.node.tx_get_status(RpcTxId{params.hash(0)}, start.reply<TxState>(write_state));
}

}  // namespace

constexpr RpcMethod kTxGetStatusMethod{
    .name = "tx_getStatus",
    .summary = "Tells how far a transaction has come.",
    .params = kParams,
    .result = &kResult,
    .errors = kErrors,
    .example_params =
        R"({"txId":"9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"})",
    .example_result = R"({"txId":"9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
"status":"committed","height":12,"index":345,
"result":{"outcome":"refused","code":"role_missing"}})",
    .runs = RunsOn::Readers,
    .cost = ReadCost::Entries,
    .call = get_status};

}  // namespace vitalstream::net
