// The promise of verify.hpp that one signature has one verdict: singly, in a batch of the crate
// with no second look, and in verify_batch, standing among valid ones.
#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "base/hex.hpp"
#include "crypto/ed25519.hpp"
#include "crypto/verify.hpp"
#include "tests/conformance/ed25519_edge_cases.hpp"
#include "tests/conformance/mutated_signatures.hpp"

namespace vitalstream::crypto {
namespace {

using testing::Candidate;
using testing::companions;
using testing::Mutator;

bool single_verdict(const Candidate& candidate) {
  return verify(candidate.key, candidate.message, candidate.signature);
}

// What the crate says of a batch in which all others are valid; no bisecting, no single look.
bool bare_batch_verdict(const Candidate& candidate, std::size_t others) {
  const auto key = Ed25519Key::decode(candidate.key.bytes);
  if (!key || !is_well_formed_ed25519_signature(candidate.signature)) {
    return false;
  }
  std::vector<Ed25519Key> keys;
  for (std::size_t i = 0; i < others; ++i) {
    keys.push_back(*Ed25519Key::decode(companions()[i].key.bytes));
  }
  std::vector<Ed25519Item> items;
  for (std::size_t i = 0; i < others; ++i) {
    const Candidate& companion = companions()[i];
    items.push_back({&keys[i], companion.message, companion.signature});
  }
  items.insert(items.begin() + static_cast<std::ptrdiff_t>(others / 2),
               {&*key, candidate.message, candidate.signature});
  return verify_ed25519_batch(items);
}

std::vector<bool> batch_verdicts(std::span<const Candidate> candidates, KeyCache& keys) {
  std::vector<SignedMessage> items;
  items.reserve(candidates.size());
  for (const Candidate& candidate : candidates) {
    items.push_back({&candidate.key, candidate.message, candidate.signature});
  }
  return verify_batch(items, keys);
}

void expect_agreement(const Candidate& candidate, bool expected, const char* what) {
  EXPECT_EQ(single_verdict(candidate), expected) << what;
  for (const std::size_t others : {0U, 1U, 7U, 40U}) {
    EXPECT_EQ(bare_batch_verdict(candidate, others), expected) << what << ", " << others;
  }
  std::vector<Candidate> all = companions();
  all.insert(all.begin() + 20, candidate);
  std::vector<bool> verdicts(all.size(), true);
  verdicts[20] = expected;
  KeyCache keys;
  EXPECT_EQ(batch_verdicts(all, keys), verdicts) << what;
}

TEST(Agreement, OnThePublishedEdgeCases) {
  ASSERT_EQ(testing::published_edge_cases().size(), 12U);
  for (const testing::EdgeCase& edge : testing::published_edge_cases()) {
    const Candidate candidate{{SignatureAlgorithm::Ed25519, from_hex(edge.key).value_or(Bytes{})},
                              from_hex(edge.message).value_or(Bytes{}),
                              from_hex(edge.signature).value_or(Bytes{})};
    expect_agreement(candidate, edge.verdict == testing::Verdict::Valid, edge.what);
  }
}

// With s = 0 all small points satisfy the equation with cofactor, as key and as R, in all their
// encodings: ZIP 215's own matrix. Ours refuses the rows in which the y of R is not reduced.
TEST(Agreement, OnAllPairsOfSmallPointsAsKeyAndR) {
  const auto points = testing::small_points();
  ASSERT_EQ(points.size(), 14U);
  for (const Bytes& key : points) {
    for (std::size_t r = 0; r < points.size(); ++r) {
      Signature signature = points[r];
      signature.resize(64);
      const Candidate candidate{
          {SignatureAlgorithm::Ed25519, key}, to_bytes(as_bytes("Zcash")), signature};
      expect_agreement(candidate, r < testing::kSmallPointsWithReducedY, to_hex(key).c_str());
    }
  }
}

TEST(Agreement, OnAllPairsOfSmallPartsInKeyAndR) {
  std::mt19937_64 random(1);
  for (std::size_t in_key = 0; in_key < testing::kCanonicalSmallPoints; ++in_key) {
    for (std::size_t in_r = 0; in_r < testing::kCanonicalSmallPoints; ++in_r) {
      const Bytes message(20, static_cast<std::uint8_t>(in_key * 8 + in_r));
      const auto mixed = testing::sign_with_small_parts(random, message, {in_key, in_r});
      expect_agreement({mixed.key, message, mixed.signature}, true, "mixed");
      Candidate changed{mixed.key, message, mixed.signature};
      changed.message[0] ^= 1U;
      expect_agreement(changed, false, "mixed, another message");
    }
  }
}

TEST(Agreement, OnAHundredThousandMutatedSignatures) {
  static constexpr std::uint64_t kSeed = 20'260'101;
  static constexpr std::size_t kMutated = 100'000;
  static constexpr std::size_t kInOneBatch = 100;
  Mutator mutator(kSeed);
  KeyCache keys;
  std::size_t valid = 0;
  for (std::size_t done = 0; done < kMutated; done += kInOneBatch) {
    // Each mutated one after a valid one, so that every piece of a failed batch holds both.
    std::vector<Candidate> batch;
    std::vector<bool> expected;
    for (std::size_t i = 0; i < kInOneBatch; ++i) {
      batch.push_back(companions()[i % companions().size()]);
      expected.push_back(true);
      batch.push_back(mutator.next());
      expected.push_back(single_verdict(batch.back()));
      ASSERT_EQ(bare_batch_verdict(batch.back(), 1), expected.back())
          << "seed " << kSeed << ", " << done + i << ": key " << to_hex(batch.back().key.bytes)
          << " signature " << to_hex(batch.back().signature);
      valid += expected.back() ? 1U : 0U;
    }
    ASSERT_EQ(batch_verdicts(batch, keys), expected) << "seed " << kSeed << ", from " << done;
  }
  // One kind in twelve stays valid, and a few more by chance (a signature swapped for itself).
  EXPECT_GT(valid, kMutated / 13);
  EXPECT_LT(valid, kMutated / 5);
}

}  // namespace
}  // namespace vitalstream::crypto
