#pragma once
// Files that only their owner may read: made once, never overwritten, refused when others could
// have read or changed them. Called for key files. Any thread.

#include <cstddef>
#include <filesystem>
#include <string_view>

#include "base/bytes.hpp"
#include "base/result.hpp"
#include "crypto/secret_bytes.hpp"

namespace vitalstream::crypto::provider {

enum class PrivateFileError {
  NotFound,
  CannotRead,
  NotARegularFile,
  // Its mode lets its group or others in, or it belongs to neither root nor this process's user.
  TooOpen,
  TooLong,
  AlreadyExists,
  CannotWrite,
};

[[nodiscard]] std::string_view to_string(PrivateFileError error);

[[nodiscard]] Result<SecretBytes, PrivateFileError> read_private_file(
    const std::filesystem::path& path, std::size_t bytes_max);

// Makes the file with mode 0600, durable before it returns; it exists whole or not at all.
[[nodiscard]] Result<void, PrivateFileError> create_private_file(const std::filesystem::path& path,
                                                                 ByteView bytes);

}  // namespace vitalstream::crypto::provider
