#pragma once
// Files that hold secrets: read whole into guarded memory, if nobody else may read them
// (storage/files/private_file.hpp); made once, never overwritten. Called for key files and secret
// references. Any thread.

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
