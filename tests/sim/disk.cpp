#include "tests/sim/disk.hpp"

#include "base/assert.hpp"

namespace vitalstream::sim {
namespace {

using consensus::JournalRecord;

// Through bytes and back, as a real disk does.
JournalRecord reread(const JournalRecord& record) {
  ByteWriter writer;
  consensus::write_journal_record(writer, record);
  ByteReader reader(writer.bytes());
  JournalRecord read = consensus::read_journal_record(reader);
  VS_ASSERT(reader.finished());
  return read;
}

}  // namespace

Disk::Disk(const consensus::ValidatorSet& validators) : ledger_(validators) {
  durable_journal_.emplace_back(consensus::NewRecord{validators.epoch(), consensus::View{0}});
}

void Disk::append(const std::vector<JournalRecord>& records) {
  journal_writes_.push_back({false, records});
}

void Disk::rotate(const std::vector<JournalRecord>& records) {
  journal_writes_.push_back({true, records});
}

void Disk::store(const BatchPtr& batch) {
  batches_[batch->digest] = batch;
  batch_writes_.push_back({batch->digest, batch});
}

void Disk::forget(const consensus::BatchDigest& digest) {
  batches_.erase(digest);
  batch_writes_.push_back({digest, nullptr});
}

Disk::Mark Disk::mark() const {
  return {journal_done_ + journal_writes_.size(), batches_done_ + batch_writes_.size()};
}

void Disk::sync(const Mark& mark) {
  const std::size_t journal = mark.journal - journal_done_;
  const std::size_t batches = mark.batches - batches_done_;
  for (std::size_t i = 0; i < journal; ++i) {
    harden(journal_writes_[i]);
  }
  for (std::size_t i = 0; i < batches; ++i) {
    harden(batch_writes_[i]);
  }
  journal_writes_.erase(journal_writes_.begin(),
                        journal_writes_.begin() + static_cast<std::ptrdiff_t>(journal));
  batch_writes_.erase(batch_writes_.begin(),
                      batch_writes_.begin() + static_cast<std::ptrdiff_t>(batches));
  journal_done_ = mark.journal;
  batches_done_ = mark.batches;
}

void Disk::keep(const std::vector<consensus::BatchRef>& references) {
  for (const consensus::BatchRef& reference : references) {
    durable_batches_[reference.digest] = batches_.at(reference.digest);
  }
}

void Disk::crash(Prng& prng) {
  sync({journal_done_ + prng.below(journal_writes_.size() + 1),
        batches_done_ + prng.below(batch_writes_.size() + 1)});
  journal_writes_.clear();
  batch_writes_.clear();
  batches_ = durable_batches_;
}

void Disk::wipe(const consensus::ValidatorSet& validators, NewDisk command) {
  *this = Disk(validators);
  if (command == NewDisk::LostRecord) {
    durable_journal_.clear();
    durable_journal_.emplace_back(consensus::NewRecord{validators.epoch(), std::nullopt});
  }
}

bool Disk::must_ask() const {
  return std::ranges::none_of(read_journal(), [](const JournalRecord& record) {
    return std::holds_alternative<consensus::CastVote>(record);
  });
}

BatchPtr Disk::batch(const consensus::BatchDigest& digest) const {
  const auto found = batches_.find(digest);
  return found == batches_.end() ? nullptr : found->second;
}

std::vector<JournalRecord> Disk::read_journal() const {
  std::vector<JournalRecord> records;
  records.reserve(durable_journal_.size());
  for (const JournalRecord& record : durable_journal_) {
    records.push_back(reread(record));
  }
  return records;
}

bool Disk::holds_vote(const consensus::VoteSubject& subject) const {
  return durable_votes_.contains(subject);
}

const consensus::Block* Disk::holds_block(const consensus::BlockDigest& digest) const {
  const auto found = durable_blocks_.find(digest);
  if (found != durable_blocks_.end()) {
    return &found->second;
  }
  const CommittedBlock* committed = ledger_.find(digest);
  return committed == nullptr ? nullptr : &committed->delivered.block;
}

bool Disk::holds_batch(const consensus::BatchDigest& digest) const {
  return durable_batches_.contains(digest);
}

void Disk::harden(const JournalWrite& write) {
  if (write.rotates) {
    durable_journal_.clear();
    durable_votes_.clear();
    durable_blocks_.clear();
  }
  for (const JournalRecord& record : write.records) {
    durable_journal_.push_back(record);
    if (const auto* vote = std::get_if<consensus::CastVote>(&record)) {
      durable_votes_.insert(vote->subject);
    } else if (const auto* block = std::get_if<consensus::HeldBlock>(&record)) {
      durable_blocks_.emplace(consensus::block_digest(sim_genesis(), block->block.header),
                              block->block);
    }
  }
}

void Disk::harden(const BatchWrite& write) {
  if (write.batch == nullptr) {
    durable_batches_.erase(write.digest);
  } else {
    durable_batches_[write.digest] = write.batch;
  }
}

}  // namespace vitalstream::sim
