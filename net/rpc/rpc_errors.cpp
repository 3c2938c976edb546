#include "net/rpc/rpc_errors.hpp"

#include <array>

namespace vitalstream::net {
namespace {

using enum RpcCause;

// Codes never change their meaning: a retired cause leaves its code unused.
constexpr std::array<RpcErrorInfo, kRpcCauses> kTable{{
    {ParseError, -32700, "parse_error", "The text is not strict JSON.", false, 200},
    {InvalidRequest, -32600, "invalid_request", "The JSON is not a request object.", false, 200},
    {MethodNotFound, -32601, "method_not_found", "There is no such method.", false, 200},
    {InvalidParams, -32602, "invalid_params", "The parameters are not those of the method.", false,
     200},
    {InternalError, -32603, "internal_error", "The node failed to answer.", true, 500},

    {Busy, -32000, "busy", "The node admits no more transactions at the moment.", true, 200},
    {TooManyInFlight, -32001, "too_many_in_flight",
     "This connection has too many requests under way.", true, 200},
    {Overloaded, -32002, "overloaded", "The server holds as many requests as it may.", true, 503},
    {TooManyConnections, -32003, "too_many_connections", "The server has no free connection.", true,
     503},
    {ShuttingDown, -32004, "shutting_down", "The node is stopping; ask another validator.", true,
     503},
    {Syncing, -32005, "syncing", "The node is catching up and cannot answer yet.", true, 200},
    {Timeout, -32006, "timeout",
     "The wait is over and the outcome is not known yet; ask again by id.", true, 200},
    {BatchTooLarge, -32007, "batch_too_large", "The batch has too many members.", false, 200},
    {ResponseTooLarge, -32008, "response_too_large", "The answer would be too large; ask for less.",
     false, 200},
    {JsonTooDeep, -32009, "json_too_deep", "The JSON is nested too deeply.", false, 200},
    {Unhealthy, -32010, "unhealthy", "The node is not healthy.", true, 503},
    {DiskSpaceLow, -32011, "disk_space_low",
     "The disk of this node is nearly full and it admits nothing; submit to another validator.",
     true, 200},

    {TxTooLarge, -32020, "tx_too_large", "The transaction is too large.", false, 200},
    {MalformedJws, -32021, "malformed_jws", "The transaction is not a compact JWS as required.",
     false, 200},
    {UnsupportedAlg, -32022, "unsupported_alg", "The signature algorithm is not accepted.", false,
     200},
    {UnknownKey, -32023, "unknown_key", "No member has enrolled this key.", false, 200},
    {KeyAlgMismatch, -32024, "key_alg_mismatch", "The key is enrolled for another algorithm.",
     false, 200},
    {KeyRevoked, -32025, "key_revoked", "The key or its member has been revoked.", false, 200},
    {BadSignature, -32026, "bad_signature", "The signature does not verify.", false, 200},
    {MalformedPayload, -32027, "malformed_payload", "The payload is not as specified.", false, 200},
    {WrongChain, -32028, "wrong_chain", "The transaction is for another chain.", false, 200},
    {Expired, -32029, "expired", "The transaction has expired and can never apply.", false, 200},
    {ExpTooFar, -32030, "exp_too_far", "The expiry is too far in the future.", false, 200},
    {UnknownOperation, -32031, "unknown_operation", "There is no such operation.", false, 200},
    {InvalidData, -32032, "invalid_data", "The operation's data is not as specified.", false, 200},
    {RoleMissing, -32033, "role_missing", "The member lacks the role for this operation.", false,
     200},
    {JtiReused, -32034, "jti_reused", "The key used this jti for another transaction.", false, 200},
    {ReplayWindowFull, -32035, "replay_window_full", "The replay window holds no more entries.",
     true, 200},
    {QuotaExceeded, -32036, "quota_exceeded",
     "The member, or who sends for it, has used up its share.", true, 429},
    {AttachmentMissing, -32037, "attachment_missing", "A committed attachment was not sent.", false,
     200},
    {AttachmentUnexpected, -32038, "attachment_unexpected",
     "An attachment was sent that the transaction does not commit to.", false, 200},
    {AttachmentMismatch, -32039, "attachment_mismatch",
     "An attachment is not the one that the transaction commits to.", false, 200},
    {AttachmentTooLarge, -32040, "attachment_too_large", "An attachment is too large.", false, 200},

    {TxNotFound, -32050, "tx_not_found", "This node knows no such transaction.", false, 200},
    {BlockNotFound, -32051, "block_not_found", "There is no block of this height yet.", false, 200},
    {RecordNotFound, -32052, "record_not_found", "There is no such record.", false, 200},
    {ContentErased, -32053, "content_erased", "The content has been erased on request.", false,
     200},
    {ContentUnavailable, -32054, "content_unavailable", "This node does not hold the content.",
     true, 200},
    {ReceiptNotReady, -32055, "receipt_not_ready",
     "No final header commits to the result yet; ask again shortly.", true, 200},
    {TreeSizeUnknown, -32056, "tree_size_unknown", "The log never had this size at a block.", false,
     200},
    {CursorInvalid, -32057, "cursor_invalid", "The cursor is not one of this query.", false, 200},
    {DataDamaged, -32058, "data_damaged",
     "What this needs is damaged on this node's disk; ask another validator, or again later.", true,
     200},

    {MalformedHttp, -32070, "malformed_http", "The HTTP request is malformed.", false, 400},
    {PathUnknown, -32071, "path_unknown", "There is nothing at this path.", false, 404},
    {HttpMethodRefused, -32072, "http_method_refused", "This path has no such HTTP method.", false,
     405},
    {LengthRequired, -32073, "length_required",
     "A body needs one Content-Length, or Transfer-Encoding: chunked and nothing else.", false,
     411},
    {BodyTooLarge, -32074, "body_too_large", "The body is too large.", false, 413},
    {HeadTooLarge, -32075, "head_too_large", "The header section is too large.", false, 431},
    {ExpectationRefused, -32076, "expectation_refused", "The expectation cannot be met.", false,
     417},
    {ContentTypeRefused, -32077, "content_type_refused", "The content type is not JSON.", false,
     415},
    {OriginRefused, -32078, "origin_refused", "Web pages of this origin are not served.", false,
     403},
    {HostRefused, -32079, "host_refused",
     "The Host is not a name of this server: `rpc.allowed_hosts` lists those beside its addresses.",
     false, 421},
    {PlainRefused, -32080, "plain_refused", "TLS is required from beyond loopback.", false, 403},
    {RequestDeadline, -32081, "request_deadline", "The request did not arrive in time.", true, 408},
    {UpgradeRefused, -32082, "upgrade_refused", "The WebSocket handshake is not as required.",
     false, 426},
}};

consteval bool in_order() {
  for (std::size_t i = 0; i < kTable.size(); ++i) {
    if (static_cast<std::size_t>(kTable[i].cause) != i) {
      return false;
    }
  }
  return true;
}
static_assert(in_order(), "the table is indexed by cause");

consteval bool one_code_per_cause() {
  for (std::size_t i = 0; i < kTable.size(); ++i) {
    for (std::size_t j = i + 1; j < kTable.size(); ++j) {
      if (kTable[i].code == kTable[j].code || kTable[i].reason == kTable[j].reason) {
        return false;
      }
    }
  }
  return true;
}
static_assert(one_code_per_cause(), "never one code for two causes");

}  // namespace

std::span<const RpcErrorInfo> all_rpc_errors() { return kTable; }

const RpcErrorInfo& describe(RpcCause cause) { return kTable[static_cast<std::size_t>(cause)]; }

}  // namespace vitalstream::net
