#pragma once
// Entering: a replica moves forward only (C1), and its window of views with it (C16).

#include "consensus/core/ballot.hpp"
#include "consensus/core/current_view.hpp"
#include "consensus/core/proposals.hpp"
#include "consensus/core/step.hpp"

namespace vitalstream::consensus {

class Entering {
 public:
  struct Sees {
    CurrentView& view;
    Proposals& proposals;
    Ballot& ballot;
    Step& step;
  };
  explicit Entering(const Sees& sees) : sees_(sees) {}

  void enter(View view);

 private:
  const Sees sees_;
};

}  // namespace vitalstream::consensus
