#pragma once
// The head of the safety record's file: whose record it is, which generation, and how it began.
// Called by the journal only. Pure.
//
//   magic (8) | version u16 | origin u8 | generation u64 | identity (var16) | CRC u32

#include <cstdint>
#include <optional>

#include "base/bytes.hpp"
#include "base/result.hpp"
#include "storage/journal_error.hpp"

namespace vitalstream::storage {

// How this record came to be; a rotation hands it on.
enum class RecordOrigin : std::uint8_t {
  Initial = 1,    // made together with the data directory: nothing had ever been signed
  Restarted = 2,  // made by an operator after a loss: C15 says from which view on it may vote
};

struct JournalHeader {
  std::uint64_t generation = 0;
  RecordOrigin origin = RecordOrigin::Initial;
  Bytes identity;
};

struct DecodedJournalHeader {
  JournalHeader header;
  std::size_t bytes = 0;   // its length in the file
  std::uint32_t seed = 0;  // of the checksums of this file's frames
};

[[nodiscard]] Bytes encode_journal_header(const JournalHeader& header);

[[nodiscard]] Result<DecodedJournalHeader, JournalError> decode_journal_header(ByteView file);

}  // namespace vitalstream::storage
