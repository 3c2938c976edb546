#pragma once
// An encrypted file system in a directory of its own, with short ways to write and read files.

#include <gtest/gtest.h>
#include <rocksdb/file_system.h>

#include <fstream>
#include <memory>
#include <sstream>
#include <string>

#include "storage/encrypted_fs/encrypted_file_system.hpp"
#include "tests/storage/encrypted_fs/fixed_keys.hpp"
#include "tests/unit/storage/temp_directory.hpp"

namespace vitalstream::storage {

class FileSystemFixture : public ::testing::Test {
 protected:
  FileSystemFixture() { open(); }

  // As the next process would.
  void open(std::shared_ptr<rocksdb::FileSystem> beneath = nullptr) {
    faults_ = std::make_shared<FaultRegister>();
    files_ = make_encrypted_file_system({.keys = keys_, .faults = faults_, .beneath = beneath});
  }

  std::string path(const std::string& name) const { return (directory_.path() / name).string(); }

  std::unique_ptr<rocksdb::FSWritableFile> create(const std::string& name) {
    std::unique_ptr<rocksdb::FSWritableFile> file;
    const auto status = files_->NewWritableFile(path(name), file_options_, &file, nullptr);
    EXPECT_TRUE(status.ok()) << status.ToString();
    return file;
  }
  void write(const std::string& name, const std::string& contents) {
    const auto file = create(name);
    EXPECT_TRUE(file->Append(contents, io_, nullptr).ok());
    EXPECT_TRUE(file->Sync(io_, nullptr).ok());
    EXPECT_TRUE(file->Close(io_, nullptr).ok());
  }
  rocksdb::IOStatus read(const std::string& name, std::string& contents) {
    return rocksdb::ReadFileToString(files_.get(), path(name), &contents);
  }
  std::string contents(const std::string& name) {
    std::string found;
    const auto status = read(name, found);
    EXPECT_TRUE(status.ok()) << status.ToString();
    return found;
  }
  std::uint64_t size(const std::string& name) {
    std::uint64_t bytes = 0;
    const auto status = files_->GetFileSize(path(name), io_, &bytes, nullptr);
    EXPECT_TRUE(status.ok()) << status.ToString();
    return bytes;
  }
  std::uint64_t disk_size(const std::string& name) const {
    return std::filesystem::file_size(path(name));
  }
  void change_byte(const std::string& name, std::uint64_t at) {
    std::fstream file(path(name), std::ios::binary | std::ios::in | std::ios::out);
    file.seekg(static_cast<std::streamoff>(at));
    const int byte = file.get();
    file.seekp(static_cast<std::streamoff>(at));
    file.put(static_cast<char>(byte ^ 1));
  }

  TempDirectory directory_;
  std::shared_ptr<FixedKeys> keys_ = std::make_shared<FixedKeys>();
  std::shared_ptr<FaultRegister> faults_;
  std::shared_ptr<rocksdb::FileSystem> files_;
  const rocksdb::IOOptions io_;
  const rocksdb::FileOptions file_options_;
};

}  // namespace vitalstream::storage
