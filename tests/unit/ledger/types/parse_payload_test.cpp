#include "ledger/types/parse_payload.hpp"

#include <gtest/gtest.h>

#include <string>

#include "ledger/types/limits.hpp"

namespace vitalstream::ledger {
namespace {

using Error = TransactionError;

constexpr std::string_view kCommitment = "47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU";

std::optional<Error> error_of(std::string_view payload) {
  Transaction transaction;
  return parse_payload(payload, transaction);
}

std::string with(std::string_view members) {
  return R"({"chain":"c-1","jti":"j","exp":5,"op":"o","data":{})" + std::string(members) + "}";
}

std::string attachment(std::string_view length) {
  return R"({"c":")" + std::string(kCommitment) + R"(","n":)" + std::string(length) +
         R"(,"t":"text/plain"})";
}

TEST(ParsePayload, ReadsItsMembersInAnyOrder) {
  Transaction transaction;
  const std::string payload = R"({ "att":[)" + attachment("7") +
                              R"(],"data":{},"op":"o","iat":4.5,"exp":5,"jti":"j\/1","chain":"c"})";
  ASSERT_EQ(parse_payload(payload, transaction), std::nullopt);
  EXPECT_EQ(transaction.chain, "c");
  EXPECT_EQ(transaction.jti, "j/1");
  EXPECT_EQ(transaction.exp, UnixSeconds{5});
  EXPECT_EQ(transaction.op, "o");
  ASSERT_EQ(transaction.attachments.size(), 1U);
  EXPECT_EQ(transaction.attachments[0].content_bytes, 7U);
  EXPECT_EQ(transaction.attachments[0].media_type, "text/plain");
}

TEST(ParsePayload, RefusesWhatIsNotStrictJson) {
  EXPECT_EQ(error_of("{"), Error::PayloadNotIJson);
  EXPECT_EQ(error_of(with(R"(,"op":"o")")), Error::PayloadNotIJson);
  EXPECT_EQ(error_of(with(R"(,"iat":1e400)")), Error::PayloadNotIJson);
  EXPECT_EQ(error_of("[]"), Error::PayloadNotObject);
}

TEST(ParsePayload, RefusesMembersBeyondItsOwn) {
  EXPECT_EQ(error_of(with("")), std::nullopt);
  EXPECT_EQ(error_of(with(R"(,"iat":1)")), std::nullopt);
  EXPECT_EQ(error_of(with(R"(,"nbf":1)")), Error::PayloadMemberUnknown);
  EXPECT_EQ(error_of(with(R"(,"Chain":"c")")), Error::PayloadMemberUnknown);
}

TEST(ParsePayload, NeedsEachOfItsMembers) {
  for (const char* payload :
       {R"({"jti":"j","exp":5,"op":"o","data":{}})", R"({"chain":"c","exp":5,"op":"o","data":{}})",
        R"({"chain":"c","jti":"j","op":"o","data":{}})",
        R"({"chain":"c","jti":"j","exp":5,"data":{}})",
        R"({"chain":"c","jti":"j","exp":5,"op":"o"})"}) {
    EXPECT_EQ(error_of(payload), Error::PayloadMemberMissing) << payload;
  }
}

TEST(ParsePayload, RefusesAChainThatIsNoChainId) {
  EXPECT_EQ(error_of(R"({"chain":"C","jti":"j","exp":5,"op":"o","data":{}})"), Error::PayloadChain);
  EXPECT_EQ(error_of(R"({"chain":1,"jti":"j","exp":5,"op":"o","data":{}})"), Error::PayloadChain);
}

TEST(ParsePayload, BoundsTheJti) {
  const auto with_jti = [](const std::string& jti) {
    return R"({"chain":"c","jti":)" + jti + R"(,"exp":5,"op":"o","data":{}})";
  };
  EXPECT_EQ(error_of(with_jti("\"" + std::string(kJtiCharsMax, 'j') + "\"")), std::nullopt);
  EXPECT_EQ(error_of(with_jti("\"" + std::string(kJtiCharsMax + 1, 'j') + "\"")),
            Error::PayloadJti);
  EXPECT_EQ(error_of(with_jti("\"\"")), Error::PayloadJti);
  EXPECT_EQ(error_of(with_jti("7")), Error::PayloadJti);
}

TEST(ParsePayload, TakesExpAsWholeSeconds) {
  for (const char* exp : {"1.5", "-1", "\"5\"", "1e3", "null"}) {
    const std::string payload =
        R"({"chain":"c","jti":"j","exp":)" + std::string(exp) + R"(,"op":"o","data":{}})";
    EXPECT_EQ(error_of(payload), Error::PayloadExp) << exp;
  }
}

TEST(ParsePayload, RefusesAnOpThatIsNoName) {
  EXPECT_EQ(error_of(R"({"chain":"c","jti":"j","exp":5,"op":"","data":{}})"), Error::PayloadOp);
  EXPECT_EQ(error_of(R"({"chain":"c","jti":"j","exp":5,"op":[],"data":{}})"), Error::PayloadOp);
}

TEST(ParsePayload, RefusesAttachmentsThatAreNotWellFormed) {
  const std::string good = attachment("7");
  for (const std::string& att :
       {std::string("{}"), std::string("[1]"), std::string("[{}]"), "[" + attachment("-1") + "]",
        "[" + attachment("1048577") + "]",
        "[" + attachment("600000") + "," + attachment("600000") + "]",
        std::string(R"([{"c":"AAAA","n":1,"t":"x"}])"),
        R"([{"c":")" + std::string(kCommitment) + R"(","n":1,"t":""}])",
        R"([{"c":")" + std::string(kCommitment) + R"(","n":1}])",
        R"([{"c":")" + std::string(kCommitment) + R"(","n":1,"t":"x","u":1}])"}) {
    EXPECT_EQ(error_of(with(",\"att\":" + att)), Error::PayloadAttachments) << att;
  }
  EXPECT_EQ(error_of(with(",\"att\":[" + good + "]")), std::nullopt);
  EXPECT_EQ(error_of(with(",\"att\":[]")), std::nullopt);
}

TEST(ParsePayload, BoundsTheNumberOfAttachments) {
  std::string list = attachment("1");
  for (std::size_t i = 1; i < kAttachmentsMax; ++i) {
    list += "," + attachment("1");
  }
  EXPECT_EQ(error_of(with(",\"att\":[" + list + "]")), std::nullopt);
  EXPECT_EQ(error_of(with(",\"att\":[" + list + "," + attachment("1") + "]")),
            Error::PayloadAttachments);
}

}  // namespace
}  // namespace vitalstream::ledger
