#pragma once
// A database in a directory of its own, for the tests of everything that reads or writes one.

#include <gtest/gtest.h>

#include <memory>

#include "storage/database.hpp"
#include "tests/unit/storage/a_block.hpp"
#include "tests/unit/storage/temp_directory.hpp"

namespace vitalstream::storage {

class DatabaseFixture : public ::testing::Test {
 protected:
  void SetUp() override { reopen(); }
  void reopen();

  TempDirectory directory_;
  std::unique_ptr<Database> database_;
};

inline void DatabaseFixture::reopen() {
  database_.reset();
  DatabaseOptions options;
  options.missing = MissingDatabase::Create;
  auto opened = Database::open(directory_.path() / "db", options);
  ASSERT_TRUE(opened.has_value()) << opened.error().detail;
  database_ = std::move(*opened);
}

}  // namespace vitalstream::storage
