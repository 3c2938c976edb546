// What reading a transaction's envelope costs: the compact JWS, its header, its payload.
#include <benchmark/benchmark.h>

#include "base/base64url.hpp"
#include "crypto/jws.hpp"
#include "crypto/jws_header.hpp"
#include "json/strict_json.hpp"

namespace vitalstream::crypto {
namespace {

constexpr std::size_t kJwsBytesMax = 24 * 1024;
constexpr JsonLimits kPayloadLimits{.bytes_max = 16 * 1024, .depth_max = 32};

std::string payload() {
  return R"({"chain":"consortium-1","jti":"01JD8ZQ5V3K8W2N4M6P7R9T0XY","exp":1789990000,)"
         R"("op":"record.put","data":{"collection":"observations","id":"obs-000000012345",)"
         R"("subject":"s-4f1c2b7a9d3e","class":"clinical","version":3},)"
         R"("att":[{"c":"kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k","n":1217,)"
         R"("t":"application/fhir+json"}]})";
}

JwsParts parts() {
  const JwsHeader header{SignatureAlgorithm::Ed25519, KeyThumbprint{}};
  return {to_bytes(as_bytes(to_jws_header(header))), to_bytes(as_bytes(payload())), Bytes(64, 7)};
}

void parse_compact(benchmark::State& state) {
  const std::string text = to_compact_jws(parts());
  for (auto _ : state) {
    benchmark::DoNotOptimize(parse_compact_jws(text, kJwsBytesMax));
  }
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(text.size()));
}
BENCHMARK(parse_compact);

void rebuild_signing_input(benchmark::State& state) {
  const JwsParts decoded = parts();
  for (auto _ : state) {
    benchmark::DoNotOptimize(jws_signing_input(decoded.header, decoded.payload));
  }
}
BENCHMARK(rebuild_signing_input);

void parse_header(benchmark::State& state) {
  const JwsParts decoded = parts();
  for (auto _ : state) {
    benchmark::DoNotOptimize(parse_jws_header(decoded.header));
  }
}
BENCHMARK(parse_header);

void parse_payload(benchmark::State& state) {
  const std::string text = payload();
  for (auto _ : state) {
    benchmark::DoNotOptimize(parse_strict_json(text, kPayloadLimits));
  }
}
BENCHMARK(parse_payload);

}  // namespace
}  // namespace vitalstream::crypto
