#pragma once
// The safety record of this node: framed files of their own in the data directory, encrypted with
// the same keyring as the ledger. Called by everything that opens or begins a record: start, init,
// restore, `vitalstream keys` and `ledger`. One thread at a time, as FileOps are.
//
// A record that is missing or damaged is no reason to stop: without one nothing is signed (C15), so
// the node observes, says why, and an operator begins a new one by command.

#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "node/stores/genesis_file.hpp"
#include "storage/data_directory.hpp"
#include "storage/encrypted_fs/encrypted_file_ops.hpp"
#include "storage/halt_note.hpp"
#include "storage/journal.hpp"

namespace vitalstream::node {

// Through which the record is read and written, and what was found wrong with it.
class RecordFiles {
 public:
  // `beneath` must outlive it.
  RecordFiles(storage::FileOps& beneath, std::shared_ptr<const storage::DataKeys> keys)
      : keys_(std::move(keys)), ops_({.beneath = beneath, .keys = *keys_, .faults = faults_}) {}
  RecordFiles(const RecordFiles&) = delete;
  RecordFiles& operator=(const RecordFiles&) = delete;

  [[nodiscard]] storage::FileOps& ops() { return ops_; }
  [[nodiscard]] std::optional<storage::FileFault> fault() const { return faults_.poison(); }

 private:
  std::shared_ptr<const storage::DataKeys> keys_;
  storage::FaultRegister faults_;  // the record's own: damage here does not stop the database
  storage::EncryptedFileOps ops_;
};

struct SafetyRecord {
  std::unique_ptr<storage::Journal> journal;  // null: there is none that could be used
  storage::Replay replay;
  std::string trouble;  // why not, where, and how to go on
};

// Fails where an operator has to put something right that is no damage: keys, permissions, the
// record of another node.
[[nodiscard]] Result<SafetyRecord, SetupFailure> open_safety_record(
    RecordFiles& files, const storage::JournalPlace& place);

// What an earlier run was stopped by. A note that cannot be read counts as a halt.
[[nodiscard]] std::optional<consensus::Halt> find_halt(storage::FileOps& files,
                                                       const storage::JournalPlace& place);

// What is wrong with a record, and what to do.
[[nodiscard]] SetupFailure describe_record(storage::JournalError error, const RecordFiles& files);

}  // namespace vitalstream::node
