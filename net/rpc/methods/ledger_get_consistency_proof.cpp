// ledger_getConsistencyProof: that the log of an older size is a prefix of the log of a newer one
// (RFC 6962).

#include "net/rpc/methods/methods.hpp"
#include "net/rpc/methods/result_parts.hpp"

namespace vitalstream::net {
namespace {

// A log of 2^53 leaves has paths of at most twice its height.
constexpr std::uint64_t kPathMax = 128;

constexpr std::array kParams{
    JsonMember{"fromSize", &kCountSchema, Presence::Required, "Leaves of the older log."},
    JsonMember{"toSize", &kCountSchema, Presence::Required, "Leaves of the newer log."}};
constexpr JsonSchema kPathSchema = list_of(kHex32Schema, kPathMax);
constexpr std::array kResultMembers{
    JsonMember{"fromSize", &kCountSchema, Presence::Required, "Leaves of the older log."},
    JsonMember{"toSize", &kCountSchema, Presence::Required, "Leaves of the newer log."},
    JsonMember{"fromRoot", &kHex32Schema, Presence::Required, "Root of the older log."},
    JsonMember{"toRoot", &kHex32Schema, Presence::Required, "Root of the newer log."},
    JsonMember{"path", &kPathSchema, Presence::Required, "The proof's nodes (RFC 6962 2.1.2)."}};
constexpr JsonSchema kResult = object_of(kResultMembers);
constexpr std::array kErrors{RpcCause::TreeSizeUnknown, RpcCause::DataDamaged};

void write_proof(JsonWriter& writer, const ConsistencyProof& proof) {
  writer.begin_object().name("fromSize").number(proof.from_size);
  writer.name("toSize").number(proof.to_size).name("fromRoot").hex(proof.from_root);
  writer.name("toRoot").hex(proof.to_root).name("path").begin_array();
  for (const Hash32& node : proof.path) {
    writer.hex(node);
  }
  writer.end_array().end_object();
}

void get_proof(const MethodContext& context, const RpcParams& params, CallStart start) {
  const ConsistencyQuery query{.from_size = params.integer(0), .to_size = params.integer(1)};
  if (query.from_size > query.to_size) {
    start.refuse({.cause = RpcCause::InvalidParams, .detail = "fromSize: is beyond toSize"});
    return;
  }
  context.node.ledger_get_consistency_proof(query, start.reply<ConsistencyProof>(write_proof));
}

}  // namespace

constexpr RpcMethod kLedgerGetConsistencyProofMethod{
    .name = "ledger_getConsistencyProof",
    .summary = "Proves that an older log is a prefix of a newer one (RFC 6962).",
    .params = kParams,
    .result = &kResult,
    .errors = kErrors,
    .example_params = R"({"fromSize":1,"toSize":2})",
    .example_result = R"({"fromSize":1,"toSize":2,
"fromRoot":"9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
"toRoot":"60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752",
"path":["fd61a03af4f77d870fc21e05e7e80678095c92d808cfb3b5c279ee04c74aca13"]})",
    .runs = RunsOn::Readers,
    .cost = ReadCost::Entries,
    .call = get_proof};

}  // namespace vitalstream::net
