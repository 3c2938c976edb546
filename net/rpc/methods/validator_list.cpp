// validator_list: the validators of the current epoch.

#include "net/rpc/methods/methods.hpp"
#include "net/rpc/methods/result_parts.hpp"

namespace vitalstream::net {
namespace {

constexpr std::uint64_t kValidatorsMax = 1'000;

constexpr std::array kItemMembers{
    JsonMember{"id", &kCountSchema, Presence::Required, "Its lasting number."},
    JsonMember{"name", &kNameSchema, Presence::Required, "Its name in genesis."},
    JsonMember{"host", &kNameSchema, Presence::Required, "The host name of its certificate."},
    JsonMember{"key", &kDocumentSchema, Presence::Required, "Its consensus key, a JWK."},
    JsonMember{"connected", &kBooleanSchema, Presence::Required,
               "Whether this node is connected to it (or is it)."}};
constexpr JsonSchema kItemSchema = object_of(kItemMembers);
constexpr JsonSchema kItemsSchema = list_of(kItemSchema, kValidatorsMax);
constexpr std::array kResultMembers{
    JsonMember{"validators", &kItemsSchema, Presence::Required, "In the order of the set."}};
constexpr JsonSchema kResult = object_of(kResultMembers);

void write_validators(JsonWriter& writer, const std::vector<ValidatorInfo>& validators) {
  writer.begin_object().name("validators").begin_array();
  for (const ValidatorInfo& validator : validators) {
    writer.begin_object().name("id").number(validator.id).name("name").text(validator.name);
    writer.name("host").text(validator.host).name("key").raw(validator.key.value());
    writer.name("connected").boolean(validator.connected).end_object();
  }
  writer.end_array().end_object();
}

void list_validators(const MethodContext& context, const RpcParams&, CallStart start) {
  context.node.validator_list(start.reply<std::vector<ValidatorInfo>>(write_validators));
}

}  // namespace

constexpr RpcMethod kValidatorListMethod{
    .name = "validator_list",
    .summary = "Lists the validators of the current epoch.",
    .params = {},
    .result = &kResult,
    .errors = {},
    .example_params = "{}",
    .example_result = R"({"validators":[{"id":1,"name":"north","host":"node.north.example",
"key":{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"},
"connected":true}]})",
    .runs = RunsOn::Loop,
    .cost = ReadCost::Nothing,
    .call = list_validators};

}  // namespace vitalstream::net
