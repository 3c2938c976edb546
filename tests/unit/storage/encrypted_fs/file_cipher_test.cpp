#include "storage/encrypted_fs/file_cipher.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "storage/encrypted_fs/limits.hpp"
#include "tests/storage/encrypted_fs/fixed_keys.hpp"

namespace vitalstream::storage {
namespace {

constexpr FilePlace kTable{FileKind::Table, 12};

Bytes new_table(const DataKeys& keys) {
  return FileCipher::create(keys, kTable, kSmallPageBytes).encoded_header();
}

FaultKind refusal(const Bytes& file, const DataKeys& keys, FilePlace place = kTable) {
  const auto cipher = FileCipher::open(file, keys, place);
  EXPECT_FALSE(cipher.has_value());
  return cipher ? FaultKind::DamagedFrame : cipher.error();
}

TEST(FileCipher, OpensWhatItMade) {
  FixedKeys keys;
  const auto cipher = FileCipher::open(new_table(keys), keys, kTable);
  ASSERT_TRUE(cipher.has_value());
  EXPECT_EQ(cipher->header().place, kTable);
  EXPECT_EQ(cipher->header().generation, KeyGeneration(1));
  EXPECT_EQ(cipher->header().page_bytes, kSmallPageBytes);
}

TEST(FileCipher, FramedFilesHaveNoPageSize) {
  FixedKeys keys;
  EXPECT_EQ(FileCipher::create(keys, {FileKind::Wal, 1}, kSmallPageBytes).header().page_bytes, 0U);
}

TEST(FileCipher, TwoFilesNeverShareASalt) {
  FixedKeys keys;
  EXPECT_NE(FileCipher::create(keys, kTable, kSmallPageBytes).header().salt,
            FileCipher::create(keys, kTable, kSmallPageBytes).header().salt);
}

TEST(FileCipher, NewFilesTakeTheActiveGenerationAndOldOnesOpenWithTheirs) {
  FixedKeys keys;
  const Bytes old_file = new_table(keys);
  keys.rotate();
  EXPECT_EQ(FileCipher::create(keys, kTable, kSmallPageBytes).header().generation,
            KeyGeneration(2));
  EXPECT_TRUE(FileCipher::open(old_file, keys, kTable).has_value());
}

TEST(FileCipher, EachReasonOfARefusalIsTold) {
  FixedKeys keys;
  const Bytes file = new_table(keys);
  EXPECT_EQ(refusal(Bytes(kFileHeaderBytes), keys), FaultKind::NotEncrypted);
  EXPECT_EQ(refusal(Bytes(file.begin(), file.begin() + 100), keys), FaultKind::DamagedHeader);
  EXPECT_EQ(refusal(file, FixedKeys(/*database=*/2)), FaultKind::OtherDatabase);
  EXPECT_EQ(refusal(file, keys, {FileKind::Table, 13}), FaultKind::WrongPlace);
  EXPECT_EQ(refusal(file, keys, {FileKind::Blob, 12}), FaultKind::WrongPlace);
  FixedKeys other;
  other.set(KeyGeneration(1), 99);
  EXPECT_EQ(refusal(file, other), FaultKind::WrongKey);
  keys.rotate();
  keys.retire(KeyGeneration(1));
  EXPECT_EQ(refusal(file, keys), FaultKind::UnknownGeneration);
}

TEST(FileCipher, KeepsItsKeyBeyondTheRetirement) {
  FixedKeys keys;
  const FileCipher cipher = FileCipher::create(keys, kTable, kSmallPageBytes);
  keys.rotate();
  keys.retire(KeyGeneration(1));
  Bytes encrypted(crypto::kAesGcmTagBytes);
  cipher.encryptor().encrypt({}, {}, {}, encrypted);
  EXPECT_TRUE(cipher.decryptor().decrypt({}, {}, encrypted, {}));
}

TEST(DecryptorPool, LendsToManyThreadsAtOnce) {
  FixedKeys keys;
  const FileCipher cipher = FileCipher::create(keys, kTable, kSmallPageBytes);
  const Bytes message(1'000, 7);
  Bytes encrypted(message.size() + crypto::kAesGcmTagBytes);
  cipher.encryptor().encrypt({}, {}, message, encrypted);
  const DecryptorPool pool(cipher);
  std::atomic<int> wrong = 0;
  std::vector<std::thread> threads;
  for (int thread = 0; thread < 4; ++thread) {
    threads.emplace_back([&] {
      for (int round = 0; round < 200; ++round) {
        Bytes opened(message.size());
        const bool is_right =
            (*pool.borrow()).decrypt({}, {}, encrypted, opened) && opened == message;
        wrong += is_right ? 0 : 1;
      }
    });
  }
  for (std::thread& thread : threads) {
    thread.join();
  }
  EXPECT_EQ(wrong, 0);
}

}  // namespace
}  // namespace vitalstream::storage
