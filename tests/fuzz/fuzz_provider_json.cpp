// What Vault, AWS and Azure answer, read the way their providers read it.
#include "crypto/provider/aws/aws_answers.hpp"
#include "crypto/provider/aws/aws_error.hpp"
#include "crypto/provider/aws/aws_time.hpp"
#include "crypto/provider/azure/azure_answers.hpp"
#include "crypto/provider/azure/azure_challenge.hpp"
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
  for (const auto& failure : {aws_failure("it", response), azure_failure("it", response)}) {
    for (const char c : failure.reason) {
      VS_ASSERT(c >= ' ' && c <= '~');
    }
  }
  const auto token = azure_token(input);
  VS_ASSERT(!token || (token->text.size() > 0 && token->lifetime.count() > 0));
  for (const auto& time : {from_iso8601(as_text(input)), from_http_date(as_text(input))}) {
    VS_ASSERT(!time || !to_amz_date(*time).empty());
  }
  response.headers = {{"retry-after", std::string(as_text(input))}};
  VS_ASSERT(retry_after(response).count() >= 0);
  const auto challenge = parse_azure_challenge(as_text(input));
  VS_ASSERT(!challenge || !challenge->authority.empty());
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
  for (const auto& key : {vault_public_key(*answer, 1), aws_public_key(*answer),
                          azure_public_key(*answer, WallSeconds())}) {
    VS_ASSERT(!key || key->bytes.size() == public_key_bytes(key->algorithm));
  }
  const auto of_azure = azure_signature(*answer, "/keys/k/1");
  VS_ASSERT(!of_azure || of_azure->size() == signature_bytes(SignatureAlgorithm::EcdsaP256Sha256));
  static_cast<void>(answer->texts({"errors"}));
  static_cast<void>(answer->number({"auth", "lease_duration"}));
}
