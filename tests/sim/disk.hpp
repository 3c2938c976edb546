#pragma once
// Disk: a process's safety record and batch store, each with a volatile image (what was written)
// and a durable one (what survives), and its committed database. A crash keeps the durable image
// and, of each file on its own, any prefix of what was written after it.

#include <cstddef>
#include <map>
#include <set>
#include <variant>
#include <vector>

#include "consensus/core/journal_record.hpp"
#include "tests/sim/ledger.hpp"
#include "tests/sim/prng.hpp"

namespace vitalstream::sim {

enum class NewDisk { LostRecord, FirstRecord };

class Disk {
 public:
  explicit Disk(const consensus::ValidatorSet& validators);

  void append(const std::vector<consensus::JournalRecord>& records);
  void rotate(const std::vector<consensus::JournalRecord>& records);
  void store(const BatchPtr& batch);
  void forget(const consensus::BatchDigest& digest);
  // A sync that begins now covers everything written so far.
  struct Mark {
    std::size_t journal = 0;
    std::size_t batches = 0;
  };
  [[nodiscard]] Mark mark() const;
  void sync(const Mark& mark);
  // The commit of a block makes the batches that it references durable with it.
  void keep(const std::vector<consensus::BatchRef>& references);
  void crash(Prng& prng);
  // C15: everything is gone; an explicit command starts a new record, or a mistaken one begins the
  // record of a validator that has never run.
  void wipe(const consensus::ValidatorSet& validators, NewDisk command);

  // The volatile image, for a running process.
  [[nodiscard]] BatchPtr batch(const consensus::BatchDigest& digest) const;
  [[nodiscard]] const std::map<consensus::BatchDigest, BatchPtr>& batches() const {
    return batches_;
  }
  [[nodiscard]] std::vector<consensus::JournalRecord> read_journal() const;
  // The record holds no vote: it was lost, or came too late to the birth of the network. Its
  // validator has to ask the others, or has asked and has to leave out the view that they are in,
  // which then ends without it or not at all (C15).
  [[nodiscard]] bool must_ask() const;
  Ledger& ledger() { return ledger_; }
  [[nodiscard]] const Ledger& ledger() const { return ledger_; }

  // The durable image (S6).
  [[nodiscard]] bool holds_vote(const consensus::VoteSubject& subject) const;
  [[nodiscard]] const consensus::Block* holds_block(const consensus::BlockDigest& digest) const;
  [[nodiscard]] bool holds_batch(const consensus::BatchDigest& digest) const;

 private:
  struct JournalWrite {
    bool rotates = false;
    std::vector<consensus::JournalRecord> records;
  };
  struct BatchWrite {
    consensus::BatchDigest digest;
    BatchPtr batch;  // null: forgotten
  };

  void harden(const JournalWrite& write);
  void harden(const BatchWrite& write);

  std::vector<consensus::JournalRecord> durable_journal_;
  std::set<consensus::VoteSubject> durable_votes_;
  std::map<consensus::BlockDigest, consensus::Block> durable_blocks_;
  std::map<consensus::BatchDigest, BatchPtr> durable_batches_;
  std::vector<JournalWrite> journal_writes_;  // not durable yet
  std::vector<BatchWrite> batch_writes_;
  std::size_t journal_done_ = 0;  // writes made durable since the start, for marks
  std::size_t batches_done_ = 0;
  std::map<consensus::BatchDigest, BatchPtr> batches_;
  Ledger ledger_;
};

}  // namespace vitalstream::sim
