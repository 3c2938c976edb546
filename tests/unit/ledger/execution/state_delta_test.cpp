#include "ledger/execution/state_delta.hpp"

#include <gtest/gtest.h>

#include "support/memory_state.hpp"

namespace vitalstream::ledger {
namespace {

Bytes text(std::string_view value) { return to_bytes(as_bytes(value)); }

TEST(StateDelta, ReadsItsOwnWritesBeforeTheState) {
  testing::MemoryState state;
  state.state[text("kept")] = text("old");
  state.state[text("changed")] = text("old");
  StateDelta delta(state);
  delta.put(text("changed"), text("new"));
  delta.put(text("added"), text("new"));
  EXPECT_EQ(*delta.get(text("kept")), text("old"));
  EXPECT_EQ(*delta.get(text("changed")), text("new"));
  EXPECT_EQ(*delta.get(text("added")), text("new"));
  EXPECT_EQ(*delta.get(text("absent")), std::nullopt);
}

TEST(StateDelta, AnErasureHidesTheState) {
  testing::MemoryState state;
  state.state[text("key")] = text("old");
  StateDelta delta(state);
  delta.erase(text("key"));
  EXPECT_EQ(*delta.get(text("key")), std::nullopt);
  EXPECT_EQ(delta.changes().at(text("key")), std::nullopt);
}

TEST(StateDelta, KeepsChangesInTheOrderOfTheirKeys) {
  const testing::MemoryState state;
  StateDelta delta(state);
  for (const char* key : {"b", "ab", "a", "\xFF", ""}) {
    delta.put(text(key), {});
  }
  std::vector<Bytes> keys;
  for (const auto& [key, value] : delta.take()) {
    keys.push_back(key);
  }
  EXPECT_EQ(keys, (std::vector<Bytes>{text(""), text("a"), text("ab"), text("b"), text("\xFF")}));
}

}  // namespace
}  // namespace vitalstream::ledger
