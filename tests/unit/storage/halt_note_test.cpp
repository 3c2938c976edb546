#include "storage/halt_note.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <vector>

#include "storage/files/posix_file_ops.hpp"
#include "storage/files/synced_file.hpp"
#include "storage/limits.hpp"
#include "tests/unit/storage/temp_directory.hpp"

namespace vitalstream::storage {
namespace {

using consensus::HaltKind;

HaltNote halted() { return {{HaltKind::Halted, "two blocks are final at height 3"}, UnixMs{7}}; }
HaltNote revoked() { return {{HaltKind::Revoked, "an old disk"}, UnixMs{5}}; }

class HaltNoteFile : public ::testing::Test {
 protected:
  std::optional<HaltNote> read() {
    const auto note = read_halt_note(files_, place_.path());
    EXPECT_TRUE(note.has_value());
    return note ? *note : std::nullopt;
  }
  void write(const HaltNote& note) {
    EXPECT_TRUE(write_halt_note(files_, place_.path(), note).has_value());
  }

  TempDirectory place_;
  PosixFileOps files_;
};

TEST(HaltNote, IsReadBackFromItsText) {
  for (const HaltNote& note : {halted(), revoked(), HaltNote{{HaltKind::Halted, "\"\n\x01"}, {}}}) {
    EXPECT_EQ(halt_note_from_json(to_json(note)), note);
  }
}

// The file is read by hand and by other versions.
TEST(HaltNote, HasTheseBytes) {
  EXPECT_EQ(to_json(halted()),
            "{\"version\":1,\"kind\":\"halted\",\"reason\":\"two blocks are final at height 3\","
            "\"since_ms\":7}\n");
}

TEST(HaltNote, TheLongestReasonFitsIntoTheFile) {
  const HaltNote long_note{{HaltKind::Halted, std::string(kHaltReasonBytesMax + 1, '\x01')},
                           UnixMs{7}};
  const std::string text = to_json(long_note);
  EXPECT_LT(text.size(), kHaltNoteFileBytesMax);
  ASSERT_TRUE(halt_note_from_json(text).has_value());
  EXPECT_EQ(halt_note_from_json(text)->halt.reason.size(), kHaltReasonBytesMax);
}

TEST(HaltNote, TextThatIsNotExactlyOneIsRefused) {
  for (const std::string& text : std::vector<std::string>{
           "", "[]", "{}", to_json(halted()).substr(1),
           R"({"version":2,"kind":"halted","reason":"r","since_ms":1})",
           R"({"version":1,"kind":"stopped","reason":"r","since_ms":1})",
           R"({"version":1,"kind":"halted","reason":3,"since_ms":1})",
           R"({"version":1,"kind":"halted","reason":"r","since_ms":"1"})",
           R"({"version":1,"kind":"halted","reason":"r","since_ms":1,"more":2})"}) {
    EXPECT_FALSE(halt_note_from_json(text).has_value()) << text;
  }
}

TEST_F(HaltNoteFile, LastsUntilItIsRemoved) {
  EXPECT_EQ(read(), std::nullopt);
  write(halted());
  EXPECT_EQ(read(), halted());
  EXPECT_TRUE(remove_halt_note(files_, place_.path()).has_value());
  EXPECT_EQ(read(), std::nullopt);
  EXPECT_TRUE(remove_halt_note(files_, place_.path()).has_value()) << "there may be none";
}

TEST_F(HaltNoteFile, TheFirstReasonStaysAndAHaltOutweighsARevocation) {
  write(revoked());
  write(halted());
  EXPECT_EQ(read(), halted());
  HaltNote later = halted();
  later.halt.reason = "another";
  write(later);
  write(revoked());
  EXPECT_EQ(read(), halted());
}

TEST_F(HaltNoteFile, ADamagedOneIsNotTakenForNoneAndIsReplaced) {
  const auto path = place_.path() / kHaltNoteName;
  ASSERT_TRUE(write_synced_file(files_, path, as_bytes(std::string_view("{\"version\":1"))));
  const auto note = read_halt_note(files_, place_.path());
  ASSERT_FALSE(note.has_value());
  EXPECT_EQ(note.error(), FileError::Damaged);
  write(halted());
  EXPECT_EQ(read(), halted());
}

}  // namespace
}  // namespace vitalstream::storage
