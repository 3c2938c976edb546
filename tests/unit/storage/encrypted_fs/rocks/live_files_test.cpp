#include "storage/encrypted_fs/rocks/live_files.hpp"

#include <gtest/gtest.h>

namespace vitalstream::storage {
namespace {

TEST(LiveFiles, AFileIsLiveForAsLongAsItIsWritten) {
  LiveFiles live;
  EXPECT_EQ(live.find("/db/1.log"), nullptr);
  auto extent = live.begin("/db/1.log");
  extent->logical_bytes = 7;
  ASSERT_NE(live.find("/db/1.log"), nullptr);
  EXPECT_EQ(live.find("/db/1.log")->logical_bytes, 7U);
  extent.reset();
  EXPECT_EQ(live.find("/db/1.log"), nullptr);
}

TEST(LiveFiles, APathHasManySpellings) {
  LiveFiles live;
  const auto extent = live.begin("/db//1.log");
  EXPECT_EQ(live.find("/db/./1.log"), extent);
}

TEST(LiveFiles, ANewFileUnderAnOldNameIsAnother) {
  LiveFiles live;
  const auto old_extent = live.begin("/db/1.log");
  const auto extent = live.begin("/db/1.log");
  EXPECT_NE(extent, old_extent);
  EXPECT_EQ(live.find("/db/1.log"), extent);
}

}  // namespace
}  // namespace vitalstream::storage
