#pragma once
// Small files of the command line: read whole, or written so that nothing is overwritten by
// accident and a secret is never readable by others.

#include <filesystem>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "node/cli/exit_code.hpp"

namespace vitalstream::cli {

struct FileFailure {
  FileFailure() = default;
  FileFailure(const std::filesystem::path& path, int error_number);
  std::string reason;  // with the path
  ExitCode code = ExitCode::Failed;
};

enum class Readers { Everybody, OwnerOnly };
enum class Existing { Refuse, Replace };

// Refused by its size, before it is read, if it has more than `bytes_max`. A pipe is read to its
// end, for as long as its writer takes, or to one byte more than that.
[[nodiscard]] Result<std::string, FileFailure> read_file(const std::filesystem::path& path,
                                                         std::size_t bytes_max);
[[nodiscard]] Result<void, FileFailure> write_file(const std::filesystem::path& path,
                                                   std::string_view text, Readers readers,
                                                   Existing existing);

}  // namespace vitalstream::cli
