#pragma once
// Durability: one round of syncs per group of steps (C14). Records are appended to the safety
// record; then the safety record and the database's log are synced at the same time, each by a
// thread of its own; only then are the tickets reported durable. What arrives during a round shares
// the next one. Called from the driver's thread; reports from its own thread.

#include <atomic>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "base/bytes.hpp"
#include "base/result.hpp"
#include "node/driver/receivers.hpp"
#include "node/ground/serial_thread.hpp"
#include "storage/database.hpp"
#include "storage/journal.hpp"

namespace vitalstream::node {

class Durability final : public RecordPort {
 public:
  struct Events {
    // Everything up to this ticket is on disk.
    std::function<void(EffectGate::Ticket)> on_durable;
    // A write or sync failed. It is never tried again: the process must stop.
    std::function<void(std::string reason)> on_failure;
    // How long a round took; for metrics.
    std::function<void(Duration)> on_round;
  };

  // Both stores must outlive this object. Without a safety record nothing is ever signed, and only
  // the database is synced.
  Durability(storage::Journal* journal, storage::Database& database, Events events);
  ~Durability() override;
  Durability(const Durability&) = delete;
  Durability& operator=(const Durability&) = delete;

  void persist(EffectGate::Ticket ticket, std::vector<Bytes> records) override;
  void rotate(EffectGate::Ticket ticket, std::vector<Bytes> records) override;
  // The size of the safety record after the last round. Any thread.
  [[nodiscard]] std::uint64_t journal_bytes() const { return journal_bytes_; }
  // Ends the rounds that have begun and joins. Idempotent.
  void finish();

 private:
  enum class Kind : std::uint8_t { Append, Rotate };
  struct Request {
    EffectGate::Ticket ticket = 0;
    Kind kind = Kind::Append;
    std::vector<Bytes> records;
  };

  void take_request(Request request);
  void run_round();
  [[nodiscard]] Result<void, storage::JournalError> write_journal(
      const std::vector<Request>& requests);

  storage::Journal* journal_;  // null: none
  storage::Database& database_;
  Events events_;
  std::vector<Request> waiting_;  // on journal_thread_
  bool round_posted_ = false;     // on journal_thread_
  bool failed_ = false;           // on journal_thread_
  std::atomic<std::uint64_t> journal_bytes_{0};
  SerialThread database_thread_{QueueId::DbSync};
  SerialThread journal_thread_{QueueId::Journal};
};

}  // namespace vitalstream::node
