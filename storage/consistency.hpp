#pragma once
// Consistency: whether safety record and database are of one history. A database put back from an
// old image verifies perfectly by itself; only the record beside it can tell (README.md "Start").
// Asked once at startup, before anything is deleted or signed; what is not Consistent stops the
// node.

#include <cstdint>
#include <optional>
#include <string_view>

#include "base/bytes.hpp"
#include "storage/read_view.hpp"
#include "storage/types.hpp"

namespace vitalstream::storage {

// What the record remembers of the database: a block that was committed when it was appended.
struct CommitWitness {
  Tip tip;
  friend bool operator==(const CommitWitness&, const CommitWitness&) = default;
};

// The last witness among the record's settled records (Replay::settled), whose commit is durable,
// and the last of all, whose commit a crash may have undone.
struct RecordWitnesses {
  std::optional<CommitWitness> settled;
  std::optional<CommitWitness> newest;
};

[[nodiscard]] Bytes encode_witness(const CommitWitness& witness);
[[nodiscard]] std::optional<CommitWitness> decode_witness(ByteView bytes);

enum class Consistency {
  Consistent,    // the database holds the witnessed block, or nothing was witnessed yet
  OldDatabase,   // it ends below the settled witness: an older image was put back
  OtherHistory,  // it holds another block at the height of a witness
  Incomplete,    // it lacks a block at or below its own newest one
  OldRecord,     // it is further ahead of the newest witness than the interval below allows
};

[[nodiscard]] std::string_view to_string(Consistency consistency);

// How far commits may run ahead of the newest witness; the runner writes one at least this often.
inline constexpr std::uint64_t kWitnessIntervalHeightsMax = 1'024;

// An older manifest put back beside newer logs shows the newest block and lacks what lay in tables
// that it does not name. So the newest blocks are all looked for, and some below, ever farther
// apart: a hole reaches from some height up to what the logs held.
inline constexpr std::uint64_t kProbedHeights = 64;

[[nodiscard]] Result<Consistency, StorageError> compare(const RecordWitnesses& witnesses,
                                                        const ReadView& database);

}  // namespace vitalstream::storage
