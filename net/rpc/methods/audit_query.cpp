// audit_query: audit entries by type, source, actor, subject and time, page by page.

#include "net/rpc/methods/methods.hpp"
#include "net/rpc/methods/result_parts.hpp"
#include "net/rpc/unix_ms.hpp"

namespace vitalstream::net {
namespace {

enum Param : std::size_t { kType, kSource, kActor, kSubject, kFrom, kTo, kCursor, kLimit };

constexpr std::array kParams{
    JsonMember{"type", &kIdentifierSchema, Presence::Optional, "Event type."},
    JsonMember{"source", &kIdentifierSchema, Presence::Optional, "Reporting system."},
    JsonMember{"actor", &kIdentifierSchema, Presence::Optional, "Who did it."},
    JsonMember{"subject", &kIdentifierSchema, Presence::Optional, "Pseudonym of the subject."},
    JsonMember{"from", &kAskedTimeSchema, Presence::Optional,
               "Block time, Unix milliseconds, inclusive."},
    JsonMember{"to", &kAskedTimeSchema, Presence::Optional,
               "Block time, Unix milliseconds, exclusive."},
    kCursorParam,
    kLimitParam};
constexpr std::array kEntryMembers{
    JsonMember{"type", &kIdentifierSchema, Presence::Required, "Event type."},
    JsonMember{"source", &kIdentifierSchema, Presence::Required, "Reporting system."},
    JsonMember{"actor", &kIdentifierSchema, Presence::Required, "Who did it."},
    JsonMember{"subject", &kIdentifierSchema, Presence::Optional, "Pseudonym of the subject."},
    JsonMember{"outcome", &kNameSchema, Presence::Required, "success, minor_failure, ..."},
    kOriginMember,
    JsonMember{"detail", &kAttachmentSchema, Presence::Optional, "The committed detail."}};
constexpr JsonSchema kEntrySchema = object_of(kEntryMembers);
constexpr JsonSchema kEntriesSchema = list_of(kEntrySchema, kPageItemsMax);
constexpr std::array kResultMembers{
    JsonMember{"entries", &kEntriesSchema, Presence::Required, "Newest first."}, kCursorResult};
constexpr JsonSchema kResult = object_of(kResultMembers);
constexpr std::array kErrors{RpcCause::CursorInvalid, RpcCause::DataDamaged};

void write_entry(JsonWriter& writer, const AuditEntry& entry) {
  writer.begin_object().name("type").text(entry.type).name("source").text(entry.source);
  writer.name("actor").text(entry.actor);
  if (!entry.subject.empty()) {
    writer.name("subject").text(entry.subject);
  }
  writer.name("outcome").text(entry.outcome).name("origin");
  write_origin(writer, entry.origin);
  if (entry.detail) {
    writer.name("detail");
    write_attachment(writer, *entry.detail);
  }
  writer.end_object();
}

void write_entries(JsonWriter& writer, const Page<AuditEntry>& page) {
  write_page(writer, "entries", page, write_entry);
}

void query_entries(const MethodContext& context, const RpcParams& params, CallStart start) {
  AuditQuery query;
  query.type = params.text(kType);
  query.source = params.text(kSource);
  query.actor = params.text(kActor);
  query.subject = params.text(kSubject);
  query.from_ms = params.time_ms(kFrom);
  query.to_ms = params.time_ms(kTo);
  if (query.from_ms && query.to_ms && *query.to_ms <= *query.from_ms) {
    start.refuse({.cause = RpcCause::InvalidParams, .detail = "to: must lie after from"});
    return;
  }
  query.page = page_of(params, kCursor, kLimit);
  context.node.audit_query(std::move(query), start.reply<Page<AuditEntry>>(write_entries));
}

}  // namespace

constexpr RpcMethod kAuditQueryMethod{
    .name = "audit_query",
    .summary = "Returns audit entries that match every given filter, newest first.",
    .params = kParams,
    .result = &kResult,
    .errors = kErrors,
    .example_params = R"({"type":"rest","subject":"p-77","from":1789990000000,"limit":50})",
    .example_result = R"({"entries":[{"type":"rest","source":"ehr-1","actor":"dr-9",
"subject":"p-77","outcome":"success",
"origin":{"txId":"9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08","height":12,
"index":345,"time":1790000000000,"kid":"kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k"}}],
"cursor":"AAAAAAAAAVk"})",
    .runs = RunsOn::Readers,
    .cost = ReadCost::Page,
    .call = query_entries};

}  // namespace vitalstream::net
