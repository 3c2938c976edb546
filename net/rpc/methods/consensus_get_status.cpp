// consensus_getStatus: where consensus stands as this node sees it and, if no block is being made,
// why. GET /consensus/status returns the same.

#include "net/rpc/methods/methods.hpp"
#include "net/rpc/methods/result_parts.hpp"

namespace vitalstream::net {
namespace {

constexpr std::uint64_t kValidatorsMax = 1'000;

constexpr JsonSchema kMissingSchema = list_of(kNameSchema, kValidatorsMax);
constexpr std::array<std::string_view, 7> kPhases{"starting", "idle",       "following", "syncing",
                                                  "stalled",  "not-voting", "halted"};
constexpr JsonSchema kPhaseSchema = choice_of(kPhases);
constexpr std::array kResultMembers{
    JsonMember{"epoch", &kCountSchema, Presence::Required, "Counts validator sets."},
    JsonMember{"view", &kCountSchema, Presence::Required, "Counts leader turns."},
    JsonMember{"leader", &kFreeTextSchema, Presence::Required, "Whose turn it is."},
    JsonMember{"finalHeight", &kCountSchema, Presence::Required, "Of the last final block."},
    JsonMember{"committedHeight", &kCountSchema, Presence::Required,
               "Of the last block executed and on disk here."},
    JsonMember{"lastBlockTime", &kTimeSchema, Presence::Required, "Unix milliseconds."},
    JsonMember{"validators", &kCountSchema, Presence::Required, "Size of the set."},
    JsonMember{"quorum", &kCountSchema, Presence::Required, "Votes that decide."},
    JsonMember{"peers", &kCountSchema, Presence::Required, "Validators connected."},
    JsonMember{"phase", &kPhaseSchema, Presence::Required,
               "What it does; idle if there is nothing to order."},
    JsonMember{"why", &kFreeTextSchema, Presence::Optional, "Why no block is being made."},
    JsonMember{"missingVotes", &kMissingSchema, Presence::Required,
               "Validators whose votes are waited for; none while votes are not what is missing."},
    JsonMember{"contentsWanted", &kCountSchema, Presence::Required,
               "Final batches whose content is not here yet and is asked for."}};
constexpr JsonSchema kResult = object_of(kResultMembers);

void get_status(const MethodContext& context, const RpcParams&, CallStart start) {
  context.node.consensus_get_status(start.reply<ConsensusStatus>(write_consensus_status));
}

}  // namespace

constexpr RpcMethod kConsensusGetStatusMethod{
    .name = "consensus_getStatus",
    .summary = "Tells where consensus stands and, if no block is being made, why.",
    .params = {},
    .result = &kResult,
    .errors = {},
    .example_params = "{}",
    .example_result = R"({"epoch":1,"view":77,"leader":"north","finalHeight":12,
"committedHeight":12,"lastBlockTime":1790000000000,"validators":4,"quorum":3,"peers":2,
"phase":"stalled","why":"giving up the view of north: waiting for the votes of east, west",
"missingVotes":["east","west"],"contentsWanted":0})",
    .runs = RunsOn::Loop,
    .cost = ReadCost::Nothing,
    .call = get_status};

}  // namespace vitalstream::net
