#pragma once
// Every limit of the RPC and operations listeners (docs/api.md), with unit. The constants are the
// defaults of RpcLimits; operators configure the struct, tests shrink it, node_getInfo shows it.

#include <chrono>
#include <cstddef>
#include <cstdint>

namespace vitalstream::net {

inline constexpr std::size_t kRpcKiB = 1024;
inline constexpr std::size_t kRpcMiB = 1024 * kRpcKiB;

inline constexpr std::size_t kRpcHeadBytesMax = 8 * kRpcKiB;
inline constexpr std::size_t kRpcHeadFieldsMax = 64;
inline constexpr std::size_t kRpcBodyBytesMax = 2 * kRpcMiB;
inline constexpr std::size_t kRpcResponseBytesMax = 8 * kRpcMiB;
inline constexpr std::size_t kRpcBatchMax = 50;
inline constexpr std::size_t kRpcJsonDepthMax = 32;
inline constexpr std::size_t kRpcIdBytesMax = 128;
inline constexpr std::size_t kRpcInFlightMax = 64;
inline constexpr std::size_t kRpcConnectionsMax = 900;

// One connection's unread answers; a reader slower than this is cut.
inline constexpr std::size_t kRpcOutboundBytesMax = 16 * kRpcMiB;
// Above this much unread output the server stops reading from the connection.
inline constexpr std::size_t kRpcOutboundBytesPause = 1 * kRpcMiB;

// What all connections together may hold: requests being received, requests under way, answers
// not yet read. Beyond any of these, new work is refused as overloaded.
inline constexpr std::size_t kRpcInputBytesTotal = 128 * kRpcMiB;
inline constexpr std::size_t kRpcInFlightBytesTotal = 128 * kRpcMiB;
inline constexpr std::size_t kRpcOutboundBytesTotal = 128 * kRpcMiB;

inline constexpr std::chrono::milliseconds kRpcHandshakeDeadline{5'000};
inline constexpr std::chrono::milliseconds kRpcHeadDeadline{5'000};
// For the handshake, and for the first head, while more than half of the places are held by
// connections that have not asked anything yet.
inline constexpr std::chrono::milliseconds kRpcCrowdedDeadline{1'000};
inline constexpr std::chrono::milliseconds kRpcBodyDeadline{10'000};
inline constexpr std::chrono::milliseconds kRpcIdleDeadline{60'000};
// An answer of which the client takes nothing for this long.
inline constexpr std::chrono::milliseconds kRpcWriteDeadline{10'000};
// One piece of output (at most kRpcOutboundBytesMax) that is not all taken after this long: a
// client that takes its answers by drops.
inline constexpr std::chrono::milliseconds kRpcPieceDeadline{120'000};
// How long a refused client may go on sending before its connection is reset; within it, it can
// still read why it was refused.
inline constexpr std::chrono::milliseconds kRpcLingerDeadline{1'000};
inline constexpr std::size_t kRpcLingerBytesMax = 16 * kRpcMiB;
// Deadlines are checked this often at most: a deadline may be late by one tick.
inline constexpr std::chrono::milliseconds kRpcTickMax{250};
inline constexpr std::chrono::milliseconds kRpcTickMin{10};

// The receive buffer of a connection that is not in the middle of something larger.
inline constexpr std::size_t kRpcReadChunkBytes = 16 * kRpcKiB;
inline constexpr std::size_t kRpcReadChunkBytesBusy = 64 * kRpcKiB;
// What a TLS connection reads from its socket at once (one whole record fits), and encrypts before
// it writes.
inline constexpr std::size_t kRpcTlsReadBytes = 17 * kRpcKiB;
inline constexpr std::size_t kRpcTlsWriteBytes = 32 * kRpcKiB;

inline constexpr std::uint32_t kTxWaitDefaultMs = 10'000;
inline constexpr std::uint32_t kTxWaitMaxMs = 60'000;
// A compact JWS of the ledger is at most this long (docs/transactions.md).
inline constexpr std::size_t kTxTextBytesMax = 24 * kRpcKiB;
inline constexpr std::size_t kTxAttachmentsMax = 16;

inline constexpr std::uint32_t kPageItemsDefault = 100;
inline constexpr std::uint32_t kPageItemsMax = 1'000;
inline constexpr std::size_t kCursorBytesMax = 512;

inline constexpr std::size_t kOpsConnectionsMax = 64;

// What a client is told to wait when the server itself refuses for load.
inline constexpr std::uint32_t kRetryAfterMs = 200;

struct RpcLimits {
  std::size_t head_bytes_max = kRpcHeadBytesMax;
  std::size_t body_bytes_max = kRpcBodyBytesMax;
  std::size_t response_bytes_max = kRpcResponseBytesMax;
  std::size_t batch_max = kRpcBatchMax;
  std::size_t json_depth_max = kRpcJsonDepthMax;
  std::size_t in_flight_max = kRpcInFlightMax;
  std::size_t connections_max = kRpcConnectionsMax;
  std::size_t outbound_bytes_max = kRpcOutboundBytesMax;
  std::size_t outbound_bytes_pause = kRpcOutboundBytesPause;
  std::size_t input_bytes_total = kRpcInputBytesTotal;
  std::size_t in_flight_bytes_total = kRpcInFlightBytesTotal;
  std::size_t outbound_bytes_total = kRpcOutboundBytesTotal;
  std::chrono::milliseconds handshake_deadline = kRpcHandshakeDeadline;
  std::chrono::milliseconds head_deadline = kRpcHeadDeadline;
  std::chrono::milliseconds crowded_deadline = kRpcCrowdedDeadline;
  std::chrono::milliseconds body_deadline = kRpcBodyDeadline;
  std::chrono::milliseconds idle_deadline = kRpcIdleDeadline;
  std::chrono::milliseconds write_deadline = kRpcWriteDeadline;
  std::chrono::milliseconds piece_deadline = kRpcPieceDeadline;
};

static_assert(kRpcBatchMax <= kRpcInFlightMax, "a full batch fits an idle connection");
static_assert(kRpcResponseBytesMax < kRpcOutboundBytesMax, "the largest answer can be sent");
static_assert(kRpcOutboundBytesPause < kRpcOutboundBytesMax, "reading pauses before the cut");
static_assert(kRpcHeadBytesMax <= kRpcReadChunkBytes, "a head fits the idle receive buffer");
static_assert(kTxWaitDefaultMs <= kTxWaitMaxMs, "the default wait is allowed");

}  // namespace vitalstream::net
