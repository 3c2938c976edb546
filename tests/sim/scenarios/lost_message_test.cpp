// One validator is dead and the heartbeat is off, so that nothing but the protocol's own repair can
// make up for a loss. A transaction arrives, and exactly one message of all that follow is lost:
// the first, the second, and so on, each in a run of its own. The transaction must be final within
// ten Delta every time, whichever message it was.
#include "tests/sim/scenarios/story.hpp"

namespace vitalstream::sim {
namespace {

class LostMessage : public Story {
 protected:
  // How many messages the run sent after the submission; the one with this number was lost.
  std::uint64_t run_without(std::uint64_t lost, std::size_t dead) {
    start();
    cluster().process(dead).crash();
    cluster().run_for(milliseconds(20));
    std::uint64_t sent = 0;
    cluster().network().set_filter([&](ProcessId, const Outgoing&) { return sent++ != lost; });
    const Duration delta = four().parameters.delta_floor;
    EXPECT_TRUE(is_ordered((dead + 1) % 4, delta * 10))
        << "validator " << dead << " dead, message " << lost << " lost";
    cluster().network().set_filter(nullptr);
    expect_no_violation();
    return sent;
  }
};

TEST_F(LostMessage, DelaysTheTransactionByNoMoreThanTenDelta) {
  for (std::size_t dead = 0; dead < 4; ++dead) {
    constexpr std::uint64_t kNone = ~std::uint64_t{0};
    const std::uint64_t messages = std::min<std::uint64_t>(run_without(kNone, dead), 120);
    for (std::uint64_t lost = 0; lost < messages; ++lost) {
      run_without(lost, dead);
    }
  }
}

}  // namespace
}  // namespace vitalstream::sim
