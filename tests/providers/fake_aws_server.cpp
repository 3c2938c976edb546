// FakeAws as a program, for AWS's own client to drive: prints the endpoint and serves until its
// standard input ends. usage: fake_aws_server ed25519|ecdsa-p256-sha256
#include <cstdio>

#include "tests/providers/fake_aws.hpp"

int main(int argc, char** argv) {
  using namespace vitalstream;
  const auto algorithm = argc == 2 ? crypto::signature_algorithm_named(argv[1]) : std::nullopt;
  if (!algorithm) {
    std::fprintf(stderr, "usage: fake_aws_server ed25519|ecdsa-p256-sha256\n");
    return 2;
  }
  testing::FakeAws aws(*algorithm);
  const testing::FakeHttpServer server(
      [&](const testing::FakeRequest& request) { return aws.answer(request); });
  std::printf("%s\n", server.url().c_str());
  std::fflush(stdout);
  while (std::getchar() != EOF) {
  }
}
