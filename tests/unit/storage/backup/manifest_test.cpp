#include "storage/backup/manifest.hpp"

#include <gtest/gtest.h>

#include "tests/unit/storage/backup/a_checkpoint.hpp"

namespace vitalstream::storage {
namespace {

BackupManifest a_manifest() {
  return {some_identity(),
          UnixMs(1'700'000'000'000),
          {Height(5), {}},
          {{"keyring", 11, {}}, {"db/000007.sst", 3'000'000, {}}}};
}

std::string replaced(std::string text, std::string_view from, std::string_view to) {
  const std::size_t at = text.find(from);
  EXPECT_NE(at, std::string::npos);
  return text.replace(at, from.size(), to);
}

TEST(Manifest, ReadsWhatItWrites) {
  EXPECT_EQ(manifest_from_json(to_json(a_manifest())), a_manifest());
}

TEST(Manifest, NamesNeverLeadOutOfTheDataDirectory) {
  for (const std::string name : {"../keyring", "/etc/passwd", "db/../LOCK", "db/..", "db/",
                                 "db/a/b", "safety/record", "", "db/.", "LOCK"}) {
    BackupManifest manifest = a_manifest();
    manifest.files[0].name = name;
    EXPECT_FALSE(manifest_from_json(to_json(manifest))) << name;
  }
}

TEST(Manifest, AnotherFormatIsRefused) {
  EXPECT_FALSE(manifest_from_json(replaced(to_json(a_manifest()), "vitalstream-backup-1", "tar")));
}

TEST(Manifest, ChangedValueIsRefusedByTheChecksum) {
  const std::string text = to_json(a_manifest());
  EXPECT_FALSE(manifest_from_json(replaced(text, R"("height":5)", R"("height":6)")));
  EXPECT_FALSE(manifest_from_json(replaced(text, R"("height":5)", R"("height": 5)")));
}

TEST(Manifest, WrongTypesAreRefused) {
  const std::string text = to_json(a_manifest());
  EXPECT_FALSE(manifest_from_json(replaced(text, R"("height":5)", R"("height":"5")")));
  EXPECT_FALSE(manifest_from_json(replaced(text, R"("height":5)", R"("height":-5)")));
  EXPECT_FALSE(manifest_from_json(replaced(text, R"("files":[)", R"("files":[7,)")));
  EXPECT_FALSE(manifest_from_json(replaced(text, R"("bytes":11)", R"("bytes":11,"x":1)")));
  EXPECT_FALSE(manifest_from_json(text.substr(0, text.size() / 2)));
  EXPECT_FALSE(manifest_from_json("[]"));
}

}  // namespace
}  // namespace vitalstream::storage
