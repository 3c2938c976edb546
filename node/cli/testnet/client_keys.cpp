#include "node/cli/testnet/client_keys.hpp"

#include "base/assert.hpp"
#include "base/base64url.hpp"
#include "crypto/jwk.hpp"
#include "crypto/provider/random.hpp"
#include "crypto/signing_key.hpp"
#include "json/json_writer.hpp"

namespace vitalstream::cli {
namespace {

constexpr std::size_t kSeedBytes = 32;
constexpr std::uint32_t kAuditorEvery = 10;

std::string private_jwk_of(const crypto::PublicKey& key, ByteView seed) {
  std::string text;
  JsonWriter(text)
      .begin_object()
      .name("kty")
      .text("OKP")
      .name("crv")
      .text("Ed25519")
      .name("x")
      .base64url(key.bytes)
      .name("d")
      .base64url(seed)
      .end_object();
  return text;
}

}  // namespace

std::vector<ClientKey> make_client_keys(std::uint32_t count, std::uint32_t organisations) {
  std::vector<ClientKey> keys;
  keys.reserve(count);
  for (std::uint32_t i = 0; i < count; ++i) {
    const crypto::SecretBytes seed = crypto::provider::random_secret(kSeedBytes);
    const auto key =
        crypto::SigningKey::from_secret(crypto::SignatureAlgorithm::Ed25519, seed.view());
    VS_ASSERT(key.has_value());  // every 32 bytes are an Ed25519 seed
    ClientKey client;
    client.member.key = key->public_key();
    client.member.key_id = ledger::KeyId{crypto::thumbprint(client.member.key).value()};
    client.member.organisation = "org-" + std::to_string(i % organisations + 1);
    client.member.name = "client-" + std::to_string(i + 1);
    client.member.roles.add(ledger::Role::Submitter);
    if (i % kAuditorEvery == 0) {
      client.member.roles.add(ledger::Role::Auditor);
    }
    client.private_jwk = private_jwk_of(client.member.key, seed.view());
    keys.push_back(std::move(client));
  }
  return keys;
}

std::string print_client_keys(const std::vector<ClientKey>& keys) {
  std::string text = "[";
  for (const ClientKey& client : keys) {
    text += text.size() == 1 ? "\n" : ",\n";
    JsonWriter(text)
        .begin_object()
        .name("organisation")
        .text(client.member.organisation)
        .name("name")
        .text(client.member.name)
        .name("kid")
        .base64url(client.member.key_id.view())
        .name("jwk")
        .raw(client.private_jwk)
        .end_object();
  }
  return text + "\n]\n";
}

}  // namespace vitalstream::cli
