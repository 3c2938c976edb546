#pragma once
// Step: one step of the replica under way: its clock, the effects that it has so far, in their
// order, and whether anything has changed from which more may follow. Owned by Replica; every rule
// adds to it.

#include <string>
#include <utility>
#include <vector>

#include "consensus/core/effect.hpp"
#include "consensus/core/input.hpp"

namespace vitalstream::consensus {

class Step {
 public:
  void begin(const Clock& clock) { clock_ = clock; }
  [[nodiscard]] Instant now() const { return clock_.now; }
  [[nodiscard]] UnixMs wall() const { return clock_.wall; }

  void add(CoreEffect effect) { effects_.push_back(std::move(effect)); }
  // C14: what precedes all that this step says.
  void add_first(CoreEffect effect) { effects_.insert(effects_.begin(), std::move(effect)); }
  void broadcast(Message message, std::vector<BatchDigest> carried = {});
  void send(ValidatorIndex to, Message message);
  void alarm(std::string text) { add(Alarm{std::move(text)}); }
  void cut(ValidatorIndex peer, const char* reason) { add(CutPeer{peer, reason}); }
  [[nodiscard]] bool signs() const;

  void note_change() { changed_ = true; }
  // Whether anything has since the last call.
  [[nodiscard]] bool take_change() { return std::exchange(changed_, false); }

  // C14: that it halts is the first that a step says.
  [[nodiscard]] CoreEffects end();

 private:
  Clock clock_{};
  CoreEffects effects_;
  bool changed_ = false;
};

}  // namespace vitalstream::consensus
