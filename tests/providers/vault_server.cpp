#include "tests/providers/vault_server.hpp"

#include <fcntl.h>
#include <netinet/in.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <fstream>
#include <stdexcept>
#include <thread>

#include "base/base64url.hpp"
#include "crypto/provider/base64.hpp"
#include "crypto/provider/http/curl_client.hpp"
#include "crypto/provider/public_key_encoding.hpp"
#include "crypto/signing_key.hpp"

namespace vitalstream::testing {
namespace {

using namespace std::chrono_literals;
using crypto::SecretBytes;
using crypto::SignatureAlgorithm;
using crypto::SigningKey;
using crypto::provider::HttpMethod;
using crypto::provider::HttpRequest;
using crypto::provider::SecretReference;

// Two neighbours that nobody listens on: Vault takes the next one as well.
int free_port() {
  for (int tries = 0; tries < 100; ++tries) {
    const int one = socket(AF_INET, SOCK_STREAM, 0);
    const int two = socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    auto* plain = reinterpret_cast<sockaddr*>(&address);
    bind(one, plain, sizeof address);
    getsockname(one, plain, &size);
    const int port = ntohs(address.sin_port);
    address.sin_port = htons(static_cast<std::uint16_t>(port + 1));
    const bool good = port < 65535 && bind(two, plain, sizeof address) == 0;
    close(one);
    close(two);
    if (good) {
      return port;
    }
  }
  throw std::runtime_error("no free ports");
}

std::string program() {
  const char* path = std::getenv("VITALSTREAM_VAULT");
  if (path == nullptr || access(path, X_OK) != 0) {
    throw std::runtime_error("VITALSTREAM_VAULT names no Vault: run scripts/test-providers");
  }
  return path;
}

// The service account's token that a cluster would have signed.
std::string make_jwt(const SigningKey& key) {
  const std::string claims =
      to_base64url(as_bytes(R"({"alg":"EdDSA","typ":"JWT"})")) + "." +
      to_base64url(as_bytes(R"({"iss":"cluster","sub":"system:serviceaccount:chain:validator",)"
                            R"("aud":"vault","exp":4000000000,"iat":1700000000})"));
  return claims + "." + to_base64url(key.sign(as_bytes(claims)));
}

}  // namespace

VaultServer::VaultServer() : port_(free_port()) {
  write_configuration();
  http_ = crypto::provider::make_curl_client(
      {.ca_file = folder_.write("ca.pem", ca_.certificate_pem())});
  start();
  const auto made = call("sys/init", R"({"secret_shares":1,"secret_threshold":1})");
  root_token_ = made->text({"root_token"}).value_or("");
  unlock_key_ = std::string(made->texts({"keys_base64"}).at(0));
  unseal();
  make_keys();
  make_logins();
}

VaultServer::~VaultServer() { stop(); }

void VaultServer::write_configuration() const {
  const PemPair pair = ca_.issue("localhost");
  std::filesystem::create_directories(folder_.path() / "data");
  const std::string folder = folder_.path().string();
  folder_.write("server.pem", pair.certificate);
  folder_.write("server.key", pair.key);
  folder_.write("vault.hcl",
                "disable_mlock = true\n"
                "api_addr = \"" +
                    url() +
                    "\"\n"
                    "cluster_addr = \"https://127.0.0.1:" +
                    std::to_string(port_ + 1) +
                    "\"\n"
                    "listener \"tcp\" {\n"
                    "  address = \"127.0.0.1:" +
                    std::to_string(port_) +
                    "\"\n"
                    "  tls_cert_file = \"" +
                    folder +
                    "/server.pem\"\n"
                    "  tls_key_file = \"" +
                    folder +
                    "/server.key\"\n"
                    "}\n"
                    "storage \"raft\" {\n"
                    "  path = \"" +
                    folder +
                    "/data\"\n"
                    "  node_id = \"one\"\n"
                    "}\n");
}

void VaultServer::start() {
  const std::string vault = program();
  const std::string option = "-config=" + (folder_.path() / "vault.hcl").string();
  const std::string log = (folder_.path() / "log").string();
  process_ = fork();
  if (process_ == 0) {
    const int file = open(log.c_str(), O_CREAT | O_WRONLY | O_APPEND, 0600);
    dup2(file, STDOUT_FILENO);
    dup2(file, STDERR_FILENO);
    execl(vault.c_str(), "vault", "server", option.c_str(), nullptr);
    _exit(127);
  }
  const auto deadline = std::chrono::steady_clock::now() + 60s;
  while (health() == 0) {
    if (std::chrono::steady_clock::now() > deadline || waitpid(process_, nullptr, WNOHANG) != 0) {
      std::ifstream text(log);
      throw std::runtime_error("Vault does not start: " +
                               std::string(std::istreambuf_iterator<char>(text), {}));
    }
    std::this_thread::sleep_for(20ms);
  }
}

void VaultServer::stop() {
  if (process_ > 0) {
    kill(process_, SIGKILL);
    waitpid(process_, nullptr, 0);
    process_ = 0;
  }
}

int VaultServer::health() const {
  HttpRequest request;
  request.url = url() + "/v1/sys/health";
  const auto response = http_->send(request, std::chrono::steady_clock::now() + 2s);
  return response ? response->status : 0;
}

void VaultServer::wait_for(int status) const {
  const auto deadline = std::chrono::steady_clock::now() + 60s;
  while (health() != status) {
    if (std::chrono::steady_clock::now() > deadline) {
      throw std::runtime_error("Vault's health is " + std::to_string(health()));
    }
    std::this_thread::sleep_for(20ms);
  }
}

void VaultServer::seal() {
  call("sys/seal");
  wait_for(503);
}

void VaultServer::unseal() {
  call("sys/unseal", R"({"key":")" + unlock_key_ + R"("})");
  wait_for(200);
}

std::unique_ptr<crypto::provider::JsonAnswer> VaultServer::call(const std::string& path,
                                                                const std::string& json) const {
  HttpRequest request;
  request.method = HttpMethod::Post;
  request.url = url() + "/v1/" + path;
  request.headers = {{"X-Vault-Token", root_token_}};
  request.body = SecretBytes::copy_of(as_bytes(json));
  const auto response = http_->send(request, std::chrono::steady_clock::now() + 20s);
  if (!response || response->status >= 300) {
    throw std::runtime_error(
        "Vault " + path + ": " +
        (response ? std::string(as_text(response->body.view())) : response.error().reason));
  }
  return crypto::provider::JsonAnswer::parse(response->body.view());
}

void VaultServer::make_keys() const {
  call("sys/mounts/transit", R"({"type":"transit"})");
  call("transit/keys/p256", R"({"type":"ecdsa-p256"})");
  call("transit/keys/p256/rotate");
  call("transit/keys/ed25519", R"({"type":"ed25519"})");
  call("transit/keys/ed25519/rotate");
  call("transit/keys/aes", R"({"type":"aes256-gcm96"})");
  // As little as a validator needs.
  call("sys/policies/acl/validator",
       R"({"policy":"path \"transit/keys/+\" { capabilities = [\"read\"] } )"
       R"(path \"transit/sign/+\" { capabilities = [\"update\"] } )"
       R"(path \"transit/encrypt/aes\" { capabilities = [\"update\"] } )"
       R"(path \"transit/decrypt/aes\" { capabilities = [\"update\"] }"})");
}

