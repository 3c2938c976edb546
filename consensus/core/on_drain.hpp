#pragma once
// C5: shutdown begins. From now on every own view is nullified at once (Proposing), and once the
// last vote is signed this process says that it is over (C15).

#include "consensus/core/right_to_sign.hpp"

namespace vitalstream::consensus {

class OnDrain {
 public:
  struct Sees {
    RightToSign& right;
  };
  explicit OnDrain(const Sees& sees) : sees_(sees) {}

  void on(const Drain&) { sees_.right.drain(); }

 private:
  const Sees sees_;
};

}  // namespace vitalstream::consensus
