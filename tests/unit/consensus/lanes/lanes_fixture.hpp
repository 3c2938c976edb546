#pragma once
// The fixture of the tests of Lanes: validator 1 (index 0) of four, all others connected.

#include <gtest/gtest.h>

#include <tuple>

#include "a_batch.hpp"
#include "consensus/lanes/lanes.hpp"

namespace vitalstream::consensus::testing {

class LanesTest : public ::testing::Test {
 protected:
  LanesTest() : lanes_(LanesOptions{validators(4), peer(0)}, a_start()) {
    for (std::uint16_t i = 1; i < 4; ++i) {
      std::ignore = lanes_.on_connected(at_ms(0), peer(i));
    }
  }
  static LanesStart a_start() {
    LanesStart start;
    start.own_incarnation = Incarnation{1};
    return start;
  }
  LanesEffects step(std::int64_t ms, const LanesInput& input) {
    return lanes_.step(at_ms(ms), input).effects;
  }
  void receive(const ABatch& batch, std::uint16_t from = 1, std::int64_t ms = 0) {
    step(ms, batch.arrived(from));
    step(ms, BatchVerified{batch.verified()});
  }
  LanesEffects report(std::uint16_t from, const ABatch& batch, std::int64_t ms = 0) {
    return step(ms, WatermarksArrived{peer(from), {{{lane(batch.id), batch.position()}}}});
  }
  void seal_one(std::int64_t ms = 0, std::uint32_t bytes = 600) {
    const auto effects = step(ms, Submit{TxHandle{next_handle_++}, bytes, 0});
    const auto closes = all_of<CloseBatch>(effects);
    ASSERT_EQ(closes.size(), 1U);
    step(ms, OwnBatchClosed{ABatch{.sequence = closes[0].sequence.value()}.verified()});
  }
  Lanes lanes_;
  std::uint64_t next_handle_ = 1;
};

}  // namespace vitalstream::consensus::testing
