#pragma once
// Always-on assertions for what cannot happen: a violated invariant is a bug, and a validator that
// goes on after one may sign what it must not. Never used on input from outside. Any thread.

namespace vitalstream::base {

// Writes the condition and its place to standard error and aborts the process.
[[noreturn]] void assertion_failed(const char* condition, const char* file, int line);

}  // namespace vitalstream::base

#define VS_ASSERT(condition)    \
  (static_cast<bool>(condition) \
       ? static_cast<void>(0)   \
       : ::vitalstream::base::assertion_failed(#condition, __FILE__, __LINE__))
