#include "consensus/core/journal.hpp"

#include <utility>

#include "consensus/core/limits.hpp"

namespace vitalstream::consensus {
namespace {

// Near enough to decide when to start anew; the exact bytes are the codec's affair.
struct SizeEstimate {
  static constexpr std::size_t kFixedBytes = 128;
  static constexpr std::size_t kReferenceBytes = 52;

  std::size_t operator()(const CastVote&) const { return kFixedBytes; }
  std::size_t operator()(const CertifiedView&) const { return kFixedBytes; }
  std::size_t operator()(const WitnessedCommit&) const { return kFixedBytes; }
  std::size_t operator()(const NewRecord&) const { return kFixedBytes; }
  std::size_t operator()(const GivenCommitment&) const { return kFixedBytes; }
  std::size_t operator()(const HeldCertificate& record) const {
    std::size_t bytes = kFixedBytes;
    for (const SignerSignature& one : record.certificate.signatures) {
      bytes += one.signature.size() + sizeof(one.signer);
    }
    return bytes;
  }
  std::size_t operator()(const HeldBlock& record) const {
    return kFixedBytes * 2 + record.block.references.size() * kReferenceBytes;
  }
};

std::size_t estimate(const std::vector<JournalRecord>& records) {
  std::size_t bytes = 0;
  for (const JournalRecord& record : records) {
    bytes += std::visit(SizeEstimate{}, record);
  }
  return bytes;
}

}  // namespace

void Journal::add(JournalRecord record) { unwritten_.push_back(std::move(record)); }

std::vector<JournalRecord> Journal::take() {
  bytes_ += estimate(unwritten_);
  return std::exchange(unwritten_, {});
}

bool Journal::is_overfull() const { return unwritten_.size() > kUnwrittenRecordsMax; }

bool Journal::has_outgrown() const {
  // Twice what must be kept, so that a large remainder is not rewritten again and again.
  return bytes_ > kJournalBytesMax && bytes_ > 2 * bytes_at_start_;
}

void Journal::rotated(const std::vector<JournalRecord>& records) {
  unwritten_.clear();
  bytes_ = estimate(records);
  bytes_at_start_ = bytes_;
}

void Journal::restored(const std::vector<JournalRecord>& records) { bytes_ = estimate(records); }

}  // namespace vitalstream::consensus
