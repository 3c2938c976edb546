// What receipts cost: all of a block, one of a block that nobody has asked about, and one more of
// the same.

#include <benchmark/benchmark.h>

#include <vector>

#include "base/assert.hpp"
#include "node/gateway/receipt_source.hpp"
#include "support/a_ledger.hpp"

namespace vitalstream::node {
namespace {

constexpr std::size_t kBlock = 1'000;
constexpr std::size_t kBatch = 250;
constexpr std::size_t kGenesisBytes = 8 * 1024;

// A block of a thousand transactions, one as large before it, and a header that commits to both.
class Ledger {
 public:
  Ledger() {
    genesis_.genesis.hash = testing::a_genesis();
    genesis_.text = std::string(kGenesisBytes, 'g');
    const auto told = ledger_.commit({block("before"), block("measured")});
    VS_ASSERT(told.failures.empty());
    ledger_.commit_to(told.executed.back());
    VS_ASSERT(ledger_.commit({ledger_.deliver({})}).failures.empty());
    ids_.erase(ids_.begin(), ids_.begin() + kBlock);
  }

  [[nodiscard]] const storage::Database& database() { return ledger_.database(); }
  [[nodiscard]] const LoadedGenesis& genesis() const { return genesis_; }
  [[nodiscard]] const std::vector<ledger::TxId>& ids() const { return ids_; }

 private:
  Delivery block(const std::string& name) {
    std::vector<VerifiedIntake> batches;
    for (std::size_t first = 0; first < kBlock; first += kBatch) {
      std::vector<testing::Pending> items;
      for (std::size_t i = first; i < first + kBatch; ++i) {
        items.push_back(ledger_.put(name + std::to_string(i)));
        ids_.push_back(items.back()->transaction->id);
      }
      batches.push_back(ledger_.close(items));
    }
    return ledger_.deliver(batches);
  }

  LoadedGenesis genesis_;
  testing::ALedger ledger_;
  std::vector<ledger::TxId> ids_;
};

Ledger& the_ledger() {
  static Ledger ledger;
  return ledger;
}

void all_of_a_block(benchmark::State& state) {
  Ledger& ledger = the_ledger();
  for (auto _ : state) {
    ReceiptSource source(ledger.database(), ledger.genesis());
    for (const ledger::TxId& id : ledger.ids()) {
      const auto receipt = source.receipt_of(id);
      VS_ASSERT(receipt);
      benchmark::DoNotOptimize(receipt);
    }
  }
  state.counters["per_receipt"] = benchmark::Counter(
      static_cast<double>(kBlock),
      benchmark::Counter::kIsIterationInvariantRate | benchmark::Counter::kInvert);
}
BENCHMARK(all_of_a_block)->Unit(benchmark::kMillisecond);

void one_of_an_unknown_block(benchmark::State& state) {
  Ledger& ledger = the_ledger();
  for (auto _ : state) {
    ReceiptSource source(ledger.database(), ledger.genesis());
    benchmark::DoNotOptimize(source.receipt_of(ledger.ids()[kBlock / 2]));
  }
}
BENCHMARK(one_of_an_unknown_block)->Unit(benchmark::kMicrosecond);

void one_more_of_a_block(benchmark::State& state) {
  Ledger& ledger = the_ledger();
  ReceiptSource source(ledger.database(), ledger.genesis());
  std::size_t next = 0;
  for (auto _ : state) {
    benchmark::DoNotOptimize(source.receipt_of(ledger.ids()[next]));
    next = (next + 1) % kBlock;
  }
}
BENCHMARK(one_more_of_a_block)->Unit(benchmark::kMicrosecond);

}  // namespace
}  // namespace vitalstream::node
