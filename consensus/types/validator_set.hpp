#pragma once
// The validators of one epoch: who they are, their keys, the quorum sizes, the leader of a view.
// Immutable after construction; shared freely between threads.

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "consensus/types/ids.hpp"
#include "crypto/signature.hpp"

namespace vitalstream::consensus {

struct Validator {
  ValidatorId id;
  std::string name;
  crypto::PublicKey key;
  friend bool operator==(const Validator&, const Validator&) = default;
};

class ValidatorSet {
 public:
  // Asserts 1 to kValidatorsMax validators in strictly ascending order of id: whoever builds a set
  // from outside input (genesis, a receipt) checks that before.
  ValidatorSet(Epoch epoch, std::vector<Validator> validators);

  [[nodiscard]] Epoch epoch() const { return epoch_; }
  [[nodiscard]] std::size_t size() const { return validators_.size(); }
  [[nodiscard]] const std::vector<Validator>& validators() const { return validators_; }
  [[nodiscard]] const Validator& at(ValidatorIndex index) const;
  [[nodiscard]] bool has(ValidatorIndex index) const;
  [[nodiscard]] std::optional<ValidatorIndex> index_of(ValidatorId id) const;

  // f = floor((n-1)/3): how many may be Byzantine.
  [[nodiscard]] std::size_t faulty_max() const { return (size() - 1) / 3; }
  // q = n-f: how many votes make a certificate.
  [[nodiscard]] std::size_t quorum() const { return size() - faulty_max(); }
  // C3: round robin over (epoch, view).
  [[nodiscard]] ValidatorIndex leader(View view) const;

 private:
  Epoch epoch_;
  std::vector<Validator> validators_;
};

}  // namespace vitalstream::consensus
