// Limits that one side keeps when it makes something and the other checks when it gets it: at each
// of them what is one below and what is at the limit is taken, and one above is refused. One table:
// a limit that gets a second side gets a row.

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "consensus/lanes/examination.hpp"
#include "consensus/lanes/intake.hpp"
#include "consensus/lanes/limits.hpp"
#include "consensus/types/codec.hpp"
#include "ledger/types/batch_room.hpp"
#include "net/p2p/frame.hpp"
#include "net/wire/limits.hpp"
#include "net/wire/peer_message.hpp"
#include "support/a_batch.hpp"

namespace vitalstream::node {
namespace {

using consensus::BatchRef;
using consensus::ValidatorId;
using consensus::ValidatorIndex;

bool is_decoded(const consensus::Message& message,
                const std::vector<net::StoredBatch>& carried = {}) {
  return net::decode_peer_message(net::encode_message(message, carried)).has_value();
}

consensus::SignedBatchHeader a_header(std::size_t items, std::size_t body_bytes) {
  consensus::SignedBatchHeader header;
  header.header.lane = ValidatorId{2};
  header.header.incarnation = consensus::Incarnation{1};
  header.header.sequence = consensus::Sequence{1};
  header.header.items = static_cast<std::uint32_t>(items);
  header.header.body_bytes = static_cast<std::uint32_t>(body_bytes);
  return header;
}

net::StoredBatch a_stored_batch(std::size_t body_bytes, std::size_t attachment_bytes) {
  return {net::encode_stored_batch(a_header(1, body_bytes), Bytes(body_bytes, 1)),
          Bytes(attachment_bytes, 2)};
}

consensus::BatchDigest digest_of(std::size_t number) {
  Hash32 bytes{};
  bytes[0] = static_cast<std::uint8_t>(number);
  bytes[1] = static_cast<std::uint8_t>(number >> 8U);
  bytes[31] = 1;
  return consensus::BatchDigest{bytes};
}

// References of lane 2 from its beginning.
std::vector<BatchRef> references(std::size_t count) {
  std::vector<BatchRef> chain;
  for (std::size_t i = 1; i <= count; ++i) {
    chain.push_back(
        {ValidatorId{2}, consensus::Incarnation{1}, consensus::Sequence{i}, digest_of(i)});
  }
  return chain;
}

bool takes_batch_of(std::size_t total_bytes) {
  const consensus::HeldBatches held(testing::a_set(), {});
  consensus::Intake intake(testing::a_set(), ValidatorId{1});
  const consensus::BatchArrived arrived{ValidatorIndex{1}, a_header(1, 1), digest_of(1),
                                        total_bytes};
  const auto effect =
      intake.on_arrived({}, arrived, held, consensus::Fetcher(milliseconds(100), 1));
  return std::holds_alternative<consensus::VerifyBatch>(effect);
}

bool takes_body_of(std::size_t bytes) {
  const net::StoredBatch batch = a_stored_batch(bytes, 0);
  return net::decode_peer_message(net::encode_batch(batch.stored, batch.attachments)).has_value();
}

bool takes_attachments_of(std::size_t bytes) {
  const net::StoredBatch batch = a_stored_batch(1, bytes);
  return net::decode_peer_message(net::encode_batch(batch.stored, batch.attachments)).has_value();
}

bool takes_header_with(std::size_t items) {
  return net::decode_stored_batch(net::encode_stored_batch(a_header(items, 1), Bytes(1)))
      .has_value();
}

// Attachments of three transactions that take so many bytes in their batch's part.
bool takes_attachments_part_of(std::size_t bytes) {
  std::vector<ledger::AttachmentList> lists(3);
  std::size_t left = bytes - ledger::kBatchAttachmentsCountBytes;
  for (std::size_t i = 0; i < lists.size(); ++i) {
    lists[i] = {ledger::Attachment{}};
    const std::size_t head = ledger::attachment_list_bytes(lists[i]);
    const std::size_t share = i == 2 ? left : bytes / lists.size();
    lists[i].front().content = Bytes(share - head);
    left -= share;
  }
  const Bytes part = ledger::encode_attachments(lists);
  EXPECT_EQ(part.size(), bytes);
  return ledger::decode_attachments(part, lists.size()).has_value();
}

bool takes_content_of(std::size_t bytes) {
  const std::vector<ledger::AttachmentList> lists{
      {ledger::Attachment{{}, Bytes(bytes / 2)}, ledger::Attachment{{}, Bytes(bytes - bytes / 2)}}};
  return ledger::decode_attachments(ledger::encode_attachments(lists), 1).has_value();
}

bool takes_carried(std::size_t count) {
  return is_decoded(consensus::Proposal{},
                    std::vector<net::StoredBatch>(count, a_stored_batch(1, 0)));
}

bool takes_block_of(std::size_t count) {
  consensus::Block block;
  block.references = references(count);
  return is_decoded(consensus::BlockResponse{block});
}

// A block of four batches of lane 2 that have so many bytes together.
bool takes_referenced_bytes(std::size_t bytes) {
  constexpr std::size_t kCount = 4;
  consensus::HeldBatches held(testing::a_set(), {});
  const std::vector<BatchRef> chain = references(kCount);
  for (std::size_t i = 0; i < kCount; ++i) {
    consensus::VerifiedBatch batch;
    batch.signed_header = a_header(1, 1);
    batch.signed_header.header.sequence = chain[i].sequence;
    batch.signed_header.header.previous = i == 0 ? consensus::BatchDigest{} : chain[i - 1].digest;
    batch.digest = chain[i].digest;
    batch.total_bytes = bytes / kCount + (i == 0 ? bytes % kCount : 0);
    held.hold({batch, consensus::VerifyDepth::Full, {}, {}, consensus::Grant::Paid});
  }
  const consensus::Intake intake(testing::a_set(), ValidatorId{1});
  return consensus::examine_references(testing::a_set(), held, intake,
                                       {{}, consensus::Height{1}, chain})
             .state == consensus::PayloadState::Ready;
}

bool takes_requested(std::size_t count) {
  return is_decoded(consensus::BatchRequest{std::vector(count, digest_of(1))});
}

bool takes_range_of(std::size_t count) {
  return is_decoded(
      consensus::FinalRangeResponse{std::vector<consensus::Block>(count), std::nullopt});
}

bool takes_watermarks_of(std::size_t lanes) {
  return is_decoded(consensus::Watermarks{std::vector<consensus::Watermarks::Entry>(lanes)});
}

bool takes_certificate_of(std::size_t signers) {
  consensus::Certificate certificate;
  certificate.subject = consensus::make_nullify(consensus::Epoch{1}, consensus::View{1});
  certificate.signatures.assign(signers, {ValidatorIndex{0}, Bytes(64, 1)});
  return is_decoded(certificate);
}

bool takes_signature_of(std::size_t bytes) {
  consensus::Vote vote;
  vote.subject = consensus::make_nullify(consensus::Epoch{1}, consensus::View{1});
  vote.signature = Bytes(bytes, 1);
  return is_decoded(vote);
}

bool takes_lane_key_of(std::size_t bytes) {
  consensus::SignedBatchHeader header = a_header(1, 1);
  header.lane_key.key.bytes = Bytes(bytes, 1);
  return net::decode_stored_batch(net::encode_stored_batch(header, Bytes(1))).has_value();
}

bool takes_frame_of(std::size_t bytes) {
  const auto header = net::encode_frame_header({net::FrameType::Message, bytes});
  return net::decode_frame_header(header, net::kMessageBytesMax).has_value();
}

struct Border {
  const char* name;
  std::size_t limit;
  bool (*is_taken)(std::size_t);
};

constexpr Border kBorders[] = {
    {"BatchBytes", consensus::kBatchBytesMax, takes_batch_of},
    {"BatchBodyBytes", consensus::kBatchBodyBytesMax, takes_body_of},
    {"BatchItems", consensus::kBatchItemsMax, takes_header_with},
    {"AttachmentsOnTheWire", net::kAttachmentsBytesMax, takes_attachments_of},
    {"AttachmentsPart", ledger::kBatchAttachmentBytesMax, takes_attachments_part_of},
    {"AttachmentContent", ledger::kAttachmentContentBytesMax, takes_content_of},
    {"CarriedBatches", consensus::kCarriedBatchesMax, takes_carried},
    {"References", consensus::kBlockReferencesMax, takes_block_of},
    {"ReferencedBytes", consensus::kBlockReferencedBytesMax + consensus::kReferencedBytesSlack,
     takes_referenced_bytes},
    {"RequestedBatches", consensus::kRequestedBatchesMax, takes_requested},
    {"FinalRangeBlocks", net::kFinalRangeBlocksMax, takes_range_of},
    {"Watermarks", consensus::kValidatorsMax, takes_watermarks_of},
    {"CertificateSigners", consensus::kValidatorsMax, takes_certificate_of},
    {"SignatureBytes", consensus::kSignatureBytesMax, takes_signature_of},
    {"PublicKeyBytes", consensus::kPublicKeyBytesMax, takes_lane_key_of},
    {"FrameBytes", net::kMessageBytesMax, takes_frame_of},
};

class LimitsAgree : public ::testing::TestWithParam<Border> {};

TEST_P(LimitsAgree, AtTheBorder) {
  const Border& border = GetParam();
  EXPECT_TRUE(border.is_taken(border.limit - 1));
  EXPECT_TRUE(border.is_taken(border.limit));
  EXPECT_FALSE(border.is_taken(border.limit + 1));
}

INSTANTIATE_TEST_SUITE_P(Table, LimitsAgree, ::testing::ValuesIn(kBorders),
                         [](const auto& row) { return std::string(row.param.name); });

// Limits that are sums of others say what the codecs write.
TEST(LimitsAgree, LargestCertificateHasTheBytesThatAreCountedForIt) {
  consensus::Certificate certificate;
  certificate.subject = consensus::make_finalize(
      consensus::make_notarize(consensus::Epoch{1}, consensus::View{2}, consensus::View{1}, {}));
  certificate.signatures.assign(consensus::kValidatorsMax,
                                {ValidatorIndex{0}, Bytes(consensus::kSignatureBytesMax, 1)});
  ByteWriter writer;
  consensus::write_certificate(writer, certificate);
  EXPECT_EQ(writer.bytes().size(), consensus::kCertificateBytesMax);
  EXPECT_TRUE(is_decoded(certificate));
}

TEST(LimitsAgree, LargestStoredBatchHasTheBytesThatAreCountedForItAndTravels) {
  consensus::SignedBatchHeader header = a_header(1, consensus::kBatchBodyBytesMax);
  header.lane_key.key.bytes = Bytes(consensus::kPublicKeyBytesMax, 1);
  header.lane_key.signature = Bytes(consensus::kSignatureBytesMax, 1);
  header.signature = Bytes(consensus::kSignatureBytesMax, 1);
  const Bytes stored = net::encode_stored_batch(header, Bytes(consensus::kBatchBodyBytesMax));
  EXPECT_EQ(stored.size(), net::kStoredBatchBytesMax);
  const Bytes message = net::encode_batch(stored, Bytes(net::kAttachmentsBytesMax));
  EXPECT_LE(message.size(), net::kMessageBytesMax);
  EXPECT_TRUE(net::decode_peer_message(message));
}

TEST(LimitsAgree, LargestBlockHasTheBytesThatAreCountedForIt) {
  consensus::Block block;
  block.references = references(consensus::kBlockReferencesMax);
  ByteWriter writer;
  consensus::write_block(writer, block);
  EXPECT_EQ(writer.bytes().size(), net::kBlockBytesMax);
}

TEST(LimitsAgree, LargestProposalTravelsWithAllThatItMayCarry) {
  consensus::Proposal proposal;
  proposal.block.references = references(consensus::kBlockReferencesMax);
  proposal.vote.subject =
      consensus::make_notarize(consensus::Epoch{1}, consensus::View{2}, consensus::View{1}, {});
  proposal.vote.signature = Bytes(consensus::kSignatureBytesMax, 1);
  const std::size_t each = consensus::kCarriedBytesMax / consensus::kCarriedBatchesMax;
  const std::size_t head = a_stored_batch(0, 0).stored.size();
  const std::vector<net::StoredBatch> carried(consensus::kCarriedBatchesMax,
                                              a_stored_batch(each - head, 0));
  const Bytes message = net::encode_message(proposal, carried);
  EXPECT_LE(message.size(), net::kMessageBytesMax);
  EXPECT_TRUE(net::decode_peer_message(message));
}

TEST(LimitsAgree, StuckReportTravelsWithTheLargestCertificate) {
  consensus::StuckReport report;
  report.best.emplace();
  report.best->subject = consensus::make_nullify(consensus::Epoch{1}, consensus::View{1});
  report.best->signatures.assign(consensus::kValidatorsMax,
                                 {ValidatorIndex{0}, Bytes(consensus::kSignatureBytesMax, 1)});
  EXPECT_TRUE(is_decoded(report));
}

}  // namespace
}  // namespace vitalstream::node
