#include "ledger/types/parse_data.hpp"

#include <gtest/gtest.h>

namespace vitalstream::ledger {
namespace {

constexpr std::string_view kHash = "47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU";

// Keeps what the operation's views point into.
struct Parsed {
  Parsed(std::string_view op, std::string data, std::size_t attachments = 1)
      : text(std::move(data)),
        arena(text.size()),
        operation(parse_operation(op, DataReader(JsonCursor(text, arena), attachments))) {}

  [[nodiscard]] ResultCode code() const {
    const auto* invalid = std::get_if<InvalidData>(&operation);
    return invalid == nullptr ? ResultCode::None : invalid->code;
  }

  std::string text;
  TextArena arena;
  Operation operation;
};

std::string with_hash(std::string_view before) {
  return std::string(before) + R"("externalHash":")" + std::string(kHash) + "\"}";
}

TEST(ParseData, ReadsARecordWithAnAttachment) {
  const Parsed parsed("record.put",
                      R"({"collection":"c","id":"i","subject":"s","attachment":0,"ifVersion":3})");
  const auto& put = std::get<RecordPut>(parsed.operation);
  EXPECT_EQ(put.collection, "c");
  EXPECT_EQ(put.id, "i");
  EXPECT_EQ(put.subject, "s");
  EXPECT_EQ(std::get<AttachmentIndex>(put.content), AttachmentIndex{0});
  EXPECT_EQ(put.if_version, 3U);
}

TEST(ParseData, ReadsARecordWhoseContentIsElsewhere) {
  const Parsed parsed("record.put", with_hash(R"({"collection":"c","id":"i",)"));
  const auto& put = std::get<RecordPut>(parsed.operation);
  EXPECT_TRUE(std::holds_alternative<ExternalHash>(put.content));
  EXPECT_EQ(put.subject, "");
  EXPECT_EQ(put.if_version, std::nullopt);
}

TEST(ParseData, RefusesARecordWithoutOrWithTwoContents) {
  EXPECT_EQ(Parsed("record.put", R"({"collection":"c","id":"i"})").code(),
            ResultCode::DataMemberMissing);
  EXPECT_EQ(Parsed("record.put", with_hash(R"({"collection":"c","id":"i","attachment":0,)")).code(),
            ResultCode::DataContentAmbiguous);
}

TEST(ParseData, RefusesARecordWithoutAName) {
  EXPECT_EQ(Parsed("record.put", with_hash(R"({"id":"i",)")).code(), ResultCode::DataMemberMissing);
  EXPECT_EQ(Parsed("record.put", with_hash(R"({"collection":"c",)")).code(),
            ResultCode::DataMemberMissing);
}

TEST(ParseData, ReadsAnAuditEntry) {
  const Parsed parsed("audit.append", R"({"type":"t","source":"s","actor":"a","subject":"p",)"
                                      R"("outcome":"minor_failure","detail":0})");
  const auto& entry = std::get<AuditAppend>(parsed.operation);
  EXPECT_EQ(entry.type, "t");
  EXPECT_EQ(entry.source, "s");
  EXPECT_EQ(entry.actor, "a");
  EXPECT_EQ(entry.subject, "p");
  EXPECT_EQ(entry.outcome, AuditOutcome::MinorFailure);
  EXPECT_EQ(entry.detail, AttachmentIndex{0});
}

TEST(ParseData, RefusesAnAuditEntryThatLacksAMember) {
  for (const char* data : {R"({"source":"s","actor":"a","outcome":"success"})",
                           R"({"type":"t","actor":"a","outcome":"success"})",
                           R"({"type":"t","source":"s","outcome":"success"})",
                           R"({"type":"t","source":"s","actor":"a"})"}) {
    EXPECT_EQ(Parsed("audit.append", data).code(), ResultCode::DataMemberMissing) << data;
  }
}

TEST(ParseData, ReadsAConsent) {
  const Parsed parsed("consent.grant",
                      R"({"subject":"p","grantee":"g","purpose":"treatment",)"
                      R"("scopes":["lab","imaging"],"from":10,"until":20,"document":0})");
  const auto& grant = std::get<ConsentGrant>(parsed.operation);
  EXPECT_EQ(grant.subject, "p");
  EXPECT_EQ(grant.grantee, "g");
  EXPECT_EQ(grant.purpose, "treatment");
  EXPECT_EQ(grant.scopes, (std::vector<std::string_view>{"lab", "imaging"}));
  EXPECT_EQ(grant.from, UnixSeconds{10});
  EXPECT_EQ(grant.until, UnixSeconds{20});
  EXPECT_EQ(grant.document, AttachmentIndex{0});
}

TEST(ParseData, AConsentNeedsSubjectGranteeAndPurpose) {
  for (const char* data : {R"({"grantee":"g","purpose":"t"})", R"({"subject":"p","purpose":"t"})",
                           R"({"subject":"p","grantee":"g"})"}) {
    EXPECT_EQ(Parsed("consent.grant", data).code(), ResultCode::DataMemberMissing) << data;
  }
}

TEST(ParseData, RefusesAPeriodThatIsEmpty) {
  const auto with_period = [](const char* period) {
    return R"({"subject":"p","grantee":"g","purpose":"t",)" + std::string(period) + "}";
  };
  EXPECT_EQ(Parsed("consent.grant", with_period(R"("from":20,"until":20)")).code(),
            ResultCode::DataPeriodEmpty);
  EXPECT_EQ(Parsed("consent.grant", with_period(R"("until":0)")).code(),
            ResultCode::DataPeriodEmpty);
  EXPECT_EQ(Parsed("consent.grant", with_period(R"("from":20,"until":21)")).code(),
            ResultCode::None);
}

TEST(ParseData, RefusesAPeriodInMilliseconds) {
  for (const char* period : {R"("from":1790000000000)", R"("until":1790000000000)",
                             R"("from":1790000000,"until":1821536000000)"}) {
    const std::string data =
        R"({"subject":"p","grantee":"g","purpose":"t",)" + std::string(period) + "}";
    EXPECT_EQ(Parsed("consent.grant", data.c_str()).code(), ResultCode::DataNumberInvalid)
        << period;
  }
}

TEST(ParseData, ARevocationMayBeForAnything) {
  const Parsed parsed("consent.revoke", R"({"subject":"p"})");
  const auto& revoke = std::get<ConsentRevoke>(parsed.operation);
  EXPECT_EQ(revoke.subject, "p");
  EXPECT_EQ(revoke.grantee, "");
  EXPECT_TRUE(revoke.scopes.empty());
  EXPECT_EQ(Parsed("consent.revoke", R"({"grantee":"g"})").code(), ResultCode::DataMemberMissing);
  const Parsed narrow("consent.revoke",
                      R"({"subject":"p","grantee":"g","purpose":"t","scopes":["x"],"document":0})");
  EXPECT_EQ(std::get<ConsentRevoke>(narrow.operation).purpose, "t");
}

TEST(ParseData, RefusesMembersThatAnOperationDoesNotHave) {
  for (const char* op : {"record.put", "audit.append", "consent.grant", "consent.revoke"}) {
    EXPECT_EQ(Parsed(op, R"({"unheard":1})").code(), ResultCode::DataMemberUnknown) << op;
  }
}

TEST(ParseData, AnUnknownOperationIsStillATransaction) {
  EXPECT_TRUE(std::holds_alternative<UnknownOperation>(Parsed("subject.erase", "{}").operation));
}

}  // namespace
}  // namespace vitalstream::ledger
