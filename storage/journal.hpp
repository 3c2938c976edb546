#pragma once
// Journal: the safety record (consensus/core/README.md C14, C15), a framed file of its own beside
// the database, so that it can bear witness about it. The effect runner appends records and syncs
// before anything they vouch for leaves the process; startup replays them.
//
// Invariants: a record that a successful sync covered is replayed, in order, at every later open,
// or the open fails. After one failed operation every later one fails with the same error and
// touches nothing: a failed fsync is never retried. A file in the directory under its final name is
// a complete record; the highest generation is the record.
// The caller begins a round of syncs only when the one before has ended, in the database too.
// One thread at a time.

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "base/bytes.hpp"
#include "base/result.hpp"
#include "storage/files/file_ops.hpp"
#include "storage/journal_error.hpp"
#include "storage/journal_header.hpp"

namespace vitalstream::storage {

// Where a record is and whose; `identity` is compared byte by byte with the one in the file.
struct JournalPlace {
  std::filesystem::path directory;
  Bytes identity;
};

// What a record held when it was opened.
struct Replay {
  std::uint64_t generation = 0;
  RecordOrigin origin = RecordOrigin::Initial;
  std::vector<Bytes> records;
  // How many of them, from the first on, lie before the last frame. Their round had ended, database
  // included, when the next was written; those of the last frame may be ahead of the database,
  // because both are synced at once. Only settled records bear witness about the database.
  std::size_t settled = 0;
  std::uint64_t torn_bytes = 0;  // cut off the end: they were never acknowledged
};

class Journal {
 public:
  struct Opened;

  // Makes the record of a new data directory, or takes the empty one that an interrupted attempt
  // left. A record that holds anything is refused: it may hold votes.
  [[nodiscard]] static Result<Opened, JournalError> create(FileOps& files,
                                                           const JournalPlace& place);

  // Replays the record, cuts a torn tail and makes durable what was read before it is acted upon.
  [[nodiscard]] static Result<Opened, JournalError> open(FileOps& files, const JournalPlace& place);

  // What it would replay, without changing anything.
  [[nodiscard]] static Result<Replay, JournalError> look(FileOps& files, const JournalPlace& place);

  // C15, by an operator's explicit command only: begins a new record with these records in it. What
  // was there is kept under another name.
  [[nodiscard]] static Result<Opened, JournalError> start_new_record(
      FileOps& files, const JournalPlace& place, std::span<const Bytes> records);

  // Buffers a record in memory. Asserts that it is not larger than kJournalRecordBytesMax.
  void append(ByteView record);

  // Makes all records appended before this call durable: one write and one fdatasync. Without any
  // it does nothing.
  [[nodiscard]] Result<void, JournalError> sync();

  // Replaces the record by a new generation that begins with these records; what is appended but
  // not synced follows them. Atomic: a crash leaves the old record or the new one.
  [[nodiscard]] Result<void, JournalError> rotate(std::span<const Bytes> records);

  [[nodiscard]] std::uint64_t generation() const { return header_.generation; }
  [[nodiscard]] RecordOrigin origin() const { return header_.origin; }
  // The size of the file, for the decision when to rotate.
  [[nodiscard]] std::uint64_t bytes() const { return bytes_; }

 private:
  Journal(FileOps& files, std::filesystem::path directory, JournalHeader header);

  [[nodiscard]] static Result<Opened, JournalError> begin(FileOps& files, const JournalPlace& place,
                                                          JournalHeader header,
                                                          std::span<const Bytes> records);
  [[nodiscard]] Result<void, JournalError> write_generation(std::span<const Bytes> payloads);
  [[nodiscard]] Result<void, JournalError> write_frame(ByteView payload);
  [[nodiscard]] Result<void, JournalError> latched(Result<void, FileError> outcome);

  FileOps& files_;
  std::filesystem::path directory_;
  JournalHeader header_;
  std::unique_ptr<AppendFile> file_;
  std::uint32_t seed_ = 0;
  std::uint64_t next_sequence_ = 1;
  std::uint64_t bytes_ = 0;
  std::optional<JournalError> failure_;
  std::vector<Bytes> pending_;  // payloads of the frames to write, each within its limit
};

struct Journal::Opened {
  std::unique_ptr<Journal> journal;
  Replay replay;
};

}  // namespace vitalstream::storage
