#pragma once
// RpcAsker: for whom a call is answered, and what its row of the method table says about where that
// is done and what it may cost. Travels with the Reply, so that whoever answers need not be told
// twice. Plain values; any thread.

#include <compare>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace vitalstream::net {

// A place in the table of connections; the generation tells a successor in the same place.
struct ConnectionRef {
  std::uint32_t slot = 0;
  std::uint32_t generation = 0;

  friend auto operator<=>(const ConnectionRef&, const ConnectionRef&) = default;
};

// Which thread answers: the loop that all connections share, from memory and at once, or one of the
// threads that read the database (rpc.query_threads), where each connection has a line of its own.
enum class RunsOn : std::uint8_t { Loop, Readers };

// What one call may read of the database before it answers or lets others go first.
enum class ReadCost : std::uint8_t {
  Nothing,  // answered from memory
  Entries,  // a few entries that are found by their keys
  Page,     // at most kReadEntriesPerTurn entries, then a cursor
  Turns,    // as many, and again while others have their turns in between
  Block,    // what a whole block holds; never on all threads at once
};

// Entries that one turn of a call looks at: one to two milliseconds' worth.
inline constexpr std::size_t kReadEntriesPerTurn = 1'000;

struct ReadCostInfo {
  ReadCost cost;
  std::string_view name;   // x-cost in OpenRPC
  std::string_view about;  // for docs/api.md
  bool leaves_a_thread;    // calls of this kind never hold all threads, where there are several
};

// All of them, in the order of ReadCost.
[[nodiscard]] std::span<const ReadCostInfo> all_read_costs();
[[nodiscard]] const ReadCostInfo& describe(ReadCost cost);
// x-runsOn in OpenRPC.
[[nodiscard]] std::string_view to_string(RunsOn runs);

struct RpcAsker {
  std::optional<ConnectionRef> connection;  // nothing: the node itself asks
  RunsOn runs = RunsOn::Loop;
  ReadCost cost = ReadCost::Nothing;
};

}  // namespace vitalstream::net
