// What storing costs per transaction (ledger_load.hpp). The CPU time is that of the whole process,
// flushes and compactions included, since a validator's cores have to pay for those too.

#include <benchmark/benchmark.h>

#include <cstdlib>
#include <filesystem>
#include <string>

#include "base/assert.hpp"
#include "bench/micro/ledger_load.hpp"

namespace vitalstream::storage {
namespace {

void commit_blocks(benchmark::State& state) {
  std::string name = (std::filesystem::temp_directory_path() / "vs-commit-XXXXXX").string();
  const std::filesystem::path path = ::mkdtemp(name.data());
  const auto blocks = static_cast<std::uint64_t>(state.range(0));
  for (auto _ : state) {
    const double before = cpu_seconds();
    DatabaseOptions options;
    options.missing = MissingDatabase::Create;
    auto database = Database::open(path / "db", options);
    VS_ASSERT(database.has_value());
    VS_ASSERT((*database)->release_deletions().has_value());
    LedgerLoad ledger(**database);
    for (std::uint64_t block = 0; block < blocks; ++block) {
      ledger.add_block();
    }
    database->reset();
    const auto txs = static_cast<double>(blocks * kTxsPerBlock);
    state.counters["cpu_us_per_tx"] = (cpu_seconds() - before) * 1e6 / txs;
    state.counters["disk_bytes_per_tx"] = bytes_under(path) / txs;
    state.counters["resident_mib"] = resident_mib();
    state.SetItemsProcessed(static_cast<std::int64_t>(txs));
  }
  std::filesystem::remove_all(path);
}

BENCHMARK(commit_blocks)->Arg(300)->Arg(1500)->Iterations(1)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace vitalstream::storage
