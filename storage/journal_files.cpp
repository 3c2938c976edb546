#include "storage/journal_files.hpp"

#include <algorithm>
#include <charconv>
#include <string_view>

namespace vitalstream::storage {
namespace {

constexpr std::string_view kPrefix = "safety-";
constexpr std::string_view kSuffix = ".log";
constexpr std::string_view kSetAsideSuffix = ".set-aside";
constexpr std::size_t kDigits = 20;

std::string numbered(std::uint64_t generation, std::string_view suffix) {
  const std::string digits = std::to_string(generation);
  std::string name(kPrefix);
  name.append(kDigits - digits.size(), '0');
  return name.append(digits).append(suffix);
}

std::optional<std::uint64_t> generation_of(std::string_view name, std::string_view suffix) {
  if (name.size() != kPrefix.size() + kDigits + suffix.size() || !name.starts_with(kPrefix) ||
      !name.ends_with(suffix)) {
    return std::nullopt;
  }
  const std::string_view digits = name.substr(kPrefix.size(), kDigits);
  std::uint64_t generation = 0;
  const auto outcome = std::from_chars(digits.data(), digits.data() + kDigits, generation);
  if (outcome.ec != std::errc{} || outcome.ptr != digits.data() + kDigits) {
    return std::nullopt;
  }
  return generation;
}

}  // namespace

std::string journal_name(std::uint64_t generation) { return numbered(generation, kSuffix); }

std::string set_aside_name(std::uint64_t generation) {
  return numbered(generation, kSetAsideSuffix);
}

Result<JournalFiles, FileError> find_journal_files(FileOps& files,
                                                   const std::filesystem::path& directory) {
  JournalFiles found;
  const auto names = files.list(directory);
  if (!names) {
    return names.error() == FileError::NotFound ? Result<JournalFiles, FileError>(found)
                                                : names.error();
  }
  for (const std::string& name : *names) {
    if (const auto generation = generation_of(name, kSuffix)) {
      found.generations.push_back(*generation);
      found.highest_ever = std::max(found.highest_ever, *generation);
    } else if (const auto set_aside = generation_of(name, kSetAsideSuffix)) {
      found.highest_ever = std::max(found.highest_ever, *set_aside);
    } else if (name == kUnfinishedJournalName) {
      found.has_unfinished = true;
    }
  }
  std::ranges::sort(found.generations);
  return found;
}

}  // namespace vitalstream::storage
