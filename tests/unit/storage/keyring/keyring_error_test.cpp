#include "storage/keyring/keyring_error.hpp"

#include <gtest/gtest.h>

#include <set>

namespace vitalstream::storage {
namespace {

TEST(KeyringError, EveryErrorHasWordsOfItsOwn) {
  std::set<std::string_view> words;
  const int last = static_cast<int>(KeyringError::StillUsed);
  for (int error = 0; error <= last; ++error) {
    words.insert(to_string(static_cast<KeyringError>(error)));
  }
  EXPECT_EQ(words.size(), static_cast<std::size_t>(last) + 1);
}

TEST(KeyringError, DamageNamesThePart) {
  EXPECT_EQ(describe({.error = KeyringError::Damaged, .detail = {}, .part = KeyringPart::Header}),
            "it is damaged (its header)");
  EXPECT_EQ(describe({.error = KeyringError::WrongChain, .detail = "a and b"}),
            "it belongs to another chain: a and b");
}

}  // namespace
}  // namespace vitalstream::storage
