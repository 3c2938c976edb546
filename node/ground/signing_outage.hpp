#pragma once
// SigningOutage: of which votes that could not be signed the log tells. A key provider that is away
// fails several of them a second for as long as it is away: the first is told, then how many, and
// that it is over. Used by the events of the signer, on its thread.

#include <cstdint>
#include <optional>

#include "base/time.hpp"

namespace vitalstream::node {

class SigningOutage {
 public:
  // How many have failed since the log was told last, this one included; nothing if it is not to
  // be told of this one.
  [[nodiscard]] std::optional<std::uint64_t> on_failed(Instant now);
  // How many failed in the outage that this signature ends; 0 if there was none.
  [[nodiscard]] std::uint64_t on_signed();

 private:
  std::optional<Instant> told_;
  std::uint64_t untold_ = 0;
  std::uint64_t failed_ = 0;
};

}  // namespace vitalstream::node
