#pragma once
// The names of the safety record's files: one per generation, `safety-<generation>.log`; the one
// being written; those that an operator's new record has set aside. Called by the journal only.

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "storage/files/file_ops.hpp"

namespace vitalstream::storage {

inline constexpr const char* kUnfinishedJournalName = "safety.tmp";

[[nodiscard]] std::string journal_name(std::uint64_t generation);
[[nodiscard]] std::string set_aside_name(std::uint64_t generation);

struct JournalFiles {
  std::vector<std::uint64_t> generations;  // ascending
  std::uint64_t highest_ever = 0;          // those set aside included
  bool has_unfinished = false;
};

// A directory that does not exist has no files.
[[nodiscard]] Result<JournalFiles, FileError> find_journal_files(
    FileOps& files, const std::filesystem::path& directory);

}  // namespace vitalstream::storage
