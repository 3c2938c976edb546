#pragma once
// No image of this process may reach a disk: it holds data keys, a signing key, passphrases and
// plaintexts. Called first thing by every subcommand, before any of them is read.

#include <string>

#include "base/result.hpp"

namespace vitalstream::node {

// No core file, whatever the system is set to do with one, and no other process of this user may
// look into the memory. Success, or the system's reason.
[[nodiscard]] Result<void, std::string> forbid_core_dumps();

}  // namespace vitalstream::node
