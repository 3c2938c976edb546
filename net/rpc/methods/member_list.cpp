// member_list: who may sign transactions, and as what.

#include "net/rpc/methods/methods.hpp"
#include "net/rpc/methods/result_parts.hpp"

namespace vitalstream::net {
namespace {

enum Param : std::size_t { kCursor, kLimit };

constexpr std::uint64_t kRolesMax = 16;

constexpr std::array kParams{kCursorParam, kLimitParam};
constexpr JsonSchema kRolesSchema = list_of(kNameSchema, kRolesMax);
constexpr std::array kItemMembers{
    JsonMember{"kid", &kNameSchema, Presence::Required, "Thumbprint of the key (RFC 7638)."},
    JsonMember{"organisation", &kNameSchema, Presence::Required, "Whose member it is."},
    JsonMember{"name", &kNameSchema, Presence::Required, "The member's name."},
    JsonMember{"roles", &kRolesSchema, Presence::Required, "What the member may do."},
    JsonMember{"key", &kDocumentSchema, Presence::Required, "The public key, a JWK."}};
constexpr JsonSchema kItemSchema = object_of(kItemMembers);
constexpr JsonSchema kItemsSchema = list_of(kItemSchema, kPageItemsMax);
constexpr std::array kResultMembers{
    JsonMember{"members", &kItemsSchema, Presence::Required, "In the order of their kid."},
    kCursorResult};
constexpr JsonSchema kResult = object_of(kResultMembers);
constexpr std::array kErrors{RpcCause::CursorInvalid};

void write_member(JsonWriter& writer, const MemberInfo& member) {
  writer.begin_object().name("kid").text(member.key_id);
  writer.name("organisation").text(member.organisation).name("name").text(member.name);
  writer.name("roles");
  write_texts(writer, member.roles);
  writer.name("key").raw(member.key.value()).end_object();
}

void write_members(JsonWriter& writer, const Page<MemberInfo>& page) {
  write_page(writer, "members", page, write_member);
}

void list_members(const MethodContext& context, const RpcParams& params, CallStart start) {
  context.node.member_list(page_of(params, kCursor, kLimit),
                           start.reply<Page<MemberInfo>>(write_members));
}

}  // namespace

constexpr RpcMethod kMemberListMethod{
    .name = "member_list",
    .summary = "Lists the enrolled members.",
    .params = kParams,
    .result = &kResult,
    .errors = kErrors,
    .example_params = R"({"limit":100})",
    .example_result = R"({"members":[{"kid":"kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k",
"organisation":"north-hospital","name":"ehr-1","roles":["submitter"],
"key":{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}}]})",
    .runs = RunsOn::Readers,
    .cost = ReadCost::Page,
    .call = list_members};

}  // namespace vitalstream::net
