#pragma once
// The one table of refusals: each cause has its own code, so that a client never has to read a
// message to know what happened (docs/api.md). docs/api.md shows the same table; a test compares
// them. The standard codes of JSON-RPC 2.0 come first. Plain values; any thread.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/digest.hpp"

namespace vitalstream::net {

enum class RpcCause : std::uint8_t {
  // JSON-RPC 2.0.
  ParseError,
  InvalidRequest,
  MethodNotFound,
  InvalidParams,
  InternalError,
  // Load and state of the node.
  Busy,
  TooManyInFlight,
  Overloaded,
  TooManyConnections,
  ShuttingDown,
  Syncing,
  Timeout,
  BatchTooLarge,
  ResponseTooLarge,
  JsonTooDeep,
  Unhealthy,
  DiskSpaceLow,
  // Submission, in the order in which a transaction is examined.
  TxTooLarge,
  MalformedJws,
  UnsupportedAlg,
  UnknownKey,
  KeyAlgMismatch,
  KeyRevoked,
  BadSignature,
  MalformedPayload,
  WrongChain,
  Expired,
  ExpTooFar,
  UnknownOperation,
  InvalidData,
  RoleMissing,
  JtiReused,
  ReplayWindowFull,
  QuotaExceeded,
  AttachmentMissing,
  AttachmentUnexpected,
  AttachmentMismatch,
  AttachmentTooLarge,
  // Queries.
  TxNotFound,
  BlockNotFound,
  RecordNotFound,
  ContentErased,
  ContentUnavailable,
  ReceiptNotReady,
  TreeSizeUnknown,
  CursorInvalid,
  DataDamaged,
  // Transport; the HTTP status says the same.
  MalformedHttp,
  PathUnknown,
  HttpMethodRefused,
  LengthRequired,
  BodyTooLarge,
  HeadTooLarge,
  ExpectationRefused,
  ContentTypeRefused,
  OriginRefused,
  HostRefused,
  PlainRefused,
  RequestDeadline,
  UpgradeRefused,
};

inline constexpr std::size_t kRpcCauses = static_cast<std::size_t>(RpcCause::UpgradeRefused) + 1;

struct RpcErrorInfo {
  RpcCause cause;
  int code;
  std::string_view reason;    // data.reason
  std::string_view message;   // one sentence for people
  bool retryable;             // the same request may succeed later
  std::uint16_t http_status;  // where the refusal is HTTP's own; otherwise 200
};

// The whole table, in the order of RpcCause.
[[nodiscard]] std::span<const RpcErrorInfo> all_rpc_errors();

[[nodiscard]] const RpcErrorInfo& describe(RpcCause cause);

// The id of a transaction: SHA-256 of its JWS signing input.
using RpcTxId = Digest<struct RpcTxIdTag>;

// A refusal as the node or a method states it.
struct RpcError {
  RpcCause cause = RpcCause::InternalError;
  std::string detail{};              // data.detail, if not empty
  std::uint32_t retry_after_ms = 0;  // data.retryAfterMs, if not 0
  std::optional<RpcTxId> tx_id{};    // data.txId: the transaction whose fate is not known yet
};

}  // namespace vitalstream::net
