#include "storage/consistency.hpp"

#include <algorithm>

#include "base/result.hpp"
#include "storage/keys.hpp"

namespace vitalstream::storage {
namespace {

std::uint64_t height_of(const std::optional<CommitWitness>& witness) {
  return witness ? witness->tip.height.value() : 0;
}

// Everything that a committed block has whatever is in it, and one entry leading to it.
Result<bool, StorageError> is_whole(const ReadView& database, Height height) {
  const auto block = database.block(height);
  if (!block || !*block) {
    return block ? Result<bool, StorageError>(false) : block.error();
  }
  const auto executed = database.executed(height);
  const auto found = database.height_of((*block)->digest);
  if (!executed || !found) {
    return executed ? found.error() : executed.error();
  }
  return *executed && *found && **found == height;
}

// The newest ones, and then at twice the distance from them each time.
Result<bool, StorageError> are_whole(const ReadView& database, const Tip& tip) {
  const auto newest = database.block(tip.height);
  if (!newest || !*newest || (*newest)->digest != tip.digest) {
    return newest ? Result<bool, StorageError>(false) : newest.error();
  }
  std::uint64_t distance = 0;
  while (distance < tip.height.value()) {
    const auto whole = is_whole(database, Height(tip.height.value() - distance));
    if (!whole || !*whole) {
      return whole;
    }
    distance = distance < kProbedHeights ? distance + 1 : distance * 2;
  }
  return is_whole(database, Height(1));
}

}  // namespace

Bytes encode_witness(const CommitWitness& witness) { return encode_tip(witness.tip); }

std::optional<CommitWitness> decode_witness(ByteView bytes) {
  const auto tip = decode_tip(bytes);
  return tip ? std::optional(CommitWitness{*tip}) : std::nullopt;
}

std::string_view to_string(Consistency consistency) {
  switch (consistency) {
    case Consistency::Consistent:
      return "safety record and database agree";
    case Consistency::OldDatabase:
      return "the database is older than the safety record";
    case Consistency::OtherHistory:
      return "the database holds another history than the safety record";
    case Consistency::Incomplete:
      return "the database lacks blocks below its newest one";
    case Consistency::OldRecord:
      return "the safety record is older than the database";
  }
  return "unknown";
}

Result<Consistency, StorageError> compare(const RecordWitnesses& witnesses,
                                          const ReadView& database) {
  VS_TRY(tip, database.tip());
  const std::uint64_t held = tip ? tip->height.value() : 0;
  if (held < height_of(witnesses.settled)) {
    return Consistency::OldDatabase;
  }
  for (const auto& witness : {witnesses.settled, witnesses.newest}) {
    if (!witness || held < height_of(witness)) {
      continue;
    }
    VS_TRY(block, database.block(witness->tip.height));
    if (!block || block->digest != witness->tip.digest) {
      return Consistency::OtherHistory;
    }
  }
  if (tip) {
    VS_TRY(whole, are_whole(database, *tip));
    if (!whole) {
      return Consistency::Incomplete;
    }
  }
  const std::uint64_t witnessed =
      std::max(height_of(witnesses.settled), height_of(witnesses.newest));
  return held > witnessed + kWitnessIntervalHeightsMax ? Consistency::OldRecord
                                                       : Consistency::Consistent;
}

}  // namespace vitalstream::storage
