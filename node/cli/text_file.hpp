#pragma once
// Small files of the command line: read whole, or written so that nothing is overwritten by
// accident and a secret is never readable by others.

#include <filesystem>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace vitalstream::cli {

struct FileFailure {
  FileFailure() = default;
  FileFailure(const std::filesystem::path& path, int error_number);
  std::string reason;  // with the path
};

enum class Readers { Everybody, OwnerOnly };
enum class Existing { Refuse, Replace };

[[nodiscard]] Result<std::string, FileFailure> read_file(const std::filesystem::path& path);
[[nodiscard]] Result<void, FileFailure> write_file(const std::filesystem::path& path,
                                                   std::string_view text, Readers readers,
                                                   Existing existing);

}  // namespace vitalstream::cli
