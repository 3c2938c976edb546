#include "ledger/execution/roots.hpp"

#include <gtest/gtest.h>

#include "base/hex.hpp"
#include "crypto/sha256.hpp"

namespace vitalstream::ledger {
namespace {

Hash32 filled(std::uint8_t byte) {
  Hash32 hash;
  hash.fill(byte);
  return hash;
}

std::string hex_of(std::string_view text) { return to_hex(as_bytes(text)); }

Hash32 sha256_of_hex(const std::string& hex) { return crypto::sha256(*from_hex(hex)); }

TEST(Roots, TheDeltaDigestCoversKeysValuesAndErasures) {
  StateChanges changes;
  changes[Bytes{0x0A}] = Bytes{0x01, 0x02};
  changes[Bytes{0x0B}] = std::nullopt;
  EXPECT_EQ(delta_digest(changes).value(),
            sha256_of_hex(hex_of("vitalstream/delta/v1") + "00000002" + "00010a" + "01" +
                          "000000020102" + "00010b" + "00"));
  EXPECT_EQ(delta_digest({}).value(), sha256_of_hex(hex_of("vitalstream/delta/v1") + "00000000"));
}

TEST(Roots, TheFirstRootBindsGenesis) {
  EXPECT_EQ(
      genesis_state_root(GenesisHash{filled(0x11)}).value(),
      sha256_of_hex(hex_of("vitalstream/executed/v1") + "0000000000000000" + to_hex(filled(0x11))));
}

TEST(Roots, EachRootChainsToTheOneBefore) {
  const ExecutionStep step{BlockHeight{3}, ResultsRoot{filled(2)}, DeltaDigest{filled(3)}};
  EXPECT_EQ(state_root(StateRoot{filled(1)}, step).value(),
            sha256_of_hex(hex_of("vitalstream/executed/v1") + "0000000000000003" +
                          to_hex(filled(1)) + to_hex(filled(2)) + to_hex(filled(3))));
}

}  // namespace
}  // namespace vitalstream::ledger
