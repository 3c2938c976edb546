#pragma once
// Who hears of a violated invariant (assert.hpp) instead of standard error: a process whose
// standard error nobody reads must abort all the same. Set by a process that writes its log by a
// thread of its own. Any thread.

namespace vitalstream::base {

// Called on the thread that found the violation; must return soon.
using LastWords = void (*)(const char* text);

// Null for standard error.
void use_last_words(LastWords last_words);

}  // namespace vitalstream::base
