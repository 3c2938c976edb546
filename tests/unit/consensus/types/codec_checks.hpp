#pragma once
// What every codec of consensus/types promises: it reads what it wrote, refuses every shorter and
// longer text, and its bytes are those of tests/golden/consensus.

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>

#include "base/hex.hpp"
#include "samples.hpp"

namespace vitalstream::consensus::testing {

inline std::string golden_path(const std::string& name) {
  return std::string{VS_SOURCE_DIR} + "/tests/golden/consensus/" + name + ".hex";
}

inline void expect_golden(const std::string& name, ByteView bytes) {
  const std::string text = to_hex(bytes);
  if (std::getenv("VS_REWRITE_GOLDEN") != nullptr) {
    std::ofstream{golden_path(name)} << text << "\n";
  }
  std::string golden;
  std::ifstream{golden_path(name)} >> golden;
  EXPECT_EQ(text, golden) << "the format of " << name << " has changed: see tests/golden/README.md";
}

template <class T>
void expect_codec(const std::string& name, void (*write)(ByteWriter&, const T&),
                  T (*read)(ByteReader&), const T& value) {
  const Bytes bytes = encoded(write, value);
  expect_golden(name, bytes);
  ByteReader reader{bytes};
  EXPECT_EQ(read(reader), value);
  EXPECT_TRUE(reader.finished());
  for (std::size_t length = 0; length < bytes.size(); ++length) {
    EXPECT_FALSE(is_readable(read, ByteView{bytes}.first(length))) << name << " cut at " << length;
  }
  Bytes longer = bytes;
  longer.push_back(0);
  EXPECT_FALSE(is_readable(read, longer)) << name;
}

}  // namespace vitalstream::consensus::testing
