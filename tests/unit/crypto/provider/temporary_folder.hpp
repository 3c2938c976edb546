#pragma once
// A folder of a test's own, gone with it.

#include <filesystem>
#include <string_view>

namespace vitalstream::crypto::provider::testing {

class TemporaryFolder {
 public:
  TemporaryFolder();
  ~TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;

  [[nodiscard]] std::filesystem::path file(std::string_view name) const { return path_ / name; }
  [[nodiscard]] std::size_t entries() const;

 private:
  std::filesystem::path path_;
};

}  // namespace vitalstream::crypto::provider::testing
