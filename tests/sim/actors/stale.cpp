// Repeats what it once said and heard, long after: old votes, proposals, certificates, batches.
#include <deque>

#include "tests/sim/actors/actors.hpp"

namespace vitalstream::sim {
namespace {

class Stale : public Actor {
 public:
  [[nodiscard]] std::string_view name() const override { return "stale"; }

  std::vector<Outgoing> on_send(const ActorContext& context, const Outgoing& outgoing) override {
    remember(outgoing.packet);
    if (!context.prng->chance(0.3)) {
      return {outgoing};
    }
    return {outgoing, {outgoing.to, past_[context.prng->below(past_.size())]}};
  }

  std::vector<Outgoing> on_receive(const ActorContext& context, ProcessId,
                                   const PacketPtr& packet) override {
    if (context.prng->chance(0.1)) {
      remember(packet);
    }
    return {};
  }

 private:
  void remember(const PacketPtr& packet) {
    constexpr std::size_t kKeptMax = 500;
    past_.push_back(packet);
    if (past_.size() > kKeptMax) {
      past_.pop_front();
    }
  }
  std::deque<PacketPtr> past_;
};

}  // namespace

std::unique_ptr<Actor> make_stale() { return std::make_unique<Stale>(); }

}  // namespace vitalstream::sim
