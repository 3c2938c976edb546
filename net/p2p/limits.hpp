#pragma once
// Every limit of the peer network, with its unit. Those that an operator may set are the defaults
// of PeerLimits and SessionTimes (options.hpp); the rest is fixed by the protocol.

#include <chrono>
#include <cstddef>
#include <cstdint>

#include "net/link/limits.hpp"

namespace vitalstream::net {

// Frames. A frame's length counts its payload only, not the five bytes of header.
inline constexpr std::size_t kFrameHeaderBytes = 5;
inline constexpr std::size_t kFrameBytesMax = 8 * kMiB;
inline constexpr std::size_t kHelloBytesMax = 256;
inline constexpr std::size_t kPingBytes = 8;
inline constexpr std::size_t kGoodbyeBytes = 1;
inline constexpr std::size_t kChainIdBytesMax = 64;

// TLS (net/link/limits.hpp has the sizes of a connection).
inline constexpr std::size_t kPayloadSliceBytes = 64 * kKiB;
// Unsent bytes that the kernel may hold: what is there cannot be overtaken by a consensus message.
inline constexpr std::size_t kKernelUnsentBytes = 256 * kKiB;
inline constexpr std::size_t kDirectReadBytesMin = 4 * kKiB;
inline constexpr std::size_t kCertificateListBytesMax = 32 * kKiB;
inline constexpr int kCertificateChainLengthMax = 4;

// Queues to one peer (outbound_queue.hpp says what happens when they are full).
inline constexpr std::size_t kConsensusQueueMessages = 16'384;
inline constexpr std::size_t kConsensusQueueBytes = 16 * kMiB;
inline constexpr std::size_t kReplyQueueMessages = 1'024;
inline constexpr std::size_t kReplyQueueBytes = 32 * kMiB;
inline constexpr std::size_t kBulkQueueMessages = 1'024;
inline constexpr std::size_t kBulkQueueBytes = 32 * kMiB;
// Bulk and reply bytes on their way from the callers' threads to the network's strand.
inline constexpr std::size_t kMailboxBytes = 64 * kMiB;

// Received bytes of one peer that the consumer has not released yet; above it the peer is not read.
inline constexpr std::size_t kReceiveBudgetBytes = 32 * kMiB;
// What a message costs beside its payload until the consumer is done with it: the smallest takes as
// much of the consumer's time as a large one, and at most two thousand of one peer may wait.
inline constexpr std::size_t kMessageOverheadBytes = 16 * kKiB;

// Connections that have not shown who they are: from addresses that are no peer's, and from those
// of peers, which all may have the same (a translation of addresses before them).
inline constexpr std::size_t kStrangersMax = 64;
inline constexpr std::size_t kStrangersPerAddressMax = 16;
inline constexpr std::size_t kPeerPlacesMin = 32;
inline constexpr std::size_t kPeerPlacesPerPeer = 2;
// TLS handshakes that begin at the door. One costs a quarter of a millisecond of processor time.
inline constexpr double kStrangerHandshakesPerS = 100;
inline constexpr double kStrangerHandshakesBurst = 50;
inline constexpr double kPeerHandshakesPerS = 100;
inline constexpr double kPeerHandshakesBurst = 200;
// Refused connections that the door tells of; it counts them all.
inline constexpr double kRefusalsToldPerS = 8;
inline constexpr double kRefusalsToldBurst = 32;
inline constexpr int kListenBacklog = 128;
inline constexpr std::size_t kEndpointsPerDialMax = 16;

inline constexpr std::chrono::milliseconds kResolveTimeout{3'000};
inline constexpr std::chrono::milliseconds kDialTimeout{2'000};
inline constexpr std::chrono::milliseconds kHandshakeTimeout{5'000};
inline constexpr std::chrono::milliseconds kHelloTimeout{5'000};
inline constexpr std::chrono::milliseconds kPingInterval{1'000};
inline constexpr std::chrono::milliseconds kIdleTimeout{5'000};
inline constexpr std::chrono::milliseconds kWriteStallTimeout{30'000};
inline constexpr std::chrono::milliseconds kProbeTimeout{1'000};
inline constexpr std::chrono::milliseconds kHandoverSilence{3'000};
inline constexpr std::chrono::milliseconds kFarewellTimeout{500};
inline constexpr std::chrono::milliseconds kStopFlushTimeout{2'000};
inline constexpr std::chrono::milliseconds kBackoffMin{100};
inline constexpr std::chrono::milliseconds kBackoffMax{5'000};
inline constexpr std::chrono::milliseconds kStableSession{10'000};
// How long one that broke a rule stays out: doubling from the least to the most, and as at first
// again after so long without another.
inline constexpr std::chrono::milliseconds kPauseMin{1'000};
inline constexpr std::chrono::milliseconds kPauseMax{60'000};
inline constexpr std::chrono::milliseconds kPauseForgottenAfter{600'000};
inline constexpr std::chrono::milliseconds kAcceptRetryDelay{100};

static_assert(kFrameBytesMax <= kConsensusQueueBytes && kFrameBytesMax <= kReplyQueueBytes &&
                  kFrameBytesMax <= kBulkQueueBytes && kFrameBytesMax <= kMailboxBytes,
              "a queue must take the largest message");
static_assert(kFrameBytesMax <= kReceiveBudgetBytes, "a reader must take the largest message");
static_assert(kPauseMax < kPauseForgottenAfter, "one that comes back at once is remembered");
static_assert(2 * kPingInterval < kIdleTimeout, "two pings may be lost before a peer is idle");
static_assert(kProbeTimeout < kHelloTimeout && kHandoverSilence < kHelloTimeout,
              "a newcomer waits for the probe of the old session");
static_assert(kHandoverSilence < kIdleTimeout, "a newcomer need not wait for the old one's end");

}  // namespace vitalstream::net
