// consent_getStatus: whether a grantee may use a subject's data for a purpose, now or at a time.

#include "net/rpc/methods/methods.hpp"
#include "net/rpc/methods/result_parts.hpp"
#include "net/rpc/unix_ms.hpp"

namespace vitalstream::net {
namespace {

enum Param : std::size_t { kSubject, kGrantee, kPurpose, kScope, kAt };

constexpr std::uint64_t kScopesMax = 64;

constexpr std::array kParams{
    JsonMember{"subject", &kIdentifierSchema, Presence::Required, "Pseudonym of the subject."},
    JsonMember{"grantee", &kIdentifierSchema, Presence::Required, "Who wants to use the data."},
    JsonMember{"purpose", &kIdentifierSchema, Presence::Required, "What for."},
    JsonMember{"scope", &kIdentifierSchema, Presence::Optional,
               "Which data; all of it unless given."},
    JsonMember{"at", &kAskedTimeSchema, Presence::Optional,
               "A time, Unix milliseconds; now unless given."}};
constexpr JsonSchema kScopesSchema = list_of(kIdentifierSchema, kScopesMax);
constexpr std::array kResultMembers{
    JsonMember{"permitted", &kBooleanSchema, Presence::Required, "The latest decision wins."},
    JsonMember{"at", &kTimeSchema, Presence::Required,
               "The time that the answer is for, Unix milliseconds."},
    JsonMember{"scopes", &kScopesSchema, Presence::Optional, "What is permitted; all if empty."},
    JsonMember{"from", &kTimeSchema, Presence::Optional,
               "Begin of the period, if the grant names one, Unix milliseconds."},
    JsonMember{"until", &kTimeSchema, Presence::Optional,
               "Its end, exclusive, if the grant names one, Unix milliseconds."},
    JsonMember{"decidedBy", &kOriginSchema, Presence::Optional,
               "The newest grant or revocation that covers the question; absent if none does."}};
constexpr JsonSchema kResult = object_of(kResultMembers);

void write_status(JsonWriter& writer, const ConsentStatus& status) {
  writer.begin_object().name("permitted").boolean(status.permitted);
  writer.name("at").signed_number(status.at_ms);
  if (status.permitted) {
    writer.name("scopes");
    write_texts(writer, status.scopes);
  }
  if (status.from_ms) {
    writer.name("from").signed_number(*status.from_ms);
  }
  if (status.until_ms) {
    writer.name("until").signed_number(*status.until_ms);
  }
  if (status.decided_by) {
    writer.name("decidedBy");
    write_origin(writer, *status.decided_by);
  }
  writer.end_object();
}

constexpr std::array kErrors{RpcCause::DataDamaged};

void get_status(const MethodContext& context, const RpcParams& params, CallStart start) {
  ConsentQuery query;
  query.subject = params.text(kSubject);
  query.grantee = params.text(kGrantee);
  query.purpose = params.text(kPurpose);
  query.scope = params.text(kScope);
  query.at_ms = params.time_ms(kAt);
  context.node.consent_get_status(std::move(query), start.reply<ConsentStatus>(write_status));
}

}  // namespace

constexpr RpcMethod kConsentGetStatusMethod{
    .name = "consent_getStatus",
    .summary = "Tells whether a grantee may use a subject's data for a purpose.",
    .params = kParams,
    .result = &kResult,
    .errors = kErrors,
    .example_params = R"({"subject":"p-77","grantee":"lab-2","purpose":"research"})",
    .example_result = R"({"permitted":true,"at":1790000000000,"scopes":["observations"],
"from":1789990000000,"until":1821526000000,
"decidedBy":{"txId":"9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08","height":12,
"index":345,"time":1790000000000,"kid":"kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k"}})",
    .runs = RunsOn::Readers,
    .cost = ReadCost::Turns,
    .call = get_status};

}  // namespace vitalstream::net
