#pragma once
// Journal: the records on their way to the safety record (C14). What a vote relies on is written
// with the vote, in one sync; records without a vote wait for the next one, within a limit. Owned
// by SafetyRecord.

#include <cstddef>
#include <vector>

#include "consensus/core/journal_record.hpp"

namespace vitalstream::consensus {

class Journal {
 public:
  void add(JournalRecord record);
  // Everything added since the last call, in order.
  [[nodiscard]] std::vector<JournalRecord> take();
  [[nodiscard]] bool has_unwritten() const { return !unwritten_.empty(); }
  // So many have gathered that they are written without a vote.
  [[nodiscard]] bool is_overfull() const;
  // The record on disk has grown so far that it should start anew.
  [[nodiscard]] bool has_outgrown() const;
  // It starts anew with these records; what was unwritten is among them.
  void rotated(const std::vector<JournalRecord>& records);
  void restored(const std::vector<JournalRecord>& records);

 private:
  std::vector<JournalRecord> unwritten_;
  std::size_t bytes_ = 0;  // on disk since the last start anew
  std::size_t bytes_at_start_ = 0;
};

}  // namespace vitalstream::consensus