void VaultServer::make_logins() {
  call("sys/auth/approle", R"({"type":"approle"})");
  call("auth/approle/role/validator",
       R"({"token_policies":"validator","token_ttl":"3s","token_max_ttl":"1h"})");
  HttpRequest request;
  request.url = url() + "/v1/auth/approle/role/validator/role-id";
  request.headers = {{"X-Vault-Token", root_token_}};
  const auto response = http_->send(request, std::chrono::steady_clock::now() + 20s);
  const auto role = crypto::provider::JsonAnswer::parse(response->body.view());
  role_id_ = role->text({"data", "role_id"}).value_or("");
  const auto secret = call("auth/approle/role/validator/secret-id");
  secret_id_file_ = folder_.write("secret_id", secret->text({"data", "secret_id"}).value_or(""));

  const SigningKey cluster = *SigningKey::from_secret(SignatureAlgorithm::Ed25519, Bytes(32, 9));
  const std::string pem =
      "-----BEGIN PUBLIC KEY-----\\n" +
      crypto::provider::to_base64(crypto::provider::public_key_to_spki(cluster.public_key())) +
      "\\n-----END PUBLIC KEY-----\\n";
  call("sys/auth/kubernetes", R"({"type":"jwt"})");
  call("auth/kubernetes/config",
       R"({"jwt_supported_algs":["EdDSA"],"jwt_validation_pubkeys":[")" + pem + R"("]})");
  call("auth/kubernetes/role/validator",
       R"({"role_type":"jwt","user_claim":"sub","bound_audiences":["vault"],)"
       R"("bound_subject":"system:serviceaccount:chain:validator","policies":"validator"})");
  jwt_file_ = folder_.write("jwt", make_jwt(cluster));
}

std::string VaultServer::make_token(const std::string& ttl) const {
  const auto made = call("auth/token/create",
                         R"({"policies":["validator"],"ttl":")" + ttl + R"(","renewable":false})");
  return std::string(made->text({"auth", "client_token"}).value_or(""));
}

crypto::provider::VaultOptions VaultServer::options(const std::string& key) const {
  crypto::provider::VaultOptions options;
  options.addresses = {url()};
  options.ca_file = folder_.path() / "ca.pem";
  options.key = key;
  options.key_version = 2;
  options.wrapping_key = "aes";
  options.token = *SecretReference::parse("file:" + folder_.write("token", root_token_).string());
  return options;
}

crypto::provider::VaultOptions VaultServer::app_role_options(const std::string& key) const {
  auto chosen = options(key);
  chosen.auth = crypto::provider::VaultAuth::AppRole;
  chosen.role = role_id_;
  chosen.secret_id = *SecretReference::parse("file:" + secret_id_file_.string());
  return chosen;
}

crypto::provider::VaultOptions VaultServer::kubernetes_options(const std::string& key) const {
  auto chosen = options(key);
  chosen.auth = crypto::provider::VaultAuth::Kubernetes;
  chosen.role = "validator";
  chosen.jwt_file = jwt_file_;
  return chosen;
}

}  // namespace vitalstream::testing
