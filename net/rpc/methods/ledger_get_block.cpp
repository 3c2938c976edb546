// ledger_getBlock: a committed block with the ids (and, on request, the bytes) of its transactions.

#include "net/rpc/methods/block_parts.hpp"
#include "net/rpc/methods/methods.hpp"

namespace vitalstream::net {
namespace {

constexpr std::array kParams{
    JsonMember{"height", &kCountSchema, Presence::Required, "The block's height."},
    JsonMember{"transactions", &kBooleanSchema, Presence::Optional,
               "With the compact JWS of each transaction, not only its id."}};
// Bounds for readers only: a block is far smaller.
constexpr std::uint64_t kItemsMax = 1'000'000;

constexpr std::array kBatchMembers{
    JsonMember{"validator", &kCountSchema, Presence::Required,
               "Id of the validator whose lane it is."},
    JsonMember{"incarnation", &kCountSchema, Presence::Required, "Of the lane."},
    JsonMember{"sequence", &kCountSchema, Presence::Required, "In the incarnation."},
    JsonMember{"hash", &kHex32Schema, Presence::Required, "The batch's digest."}};
constexpr JsonSchema kBatchSchema = object_of(kBatchMembers);
constexpr JsonSchema kBatchesSchema = list_of(kBatchSchema, kItemsMax);
constexpr std::array kTransactionMembers{
    kTxIdMember,
    JsonMember{"result", &kOutcomeSchema, Presence::Required, "What execution decided."},
    JsonMember{"tx", &kTxTextSchema, Presence::Optional, "The compact JWS, if asked for."}};
constexpr JsonSchema kTransactionSchema = object_of(kTransactionMembers);
constexpr JsonSchema kTransactionsSchema = list_of(kTransactionSchema, kItemsMax);
constexpr std::array kOwnMembers{
    JsonMember{"batches", &kBatchesSchema, Presence::Required, "What the block orders."},
    JsonMember{"transactions", &kTransactionsSchema, Presence::Required,
               "In their final order; the last of them is the last leaf of the log."}};
constexpr auto kMembers = joined(kBlockHeaderMembers, kOwnMembers);
constexpr JsonSchema kResult = object_of(kMembers);
constexpr std::array kErrors{RpcCause::BlockNotFound, RpcCause::DataDamaged};

void write_block(JsonWriter& writer, const RawJson& block) { writer.raw(block.value()); }

void get_block(const MethodContext& context, const RpcParams& params, CallStart start) {
  context.node.ledger_get_block({.height = params.integer(0), .transactions = params.flag(1)},
                                start.reply<RawJson>(write_block));
}

}  // namespace

constexpr RpcMethod kLedgerGetBlockMethod{.name = "ledger_getBlock",
                                          .summary = "Returns a committed block.",
                                          .params = kParams,
                                          .result = &kResult,
                                          .errors = kErrors,
                                          .example_params = R"({"height":12,"transactions":false})",
                                          .example_result = R"({"height":12,
"hash":"d1f39e57422a11eb4db0719a25d913105a611db25e7aa0cede563ee1718c5c42","epoch":1,
"parent":"7171a2cd5f0b6a1bf7062ed2ecfce7ca0d9aadeb01d4aad85374eaa6ce0debb7",
"time":1790000000000,"proposer":3,
"payload":"26d815fbd8bb55b9e406ab48779089e38e11f61adf22ea4cf702997c31bc4d6c","executedHeight":11,
"executedRoot":"3017e471d0974ba587fe141a7e658bacefcdd8645225f1f7f072158983d2d102","treeSize":346,
"treeRoot":"d8cc1081e72bea2a9588c7d64728b4da4dc0b2155dbafaed3d69da1c1924d610",
"batches":[{"validator":1,"incarnation":1790000000000,"sequence":8,
"hash":"4eb25618d43dd4910513c28485eba4319836578693a622cc86fbb4765a012b78"}],
"transactions":[{"txId":"a24c7d1fe80fb929a40ffe1cfc0b07b9dd503f9165632d83edf91b2f18145b8c",
"result":{"outcome":"applied"}}]})",
                                          .runs = RunsOn::Readers,
                                          .cost = ReadCost::Block,
                                          .call = get_block};

}  // namespace vitalstream::net
