// What providers answer as JSON, read the way they read it.
#include "crypto/provider/http/json_answer.hpp"
#include "crypto/provider/provider_result.hpp"
#include "crypto/provider/vault/vault_answers.hpp"
#include "fuzz_input.hpp"

using namespace vitalstream;
using namespace vitalstream::crypto;
using namespace vitalstream::crypto::provider;

VS_FUZZ_TARGET(input) {
  const auto answer = JsonAnswer::parse(input);
  if (answer == nullptr) {
    return;
  }
  for (const auto algorithm : {SignatureAlgorithm::Ed25519, SignatureAlgorithm::EcdsaP256Sha256}) {
    const std::string_view text = answer->text({"data", "signature"}).value_or("");
    const auto signature = vault_signature(algorithm, 1, text);
    VS_ASSERT(!signature || signature->size() == signature_bytes(algorithm));
  }
  const auto key = vault_public_key(*answer, 1);
  VS_ASSERT(!key || key->bytes.size() == public_key_bytes(key->algorithm));
  static_cast<void>(answer->texts({"errors"}));
  static_cast<void>(answer->number({"auth", "lease_duration"}));
}
