// What the bytes between validators cost: batch bodies (a lane's batch, as it arrives), blocks
// and certificates.
#include <benchmark/benchmark.h>

#include <memory>
#include <string>
#include <vector>

#include "base/assert.hpp"
#include "consensus/types/codec.hpp"
#include "crypto/jws_header.hpp"
#include "crypto/signing_key.hpp"
#include "ledger/types/batch_body.hpp"

namespace vitalstream {
namespace {

constexpr std::size_t kKeys = 50;
constexpr std::size_t kSignatureBytes = 64;

std::string payload_of(std::size_t number) {
  return R"({"chain":"consortium-1","jti":"01JD8ZQ5V3K8W2N4M6P7R9-)" + std::to_string(number) +
         R"(","exp":1789990000,"op":"record.put","data":{"collection":"observations","id":"o-)" +
         std::to_string(number) +
         R"(","subject":"s-4f1c2b7a9d3e","attachment":0},)"
         R"("att":[{"c":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA","n":256,)"
         R"("t":"application/octet-stream"}]})";
}

// Decoded transactions of some keys, and the batch they make. Nothing here is verified, so the
// signatures may be anything.
class Batch {
 public:
  explicit Batch(std::size_t items) {
    for (std::size_t i = 0; i < kKeys; ++i) {
      const auto key = crypto::SigningKey::from_secret(crypto::SignatureAlgorithm::Ed25519,
                                                       Bytes(32, static_cast<std::uint8_t>(i + 1)));
      keys_.push_back(key->public_key());
      const crypto::JwsHeader header{crypto::SignatureAlgorithm::Ed25519,
                                     crypto::thumbprint(keys_.back())};
      headers_.push_back(to_bytes(as_bytes(crypto::to_jws_header(header))));
    }
    for (std::size_t i = 0; i < items; ++i) {
      payloads_.push_back(to_bytes(as_bytes(payload_of(i))));
    }
  }

  [[nodiscard]] Bytes build() const {
    std::vector<ledger::BatchItem> items;
    for (std::size_t i = 0; i < payloads_.size(); ++i) {
      items.push_back({&keys_[i % kKeys], {headers_[i % kKeys], payloads_[i], signature_}});
    }
    return ledger::build_batch_body(items);
  }

 private:
  std::vector<crypto::PublicKey> keys_;
  std::vector<Bytes> headers_;
  std::vector<Bytes> payloads_;
  Bytes signature_ = Bytes(kSignatureBytes, 7);
};

void count_items(benchmark::State& state) {
  state.SetItemsProcessed(state.iterations() * state.range(0));
}

void build_batch(benchmark::State& state) {
  const Batch batch(static_cast<std::size_t>(state.range(0)));
  for (auto _ : state) {
    benchmark::DoNotOptimize(batch.build());
  }
  count_items(state);
}
BENCHMARK(build_batch)->Arg(10)->Arg(100)->Arg(500);

void decode_batch(benchmark::State& state) {
  const Batch batch(static_cast<std::size_t>(state.range(0)));
  const auto body = std::make_shared<const Bytes>(batch.build());
  VS_ASSERT(ledger::decode_batch_body(body).has_value());
  for (auto _ : state) {
    benchmark::DoNotOptimize(ledger::decode_batch_body(body));
  }
  count_items(state);
}
BENCHMARK(decode_batch)->Arg(10)->Arg(100)->Arg(500);

consensus::Block block_of(std::int64_t references) {
  consensus::Block block;
  for (std::int64_t i = 0; i < references; ++i) {
    block.references.push_back({.lane = consensus::ValidatorId{static_cast<std::uint32_t>(i % 4)},
                                .incarnation = {},
                                .sequence = consensus::Sequence{static_cast<std::uint64_t>(i)},
                                .digest = {}});
  }
  return block;
}

void encode_block(benchmark::State& state) {
  const consensus::Block block = block_of(state.range(0));
  for (auto _ : state) {
    ByteWriter writer;
    consensus::write_block(writer, block);
    benchmark::DoNotOptimize(writer.take());
  }
}
BENCHMARK(encode_block)->Arg(4)->Arg(64);

void decode_block(benchmark::State& state) {
  ByteWriter writer;
  consensus::write_block(writer, block_of(state.range(0)));
  const Bytes bytes = writer.take();
  for (auto _ : state) {
    ByteReader reader(bytes);
    benchmark::DoNotOptimize(consensus::read_block(reader));
  }
}
BENCHMARK(decode_block)->Arg(4)->Arg(64);

void digest_of_block(benchmark::State& state) {
  const consensus::Block block = block_of(state.range(0));
  for (auto _ : state) {
    benchmark::DoNotOptimize(consensus::payload_digest(block.references));
    benchmark::DoNotOptimize(consensus::block_digest({}, block.header));
  }
}
BENCHMARK(digest_of_block)->Arg(4)->Arg(64);

consensus::Certificate certificate_of(std::int64_t signers) {
  consensus::Certificate certificate;
  for (std::int64_t i = 0; i < signers; ++i) {
    certificate.signatures.push_back(
        {.signer = consensus::ValidatorIndex{static_cast<std::uint16_t>(i)},
         .signature = Bytes(kSignatureBytes, 7)});
  }
  return certificate;
}

void encode_certificate(benchmark::State& state) {
  const consensus::Certificate certificate = certificate_of(state.range(0));
  for (auto _ : state) {
    ByteWriter writer;
    consensus::write_certificate(writer, certificate);
    benchmark::DoNotOptimize(writer.take());
  }
}
BENCHMARK(encode_certificate)->Arg(3)->Arg(67);

void decode_certificate(benchmark::State& state) {
  ByteWriter writer;
  consensus::write_certificate(writer, certificate_of(state.range(0)));
  const Bytes bytes = writer.take();
  for (auto _ : state) {
    ByteReader reader(bytes);
    benchmark::DoNotOptimize(consensus::read_certificate(reader));
  }
}
BENCHMARK(decode_certificate)->Arg(3)->Arg(67);

}  // namespace
}  // namespace vitalstream
