// ledger_getHeader: a block's header with the certificate that made it final.

#include "net/rpc/methods/block_parts.hpp"
#include "net/rpc/methods/methods.hpp"

namespace vitalstream::net {
namespace {

constexpr std::array kParams{
    JsonMember{"height", &kCountSchema, Presence::Required, "The block's height."}};
constexpr std::uint64_t kSignersMax = 1'000;

constexpr std::array kSignatureMembers{
    JsonMember{"signer", &kCountSchema, Presence::Required,
               "Index of the validator: its place in genesis, from 0."},
    JsonMember{"signature", &kBase64UrlSchema, Presence::Required,
               "Over the finalize vote (docs/receipt.md, step 4)."}};
constexpr JsonSchema kSignatureSchema = object_of(kSignatureMembers);
constexpr JsonSchema kSignaturesSchema = list_of(kSignatureSchema, kSignersMax);
constexpr std::array kFinalizationMembers{
    JsonMember{"epoch", &kCountSchema, Presence::Required, "Which validator set."},
    JsonMember{"view", &kCountSchema, Presence::Required, "The view that they voted in."},
    JsonMember{"parentView", &kCountSchema, Presence::Required, "The view of the parent."},
    JsonMember{"signatures", &kSignaturesSchema, Presence::Required, "A quorum's."}};
constexpr JsonSchema kFinalizationSchema = object_of(kFinalizationMembers);
constexpr std::array kOwnMembers{
    JsonMember{"encoded", &kBase64UrlSchema, Presence::Required,
               "The 173 bytes that the hash covers."},
    JsonMember{"finalization", &kFinalizationSchema, Presence::Optional,
               "Absent if the certificate of a later block made this one final, too."}};
constexpr auto kMembers = joined(kBlockHeaderMembers, kOwnMembers);
constexpr JsonSchema kResult = object_of(kMembers);
constexpr std::array kErrors{RpcCause::BlockNotFound, RpcCause::DataDamaged};

void write_header(JsonWriter& writer, const RawJson& header) { writer.raw(header.value()); }

void get_header(const MethodContext& context, const RpcParams& params, CallStart start) {
  context.node.ledger_get_header(params.integer(0), start.reply<RawJson>(write_header));
}

}  // namespace

constexpr RpcMethod kLedgerGetHeaderMethod{
    .name = "ledger_getHeader",
    .summary = "Returns a block's header and its finalization certificate.",
    .params = kParams,
    .result = &kResult,
    .errors = kErrors,
    .example_params = R"({"height":12})",
    .example_result = R"({"height":12,
"hash":"d1f39e57422a11eb4db0719a25d913105a611db25e7aa0cede563ee1718c5c42","epoch":1,
"parent":"7171a2cd5f0b6a1bf7062ed2ecfce7ca0d9aadeb01d4aad85374eaa6ce0debb7",
"time":1790000000000,"proposer":3,
"payload":"26d815fbd8bb55b9e406ab48779089e38e11f61adf22ea4cf702997c31bc4d6c","executedHeight":11,
"executedRoot":"3017e471d0974ba587fe141a7e658bacefcdd8645225f1f7f072158983d2d102","treeSize":346,
"treeRoot":"d8cc1081e72bea2a9588c7d64728b4da4dc0b2155dbafaed3d69da1c1924d610",
"encoded":"AQAAAAAAAAAB","finalization":{"epoch":1,"view":16,"parentView":15,
"signatures":[{"signer":0,"signature":"jBehT85O"}]}})",
    .runs = RunsOn::Readers,
    .cost = ReadCost::Entries,
    .call = get_header};

}  // namespace vitalstream::net
