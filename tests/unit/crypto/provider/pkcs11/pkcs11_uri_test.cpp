#include "crypto/provider/pkcs11/pkcs11_uri.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <p11-kit/pkcs11.h>

#include <cstring>

namespace vitalstream::crypto::provider {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

CK_TOKEN_INFO token(std::string_view label, std::string_view serial = "0001") {
  CK_TOKEN_INFO info{};
  std::memset(info.label, ' ', sizeof info.label);
  std::memset(info.serialNumber, ' ', sizeof info.serialNumber);
  std::memcpy(info.label, label.data(), label.size());
  std::memcpy(info.serialNumber, serial.data(), serial.size());
  return info;
}

TEST(Pkcs11Uri, ReadsTheKeysLabelAndId) {
  const auto uri = Pkcs11Uri::parse("pkcs11:token=chain;object=validator%20key;id=%01%FF");
  ASSERT_TRUE(uri.has_value());
  EXPECT_EQ(as_text(uri->label()), "validator key");
  EXPECT_EQ(uri->id(), (Bytes{0x01, 0xFF}));
  EXPECT_FALSE(uri->module_path());
  EXPECT_FALSE(uri->pin_source());
}

TEST(Pkcs11Uri, NamesATokenByLabelOrSerialNumber) {
  const auto by_label = Pkcs11Uri::parse("pkcs11:token=chain;object=k");
  const auto by_serial = Pkcs11Uri::parse("pkcs11:serial=0002;object=k");
  ASSERT_TRUE(by_label && by_serial);
  EXPECT_TRUE(by_label->names_token(token("chain")));
  EXPECT_FALSE(by_label->names_token(token("chains")));
  EXPECT_TRUE(by_serial->names_token(token("any", "0002")));
  EXPECT_FALSE(by_serial->names_token(token("any", "0003")));
}

TEST(Pkcs11Uri, ReadsWhereModuleAndPinAre) {
  const auto uri = Pkcs11Uri::parse(
      "pkcs11:token=chain;object=k?module-path=/usr/lib/hsm.so&pin-source=file:/run/pin");
  ASSERT_TRUE(uri.has_value());
  EXPECT_EQ(uri->module_path(), "/usr/lib/hsm.so");
  EXPECT_EQ(uri->pin_source(), "file:/run/pin");
}

TEST(Pkcs11Uri, RefusesWhatNamesNoTokenOrNoKey) {
  for (const char* text :
       {"", "chain", "pkcs11:", "pkcs11:token=chain", "pkcs11:object=k", "http://token",
        "pkcs11:token=chain;object=%GG", "pkcs11:token=chain;object=k;colour=red"}) {
    const auto uri = Pkcs11Uri::parse(text);
    ASSERT_TRUE(uri.has_error()) << text;
    EXPECT_EQ(uri.error().error, ProviderError::Refused) << text;
  }
  EXPECT_TRUE(Pkcs11Uri::parse("pkcs11:token=chain;object=" + std::string(2000, 'k')).has_error());
}

TEST(Pkcs11Uri, RefusesAPinInTheTextAndDoesNotRepeatIt) {
  const auto uri = Pkcs11Uri::parse("pkcs11:token=chain;object=k?pin-value=5678");
  ASSERT_TRUE(uri.has_error());
  EXPECT_THAT(uri.error().reason, Not(HasSubstr("5678")));
}

}  // namespace
}  // namespace vitalstream::crypto::provider
