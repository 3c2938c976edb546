#pragma once
// The rows of the dispatch table, one file each in this folder.

#include "net/rpc/rpc_method.hpp"

namespace vitalstream::net {

extern const RpcMethod kTxSubmitMethod;
extern const RpcMethod kTxGetStatusMethod;
extern const RpcMethod kTxGetMethod;
extern const RpcMethod kTxGetReceiptMethod;
extern const RpcMethod kLedgerGetInfoMethod;
extern const RpcMethod kLedgerGetBlockMethod;
extern const RpcMethod kLedgerGetHeaderMethod;
extern const RpcMethod kLedgerGetConsistencyProofMethod;
extern const RpcMethod kRecordGetMethod;
extern const RpcMethod kRecordGetHistoryMethod;
extern const RpcMethod kConsentGetStatusMethod;
extern const RpcMethod kAuditQueryMethod;
extern const RpcMethod kMemberListMethod;
extern const RpcMethod kValidatorListMethod;
extern const RpcMethod kConsensusGetStatusMethod;
extern const RpcMethod kNodeGetInfoMethod;
extern const RpcMethod kRpcDiscoverMethod;

}  // namespace vitalstream::net
