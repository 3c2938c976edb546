#pragma once
// RememberingChecker: a SignatureChecker that has another one check only what it has not found
// valid lately. A delegation comes with every vote that is signed by it, a lane key's certificate
// with every batch of its lane, and a vote comes alone and then in a certificate. Only valid
// signatures are remembered, each by the hash of key, message and signature: the message of a
// delegation names the network, the validator, the epoch and the range of views, so that nothing
// else passes for it, and whether it covers a vote the Verifier asks each time. It never influences
// an outcome. Bounded. Not to be shared between threads.

#include <cstddef>
#include <set>

#include "base/bytes.hpp"
#include "consensus/types/verifier.hpp"

namespace vitalstream::consensus {

class RememberingChecker final : public SignatureChecker {
 public:
  // `checker` outlives this.
  RememberingChecker(SignatureChecker& checker, std::size_t remembered_max);

  [[nodiscard]] std::vector<bool> check(std::span<const Item> items) override;
  // At most what it was made for.
  [[nodiscard]] std::size_t size() const { return young_.size() + old_.size(); }

 private:
  using Generation = std::set<Hash32>;

  [[nodiscard]] bool remembers(const Hash32& identity);
  void remember(const Hash32& identity);

  SignatureChecker& checker_;
  // What is used moves to the young generation; when that is full it becomes the old one, and the
  // old one goes. This forgets roughly the least recently used, without a list of uses.
  std::size_t generation_max_;
  Generation young_;
  Generation old_;
};

}  // namespace vitalstream::consensus
