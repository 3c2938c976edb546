#include "tests/support/temp_directory.hpp"

#include <cstdlib>
#include <fstream>
#include <system_error>

#include "base/assert.hpp"

namespace vitalstream::testing {

TempDirectory::TempDirectory() {
  std::string name = (std::filesystem::temp_directory_path() / "vitalstream-test-XXXXXX").string();
  VS_ASSERT(mkdtemp(name.data()) != nullptr);
  path_ = name;
}

TempDirectory::~TempDirectory() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

std::filesystem::path TempDirectory::write(const std::string& name, std::string_view text) const {
  const std::filesystem::path file = path_ / name;
  const std::filesystem::perms private_mode{0600};
  std::ofstream stream(file, std::ios::binary | std::ios::trunc);
  stream << text;
  stream.close();
  std::filesystem::permissions(file, private_mode);
  VS_ASSERT(stream.good());
  return file;
}

}  // namespace vitalstream::testing
