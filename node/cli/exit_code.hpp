#pragma once
// What the program's exit status means; documented in `vitalstream --help` and docs/cli.md.

namespace vitalstream::cli {

enum class ExitCode : int {
  Done = 0,
  Failed = 1,       // it was tried and did not work, or not now; the reason is on standard error
  Usage = 2,        // the command line or a configuration is wrong; nothing was tried
  Refused = 3,      // the node, or a check, said no: a refused transaction, an invalid receipt
  Unreachable = 4,  // the node does not answer
  KeysAway = 5,     // the key provider does not answer; trying again may help
};

}  // namespace vitalstream::cli
