#include "tests/sim/checkers/violations.hpp"

#include <utility>

namespace vitalstream::checkers {

void Violations::report(std::string property, std::string what) {
  // The first ones tell the story; the rest are their consequences.
  constexpr std::size_t kKeptMax = 20;
  if (all_.size() < kKeptMax) {
    all_.push_back({std::move(property), std::move(what)});
  }
}

}  // namespace vitalstream::checkers
