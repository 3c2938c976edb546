#include "ledger/execution/roots.hpp"

#include <string_view>

#include "base/byte_writer.hpp"
#include "crypto/sha256.hpp"

namespace vitalstream::ledger {
namespace {

constexpr std::string_view kDeltaDomain = "vitalstream/delta/v1";
constexpr std::string_view kExecutedDomain = "vitalstream/executed/v1";

}  // namespace

DeltaDigest delta_digest(const StateChanges& changes) {
  crypto::Sha256 hash;
  hash.update(as_bytes(kDeltaDomain));
  ByteWriter count;
  count.u32(static_cast<std::uint32_t>(changes.size()));
  hash.update(count.bytes());
  for (const auto& [key, value] : changes) {
    ByteWriter writer(key.size() + (value ? value->size() : 0) + 8);
    writer.var16(key);
    writer.u8(value ? 1 : 0);
    if (value) {
      writer.var32(*value);
    }
    hash.update(writer.bytes());
  }
  return DeltaDigest{hash.finish()};
}

StateRoot genesis_state_root(const GenesisHash& genesis) {
  ByteWriter writer;
  writer.raw(as_bytes(kExecutedDomain));
  writer.u64(0);
  writer.digest(genesis);
  return StateRoot{crypto::sha256(writer.bytes())};
}

StateRoot state_root(const StateRoot& previous, const ExecutionStep& step) {
  ByteWriter writer;
  writer.raw(as_bytes(kExecutedDomain));
  writer.u64(step.height.value());
  writer.digest(previous);
  writer.digest(step.results);
  writer.digest(step.delta);
  return StateRoot{crypto::sha256(writer.bytes())};
}

}  // namespace vitalstream::ledger
