// ledger_getHeader: a block's header with the certificate that made it final.

#include "net/rpc/methods/methods.hpp"
#include "net/rpc/methods/result_parts.hpp"

namespace vitalstream::net {
namespace {

constexpr std::array kParams{
    JsonMember{"height", &kCountSchema, Presence::Required, "The block's height."}};
constexpr std::array kErrors{RpcCause::BlockNotFound};

void write_header(JsonWriter& writer, const RawJson& header) { writer.raw(header.value()); }

void get_header(const MethodContext& context, const RpcParams& params, CallStart start) {
  context.node.ledger_get_header(params.integer(0), start.reply<RawJson>(write_header));
}

}  // namespace

constexpr RpcMethod kLedgerGetHeaderMethod{
    .name = "ledger_getHeader",
    .summary = "Returns a block's header and its finalization certificate.",
    .params = kParams,
    .result = &kDocumentSchema,
    .errors = kErrors,
    .example_params = R"({"height":12})",
    .example_result = R"({"height":12})",
    .call = get_header};

}  // namespace vitalstream::net
