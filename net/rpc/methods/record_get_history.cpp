// record_getHistory: all versions of a record, newest first, page by page.

#include "net/rpc/methods/methods.hpp"
#include "net/rpc/methods/result_parts.hpp"

namespace vitalstream::net {
namespace {

enum Param : std::size_t { kCollection, kId, kCursor, kLimit };

constexpr std::array kParams{
    JsonMember{"collection", &kIdentifierSchema, Presence::Required, "The record's collection."},
    JsonMember{"id", &kIdentifierSchema, Presence::Required, "Its name in the collection."},
    kCursorParam, kLimitParam};
constexpr JsonSchema kVersionsSchema = list_of(kRecordSchema, kPageItemsMax);
constexpr std::array kResultMembers{
    JsonMember{"versions", &kVersionsSchema, Presence::Required, "Newest first."}, kCursorResult};
constexpr JsonSchema kResult = object_of(kResultMembers);
constexpr std::array kErrors{RpcCause::RecordNotFound, RpcCause::CursorInvalid,
                             RpcCause::DataDamaged};

void write_history(JsonWriter& writer, const Page<RecordVersion>& page) {
  write_page(writer, "versions", page, write_record);
}

void get_history(const MethodContext& context, const RpcParams& params, CallStart start) {
  RecordHistoryQuery query;
  query.collection = params.text(kCollection);
  query.id = params.text(kId);
  query.page = page_of(params, kCursor, kLimit);
  context.node.record_get_history(std::move(query),
                                  start.reply<Page<RecordVersion>>(write_history));
}

}  // namespace

constexpr RpcMethod kRecordGetHistoryMethod{
    .name = "record_getHistory",
    .summary = "Returns the versions of a record, newest first.",
    .params = kParams,
    .result = &kResult,
    .errors = kErrors,
    .example_params = R"({"collection":"observations","id":"f001","limit":10})",
    .example_result = R"({"versions":[{"collection":"observations","id":"f001","version":1,
"origin":{"txId":"9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08","height":12,
"index":345,"time":1790000000000,"kid":"kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k"},
"externalHash":"60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752"}]})",
    .runs = RunsOn::Readers,
    .cost = ReadCost::Page,
    .call = get_history};

}  // namespace vitalstream::net
