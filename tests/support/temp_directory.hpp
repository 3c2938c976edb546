#pragma once
// TempDirectory: a directory of a test's own, removed with everything in it at the end.

#include <filesystem>
#include <string>
#include <string_view>

namespace vitalstream::testing {

class TempDirectory {
 public:
  TempDirectory();
  ~TempDirectory();
  TempDirectory(const TempDirectory&) = delete;
  TempDirectory& operator=(const TempDirectory&) = delete;

  [[nodiscard]] const std::filesystem::path& path() const { return path_; }
  // Writes (or overwrites) a file in it, private as one with a secret must be; its path.
  std::filesystem::path write(const std::string& name, std::string_view text) const;

 private:
  std::filesystem::path path_;
};

}  // namespace vitalstream::testing
