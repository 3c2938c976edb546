#include "storage/consistency.hpp"

#include "storage/keys.hpp"

namespace vitalstream::storage {

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

Result<Consistency, StorageError> compare(const std::optional<CommitWitness>& witness,
                                          const ReadView& database) {
  const auto tip = database.tip();
  if (!tip) {
    return tip.error();
  }
  const std::uint64_t held = *tip ? (*tip)->height.value() : 0;
  const std::uint64_t witnessed = witness ? witness->tip.height.value() : 0;
  if (held < witnessed) {
    return Consistency::OldDatabase;
  }
  if (witnessed > 0) {
    const auto block = database.block(witness->tip.height);
    if (!block) {
      return block.error();
    }
    if (!*block || (*block)->digest != witness->tip.digest) {
      return Consistency::OtherHistory;
    }
  }
  return held - witnessed > kWitnessIntervalHeightsMax ? Consistency::OldRecord
                                                       : Consistency::Consistent;
}

}  // namespace vitalstream::storage
