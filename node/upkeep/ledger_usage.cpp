#include "node/upkeep/ledger_usage.hpp"

#include <map>
#include <utility>

#include "base/result.hpp"
#include "node/upkeep/stopped_node.hpp"
#include "storage/encrypted_fs/file_kind.hpp"

namespace vitalstream::node {
namespace {

using storage::KeyedFile;

constexpr std::string_view kRecordPrefix = "safety/";

std::string kind_of(const KeyedFile& file) {
  const bool is_record = file.name.starts_with(kRecordPrefix);
  return std::string(
      to_string(is_record ? storage::FileKind::SafetyRecord : storage::place_of(file.name).kind));
}

std::vector<GenerationUsage> by_generation(const std::vector<storage::GenerationInfo>& generations,
                                           const std::vector<KeyedFile>& files) {
  const auto bytes = storage::bytes_by_generation(files);
  std::vector<GenerationUsage> usage;
  for (const storage::GenerationInfo& info : generations) {
    const auto found = bytes.find(info.generation);
    usage.push_back({info, found == bytes.end() ? 0 : found->second});
  }
  return usage;
}

std::vector<UsageRow> by_family(const storage::Database& database,
                                const std::vector<KeyedFile>& files) {
  std::map<std::string, std::string> families;
  for (const storage::FamilyFile& file : database.files()) {
    families.emplace(file.name, file.family);
  }
  std::map<std::pair<std::string, std::optional<storage::KeyGeneration>>, UsageRow> rows;
  for (const KeyedFile& file : files) {
    const auto family = families.find(file.name);
    const std::string name = family != families.end() ? family->second : kind_of(file);
    UsageRow& row = rows[{name, file.generation}];
    row.name = name;
    row.generation = file.generation;
    ++row.files;
    row.bytes += file.bytes;
  }
  std::vector<UsageRow> sorted;
  for (auto& [key, row] : rows) {
    sorted.push_back(std::move(row));
  }
  return sorted;
}

}  // namespace

Result<LedgerUsage, SetupFailure> measure_ledger(const Config& config) {
  VS_TRY(node, open_stopped_node(config));
  const auto path = node.directory->database_path();
  storage::DatabaseOptions options;
  options.access = storage::DatabaseAccess::Read;
  const auto database = open_ledger({.keyring = node.keyring}, path, options);
  if (!database) {
    return database.error();
  }
  VS_TRY(files, keyed_files(node.directory->encrypted_paths()));
  return LedgerUsage{by_family(**database, files),
                     by_generation(node.keyring->generations(), files)};
}

Result<std::vector<KeyedFile>, SetupFailure> keyed_files(
    const std::vector<std::filesystem::path>& places) {
  std::vector<KeyedFile> all;
  for (const std::filesystem::path& place : places) {
    auto files = storage::KeyUsage(place).look();
    if (!files && files.error() != storage::FileError::NotFound) {
      return SetupFailure{place.string() + ": " + std::string(to_string(files.error()))};
    }
    const std::string prefix = place == places.front() ? "" : place.filename().string() + "/";
    for (KeyedFile& file : files ? *files : std::vector<KeyedFile>{}) {
      file.name.insert(0, prefix);
      all.push_back(std::move(file));
    }
  }
  return all;
}

Result<std::vector<GenerationUsage>, SetupFailure> measure_generations(
    const std::vector<storage::GenerationInfo>& generations,
    const std::vector<std::filesystem::path>& places) {
  VS_TRY(files, keyed_files(places));
  return by_generation(generations, files);
}

}  // namespace vitalstream::node
