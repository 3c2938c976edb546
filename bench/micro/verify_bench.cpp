// What one signature costs to verify: singly by either rule, in batches of several sizes, with keys
// that repeat or do not, and with culprits in the batch. Time per item is in the counter
// `per_signature`.
#include <benchmark/benchmark.h>

#include <deque>

#include "base/byte_writer.hpp"
#include "crypto/sha256.hpp"
#include "crypto/signing_key.hpp"
#include "crypto/verify.hpp"

namespace vitalstream::crypto {
namespace {

// A transaction of 256 bytes of record as JWS signing input.
constexpr std::size_t kMessageBytes = 600;

SigningKey key_number(SignatureAlgorithm algorithm, std::uint64_t number) {
  ByteWriter writer;
  writer.u64(number);
  return *SigningKey::from_secret(algorithm, sha256(writer.bytes()));
}

struct Signed {
  PublicKey key;
  Bytes message;
  Signature signature;
};

struct Workload {
  SignatureAlgorithm algorithm = SignatureAlgorithm::Ed25519;
  std::size_t signatures = 0;
  std::size_t keys = 0;
};

std::vector<Signed> signed_by(const Workload& workload) {
  std::vector<SigningKey> signers;
  for (std::size_t i = 0; i < workload.keys; ++i) {
    signers.push_back(key_number(workload.algorithm, i));
  }
  std::vector<Signed> items;
  for (std::size_t i = 0; i < workload.signatures; ++i) {
    ByteWriter writer;
    writer.u64(i);
    Bytes message = writer.take();
    message.resize(kMessageBytes, 'm');
    const SigningKey& signer = signers[i % signers.size()];
    Signature signature = signer.sign(message);
    items.push_back({signer.public_key(), std::move(message), std::move(signature)});
  }
  return items;
}

std::vector<SignedMessage> views_of(const std::vector<Signed>& items) {
  std::vector<SignedMessage> views;
  views.reserve(items.size());
  for (const Signed& item : items) {
    views.push_back({&item.key, item.message, item.signature});
  }
  return views;
}

void count_signatures(benchmark::State& state, std::size_t in_one_round) {
  state.counters["per_signature"] = benchmark::Counter(
      static_cast<double>(in_one_round),
      benchmark::Counter::kIsIterationInvariantRate | benchmark::Counter::kInvert);
}

void verify_singly(benchmark::State& state, SignatureAlgorithm algorithm) {
  const std::vector<Signed> items = signed_by({algorithm, 64, 16});
  KeyCache keys;
  for (auto _ : state) {
    for (const Signed& item : items) {
      benchmark::DoNotOptimize(verify(keys, item.key, item.message, item.signature));
    }
  }
  count_signatures(state, items.size());
}
BENCHMARK_CAPTURE(verify_singly, ed25519, SignatureAlgorithm::Ed25519);
BENCHMARK_CAPTURE(verify_singly, p256, SignatureAlgorithm::EcdsaP256Sha256);

// What validators sign.
void verify_strictly(benchmark::State& state, SignatureAlgorithm algorithm) {
  const std::vector<Signed> items = signed_by({algorithm, 64, 16});
  KeyCache keys;
  for (auto _ : state) {
    for (const Signed& item : items) {
      benchmark::DoNotOptimize(verify_strict(keys, item.key, item.message, item.signature));
    }
  }
  count_signatures(state, items.size());
}
BENCHMARK_CAPTURE(verify_strictly, ed25519, SignatureAlgorithm::Ed25519);
BENCHMARK_CAPTURE(verify_strictly, p256, SignatureAlgorithm::EcdsaP256Sha256);

void verify_singly_without_cache(benchmark::State& state, SignatureAlgorithm algorithm) {
  const std::vector<Signed> items = signed_by({algorithm, 64, 16});
  for (auto _ : state) {
    for (const Signed& item : items) {
      benchmark::DoNotOptimize(verify(item.key, item.message, item.signature));
    }
  }
  count_signatures(state, items.size());
}
BENCHMARK_CAPTURE(verify_singly_without_cache, ed25519, SignatureAlgorithm::Ed25519);
BENCHMARK_CAPTURE(verify_singly_without_cache, p256, SignatureAlgorithm::EcdsaP256Sha256);

// Arguments: signatures, keys, culprits.
void verify_together(benchmark::State& state) {
  std::vector<Signed> items =
      signed_by({SignatureAlgorithm::Ed25519, static_cast<std::size_t>(state.range(0)),
                 static_cast<std::size_t>(state.range(1))});
  for (std::int64_t culprit = 0; culprit < state.range(2); ++culprit) {
    const std::size_t at =
        static_cast<std::size_t>(culprit) * items.size() / static_cast<std::size_t>(state.range(2));
    items[at].message[0] ^= 1U;
  }
  const std::vector<SignedMessage> views = views_of(items);
  KeyCache keys;
  for (auto _ : state) {
    benchmark::DoNotOptimize(verify_batch(views, keys));
  }
  count_signatures(state, items.size());
}
BENCHMARK(verify_together)
    ->ArgNames({"signatures", "keys", "culprits"})
    ->Args({2, 2, 0})
    ->Args({3, 3, 0})
    ->Args({4, 4, 0})
    ->Args({8, 8, 0})
    ->Args({16, 16, 0})
    ->Args({64, 64, 0})
    ->Args({256, 256, 0})
    ->Args({1024, 1024, 0})
    ->Args({64, 16, 0})
    ->Args({256, 16, 0})
    ->Args({1024, 16, 0})
    ->Args({1024, 100, 0})
    ->Args({256, 256, 1})
    ->Args({1024, 1024, 1})
    ->Args({1024, 1024, 1024});

void sign(benchmark::State& state, SignatureAlgorithm algorithm) {
  const SigningKey key = key_number(algorithm, 1);
  const Bytes message(kMessageBytes, 'm');
  for (auto _ : state) {
    benchmark::DoNotOptimize(key.sign(message));
  }
}
BENCHMARK_CAPTURE(sign, ed25519, SignatureAlgorithm::Ed25519);
BENCHMARK_CAPTURE(sign, p256, SignatureAlgorithm::EcdsaP256Sha256);

}  // namespace
}  // namespace vitalstream::crypto
