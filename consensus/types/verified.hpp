#pragma once
// Verified<T>: a value whose signatures have been checked. Only Verifier can make one.

#include <utility>

namespace vitalstream::consensus {

class Verifier;

template <class T>
class Verified {
 public:
  [[nodiscard]] const T& value() const { return value_; }
  const T* operator->() const { return &value_; }
  const T& operator*() const { return value_; }
  friend bool operator==(const Verified&, const Verified&) = default;

 private:
  friend class Verifier;
  explicit Verified(T value) : value_(std::move(value)) {}
  T value_;
};

}  // namespace vitalstream::consensus
