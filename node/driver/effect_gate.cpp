#include "node/driver/effect_gate.hpp"

#include <utility>

#include "base/assert.hpp"

namespace vitalstream::node {

EffectGate::Ticket EffectGate::close() { return ++last_issued_; }

bool EffectGate::hold(consensus::Effect& effect) {
  if (last_issued_ == durable_) {
    VS_ASSERT(held_.empty());
    return false;
  }
  held_.push_back({last_issued_, std::move(effect)});
  return true;
}

std::vector<consensus::Effect> EffectGate::open(Ticket durable) {
  VS_ASSERT(durable >= durable_ && durable <= last_issued_);
  durable_ = durable;
  std::vector<consensus::Effect> freed;
  while (!held_.empty() && held_.front().behind <= durable) {
    freed.push_back(std::move(held_.front().effect));
    held_.pop_front();
  }
  return freed;
}

}  // namespace vitalstream::node
