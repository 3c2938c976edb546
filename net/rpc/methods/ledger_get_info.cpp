// ledger_getInfo: which ledger this is and how far this node has committed it.

#include "net/rpc/methods/methods.hpp"
#include "net/rpc/methods/result_parts.hpp"

namespace vitalstream::net {
namespace {

constexpr std::array kResultMembers{
    JsonMember{"chain", &kNameSchema, Presence::Required, "The chain id."},
    JsonMember{"genesisHash", &kHex32Schema, Presence::Required, "SHA-256 of the genesis file."},
    JsonMember{"height", &kCountSchema, Presence::Required, "Of the last committed block."},
    JsonMember{"blockHash", &kHex32Schema, Presence::Required, "Of the last committed block."},
    JsonMember{"time", &kTimeSchema, Presence::Required, "Its block time, Unix milliseconds."},
    JsonMember{"treeSize", &kCountSchema, Presence::Required, "Leaves of the log."},
    JsonMember{"treeRoot", &kHex32Schema, Presence::Required, "Root of the log (RFC 6962)."},
    JsonMember{"executedHeight", &kCountSchema, Presence::Required,
               "The height whose results executedRoot commits to."},
    JsonMember{"executedRoot", &kHex32Schema, Presence::Required, "Commits to results and state."}};
constexpr JsonSchema kResult = object_of(kResultMembers);

void write_info(JsonWriter& writer, const LedgerInfo& info) {
  writer.begin_object().name("chain").text(info.chain);
  writer.name("genesisHash").hex(info.genesis_hash).name("height").number(info.height);
  writer.name("blockHash").hex(info.block_hash).name("time").signed_number(info.time_ms);
  writer.name("treeSize").number(info.tree_size).name("treeRoot").hex(info.tree_root);
  writer.name("executedHeight").number(info.executed_height);
  writer.name("executedRoot").hex(info.executed_root).end_object();
}

constexpr std::array kErrors{RpcCause::DataDamaged};

void get_info(const MethodContext& context, const RpcParams&, CallStart start) {
  context.node.ledger_get_info(start.reply<LedgerInfo>(write_info));
}

}  // namespace

constexpr RpcMethod kLedgerGetInfoMethod{
    .name = "ledger_getInfo",
    .summary = "Tells which ledger this is and how far this node has committed it.",
    .params = {},
    .result = &kResult,
    .errors = kErrors,
    .example_params = "{}",
    .example_result = R"({"chain":"consortium-1",
"genesisHash":"9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08","height":12,
"blockHash":"60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752","time":1790000000000,
"treeSize":346,"treeRoot":"fd61a03af4f77d870fc21e05e7e80678095c92d808cfb3b5c279ee04c74aca13",
"executedHeight":10,
"executedRoot":"a4e624d686e03ed2767c0abd85c14426b0b1157d2ce81d27bb4fe4f6f01d688a"})",
    .runs = RunsOn::Readers,
    .cost = ReadCost::Entries,
    .call = get_info};

}  // namespace vitalstream::net
