#pragma once
// Result<T, E>: an expected failure as a value. E is a small enum per concern (docs/style.md
// "Errors"). Test it, then dereference; `.value()` is banned, because it throws.

#include <boost/system/result.hpp>

namespace vitalstream {

template <class T, class E>
using Result = boost::system::result<T, E>;

}  // namespace vitalstream
