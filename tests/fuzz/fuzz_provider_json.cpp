// What Vault and AWS answer, read the way their providers read it.
#include "crypto/provider/aws/aws_answers.hpp"
#include "crypto/provider/aws/aws_error.hpp"
#include "crypto/provider/http/json_answer.hpp"
#include "crypto/provider/provider_result.hpp"
#include "crypto/provider/vault/vault_answers.hpp"
#include "fuzz_input.hpp"

using namespace vitalstream;
using namespace vitalstream::crypto;
using namespace vitalstream::crypto::provider;

namespace {

void read_bare(ByteView input) {
  for (const auto& read : {credentials_in_json(input), credentials_in_xml(input)}) {
    VS_ASSERT(!read || !read->access_key_id.empty());
  }
  HttpResponse response;
  response.status = 400;
  response.body = SecretBytes::copy_of(input);
  for (const char c : aws_failure("it", response).reason) {
    VS_ASSERT(c >= ' ' && c <= '~');
  }
}

}  // namespace

VS_FUZZ_TARGET(input) {
  read_bare(input);
  const auto answer = JsonAnswer::parse(input);
  if (answer == nullptr) {
    return;
  }
  for (const auto algorithm : {SignatureAlgorithm::Ed25519, SignatureAlgorithm::EcdsaP256Sha256}) {
    const std::string_view text = answer->text({"data", "signature"}).value_or("");
    const auto signature = vault_signature(algorithm, 1, text);
    VS_ASSERT(!signature || signature->size() == signature_bytes(algorithm));
    const auto of_aws = aws_signature(algorithm, *answer);
    VS_ASSERT(!of_aws || of_aws->size() == signature_bytes(algorithm));
  }
  for (const auto& key : {vault_public_key(*answer, 1), aws_public_key(*answer)}) {
    VS_ASSERT(!key || key->bytes.size() == public_key_bytes(key->algorithm));
  }
  static_cast<void>(answer->texts({"errors"}));
  static_cast<void>(answer->number({"auth", "lease_duration"}));
}
