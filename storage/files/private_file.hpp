#pragma once
// The one rule that decides whether a file that holds a secret is kept from others, and the one way
// such a file is opened: TLS keys, key files, passphrases, tokens. Called by whoever reads one. Any
// thread.

#include <sys/types.h>

#include <cstdint>
#include <filesystem>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "storage/files/file_descriptor.hpp"

namespace vitalstream::storage {

struct FileAccess {
  uid_t owner = 0;
  gid_t group = 0;
  mode_t mode = 0;
};

struct ProcessIdentity {
  uid_t user = 0;
  std::vector<gid_t> groups;
};

// Either only its owner may do anything with it, and that is the process's user or root; or it is
// root's and a group of the process may read it, which is how orchestrators hand out secrets.
[[nodiscard]] bool is_private(const FileAccess& file, const ProcessIdentity& process);

// A folder on the way to the file that lets nobody in but its owner, the process's user or root,
// keeps what is below from others whatever its mode.
[[nodiscard]] bool lets_nobody_else_in(const FileAccess& folder, const ProcessIdentity& process);

enum class PrivateFileRefusal { NotFound, CannotOpen, NotARegularFile, TooOpen };

// In words that say what to do.
[[nodiscard]] std::string_view to_string(PrivateFileRefusal refusal);

struct OpenedPrivateFile {
  FileDescriptor file;
  std::uint64_t bytes = 0;
};

// For reading. What is judged is the file that was opened, so that no other can take its place in
// between, and the folders that it really lies in. Symbolic links are followed: orchestrators mount
// secrets behind them.
[[nodiscard]] Result<OpenedPrivateFile, PrivateFileRefusal> open_private_file(
    const std::filesystem::path& path);

}  // namespace vitalstream::storage
