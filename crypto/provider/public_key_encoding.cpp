#include "crypto/provider/public_key_encoding.hpp"

#include <algorithm>
#include <array>
#include <string>

#include "crypto/key_validation.hpp"
#include "crypto/provider/base64.hpp"

namespace vitalstream::crypto::provider {
namespace {

constexpr std::uint8_t kOctetString = 0x04;

// SEQUENCE { SEQUENCE { OID id-Ed25519 }, BIT STRING of 32 bytes }
constexpr std::array<std::uint8_t, 12> kEd25519Spki = {0x30, 0x2A, 0x30, 0x05, 0x06, 0x03,
                                                       0x2B, 0x65, 0x70, 0x03, 0x21, 0x00};
// SEQUENCE { SEQUENCE { OID id-ecPublicKey, OID prime256v1 }, BIT STRING of 65 bytes }
constexpr std::array<std::uint8_t, 26> kP256Spki = {
    0x30, 0x59, 0x30, 0x13, 0x06, 0x07, 0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x02, 0x01,
    0x06, 0x08, 0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x03, 0x01, 0x07, 0x03, 0x42, 0x00};

constexpr std::string_view kPemBegin = "-----BEGIN PUBLIC KEY-----";
constexpr std::string_view kPemEnd = "-----END PUBLIC KEY-----";

ByteView spki_head(SignatureAlgorithm algorithm) {
  return algorithm == SignatureAlgorithm::Ed25519 ? ByteView(kEd25519Spki) : ByteView(kP256Spki);
}

}  // namespace

std::optional<PublicKey> public_key_from_raw(SignatureAlgorithm algorithm, ByteView bytes) {
  if (bytes.size() != public_key_bytes(algorithm)) {
    return std::nullopt;
  }
  PublicKey key{algorithm, to_bytes(bytes)};
  if (validate_public_key(key).has_error()) {
    return std::nullopt;
  }
  return key;
}

std::optional<PublicKey> public_key_from_spki(ByteView der) {
  for (const auto algorithm : {SignatureAlgorithm::Ed25519, SignatureAlgorithm::EcdsaP256Sha256}) {
    const ByteView head = spki_head(algorithm);
    if (der.size() > head.size() && equal(der.first(head.size()), head)) {
      return public_key_from_raw(algorithm, der.subspan(head.size()));
    }
  }
  return std::nullopt;
}

std::optional<PublicKey> public_key_from_pem(std::string_view pem) {
  const auto begin = pem.find(kPemBegin);
  const auto end = pem.find(kPemEnd);
  if (begin == std::string_view::npos || end == std::string_view::npos || end < begin) {
    return std::nullopt;
  }
  const auto first = begin + kPemBegin.size();
  std::string text(pem.substr(first, std::max(end, first) - first));
  std::erase_if(text, [](char c) { return c == '\n' || c == '\r'; });
  const auto der = from_base64(text);
  return der ? public_key_from_spki(*der) : std::nullopt;
}

std::optional<PublicKey> public_key_from_ec_point(SignatureAlgorithm algorithm, ByteView point) {
  const std::size_t size = public_key_bytes(algorithm);
  if (point.size() == size + 2 && point[0] == kOctetString && point[1] == size) {
    return public_key_from_raw(algorithm, point.subspan(2));
  }
  return public_key_from_raw(algorithm, point);
}

Bytes public_key_to_spki(const PublicKey& key) {
  Bytes der = to_bytes(spki_head(key.algorithm));
  append(der, key.bytes);
  return der;
}

}  // namespace vitalstream::crypto::provider
