#include "node/process/resource_sum.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "node/process/resource_fit.hpp"

namespace vitalstream::node {
namespace {

using ::testing::HasSubstr;

constexpr std::uint64_t kMiB = 1024 * 1024;

Config a_config() {
  Config config;
  config.storage.rocksdb = {1'000, 128 * kMiB, 32 * kMiB};
  config.rpc.connections_max = 900;
  config.rpc.query_threads = 2;
  config.verify.threads = 3;
  return config;
}

std::uint64_t total(Resource resource, const Config& config, std::size_t validators = 4) {
  return sum_of(resource, config, validators, 8).total();
}

TEST(ResourceSum, GrowsByWhatTheOperatorAdds) {
  const Config before = a_config();
  Config after = before;
  after.rpc.connections_max += 100;
  EXPECT_EQ(total(Resource::Descriptors, after), total(Resource::Descriptors, before) + 100);
  EXPECT_GT(total(Resource::Memory, after), total(Resource::Memory, before));
  after = before;
  after.storage.rocksdb.max_open_files += 24;
  EXPECT_EQ(total(Resource::Descriptors, after), total(Resource::Descriptors, before) + 24);
  after = before;
  after.storage.rocksdb.block_cache_bytes += kMiB;
  EXPECT_EQ(total(Resource::Memory, after), total(Resource::Memory, before) + kMiB);
  after = before;
  after.storage.rocksdb.write_buffer_bytes += kMiB;
  EXPECT_EQ(total(Resource::Memory, after), total(Resource::Memory, before) + 2 * kMiB);
  EXPECT_EQ(total(Resource::Disk, after), total(Resource::Disk, before) + 2 * kMiB);
  after = before;
  after.verify.threads += 2;
  after.rpc.query_threads += 3;
  EXPECT_EQ(total(Resource::Threads, after), total(Resource::Threads, before) + 5);
}

TEST(ResourceSum, GrowsWithTheNetworkAndTheCores) {
  const Config config = a_config();
  EXPECT_EQ(total(Resource::Descriptors, config, 7) - total(Resource::Descriptors, config, 4),
            total(Resource::Descriptors, config, 10) - total(Resource::Descriptors, config, 7));
  EXPECT_GT(total(Resource::Memory, config, 100), total(Resource::Memory, config, 4) + 96 * kMiB);
  Config automatic = config;
  automatic.verify.threads = 0;
  EXPECT_EQ(total(Resource::Threads, automatic), total(Resource::Threads, config) + 8 - 3);
}

TEST(ResourceSum, NamesEachAddendTheLargestFirst) {
  const std::string words = addend_words(sum_of(Resource::Descriptors, a_config(), 4, 8));
  EXPECT_EQ(words.find("1000 for files of the database (storage.rocksdb.max_open_files), 900 for"),
            0U)
      << words;
  EXPECT_THAT(words, HasSubstr("rpc.connections_max"));
  EXPECT_THAT(words, HasSubstr("for peers"));
  EXPECT_EQ(amount_words(Resource::Memory, kMiB + 1), "2 MiB");
  EXPECT_EQ(amount_words(Resource::Threads, 17), "17");
}

TEST(ResourceFit, WhatIsAllowedJustFitsAndOneLessDoesNot) {
  const ResourceSum sum = sum_of(Resource::Descriptors, a_config(), 4, 8);
  EXPECT_FALSE(refuse_sum(sum, std::nullopt)) << "nothing limits it";
  EXPECT_FALSE(refuse_sum(sum, Allowance{sum.total(), "the limit"}));
  const auto refused = refuse_sum(sum, Allowance{sum.total() - 1, "the limit"});
  ASSERT_TRUE(refused);
  EXPECT_THAT(*refused, HasSubstr(std::to_string(sum.total()) + " may be needed"));
  EXPECT_THAT(*refused, HasSubstr("the limit allows " + std::to_string(sum.total() - 1)));
  EXPECT_THAT(*refused, HasSubstr("900 for connections of applications"));
}

}  // namespace
}  // namespace vitalstream::node
