#include "node/stores/chain_state_codec.hpp"

#include <utility>

#include "base/byte_reader.hpp"
#include "base/byte_writer.hpp"
#include "consensus/types/limits.hpp"

namespace vitalstream::node {
namespace {

constexpr std::uint8_t kVersion = 1;
constexpr std::size_t kPositionBytes = 4 + 8 + 8 + kDigestBytes;
constexpr std::size_t kFrontierBytesMax = 8 + 64 * kDigestBytes;

}  // namespace

Bytes encode_chain_state(const StoredChainState& stored) {
  ByteWriter writer;
  writer.u8(kVersion);
  writer.u64(stored.payload_height.value());
  writer.u16(static_cast<std::uint16_t>(stored.state.lanes.size()));
  for (const auto& [lane, position] : stored.state.lanes) {
    writer.u32(lane.value());
    writer.u64(position.incarnation.value());
    writer.u64(position.sequence.value());
    writer.digest(position.digest);
  }
  writer.var16(stored.state.log.encode());
  return writer.take();
}

std::optional<StoredChainState> decode_chain_state(ByteView bytes) {
  ByteReader reader(bytes);
  if (reader.u8() != kVersion) {
    return std::nullopt;
  }
  StoredChainState stored;
  stored.payload_height = consensus::Height{reader.u64()};
  const std::size_t count = reader.count16(UINT16_MAX, kPositionBytes);
  for (std::size_t i = 0; i < count; ++i) {
    const consensus::ValidatorId lane{reader.u32()};
    consensus::LanePosition position;
    position.incarnation = consensus::Incarnation{reader.u64()};
    position.sequence = consensus::Sequence{reader.u64()};
    position.digest = reader.digest<consensus::BatchDigest>();
    if (!stored.state.lanes.emplace(lane, position).second) {
      return std::nullopt;
    }
  }
  auto log = crypto::MerkleFrontier::decode(reader.var16(kFrontierBytesMax));
  if (!reader.finished() || !log) {
    return std::nullopt;
  }
  stored.state.log = std::move(*log);
  return stored;
}

}  // namespace vitalstream::node
