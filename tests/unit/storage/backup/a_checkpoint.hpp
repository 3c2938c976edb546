#pragma once
// A folder with what a backup takes, made of a few bytes.

#include <algorithm>
#include <fstream>
#include <random>
#include <string>

#include "storage/backup/read_backup.hpp"
#include "storage/backup/take_backup.hpp"
#include "storage/files/posix_file_ops.hpp"
#include "tests/unit/storage/temp_directory.hpp"

namespace vitalstream::storage {

inline void write_text(const std::filesystem::path& path, std::string_view text) {
  std::filesystem::create_directories(path.parent_path());
  std::ofstream(path, std::ios::binary) << text;
}

inline std::string read_text(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

inline Identity some_identity() {
  return {.chain = ChainId("demo"), .genesis = {}, .node = NodeId("1")};
}

inline void ignore_progress(std::uint64_t, std::uint64_t) {}

// Not to be compressed, as what a ledger consists of.
inline std::string like_ciphertext(std::size_t bytes) {
  std::mt19937_64 random(7);
  std::string text(bytes, '\0');
  std::ranges::generate(text, [&] { return static_cast<char>(random()); });
  return text;
}

class ACheckpoint {
 public:
  explicit ACheckpoint(std::size_t table_bytes = 3'000'000) {
    write_text(path() / "keyring", "sealed keys");
    write_text(path() / "db/CURRENT", "MANIFEST-000001\n");
    write_text(path() / "db/000007.sst", like_ciphertext(table_bytes));
    write_text(path() / "db/empty.log", "");
  }

  [[nodiscard]] std::filesystem::path path() const { return directory_.path() / "checkpoint"; }
  [[nodiscard]] BackupTask task(std::uint64_t height = 5) const {
    return {path(), some_identity(), {Height(height), {}}, UnixMs(1'700'000'000'000)};
  }

 private:
  TempDirectory directory_;
};

}  // namespace vitalstream::storage
