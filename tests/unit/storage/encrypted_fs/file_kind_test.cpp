#include "storage/encrypted_fs/file_kind.hpp"

#include <gtest/gtest.h>

#include <string>

namespace vitalstream::storage {
namespace {

void expect_place(const std::string& name, FileKind kind, std::uint64_t number = 0) {
  const FilePlace place{kind, number};
  EXPECT_EQ(place_of(name), place) << name;
  EXPECT_EQ(place_of("/some/where/" + name), place) << name;
}

TEST(FileKind, NumberedFilesKeepTheirNumber) {
  expect_place("000012.sst", FileKind::Table, 12);
  expect_place("000013.blob", FileKind::Blob, 13);
  expect_place("000003.log", FileKind::Wal, 3);
  expect_place("MANIFEST-000004", FileKind::Manifest, 4);
  expect_place("18446744073709551615.sst", FileKind::Table, ~std::uint64_t{0});
}

TEST(FileKind, ATemporaryFileIsWhatItWillBecome) {
  expect_place("OPTIONS-000006.dbtmp", FileKind::Options);
  expect_place("OPTIONS-000007", FileKind::Options);
  expect_place("000000.dbtmp", FileKind::Identity);
  expect_place("IDENTITY", FileKind::Identity);
  expect_place("000005.dbtmp", FileKind::Current);
  expect_place("CURRENT", FileKind::Current);
}

TEST(FileKind, WhatHasNoNameOfRocksDbIsSomethingElse) {
  for (const char* name : {"made.sst", ".sst", "000012.sst.trash", "LOG", "12.ldb", "MANIFEST-",
                           "MANIFEST-1x", "CURRENT.old", "OPTIONS-", "OPTIONS-x.dbtmp", "x.dbtmp",
                           "99999999999999999999.sst", "-1.log", "+1.log", "", "safety-1.log"}) {
    expect_place(name, FileKind::Other);
  }
}

TEST(FileKind, OnlyTablesAndBlobsArePaged) {
  for (const FileKind kind : {FileKind::Table, FileKind::Blob}) {
    EXPECT_EQ(layout_of(kind), FileLayout::Paged) << to_string(kind);
  }
  for (const FileKind kind :
       {FileKind::Wal, FileKind::Manifest, FileKind::Current, FileKind::Options, FileKind::Identity,
        FileKind::SafetyRecord, FileKind::Other}) {
    EXPECT_EQ(layout_of(kind), FileLayout::Framed) << to_string(kind);
  }
}

TEST(FileKind, OnlyWhatSaysWhatTheDatabaseConsistsOfIsVital) {
  for (const FileKind kind : {FileKind::Wal, FileKind::Manifest, FileKind::Current,
                              FileKind::Identity, FileKind::SafetyRecord}) {
    EXPECT_TRUE(is_vital(kind)) << to_string(kind);
  }
  for (const FileKind kind :
       {FileKind::Table, FileKind::Blob, FileKind::Options, FileKind::Other}) {
    EXPECT_FALSE(is_vital(kind)) << to_string(kind);
  }
}

}  // namespace
}  // namespace vitalstream::storage
