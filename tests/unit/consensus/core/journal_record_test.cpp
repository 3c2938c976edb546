#include "consensus/core/journal_record.hpp"

#include <gtest/gtest.h>

#include "../types/codec_checks.hpp"
#include "a_chain.hpp"

namespace vitalstream::consensus {
namespace {

using testing::sample_digest;

std::vector<JournalRecord> one_of_each() {
  return {CastVote{testing::sample_notarize()},
          CastVote{make_nullify(Epoch{1}, View{9})},
          HeldCertificate{testing::sample_certificate()},
          CertifiedView{Epoch{1}, View{9}},
          HeldBlock{testing::sample_block()},
          WitnessedCommit{Height{3}, sample_digest<BlockDigest>(1), sample_digest<ExecutedRoot>(2)},
          NewRecord{Epoch{1}, std::nullopt},
          NewRecord{Epoch{1}, View{17}},
          GivenCommitment{ValidatorId{30}, sample_digest<ProcessDigest>(3), true}};
}

Bytes bytes_of(const JournalRecord& record) {
  ByteWriter writer;
  write_journal_record(writer, record);
  return writer.take();
}

TEST(JournalRecord, EveryKindSurvivesItsBytes) {
  for (const JournalRecord& record : one_of_each()) {
    const Bytes bytes = bytes_of(record);
    ByteReader reader{bytes};
    const JournalRecord read = read_journal_record(reader);
    EXPECT_TRUE(reader.finished());
    EXPECT_EQ(read.index(), record.index());
    EXPECT_EQ(bytes_of(read), bytes);
  }
}

TEST(JournalRecord, TheBytesOnDiskAreFixed) {
  const std::vector<std::string> names = {
      "cast_vote",        "cast_nullify",    "held_certificate",   "certified_view",  "held_block",
      "witnessed_commit", "new_record_open", "new_record_settled", "given_commitment"};
  const std::vector<JournalRecord> records = one_of_each();
  ASSERT_EQ(names.size(), records.size());
  for (std::size_t i = 0; i < names.size(); ++i) {
    testing::expect_golden("journal_" + names[i], bytes_of(records[i]));
  }
}

TEST(JournalRecord, NoPrefixOfARecordIsARecord) {
  for (const JournalRecord& record : one_of_each()) {
    const Bytes bytes = bytes_of(record);
    for (std::size_t length = 0; length < bytes.size(); ++length) {
      EXPECT_FALSE(testing::is_readable(read_journal_record, ByteView(bytes).first(length)));
    }
  }
}

TEST(JournalRecord, AnUnknownKindOrFlagIsRefused) {
  EXPECT_FALSE(testing::is_readable(read_journal_record, Bytes{0}));
  EXPECT_FALSE(testing::is_readable(read_journal_record, Bytes{7}));
  Bytes bytes = bytes_of(NewRecord{Epoch{1}, std::nullopt});
  bytes.back() = 2;
  EXPECT_FALSE(testing::is_readable(read_journal_record, bytes));
}

}  // namespace
}  // namespace vitalstream::consensus
