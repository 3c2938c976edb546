#pragma once
// Damage on a disk: one byte of a file is another.

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

namespace vitalstream::node::testing {

inline void flip_byte(const std::filesystem::path& path, std::uintmax_t at) {
  std::fstream file(path, std::ios::in | std::ios::out | std::ios::binary);
  file.seekg(static_cast<std::streamoff>(at));
  const char byte = static_cast<char>(file.get() ^ 1);
  file.seekp(static_cast<std::streamoff>(at));
  file.put(byte);
  ASSERT_TRUE(file.good()) << path;
}

}  // namespace vitalstream::node::testing
