#include "storage/consistency.hpp"

#include <algorithm>

#include "storage/keys.hpp"

namespace vitalstream::storage {
namespace {

std::uint64_t height_of(const std::optional<CommitWitness>& witness) {
  return witness ? witness->tip.height.value() : 0;
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
    case Consistency::OldRecord:
      return "the safety record is older than the database";
  }
  return "unknown";
}

Result<Consistency, StorageError> compare(const RecordWitnesses& witnesses,
                                          const ReadView& database) {
  const auto tip = database.tip();
  if (!tip) {
    return tip.error();
  }
  const std::uint64_t held = *tip ? (*tip)->height.value() : 0;
  if (held < height_of(witnesses.settled)) {
    return Consistency::OldDatabase;
  }
  for (const auto& witness : {witnesses.settled, witnesses.newest}) {
    if (!witness || held < height_of(witness)) {
      continue;
    }
    const auto block = database.block(witness->tip.height);
    if (!block) {
      return block.error();
    }
    if (!*block || (*block)->digest != witness->tip.digest) {
      return Consistency::OtherHistory;
    }
  }
  const std::uint64_t witnessed = std::max(height_of(witnesses.settled),
                                           height_of(witnesses.newest));
  return held > witnessed + kWitnessIntervalHeightsMax ? Consistency::OldRecord
                                                       : Consistency::Consistent;
}

}  // namespace vitalstream::storage
