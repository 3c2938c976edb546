#pragma once
// KeyUsage: how many bytes lie under which generation of data keys, read from the headers of the
// files in one directory, the database's or the safety record's; no key is needed. It remembers
// what it has seen, since tables and bodies keep their generation, so that looking again costs
// little more than listing the directory. Asked by metrics while the node runs, and by rotation and
// usage on a stopped one. One thread.

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "storage/encrypted_fs/data_keys.hpp"
#include "storage/files/file_ops.hpp"

namespace vitalstream::storage {

struct KeyedFile {
  std::string name;
  std::uint64_t bytes = 0;  // on the disk
  // Nothing: its header cannot be believed, or is not written yet.
  std::optional<KeyGeneration> generation;
};

class KeyUsage {
 public:
  explicit KeyUsage(std::filesystem::path directory) : directory_(std::move(directory)) {}

  // All encrypted files, by name.
  [[nodiscard]] Result<std::vector<KeyedFile>, FileError> look();

 private:
  std::filesystem::path directory_;
  std::map<std::string, KeyGeneration> known_;
};

[[nodiscard]] std::map<KeyGeneration, std::uint64_t> bytes_by_generation(
    const std::vector<KeyedFile>& files);

}  // namespace vitalstream::storage
