#pragma once
// What every invocation does before it looks at its command line. On the main thread, once.

#include <string>

#include "base/result.hpp"

namespace vitalstream::cli {

// Standard input, output and error name something, so that no file of ours gets one of their
// numbers and is written to as if it were a terminal; no secret gets into a core dump; nobody is
// asked on a terminal; SIGTERM and Ctrl-C end the process even where it is number 1, which the
// kernel otherwise protects from them; SIGUSR1 is only for a running node.
[[nodiscard]] Result<void, std::string> do_first_things();

}  // namespace vitalstream::cli
