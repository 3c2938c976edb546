#include "storage/rocks/deletion_hold.hpp"

#include <gtest/gtest.h>

#include <fstream>

#include "tests/unit/storage/temp_directory.hpp"

namespace vitalstream::storage {
namespace {

class DeletionHoldTest : public ::testing::Test {
 protected:
  std::string file(const char* name) {
    const std::filesystem::path path = directory_.path() / name;
    std::ofstream(path) << "x";
    return path.string();
  }
  bool remove(const std::string& name) {
    return hold_.DeleteFile(name, rocksdb::IOOptions(), nullptr).ok();
  }

  TempDirectory directory_;
  DeletionHold hold_{rocksdb::FileSystem::Default()};
};

TEST_F(DeletionHoldTest, KeepsWhatIsDeletedUntilItIsReleased) {
  const std::string name = file("000001.sst");
  EXPECT_TRUE(remove(name));
  EXPECT_TRUE(std::filesystem::exists(name));
  EXPECT_TRUE(hold_.release().ok());
  EXPECT_FALSE(std::filesystem::exists(name));
}

TEST_F(DeletionHoldTest, DeletesAtOnceAfterwards) {
  EXPECT_TRUE(hold_.release().ok());
  const std::string name = file("000002.sst");
  EXPECT_TRUE(remove(name));
  EXPECT_FALSE(std::filesystem::exists(name));
}

TEST_F(DeletionHoldTest, WhatIsGoneAlreadyIsNoError) {
  const std::string name = file("000003.sst");
  EXPECT_TRUE(remove(name));
  std::filesystem::remove(name);
  EXPECT_TRUE(hold_.release().ok());
}

}  // namespace
}  // namespace vitalstream::storage
