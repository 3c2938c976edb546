#pragma once
// Consistency: whether safety record and database are of one history. A database put back from an
// old image verifies perfectly by itself; only the record beside it can tell (encryption.md). Asked
// once at startup, before anything is deleted or signed; what is not Consistent stops the node.

#include <cstdint>
#include <optional>
#include <string_view>

#include "base/bytes.hpp"
#include "storage/read_view.hpp"
#include "storage/types.hpp"

namespace vitalstream::storage {

// What the record remembers of the database: a block whose commit was durable when it was written.
struct CommitWitness {
  Tip tip;
  friend bool operator==(const CommitWitness&, const CommitWitness&) = default;
};

[[nodiscard]] Bytes encode_witness(const CommitWitness& witness);
[[nodiscard]] std::optional<CommitWitness> decode_witness(ByteView bytes);

enum class Consistency {
  Consistent,      // the database holds the witnessed block, or nothing was witnessed yet
  OldDatabase,     // it ends below the witnessed block: an older image was put back
  OtherHistory,    // it holds another block at that height
  OldRecord,       // it holds blocks of which a record this old cannot know: see below
};

[[nodiscard]] std::string_view to_string(Consistency consistency);

// How far commits may run ahead of the newest witness; the runner writes one at least this often.
inline constexpr std::uint64_t kWitnessIntervalHeightsMax = 1'024;

// The last witness of the record, against what the database holds.
[[nodiscard]] Result<Consistency, StorageError> compare(
    const std::optional<CommitWitness>& witness, const ReadView& database);

}  // namespace vitalstream::storage
