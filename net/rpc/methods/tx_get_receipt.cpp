// tx_getReceipt: the proof of a transaction's position and result, for offline verification.

#include "net/rpc/methods/methods.hpp"
#include "net/rpc/methods/result_parts.hpp"

namespace vitalstream::net {
namespace {

constexpr std::array kParams{kTxIdMember};
constexpr std::array kErrors{RpcCause::TxNotFound, RpcCause::ReceiptNotReady,
                             RpcCause::DataDamaged};

void write_receipt(JsonWriter& writer, const RawJson& receipt) { writer.raw(receipt.value()); }

void get_receipt(const MethodContext& context, const RpcParams& params, CallStart start) {
  context.node.tx_get_receipt(RpcTxId{params.hash(0)}, start.reply<RawJson>(write_receipt));
}

}  // namespace

constexpr RpcMethod kTxGetReceiptMethod{
    .name = "tx_getReceipt",
    .summary = "Returns the receipt of a committed transaction (docs/receipt.md).",
    .params = kParams,
    .result = &kDocumentSchema,
    .errors = kErrors,
    .example_params =
        R"({"txId":"9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"})",
    .example_result = R"({"format":"vitalstream-receipt-1"})",
    .runs = RunsOn::Readers,
    .cost = ReadCost::Block,
    .call = get_receipt};

}  // namespace vitalstream::net
