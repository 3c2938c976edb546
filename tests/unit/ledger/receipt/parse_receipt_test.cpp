#include <gtest/gtest.h>

#include "ledger/receipt/receipt_document.hpp"
#include "support/receipt_network.hpp"

namespace vitalstream::ledger {
namespace {

using Code = ReceiptErrorCode;

const std::string& a_receipt() {
  static const std::string kReceipt = testing::a_receipt_network().receipt(5, 4);
  return kReceipt;
}

std::string replaced(std::string_view what, std::string_view with) {
  std::string text = a_receipt();
  const std::size_t at = text.find(what);
  EXPECT_NE(at, std::string::npos) << what;
  return text.replace(at, what.size(), with);
}

void expect_error(const std::string& text, Code code, const std::string& member) {
  const auto parsed = parse_receipt(text);
  ASSERT_FALSE(parsed.has_value()) << member;
  EXPECT_EQ(to_string(parsed.error().code), to_string(code)) << member;
  EXPECT_EQ(parsed.error().member, member);
}

TEST(ParseReceipt, ReadsWhatIsPrinted) {
  const auto parsed = parse_receipt(a_receipt());
  ASSERT_TRUE(parsed.has_value());
  EXPECT_EQ(print_receipt(*parsed), a_receipt());
}

TEST(ParseReceipt, NamesTheMemberAtFault) {
  expect_error("{", Code::NotStrictJson, "");
  expect_error(std::string(kReceiptBytesMax + 1, ' '), Code::TooLarge, "");
  expect_error("[]", Code::BadMember, "");
  expect_error(replaced("vitalstream-receipt-1", "x"), Code::WrongFormat, "format");
  expect_error(replaced("\"set_changes\"", "\"changes\""), Code::MemberUnknown, "changes");
  expect_error(replaced("\"set_changes\":[],", ""), Code::MemberMissing, "set_changes");
  expect_error(replaced("\"set_changes\":[]", "\"set_changes\":[1]"), Code::BadMember,
               "set_changes");
  expect_error(replaced("\"genesis\":\"", "\"genesis\":\"?"), Code::BadMember, "genesis");
  expect_error(replaced("\"leaf\":", "\"leaf\":-"), Code::BadMember, "position.leaf");
  expect_error(replaced("\"index\":4", "\"index\":65536"), Code::BadMember, "position.index");
  expect_error(replaced("\"headers\":[\"AQ", "\"headers\":[\"Ag"), Code::BadMember, "headers[0]");
  expect_error(replaced("\"headers\":[\"AQ", "\"headers\":[7,\"AQ"), Code::BadMember, "headers[0]");
  expect_error(replaced("\"signer\":1", "\"signer\":\"1\""), Code::BadMember,
               "finalization.signatures[1].signer");
  expect_error(replaced("\"parent_view\"", "\"parentView\""), Code::MemberUnknown,
               "finalization.parentView");
  expect_error(replaced("\"applied\"", "\"Applied\""), Code::BadMember, "result.status");
  expect_error(replaced("\"code\":\"none\"", "\"code\":\"fine\""), Code::BadMember, "result.code");
  expect_error(replaced("\"delta\":\"", "\"delta\":\"AAAA"), Code::BadMember,
               "result.steps[0].delta");
}

TEST(ParseReceipt, BoundsItsLists) {
  std::string path;
  for (std::size_t i = 0; i < kReceiptPathMax + 1; ++i) {
    path += "\"47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU\",";
  }
  expect_error(replaced("\"path\":[", "\"path\":[" + path), Code::BadMember, "path");
  const std::size_t begin = a_receipt().find("\"headers\":[");
  const std::size_t end = a_receipt().find("],\"finalization\"");
  std::string no_headers = a_receipt();
  no_headers.replace(begin, end - begin, "\"headers\":[");
  expect_error(no_headers, Code::BadMember, "headers");
}

}  // namespace
}  // namespace vitalstream::ledger
