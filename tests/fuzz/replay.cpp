// The ordinary program around a fuzz target: runs every seed of the folder it is given, and a fixed
// sequence of mutations of each. The same inputs in every run, on every machine.

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <vector>

#include "base/bytes.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace vitalstream::fuzz {
namespace {

constexpr int kMutationsPerSeed = 1000;
constexpr int kChangesMax = 4;

Bytes read_seed(const std::filesystem::path& path) {
  std::ifstream file{path, std::ios::binary};
  return {std::istreambuf_iterator<char>{file}, {}};
}

// Not std::uniform_int_distribution, whose sequence the standard leaves open.
std::size_t below(std::mt19937_64& random, std::size_t limit) { return random() % limit; }

void change(Bytes& bytes, std::mt19937_64& random) {
  const std::size_t at = below(random, bytes.size() + 1);
  const auto value = static_cast<std::uint8_t>(random());
  const auto place = bytes.begin() + static_cast<std::ptrdiff_t>(at);
  switch (below(random, 5)) {
    case 0:
      bytes.insert(place, value);
      return;
    case 1:
      bytes.erase(place, bytes.end());
      return;
    case 2:
      bytes.insert(bytes.end(), bytes.begin(), place);
      return;
    case 3:
      std::fill_n(place, std::min<std::size_t>(4, bytes.size() - at), std::uint8_t{0xFF});
      return;
    default:
      if (at < bytes.size()) {
        *place = static_cast<std::uint8_t>(*place ^ (1U << (value % 8)));
      }
  }
}

void run_with_mutations(const Bytes& seed) {
  static_cast<void>(LLVMFuzzerTestOneInput(seed.data(), seed.size()));
  std::mt19937_64 random{seed.size()};
  for (int i = 0; i < kMutationsPerSeed; ++i) {
    Bytes bytes = seed;
    for (std::size_t left = 1 + below(random, kChangesMax); left > 0; --left) {
      change(bytes, random);
    }
    static_cast<void>(LLVMFuzzerTestOneInput(bytes.data(), bytes.size()));
  }
}

int replay(const std::filesystem::path& folder) {
  std::vector<std::filesystem::path> paths;
  for (const auto& entry : std::filesystem::directory_iterator{folder}) {
    paths.push_back(entry.path());
  }
  if (paths.empty()) {
    std::fprintf(stderr, "no seeds in %s\n", folder.c_str());
    return 1;
  }
  std::sort(paths.begin(), paths.end());
  run_with_mutations({});
  for (const auto& path : paths) {
    run_with_mutations(read_seed(path));
  }
  std::printf("%zu seeds, %d mutations of each\n", paths.size(), kMutationsPerSeed);
  return 0;
}

}  // namespace
}  // namespace vitalstream::fuzz

int main(int argc, char** argv) {
  if (argc != 2) {
    std::fprintf(stderr, "usage: %s CORPUS_FOLDER\n", argv[0]);
    return 2;
  }
  return vitalstream::fuzz::replay(argv[1]);
}
