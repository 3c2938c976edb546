#pragma once
// Strong<Tag, T>: a type for every meaning (docs/style.md rule 5). Explicit construction, explicit
// `.value()`, no conversion, no arithmetic. Usable from any thread; a plain value.

#include <compare>
#include <cstddef>
#include <functional>
#include <utility>

namespace vitalstream {

template <class Tag, class T>
class Strong {
 public:
  using Rep = T;

  constexpr Strong() = default;
  constexpr explicit Strong(T value) : value_(std::move(value)) {}
  [[nodiscard]] constexpr const T& value() const { return value_; }
  friend constexpr bool operator==(const Strong&, const Strong&) = default;
  friend constexpr auto operator<=>(const Strong&, const Strong&) = default;

 private:
  T value_{};
};

// The successor of a counter (view, height, sequence, ...).
template <class Tag, class T>
[[nodiscard]] constexpr Strong<Tag, T> next(Strong<Tag, T> counter) {
  return Strong<Tag, T>{static_cast<T>(counter.value() + 1)};
}

}  // namespace vitalstream

template <class Tag, class T>
struct std::hash<vitalstream::Strong<Tag, T>> {
  std::size_t operator()(const vitalstream::Strong<Tag, T>& strong) const noexcept {
    return std::hash<T>{}(strong.value());
  }
};
