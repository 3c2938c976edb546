#include "storage/key_usage.hpp"

#include <gtest/gtest.h>

#include <fstream>

#include "storage/encrypted_fs/file_header.hpp"
#include "storage/encrypted_fs/limits.hpp"
#include "tests/unit/storage/temp_directory.hpp"

namespace vitalstream::storage {
namespace {

using ByGeneration = std::map<KeyGeneration, std::uint64_t>;

class KeyUsageTest : public ::testing::Test {
 protected:
  void write(const std::string& name, std::uint32_t generation, std::size_t content_bytes) {
    FileHeader header;
    header.place = place_of(name);
    header.page_bytes = layout_of(header.place.kind) == FileLayout::Paged ? kSmallPageBytes : 0;
    header.generation = KeyGeneration(generation);
    const crypto::SecretBytes key = crypto::SecretBytes::copy_of(Bytes(kDataKeyBytes, 7));
    Bytes file = encode_file_header(header, key);
    file.resize(file.size() + content_bytes);
    write_raw(name, as_text(file));
  }
  void write_raw(const std::string& name, std::string_view text) {
    std::ofstream(directory_.path() / name, std::ios::binary) << text;
  }
  std::vector<KeyedFile> look() {
    auto files = usage_.look();
    EXPECT_TRUE(files.has_value());
    return files ? *files : std::vector<KeyedFile>{};
  }

  TempDirectory directory_;
  KeyUsage usage_{directory_.path()};
};

TEST_F(KeyUsageTest, CountsBytesOnDiskByGeneration) {
  write("000001.sst", 1, 100);
  write("000002.blob", 2, 200);
  write("000003.log", 2, 0);
  EXPECT_EQ(bytes_by_generation(look()),
            (ByGeneration{{KeyGeneration(1), kFileHeaderBytes + 100},
                          {KeyGeneration(2), 2 * kFileHeaderBytes + 200}}));
}

TEST_F(KeyUsageTest, SeesFilesGrowGoAndChangeTheirKey) {
  write("000001.sst", 1, 100);
  write("CURRENT", 1, 10);
  look();
  write("000001.sst", 1, 300);
  write("CURRENT", 2, 10);
  EXPECT_EQ(bytes_by_generation(look()), (ByGeneration{{KeyGeneration(1), kFileHeaderBytes + 300},
                                                       {KeyGeneration(2), kFileHeaderBytes + 10}}));
  std::filesystem::remove(directory_.path() / "000001.sst");
  EXPECT_EQ(bytes_by_generation(look()), (ByGeneration{{KeyGeneration(2), kFileHeaderBytes + 10}}));
}

TEST_F(KeyUsageTest, AFileThatCannotBeToldIsListedWithoutAGeneration) {
  write_raw("000001.sst", "plain text");
  write_raw("000002.sst", std::string(2 * kFileHeaderBytes, 'x'));
  write_raw("LOCK", "");
  const auto files = look();
  ASSERT_EQ(files.size(), 2U);
  EXPECT_FALSE(files[0].generation.has_value());
  EXPECT_FALSE(files[1].generation.has_value());
  EXPECT_TRUE(bytes_by_generation(files).empty());
}

TEST_F(KeyUsageTest, ADatabaseThatIsNotThereIsTold) {
  EXPECT_EQ(KeyUsage(directory_.path() / "none").look().error(), FileError::NotFound);
}

}  // namespace
}  // namespace vitalstream::storage
