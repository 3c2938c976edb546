#pragma once
// A directory of its own for one test, removed with it.

#include <cstdlib>
#include <filesystem>
#include <string>

namespace vitalstream::storage {

class TempDirectory {
 public:
  TempDirectory();
  TempDirectory(const TempDirectory&) = delete;
  TempDirectory& operator=(const TempDirectory&) = delete;
  ~TempDirectory();

  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

inline TempDirectory::TempDirectory() {
  std::string name = (std::filesystem::temp_directory_path() / "vs-storage-XXXXXX").string();
  path_ = ::mkdtemp(name.data());
}

inline TempDirectory::~TempDirectory() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

}  // namespace vitalstream::storage
