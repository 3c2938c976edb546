// record_get: one version of a record, with its content and salt on request.

#include "net/rpc/methods/methods.hpp"
#include "net/rpc/methods/result_parts.hpp"
#include "net/rpc/unix_ms.hpp"

namespace vitalstream::net {
namespace {

enum Param : std::size_t { kCollection, kId, kVersion, kAt, kContent };

constexpr std::array kParams{
    JsonMember{"collection", &kIdentifierSchema, Presence::Required, "The record's collection."},
    JsonMember{"id", &kIdentifierSchema, Presence::Required, "Its name in the collection."},
    JsonMember{"version", &kCountSchema, Presence::Optional, "The latest unless given."},
    JsonMember{"at", &kAskedTimeSchema, Presence::Optional,
               "The version at this block time, Unix milliseconds; not with version."},
    JsonMember{"content", &kBooleanSchema, Presence::Optional, "With salt and content."}};
constexpr std::array kErrors{RpcCause::RecordNotFound, RpcCause::ContentErased,
                             RpcCause::ContentUnavailable, RpcCause::DataDamaged};

void get_record(const MethodContext& context, const RpcParams& params, CallStart start) {
  if (params.has(kVersion) && params.has(kAt)) {
    start.refuse({.cause = RpcCause::InvalidParams, .detail = "at: not together with version"});
    return;
  }
  RecordQuery query;
  query.collection = params.text(kCollection);
  query.id = params.text(kId);
  if (params.has(kVersion)) {
    query.version = params.integer(kVersion);
  }
  query.at_ms = params.time_ms(kAt);
  query.content = params.flag(kContent);
  context.node.record_get(std::move(query), start.reply<RecordVersion>(write_record));
}

}  // namespace

constexpr RpcMethod kRecordGetMethod{
    .name = "record_get",
    .summary = "Returns a version of a record.",
    .params = kParams,
    .result = &kRecordSchema,
    .errors = kErrors,
    .example_params = R"({"collection":"observations","id":"f001","content":true})",
    .example_result = R"({"collection":"observations","id":"f001","version":1,"subject":"p-77",
"origin":{"txId":"9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08","height":12,
"index":345,"time":1790000000000,"kid":"kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k"},
"attachment":{"commitment":"60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752",
"bytes":2,"mediaType":"application/fhir+json"},
"content":{"salt":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA","content":"e30"}})",
    .runs = RunsOn::Readers,
    .cost = ReadCost::Entries,
    .call = get_record};

}  // namespace vitalstream::net
