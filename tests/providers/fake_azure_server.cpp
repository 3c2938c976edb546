// FakeAzure as a program, for Microsoft's own client and for whole nodes: writes the authority of
// its certificate to a file, prints its port and serves until its standard input ends. Its key is
// always the same one, or one of its own with a number from 1 to 255. usage:
// fake_azure_server CA_FILE [NUMBER]
#include <cstdio>
#include <cstdlib>
#include <fstream>

#include "tests/providers/fake_azure.hpp"
#include "tests/support/test_pki.hpp"

int main(int argc, char** argv) {
  using namespace vitalstream;
  if (argc != 2 && argc != 3) {
    std::fprintf(stderr, "usage: fake_azure_server CA_FILE [NUMBER]\n");
    return 2;
  }
  const testing::TestCa authority("Fake Azure");
  std::ofstream(argv[1]) << authority.certificate_pem();
  testing::LeafOptions names;
  names.dns_names = {testing::kFakeVaultHost, testing::kFakeLoginHost, "localhost"};
  testing::FakeAzure azure = argc == 3
                                 ? testing::FakeAzure(static_cast<std::uint8_t>(std::atoi(argv[2])))
                                 : testing::FakeAzure();
  const testing::FakeHttpServer server(
      [&](const testing::FakeRequest& request) { return azure.answer(request); },
      authority.issue(names));
  const std::string url = server.url();
  std::printf("%s\n", url.substr(url.rfind(':') + 1).c_str());
  std::fflush(stdout);
  while (std::getchar() != EOF) {
  }
}
