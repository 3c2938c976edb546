// What the signatures of votes cost, by the validators' own keys and by delegation, in a thread
// that remembers what it found valid as production does: each round brings votes never seen before,
// by delegations that are known. Beside it what their size costs: reading a certificate.
#include <benchmark/benchmark.h>

#include <optional>

#include "consensus/types/codec.hpp"
#include "consensus/types/crypto_checker.hpp"
#include "consensus/types/delegation.hpp"
#include "consensus/types/limits.hpp"
#include "consensus/types/remembering_checker.hpp"
#include "crypto/sha256.hpp"
#include "crypto/signing_key.hpp"

namespace vitalstream::consensus {
namespace {

enum class Signing { Direct, Delegated };

constexpr std::size_t kValidators = 4;
constexpr std::size_t kSigners = 3;
constexpr std::size_t kRounds = 4'096;

crypto::SigningKey key_number(std::uint64_t number) {
  ByteWriter writer;
  writer.u64(number);
  return *crypto::SigningKey::from_secret(crypto::SignatureAlgorithm::Ed25519,
                                          crypto::sha256(writer.bytes()));
}

ValidatorSet four_validators() {
  std::vector<Validator> validators;
  for (std::uint32_t i = 0; i < kValidators; ++i) {
    validators.push_back({ValidatorId{i}, "v" + std::to_string(i), key_number(i).public_key()});
  }
  return ValidatorSet(Epoch{1}, std::move(validators));
}

// Signs in a validator's place, or for it.
class Signer {
 public:
  Signer(std::uint32_t number, Signing signing, const GenesisHash& genesis)
      : own_(key_number(number)) {
    if (signing == Signing::Delegated) {
      in_memory_.emplace(key_number(number + kValidators));
      delegation_ = {View{0}, View{kDelegationViewsMax - 1}, in_memory_->public_key(), {}};
      delegation_.signature =
          own_.sign(delegation_signing_bytes(genesis, ValidatorId{number}, Epoch{1}, delegation_));
    }
  }
  [[nodiscard]] crypto::Signature sign(const Bytes& message) const {
    return in_memory_ ? join({delegation_, in_memory_->sign(message)}) : own_.sign(message);
  }

 private:
  crypto::SigningKey own_;
  std::optional<crypto::SigningKey> in_memory_;
  Delegation delegation_;
};

// One for each view; each vote of one is in no other.
std::vector<Certificate> certificates(Signing signing, const GenesisHash& genesis) {
  std::vector<Signer> signers;
  for (std::uint32_t i = 0; i < kSigners; ++i) {
    signers.emplace_back(i, signing, genesis);
  }
  std::vector<Certificate> made;
  for (std::uint64_t view = 1; view <= kRounds; ++view) {
    Certificate one{make_notarize(Epoch{1}, View{view}, View{view - 1}, BlockDigest{}), {}};
    const Bytes message = signing_bytes(genesis, one.subject);
    for (std::uint16_t i = 0; i < kSigners; ++i) {
      one.signatures.push_back({ValidatorIndex{i}, signers[i].sign(message)});
    }
    made.push_back(std::move(one));
  }
  return made;
}

// One certificate after the other, so that no memory of signatures helps but that of delegations.
void verify_quorums(benchmark::State& state, Signing signing, SignatureChecker& checker) {
  const GenesisHash genesis;
  const ValidatorSet set = four_validators();
  const std::vector<Certificate> all = certificates(signing, genesis);
  const Verifier verifier(genesis, set, checker);
  std::size_t next = 0;
  for (auto _ : state) {
    benchmark::DoNotOptimize(verifier.verify_certificate(all[next++ % kRounds]));
  }
}

void verify_quorum(benchmark::State& state, Signing signing) {
  CryptoChecker plain;
  RememberingChecker checker(plain, kRememberedSignaturesMax);
  verify_quorums(state, signing, checker);
}
BENCHMARK_CAPTURE(verify_quorum, direct, Signing::Direct);
BENCHMARK_CAPTURE(verify_quorum, delegated, Signing::Delegated);

void verify_quorum_without_memory(benchmark::State& state, Signing signing) {
  CryptoChecker plain;
  verify_quorums(state, signing, plain);
}
BENCHMARK_CAPTURE(verify_quorum_without_memory, direct, Signing::Direct);
BENCHMARK_CAPTURE(verify_quorum_without_memory, delegated, Signing::Delegated);

void verify_known_certificate(benchmark::State& state, Signing signing) {
  const GenesisHash genesis;
  const ValidatorSet set = four_validators();
  const std::vector<Certificate> all = certificates(signing, genesis);
  CryptoChecker plain;
  RememberingChecker checker(plain, kRememberedSignaturesMax);
  const Verifier verifier(genesis, set, checker);
  for (auto _ : state) {
    benchmark::DoNotOptimize(verifier.verify_certificate(all.front()));
  }
}
BENCHMARK_CAPTURE(verify_known_certificate, direct, Signing::Direct);
BENCHMARK_CAPTURE(verify_known_certificate, delegated, Signing::Delegated);

void read_and_write_certificate(benchmark::State& state, Signing signing) {
  const Certificate one = certificates(signing, GenesisHash{}).front();
  for (auto _ : state) {
    ByteWriter writer;
    write_certificate(writer, one);
    ByteReader reader(writer.bytes());
    benchmark::DoNotOptimize(read_certificate(reader));
  }
}
BENCHMARK_CAPTURE(read_and_write_certificate, direct, Signing::Direct);
BENCHMARK_CAPTURE(read_and_write_certificate, delegated, Signing::Delegated);

}  // namespace
}  // namespace vitalstream::consensus
