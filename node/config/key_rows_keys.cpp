// The keys of section `keys`: where the validator's key lives.
#include "crypto/provider/limits.hpp"
#include "node/config/key_rows.hpp"

namespace vitalstream::node {
namespace {

using crypto::provider::LocalOptions;
using crypto::provider::Pkcs11Options;

std::vector<KeySpec> local_rows() {
  return {
      plain("keys.local.file", at<&Config::keys, &KeysConfig::local, &LocalOptions::file>, "",
            "Key file, made by `vitalstream keys generate`. Needed with the provider `local`."),
      plain("keys.local.passphrase",
            at<&Config::keys, &KeysConfig::local, &LocalOptions::passphrase>, "",
            "Where the key file's passphrase is: `file:PATH` or `env:NAME`, never the "
            "passphrase."),
  };
}

std::vector<KeySpec> pkcs11_rows() {
  return {
      plain("keys.pkcs11.module", at<&Config::keys, &KeysConfig::pkcs11, &Pkcs11Options::module>,
            "",
            "The PKCS#11 module of the HSM, a shared library. Needed with the provider `pkcs11`, "
            "unless the key's URI has a `module-path`."),
      plain("keys.pkcs11.key", at<&Config::keys, &KeysConfig::pkcs11, &Pkcs11Options::key>, "",
            "The private key that signs, as a PKCS#11 URI (RFC 7512): "
            "`pkcs11:token=chain;object=validator`. P-256 or Ed25519."),
      plain("keys.pkcs11.wrapping_key",
            at<&Config::keys, &KeysConfig::pkcs11, &Pkcs11Options::wrapping_key>, "",
            "The AES key in the same token that wraps the ledger's keys, as a PKCS#11 URI. "
            "Without it the provider does not wrap."),
      plain("keys.pkcs11.pin", at<&Config::keys, &KeysConfig::pkcs11, &Pkcs11Options::pin>, "",
            "Where the token's user PIN is: `file:PATH` or `env:NAME`. A PIN that the token has "
            "refused is not tried again."),
      count("keys.pkcs11.sessions_max",
            at<&Config::keys, &KeysConfig::pkcs11, &Pkcs11Options::sessions_max>, "8",
            {1, crypto::provider::kPkcs11SessionsMax}, "Sessions with the token at the same time."),
      choice("keys.pkcs11.wrapping",
             at<&Config::keys, &KeysConfig::pkcs11, &Pkcs11Options::wrapping>, "automatic",
             {"automatic", "aes_gcm", "aes_key_wrap"},
             "How the token wraps keys. `automatic` is AES-GCM, or AES key wrap where the token "
             "has nothing better."),
  };
}

std::vector<KeySpec> aws_kms_rows() {
  return {
      also_variable("AWS_KMS_KEY_ID",
                    plain("keys.aws_kms.key_id",
                          at<&Config::keys, &KeysConfig::aws_kms, &AwsKmsConfig::key_id>, "",
                          "Key id or ARN for the provider `aws_kms`.")),
      also_variable("AWS_REGION",
                    plain("keys.aws_kms.region",
                          at<&Config::keys, &KeysConfig::aws_kms, &AwsKmsConfig::region>, "",
                          "Region for the provider `aws_kms`.")),
  };
}

}  // namespace

std::vector<KeySpec> key_provider_rows() {
  std::vector<KeySpec> rows{also_variable(
      "HSM_PROVIDER",
      choice("keys.provider", at<&Config::keys, &KeysConfig::provider>, "local",
             {"local", "pkcs11", "vault", "aws_kms", "azure_key_vault"},
             "What holds the key that signs votes. This build has `local` and `pkcs11`."))};
  for (auto* section : {local_rows, pkcs11_rows, aws_kms_rows}) {
    for (KeySpec& row : section()) {
      rows.push_back(std::move(row));
    }
  }
  return rows;
}

}  // namespace vitalstream::node
