// rpc.discover: the OpenRPC document of this very table.

#include "net/rpc/methods/methods.hpp"
#include "net/rpc/methods/result_parts.hpp"

namespace vitalstream::net {
namespace {

void write_document(JsonWriter& writer, std::string_view document) { writer.raw(document); }

void discover(const MethodContext& context, const RpcParams&, CallStart start) {
  start.reply<std::string_view>(write_document).send(context.open_rpc);
}

}  // namespace

constexpr RpcMethod kRpcDiscoverMethod{
    .name = "rpc.discover",
    .summary = "Returns the OpenRPC document that describes this interface.",
    .params = {},
    .result = &kDocumentSchema,
    .errors = {},
    .example_params = "{}",
    .example_result = R"({"openrpc":"1.3.2"})",
    .runs = RunsOn::Loop,
    .cost = ReadCost::Nothing,
    .call = discover};

}  // namespace vitalstream::net
