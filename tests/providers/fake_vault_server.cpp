// FakeVault as a program, for whole nodes and for measurements: each signature takes as long as
// told, many at once if asked for at once. It writes the authority of its certificate to a file,
// prints its port, and obeys its standard input: "away" ends its connections and refuses new ones,
// "back" serves again under the same port, certificate and keys; each is confirmed by the same
// word. The end of the input ends it. usage: fake_vault_server CA_FILE SEED DELAY_MS
#include <charconv>
#include <fstream>
#include <iostream>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "tests/providers/fake_vault.hpp"
#include "tests/support/test_pki.hpp"

namespace {

using namespace vitalstream;
using testing::FakeHttpServer;
using testing::FakeReply;
using testing::FakeRequest;

constexpr int kOk = 200;

template <class Number>
std::optional<Number> number_from(std::string_view text) {
  Number number{};
  const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
  const bool is_whole = read.ec == std::errc() && read.ptr == text.data() + text.size();
  return is_whole ? std::optional(number) : std::nullopt;
}

class SlowVault {
 public:
  SlowVault(std::uint8_t seed, std::chrono::milliseconds delay)
      : vault_(crypto::SignatureAlgorithm::Ed25519, seed), delay_(delay) {}

  [[nodiscard]] FakeReply answer(const FakeRequest& request) {
    FakeReply reply = vault_.answer(request);
    if (request.target.starts_with("/v1/transit/sign/") && reply.status == kOk) {
      reply.delay = delay_;
    }
    return reply;
  }

 private:
  testing::FakeVault vault_;
  std::chrono::milliseconds delay_;
};

void say(const std::string& word) { std::cout << word << std::endl; }

void serve(SlowVault& vault, const testing::PemPair& certificate) {
  const auto handler = [&vault](const FakeRequest& request) { return vault.answer(request); };
  auto server = std::make_unique<FakeHttpServer>(handler, certificate);
  const std::uint16_t port = server->port();
  say(std::to_string(port));
  for (std::string line; std::getline(std::cin, line);) {
    if (line == "away") {
      server.reset();
    } else if (line == "back" && server == nullptr) {
      server = std::make_unique<FakeHttpServer>(handler, certificate, port);
    }
    say(line);
  }
}

}  // namespace

int main(int argc, char** argv) {
  const auto seed = argc == 4 ? number_from<std::uint8_t>(argv[2]) : std::nullopt;
  const auto delay = argc == 4 ? number_from<unsigned>(argv[3]) : std::nullopt;
  if (!seed || *seed == 0 || !delay) {
    std::cerr << "usage: fake_vault_server CA_FILE SEED DELAY_MS\n";
    return 2;
  }
  const testing::TestCa authority("Fake Vault");
  std::ofstream(argv[1]) << authority.certificate_pem();
  SlowVault vault(*seed, std::chrono::milliseconds(*delay));
  serve(vault, authority.issue("localhost"));
}
