#include "net/rpc/method_table.hpp"

#include "base/assert.hpp"
#include "net/rpc/methods/methods.hpp"

namespace vitalstream::net {

MethodList rpc_methods() {
  static constexpr std::array<const RpcMethod*, 17> kMethods{&kTxSubmitMethod,
                                                             &kTxGetStatusMethod,
                                                             &kTxGetMethod,
                                                             &kTxGetReceiptMethod,
                                                             &kLedgerGetInfoMethod,
                                                             &kLedgerGetBlockMethod,
                                                             &kLedgerGetHeaderMethod,
                                                             &kLedgerGetConsistencyProofMethod,
                                                             &kRecordGetMethod,
                                                             &kRecordGetHistoryMethod,
                                                             &kConsentGetStatusMethod,
                                                             &kAuditQueryMethod,
                                                             &kMemberListMethod,
                                                             &kValidatorListMethod,
                                                             &kConsensusGetStatusMethod,
                                                             &kNodeGetInfoMethod,
                                                             &kRpcDiscoverMethod};
  return kMethods;
}

MethodTable::MethodTable(MethodList methods) : methods_(methods) {
  for (std::size_t i = 0; i < methods_.size(); ++i) {
    VS_ASSERT(methods_[i]->params.size() <= kRpcParamsMax);
    VS_ASSERT((methods_[i]->runs == RunsOn::Loop) == (methods_[i]->cost == ReadCost::Nothing));
    const bool is_new = by_name_.emplace(methods_[i]->name, static_cast<std::uint16_t>(i)).second;
    VS_ASSERT(is_new);
  }
}

std::optional<std::uint16_t> MethodTable::find(std::string_view name) const {
  const auto found = by_name_.find(name);
  return found == by_name_.end() ? std::nullopt : std::optional(found->second);
}

}  // namespace vitalstream::net
