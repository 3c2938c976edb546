#pragma once
// Result<T, E>: an expected failure as a value. E is a small enum per concern (docs/style.md
// "Errors"). Test it, then dereference; `.value()` is banned, because it throws.
//
// VS_TRY(name, expression) names the value of a Result, or leaves the function with its error.
// VS_RETURN_IF_ERROR(expression) is for a Result whose value nobody needs. Not in coroutines.

#include <boost/system/result.hpp>

namespace vitalstream {

template <class T, class E>
using Result = boost::system::result<T, E>;

}  // namespace vitalstream

#define VS_TRY(name, ...)             \
  auto name##_result = (__VA_ARGS__); \
  if (!name##_result) [[unlikely]] {  \
    return name##_result.error();     \
  }                                   \
  auto& name = *name##_result

#define VS_RETURN_IF_ERROR(...)                                      \
  do {                                                               \
    if (auto vs_outcome = (__VA_ARGS__); !vs_outcome) [[unlikely]] { \
      return vs_outcome.error();                                     \
    }                                                                \
  } while (false)
