#include "storage/encrypted_fs/file_fault.hpp"

#include <gtest/gtest.h>

#include <set>

namespace vitalstream::storage {
namespace {

constexpr std::array kKinds{FaultKind::NotEncrypted,      FaultKind::DamagedHeader,
                            FaultKind::UnknownVersion,    FaultKind::OtherDatabase,
                            FaultKind::UnknownGeneration, FaultKind::WrongKey,
                            FaultKind::WrongPlace,        FaultKind::WrongLength,
                            FaultKind::DamagedPage,       FaultKind::DamagedFrame};

TEST(FileFault, NamesFileOffsetGenerationAndWhatToDo) {
  const std::string text = describe({.kind = FaultKind::DamagedFrame,
                                     .path = "/data/db/000012.log",
                                     .offset = 8'192,
                                     .generation = KeyGeneration(3)});
  EXPECT_NE(text.find("/data/db/000012.log has a damaged frame"), std::string::npos) << text;
  EXPECT_NE(text.find("byte 8192"), std::string::npos) << text;
  EXPECT_NE(text.find("key generation 3"), std::string::npos) << text;
  EXPECT_NE(text.find("restore a backup"), std::string::npos) << text;
}

TEST(FileFault, NamesNoGenerationThatNobodyCanBelieve) {
  const std::string text =
      describe({.kind = FaultKind::NotEncrypted, .path = "CURRENT", .offset = 0, .generation = {}});
  EXPECT_EQ(text.find("generation"), std::string::npos) << text;
  EXPECT_NE(text.find("without encryption"), std::string::npos) << text;
}

TEST(FileFault, EveryKindHasItsOwnWordsAndAnAdvice) {
  std::set<std::string_view> words;
  for (const FaultKind kind : kKinds) {
    words.insert(to_string(kind));
    const std::string text =
        describe({.kind = kind, .path = "file", .offset = 0, .generation = {}});
    EXPECT_GT(text.size() - text.find("): "), 40U) << text;
  }
  EXPECT_EQ(words.size(), kKinds.size());
}

}  // namespace
}  // namespace vitalstream::storage
