// The keys of section `keys`: where the validator's key lives.
#include "crypto/provider/limits.hpp"
#include "node/config/key_rows.hpp"

namespace vitalstream::node {
namespace {

using crypto::provider::AwsKmsOptions;
using crypto::provider::AzureKeyVaultOptions;
using crypto::provider::LocalOptions;
using crypto::provider::Pkcs11Options;
using crypto::provider::VaultOptions;

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

std::vector<KeySpec> vault_key_rows() {
  return {
      also_variable("VAULT_ADDR",
                    plain("keys.vault.addresses",
                          at<&Config::keys, &KeysConfig::vault, &VaultOptions::addresses>, "[]",
                          "The servers of the Vault or OpenBao cluster, `https://HOST:8200`; the "
                          "one that is in service is asked. Needed with the provider `vault`.")),
      also_variable("VAULT_CACERT",
                    plain("keys.vault.ca_file",
                          at<&Config::keys, &KeysConfig::vault, &VaultOptions::ca_file>, "",
                          "The authorities, in PEM, that may have signed the servers' "
                          "certificates. Without it, those that the system trusts.")),
      plain("keys.vault.proxy", at<&Config::keys, &KeysConfig::vault, &VaultOptions::proxy>, "",
            "A proxy on the way to the servers, `http://HOST:PORT`. Without it none is used, "
            "whatever the environment says."),
      also_variable("VAULT_NAMESPACE",
                    plain("keys.vault.namespace",
                          at<&Config::keys, &KeysConfig::vault, &VaultOptions::vault_namespace>, "",
                          "The namespace of engine and login.")),
      plain("keys.vault.mount", at<&Config::keys, &KeysConfig::vault, &VaultOptions::mount>,
            "transit", "Where the transit engine is mounted."),
      plain("keys.vault.key", at<&Config::keys, &KeysConfig::vault, &VaultOptions::key>, "",
            "The key that signs, of type `ecdsa-p256` or `ed25519`."),
      count("keys.vault.key_version",
            at<&Config::keys, &KeysConfig::vault, &VaultOptions::key_version>, "1", {1, 1'000'000},
            "The version of that key. Rotating the key in Vault therefore changes nothing here."),
      plain("keys.vault.wrapping_key",
            at<&Config::keys, &KeysConfig::vault, &VaultOptions::wrapping_key>, "",
            "The key of type `aes256-gcm96` that wraps the ledger's keys. Without it the provider "
            "does not wrap."),
      count("keys.vault.connections_max",
            at<&Config::keys, &KeysConfig::vault, &VaultOptions::connections_max>, "8", {1, 64},
            "Connections to Vault at the same time."),
  };
}

std::vector<KeySpec> vault_login_rows() {
  return {
      choice("keys.vault.auth", at<&Config::keys, &KeysConfig::vault, &VaultOptions::auth>, "token",
             {"token", "approle", "kubernetes"}, "How the node logs in to Vault."),
      plain("keys.vault.auth_mount",
            at<&Config::keys, &KeysConfig::vault, &VaultOptions::auth_mount>, "",
            "Where the login method is mounted, if not under its own name."),
      also_variable(
          "VAULT_TOKEN",
          plain("keys.vault.token", at<&Config::keys, &KeysConfig::vault, &VaultOptions::token>, "",
                "Where the token is: `file:PATH` or `env:NAME`. Read again when Vault no longer "
                "accepts it, so that an agent may exchange the file. `VAULT_TOKEN` holds the token "
                "itself.")),
      plain("keys.vault.role", at<&Config::keys, &KeysConfig::vault, &VaultOptions::role>, "",
            "For `approle` the role id, for `kubernetes` the name of the role."),
      plain("keys.vault.secret_id", at<&Config::keys, &KeysConfig::vault, &VaultOptions::secret_id>,
            "", "For `approle`, where the secret id is: `file:PATH` or `env:NAME`."),
      plain("keys.vault.jwt_file", at<&Config::keys, &KeysConfig::vault, &VaultOptions::jwt_file>,
            "/var/run/secrets/kubernetes.io/serviceaccount/token",
            "For `kubernetes`, the service account's token."),
  };
}

std::vector<KeySpec> aws_kms_rows() {
  return {
      also_variable("AWS_REGION",
                    plain("keys.aws_kms.region",
                          at<&Config::keys, &KeysConfig::aws_kms, &AwsKmsOptions::region>, "",
                          "The keys' region. Needed with the provider `aws_kms`.")),
      also_variable("AWS_KMS_KEY_ID",
                    plain("keys.aws_kms.key_id",
                          at<&Config::keys, &KeysConfig::aws_kms, &AwsKmsOptions::key_id>, "",
                          "The key that signs: id, ARN or alias of a key of spec `ECC_NIST_P256` "
                          "or `ECC_NIST_EDWARDS25519`. Credentials are found where AWS's own "
                          "clients look: environment, web identity, container, machine.")),
      plain("keys.aws_kms.wrapping_key_id",
            at<&Config::keys, &KeysConfig::aws_kms, &AwsKmsOptions::wrapping_key_id>, "",
            "The symmetric key that wraps the ledger's keys; one KMS key cannot do both. Without "
            "it the provider does not wrap."),
      plain("keys.aws_kms.endpoint",
            at<&Config::keys, &KeysConfig::aws_kms, &AwsKmsOptions::endpoint>, "",
            "Another address than the region's, `https://HOST`: a private link, or FIPS."),
      plain("keys.aws_kms.ca_file",
            at<&Config::keys, &KeysConfig::aws_kms, &AwsKmsOptions::ca_file>, "",
            "The authorities, in PEM, that may have signed the endpoint's certificate. Without "
            "it, those that the system trusts."),
      plain("keys.aws_kms.proxy", at<&Config::keys, &KeysConfig::aws_kms, &AwsKmsOptions::proxy>,
            "", "A proxy on the way to AWS, `http://HOST:PORT`. Without it none is used."),
      count("keys.aws_kms.connections_max",
            at<&Config::keys, &KeysConfig::aws_kms, &AwsKmsOptions::connections_max>, "8", {1, 64},
            "Connections to AWS at the same time."),
  };
}

std::vector<KeySpec> azure_key_rows() {
  return {
      also_variable(
          "AZURE_KEY_VAULT_URL",
          plain("keys.azure_key_vault.vault_url",
                at<&Config::keys, &KeysConfig::azure_key_vault, &AzureKeyVaultOptions::vault_url>,
                "",
                "The vault or Managed HSM, `https://NAME.vault.azure.net`. Needed with the "
                "provider `azure_key_vault`.")),
      also_variable(
          "AZURE_KEY_VAULT_KEY",
          plain("keys.azure_key_vault.key",
                at<&Config::keys, &KeysConfig::azure_key_vault, &AzureKeyVaultOptions::key>, "",
                "The name of the key that signs, of type EC or EC-HSM with the curve P-256: Azure "
                "has no Ed25519.")),
      plain("keys.azure_key_vault.key_version",
            at<&Config::keys, &KeysConfig::azure_key_vault, &AzureKeyVaultOptions::key_version>, "",
            "The version of that key, 32 hexadecimal digits. Rotating the key in Azure therefore "
            "changes nothing here."),
      plain("keys.azure_key_vault.wrapping_key",
            at<&Config::keys, &KeysConfig::azure_key_vault, &AzureKeyVaultOptions::wrapping_key>,
            "",
            "The name of the key of type RSA or RSA-HSM that wraps the ledger's keys. Without it "
            "the provider does not wrap."),
      plain("keys.azure_key_vault.wrapping_key_version",
            at<&Config::keys, &KeysConfig::azure_key_vault,
               &AzureKeyVaultOptions::wrapping_key_version>,
            "",
            "The version of that key. Another one is begun with `vitalstream keys rewrap --to`."),
      plain("keys.azure_key_vault.ca_file",
            at<&Config::keys, &KeysConfig::azure_key_vault, &AzureKeyVaultOptions::ca_file>, "",
            "The authorities, in PEM, that may have signed the certificates of the vault and of "
            "the authority. Without it, those that the system trusts."),
      plain("keys.azure_key_vault.proxy",
            at<&Config::keys, &KeysConfig::azure_key_vault, &AzureKeyVaultOptions::proxy>, "",
            "A proxy on the way to Azure, `http://HOST:PORT`. Without it none is used."),
      count("keys.azure_key_vault.connections_max",
            at<&Config::keys, &KeysConfig::azure_key_vault, &AzureKeyVaultOptions::connections_max>,
            "8", {1, 64}, "Connections to Azure at the same time."),
  };
}

std::vector<KeySpec> azure_login_rows() {
  return {
      choice("keys.azure_key_vault.auth",
             at<&Config::keys, &KeysConfig::azure_key_vault, &AzureKeyVaultOptions::auth>,
             "automatic", {"automatic", "client_secret", "workload_identity", "managed_identity"},
             "How the node logs in to Azure. `automatic`: with the client secret if there is one, "
             "else with the federated token, else as the machine."),
      also_variable(
          "AZURE_TENANT_ID",
          plain("keys.azure_key_vault.tenant_id",
                at<&Config::keys, &KeysConfig::azure_key_vault, &AzureKeyVaultOptions::tenant_id>,
                "", "The directory (tenant) of the application that the node is.")),
      also_variable(
          "AZURE_CLIENT_ID",
          plain("keys.azure_key_vault.client_id",
                at<&Config::keys, &KeysConfig::azure_key_vault, &AzureKeyVaultOptions::client_id>,
                "",
                "The application (client) that the node is; for `managed_identity` only where the "
                "machine has several.")),
      also_variable(
          "AZURE_CLIENT_SECRET",
          plain(
              "keys.azure_key_vault.client_secret",
              at<&Config::keys, &KeysConfig::azure_key_vault, &AzureKeyVaultOptions::client_secret>,
              "",
              "For `client_secret`, where the secret is: `file:PATH` or `env:NAME`. "
              "`AZURE_CLIENT_SECRET` holds the secret itself.")),
      also_variable(
          "AZURE_FEDERATED_TOKEN_FILE",
          plain("keys.azure_key_vault.federated_token_file",
                at<&Config::keys, &KeysConfig::azure_key_vault,
                   &AzureKeyVaultOptions::federated_token_file>,
                "",
                "For `workload_identity`, the service account's token, as the cluster mounts it.")),
      also_variable(
          "AZURE_AUTHORITY_HOST",
          plain("keys.azure_key_vault.authority",
                at<&Config::keys, &KeysConfig::azure_key_vault, &AzureKeyVaultOptions::authority>,
                "https://login.microsoftonline.com",
                "Where to log in. Credentials go nowhere else, whatever a vault says.")),
      also_variable("AZURE_POD_IDENTITY_AUTHORITY_HOST",
                    plain("keys.azure_key_vault.metadata_endpoint",
                          at<&Config::keys, &KeysConfig::azure_key_vault,
                             &AzureKeyVaultOptions::metadata_endpoint>,
                          "http://169.254.169.254",
                          "For `managed_identity`, where the machine's identity is asked for.")),
  };
}

}  // namespace

std::vector<KeySpec> key_provider_rows() {
  std::vector<KeySpec> rows{also_variable(
      "HSM_PROVIDER", choice("keys.provider", at<&Config::keys, &KeysConfig::provider>, "local",
                             {"local", "pkcs11", "vault", "aws_kms", "azure_key_vault"},
                             "What holds the key that signs votes."))};
  rows.push_back(choice(
      "keys.signing", at<&Config::keys, &KeysConfig::signing>, "direct", {"direct", "delegated"},
      "`direct`: the provider's key signs every vote. `delegated`: it signs, now and then, that a "
      "key in memory may do so for one epoch and a range of views; for a provider that is far away "
      "or paid by the signature."));
  rows.push_back(time_ms(
      "keys.seal_interval_ms", at<&Config::keys, &KeysConfig::seal_interval>, "2000",
      Range{100, 3'600'000},
      "Where votes are signed by delegation, the provider's key seals the newest final block this "
      "often, if there is a new one."));
  for (auto* section : {local_rows, pkcs11_rows, vault_key_rows, vault_login_rows, aws_kms_rows,
                        azure_key_rows, azure_login_rows}) {
    for (KeySpec& row : section()) {
      rows.push_back(std::move(row));
    }
  }
  return rows;
}

}  // namespace vitalstream::node
