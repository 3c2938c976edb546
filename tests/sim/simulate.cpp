// simulate: runs seeds of the simulator from the command line and replays one with its story.
//   simulate --seed N [--n VALIDATORS] [--count K] [--trace]
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>

#include "tests/sim/seed_run.hpp"

namespace {

using vitalstream::sim::SeedOptions;
using vitalstream::sim::SeedResult;

struct Arguments {
  std::uint64_t seed = 1;
  std::uint64_t count = 1;
  std::size_t validators = 0;  // zero: as the seed says
  bool prints = false;
};

Arguments parse(int count, char** values) {
  Arguments arguments;
  for (int i = 1; i < count; ++i) {
    const std::string_view name = values[i];
    if (name == "--trace") {
      arguments.prints = true;
    } else if (i + 1 < count) {
      const std::uint64_t number = std::strtoull(values[++i], nullptr, 10);
      if (name == "--seed") {
        arguments.seed = number;
      } else if (name == "--count") {
        arguments.count = number;
      } else if (name == "--n") {
        arguments.validators = number;
      }
    }
  }
  return arguments;
}

void print(const SeedOptions& options, const SeedResult& result) {
  std::printf("seed %llu n %zu: %s, height %llu, %llu answered, %llu events, hash %016llx\n",
              static_cast<unsigned long long>(options.seed), options.validators,
              result.passed() ? "passed" : "FAILED", static_cast<unsigned long long>(result.height),
              static_cast<unsigned long long>(result.answered),
              static_cast<unsigned long long>(result.events),
              static_cast<unsigned long long>(result.trace_hash));
  for (const auto& violation : result.violations) {
    std::printf("  %s: %s\n", violation.property.c_str(), violation.what.c_str());
  }
}

}  // namespace

int main(int count, char** values) {
  const Arguments arguments = parse(count, values);
  std::uint64_t failed = 0;
  std::uint64_t heights = 0;
  const auto start = std::chrono::steady_clock::now();
  for (std::uint64_t i = 0; i < arguments.count; ++i) {
    SeedOptions options;
    options.seed = arguments.seed + i;
    options.validators = arguments.validators != 0 ? arguments.validators
                                                   : vitalstream::sim::validators_of(options.seed);
    options.prints = arguments.prints;
    const SeedResult result = vitalstream::sim::run_seed(options);
    heights += result.height;
    failed += result.passed() ? 0U : 1U;
    if (arguments.count == 1 || !result.passed()) {
      print(options, result);
      std::fflush(stdout);
    }
  }
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
  std::printf("%llu seeds, %llu failed, %.1f heights and %.1f ms each\n",
              static_cast<unsigned long long>(arguments.count),
              static_cast<unsigned long long>(failed),
              static_cast<double>(heights) / static_cast<double>(arguments.count),
              took.count() * 1'000 / static_cast<double>(arguments.count));
  return failed == 0 ? 0 : 1;
}
