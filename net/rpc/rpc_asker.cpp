#include "net/rpc/rpc_asker.hpp"

#include <array>

#include "base/assert.hpp"

namespace vitalstream::net {
namespace {

constexpr std::array kCosts{
    ReadCostInfo{ReadCost::Nothing, "nothing", "nothing: the answer is in memory", false},
    ReadCostInfo{ReadCost::Entries, "entries", "a few entries that are found by their keys", false},
    ReadCostInfo{ReadCost::Page, "page",
                 "1,000 entries at most, whether they match or not; then the answer has a cursor",
                 false},
    ReadCostInfo{ReadCost::Turns, "turns",
                 "1,000 entries at most, and again, with other calls in between", false},
    ReadCostInfo{ReadCost::Block, "block",
                 "what a whole block holds; such calls never hold all threads that read", true}};

constexpr bool is_in_order() {
  for (std::size_t i = 0; i < kCosts.size(); ++i) {
    if (static_cast<std::size_t>(kCosts[i].cost) != i) {
      return false;
    }
  }
  return true;
}
static_assert(is_in_order());
static_assert(kReadEntriesPerTurn == 1'000, "the table says so");

}  // namespace

std::span<const ReadCostInfo> all_read_costs() { return kCosts; }

const ReadCostInfo& describe(ReadCost cost) { return kCosts[static_cast<std::size_t>(cost)]; }

std::string_view to_string(RunsOn runs) {
  switch (runs) {
    case RunsOn::Loop:
      return "loop";
    case RunsOn::Readers:
      return "readers";
  }
  VS_ASSERT(false);
}

}  // namespace vitalstream::net
