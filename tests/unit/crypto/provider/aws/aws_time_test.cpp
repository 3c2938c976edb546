#include "crypto/provider/aws/aws_time.hpp"

#include <gtest/gtest.h>

namespace vitalstream::crypto::provider {
namespace {

constexpr WallSeconds at(std::int64_t seconds) {
  return WallSeconds(std::chrono::seconds(seconds));
}

TEST(AwsTime, WritesSignaturesDates) {
  EXPECT_EQ(to_amz_date(at(1'440'938'160)), "20150830T123600Z");
  EXPECT_EQ(to_amz_date(at(0)), "19700101T000000Z");
  EXPECT_EQ(to_amz_date(at(1'709'251'199)), "20240229T235959Z");
}

TEST(AwsTime, ReadsTheEndOfCredentials) {
  EXPECT_EQ(from_iso8601("2015-08-30T12:36:00Z"), at(1'440'938'160));
  EXPECT_EQ(from_iso8601("2015-08-30T12:36:00.123Z"), at(1'440'938'160));
  for (const char* text : {"", "2015-08-30", "2015-13-30T12:36:00Z", "2015-02-30T12:36:00Z",
                           "2015-08-30T24:36:00Z", "2015-08-30T12:36:00", "2015-08-3xT12:36:00Z",
                           "2015-08-30 12:36:00Z", "+015-08-30T12:36:00Z"}) {
    EXPECT_FALSE(from_iso8601(text)) << text;
  }
}

TEST(AwsTime, ReadsTheDateOfAnAnswer) {
  EXPECT_EQ(from_http_date("Sun, 30 Aug 2015 12:36:00 GMT"), at(1'440'938'160));
  for (const char* text : {"", "Sun, 30 Aug 2015 12:36:00 CET", "Sun, 30 Xyz 2015 12:36:00 GMT",
                           "Sun, 31 Feb 2015 12:36:00 GMT", "Sunday, 30-Aug-15 12:36:00 GMT"}) {
    EXPECT_FALSE(from_http_date(text)) << text;
  }
}

}  // namespace
}  // namespace vitalstream::crypto::provider
