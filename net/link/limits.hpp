#pragma once
// The sizes of a TLS connection, in bytes and records.

#include <cstddef>
#include <cstdint>

namespace vitalstream::net {

inline constexpr std::size_t kKiB = 1024;
inline constexpr std::size_t kMiB = 1024 * kKiB;

// A record carries at most 16 KiB; one write of the socket carries many records.
inline constexpr std::size_t kTlsRecordBytes = 16 * kKiB;
// After so many records the sending key is replaced. AES-GCM keeps its margin up to 2^24.5 full
// records under one key (RFC 8446, 5.5), which a busy session reaches within a day.
inline constexpr std::uint64_t kTlsRecordsPerKey = 1ULL << 22U;
inline constexpr std::size_t kSocketReadBytes = 64 * kKiB;
inline constexpr std::size_t kSocketWriteBytes = 256 * kKiB;

}  // namespace vitalstream::net
