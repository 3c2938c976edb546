#pragma once
// VaultServer: a real Vault over TLS for the length of a test, with its data in a folder of the
// test's own: sealed and unsealed, stopped and started as a test wants. The program is where
// VITALSTREAM_VAULT says (scripts/test-providers builds it and says so).

#include <sys/types.h>

#include <memory>
#include <string>

#include "crypto/provider/http/http_client.hpp"
#include "crypto/provider/http/json_answer.hpp"
#include "crypto/provider/provider_options.hpp"
#include "tests/support/temp_directory.hpp"
#include "tests/support/test_pki.hpp"

namespace vitalstream::testing {

class VaultServer {
 public:
  // Running, unsealed, with transit keys p256 (two versions), ed25519 (two) and aes, a policy
  // `validator` for them, AppRole, and a JWT login in the place of Kubernetes'.
  VaultServer();
  ~VaultServer();

  [[nodiscard]] std::string url() const { return "https://localhost:" + std::to_string(port_); }
  // With the root token.
  [[nodiscard]] crypto::provider::VaultOptions options(const std::string& key) const;
  [[nodiscard]] crypto::provider::VaultOptions app_role_options(const std::string& key) const;
  [[nodiscard]] crypto::provider::VaultOptions kubernetes_options(const std::string& key) const;

  void stop();
  void start();
  void seal();
  void unseal();
  // An administrator's call; throws unless it succeeds. The path is behind /v1/.
  std::unique_ptr<crypto::provider::JsonAnswer> call(const std::string& path,
                                                     const std::string& json = "{}") const;
  // A token with the policy, of this length.
  [[nodiscard]] std::string make_token(const std::string& ttl) const;
  [[nodiscard]] std::filesystem::path write(const std::string& name, std::string_view text) const {
    return folder_.write(name, text);
  }

 private:
  void write_configuration() const;
  void wait_for(int status) const;
  [[nodiscard]] int health() const;
  void make_keys() const;
  void make_logins();

  TempDirectory folder_;
  TestCa ca_{"Vault's CA"};
  std::unique_ptr<crypto::provider::HttpClient> http_;
  int port_ = 0;
  pid_t process_ = 0;
  std::string root_token_;
  std::string unlock_key_;
  std::string role_id_;
  std::filesystem::path secret_id_file_;
  std::filesystem::path jwt_file_;
};

}  // namespace vitalstream::testing
