// make_receipts DIRECTORY: writes the genesis hash and the receipts of the tests' network as files,
// for the verifier in another language (verify_receipt_example_test.py).

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <string>

#include "base/hex.hpp"
#include "support/receipt_network.hpp"

namespace {

void write(const std::filesystem::path& path, const std::string& text) {
  std::ofstream(path, std::ios::binary) << text;
}

}  // namespace

int main(int count, char** arguments) {
  if (count != 2) {
    std::fputs("usage: make_receipts DIRECTORY\n", stderr);
    return 2;
  }
  const std::filesystem::path directory = arguments[1];
  std::filesystem::create_directories(directory);
  const auto network = vitalstream::ledger::testing::a_receipt_network();
  write(directory / "genesis_hash", vitalstream::to_hex(network.genesis_hash().view()));
  for (std::uint64_t height = 1; height <= 5; ++height) {
    const auto& results = network.results(height);
    for (std::uint32_t index = 0; index < results.size(); ++index) {
      const std::string name = std::to_string(height) + "-" + std::to_string(index);
      write(directory / ("receipt-" + name + ".json"), network.receipt(height, index));
      write(directory / ("result-" + name),
            std::string(to_string(results[index].status)) + " " +
                std::string(to_string(results[index].code)));
    }
  }
  // The same, where validator 3 lets a key in memory sign its votes.
  write(directory / "delegated.json",
        vitalstream::ledger::testing::a_receipt_network(std::uint16_t{3}).receipt(1, 1));
  // With a seal of a block that the receipt has a step for, and of one beyond.
  for (const std::uint64_t height : {1U, 2U}) {
    auto parts = network.parts(1, 1);
    parts.seal = network.seal(height, 2);
    write(directory / ("sealed-" + std::to_string(height) + ".json"),
          vitalstream::ledger::build_receipt(parts));
  }
  return 0;
}
