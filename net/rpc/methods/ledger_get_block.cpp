// ledger_getBlock: a committed block with the ids (and, on request, the bytes) of its transactions.

#include "net/rpc/methods/methods.hpp"
#include "net/rpc/methods/result_parts.hpp"

namespace vitalstream::net {
namespace {

constexpr std::array kParams{
    JsonMember{"height", &kCountSchema, Presence::Required, "The block's height."},
    JsonMember{"transactions", &kBooleanSchema, Presence::Optional,
               "With the compact JWS of each transaction, not only its id."}};
constexpr std::array kErrors{RpcCause::BlockNotFound};

void write_block(JsonWriter& writer, const RawJson& block) { writer.raw(block.value()); }

void get_block(const MethodContext& context, const RpcParams& params, CallStart start) {
  context.node.ledger_get_block({.height = params.integer(0), .transactions = params.flag(1)},
                                start.reply<RawJson>(write_block));
}

}  // namespace

constexpr RpcMethod kLedgerGetBlockMethod{
    .name = "ledger_getBlock",
    .summary = "Returns a committed block.",
    .params = kParams,
    .result = &kDocumentSchema,
    .errors = kErrors,
    .example_params = R"({"height":12,"transactions":false})",
    .example_result = R"({"height":12,"transactions":[]})",
    .call = get_block};

}  // namespace vitalstream::net
