#include "ledger/types/data_reader.hpp"

#include <gtest/gtest.h>

#include <functional>
#include <string>

namespace vitalstream::ledger {
namespace {

// Reads one member of `data` with `take` and returns the code of the rule that it breaks.
ResultCode code_of(std::string_view data, const std::function<void(DataReader&)>& take) {
  TextArena arena(data.size());
  DataReader reader(JsonCursor(data, arena), /*attachments=*/2);
  while (reader.next()) {
    take(reader);
  }
  const Operation operation = reader.finish(RecordPut{});
  const auto* invalid = std::get_if<InvalidData>(&operation);
  return invalid == nullptr ? ResultCode::None : invalid->code;
}

void take_text(DataReader& reader) {
  std::string_view text;
  reader.take_text(text);
}

void take_texts(DataReader& reader) {
  std::vector<std::string_view> texts;
  reader.take_texts(texts);
}

TEST(DataReader, RefusesDataThatIsNoObject) {
  for (const char* data : {"1", "\"x\"", "[]", "null"}) {
    EXPECT_EQ(code_of(data, take_text), ResultCode::DataNotObject) << data;
  }
}

TEST(DataReader, TakesIdentifiersOnly) {
  EXPECT_EQ(code_of(R"({"a":"x"})", take_text), ResultCode::None);
  EXPECT_EQ(code_of(R"({"a":"x\/y"})", take_text), ResultCode::None);
  EXPECT_EQ(code_of(R"({"a":1})", take_text), ResultCode::DataMemberType);
  EXPECT_EQ(code_of(R"({"a":""})", take_text), ResultCode::DataTextInvalid);
  EXPECT_EQ(code_of(R"({"a":"two words"})", take_text), ResultCode::DataTextInvalid);
}

TEST(DataReader, TakesListsOfOneToSixteenTexts) {
  EXPECT_EQ(code_of(R"({"a":["x","y"]})", take_texts), ResultCode::None);
  EXPECT_EQ(code_of(R"({"a":"x"})", take_texts), ResultCode::DataMemberType);
  EXPECT_EQ(code_of(R"({"a":[]})", take_texts), ResultCode::DataListLength);
  EXPECT_EQ(code_of(R"({"a":["x",1]})", take_texts), ResultCode::DataMemberType);
  std::string sixteen = R"("1")";
  for (int i = 2; i <= 16; ++i) {
    sixteen += ",\"" + std::to_string(i) + "\"";
  }
  EXPECT_EQ(code_of("{\"a\":[" + sixteen + "]}", take_texts), ResultCode::None);
  EXPECT_EQ(code_of("{\"a\":[" + sixteen + ",\"17\"]}", take_texts), ResultCode::DataListLength);
}

TEST(DataReader, TakesSecondsAndNeverMilliseconds) {
  const auto take_seconds = [](DataReader& reader) {
    UnixSeconds seconds;
    reader.take_seconds(seconds);
  };
  EXPECT_EQ(code_of(R"({"a":0})", take_seconds), ResultCode::None);
  EXPECT_EQ(code_of(R"({"a":99999999999})", take_seconds), ResultCode::None);
  EXPECT_EQ(code_of(R"({"a":100000000000})", take_seconds), ResultCode::DataNumberInvalid);
  EXPECT_EQ(code_of(R"({"a":1790000000000})", take_seconds), ResultCode::DataNumberInvalid);
  EXPECT_EQ(code_of(R"({"a":9007199254740991})", take_seconds), ResultCode::DataNumberInvalid);
  EXPECT_EQ(code_of(R"({"a":1790000000.5})", take_seconds), ResultCode::DataNumberInvalid);
  EXPECT_EQ(code_of(R"({"a":"1790000000"})", take_seconds), ResultCode::DataMemberType);
}

TEST(DataReader, TakesNaturalNumbersOnly) {
  const auto take = [](DataReader& reader) {
    std::optional<std::uint64_t> number;
    reader.take_natural(number);
  };
  EXPECT_EQ(code_of(R"({"a":0})", take), ResultCode::None);
  EXPECT_EQ(code_of(R"({"a":"0"})", take), ResultCode::DataMemberType);
  EXPECT_EQ(code_of(R"({"a":-1})", take), ResultCode::DataNumberInvalid);
  EXPECT_EQ(code_of(R"({"a":1.5})", take), ResultCode::DataNumberInvalid);
}

TEST(DataReader, TakesOutcomesByName) {
  const auto take = [](DataReader& reader) {
    std::optional<AuditOutcome> outcome;
    reader.take_outcome(outcome);
  };
  EXPECT_EQ(code_of(R"({"a":"serious_failure"})", take), ResultCode::None);
  EXPECT_EQ(code_of(R"({"a":"failure"})", take), ResultCode::DataTextInvalid);
  EXPECT_EQ(code_of(R"({"a":4})", take), ResultCode::DataMemberType);
}

TEST(DataReader, TakesDigestsOfThirtyTwoBytes) {
  const auto take = [](DataReader& reader) {
    std::optional<ExternalHash> digest;
    reader.take_digest(digest);
  };
  EXPECT_EQ(code_of(R"({"a":"47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU"})", take),
            ResultCode::None);
  EXPECT_EQ(code_of(R"({"a":"47DEQpj8HBSa-_TImW-5JA"})", take), ResultCode::DataDigestInvalid);
  EXPECT_EQ(code_of(R"({"a":"not base64url"})", take), ResultCode::DataDigestInvalid);
  EXPECT_EQ(code_of(R"({"a":[]})", take), ResultCode::DataMemberType);
}

TEST(DataReader, KnowsHowManyAttachmentsThereAre) {
  const auto take = [](DataReader& reader) {
    std::optional<AttachmentIndex> attachment;
    reader.take_attachment(attachment);
  };
  EXPECT_EQ(code_of(R"({"a":1})", take), ResultCode::None);
  EXPECT_EQ(code_of(R"({"a":2})", take), ResultCode::DataAttachmentUnknown);
  EXPECT_EQ(code_of(R"({"a":300})", take), ResultCode::DataAttachmentUnknown);
}

TEST(DataReader, KeepsTheFirstBrokenRuleAndNamesItsMember) {
  const std::string_view data = R"({"first":1,"second":""})";
  TextArena arena(data.size());
  DataReader reader(JsonCursor(data, arena), 0);
  while (reader.next()) {
    take_text(reader);
  }
  reader.require("third", false);
  const Operation operation = reader.finish(RecordPut{});
  const auto& invalid = std::get<InvalidData>(operation);
  EXPECT_EQ(invalid.code, ResultCode::DataMemberType);
  EXPECT_EQ(invalid.member, "first");
}

}  // namespace
}  // namespace vitalstream::ledger
