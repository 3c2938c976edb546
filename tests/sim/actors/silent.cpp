// Is connected, listens, and says nothing for long stretches: neither dead nor useful.
#include "tests/sim/actors/actors.hpp"

namespace vitalstream::sim {
namespace {

class Silent : public Actor {
 public:
  [[nodiscard]] std::string_view name() const override { return "silent"; }

  std::vector<Outgoing> on_send(const ActorContext& context, const Outgoing& outgoing) override {
    if (left_ == 0) {
      speaks_ = context.prng->chance(0.2);
      left_ = 1 + context.prng->below(300);
    }
    left_ -= 1;
    if (!speaks_) {
      return {};
    }
    return {outgoing};
  }

 private:
  bool speaks_ = false;
  std::uint64_t left_ = 0;
};

}  // namespace

std::unique_ptr<Actor> make_silent() { return std::make_unique<Silent>(); }

}  // namespace vitalstream::sim
