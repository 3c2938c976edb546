#pragma once
// DamagedNode: a validator's data directory on a crashing disk, with a database of which a body in
// the middle is damaged, and the safety record that belongs to it. For what `vitalstream ledger
// rebuild` makes of it.

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "node/upkeep/rebuild_ledger.hpp"
#include "support/a_ledger.hpp"
#include "tests/storage/encrypted_fs/crash_file_system.hpp"
#include "tests/storage/encrypted_fs/fixed_keys.hpp"

namespace vitalstream::node::testing {

// What a ledger holds that a rebuild has to keep. What is derived from it is in the executed roots.
struct Holdings {
  std::vector<consensus::BlockDigest> blocks;
  std::vector<consensus::ExecutedRoot> executed;
  std::vector<Bytes> finalizations;
  std::vector<storage::BatchDigest> contents;  // batches whose attachment can be read
  std::vector<storage::BatchDigest> pending;
  std::vector<Bytes> evidence;
  std::vector<consensus::Height> seals;
  friend bool operator==(const Holdings&, const Holdings&) = default;
};

class DamagedNode {
 public:
  static constexpr std::uint64_t kBlocks = 6;
  static constexpr std::uint64_t kDamagedBlock = 4;

  using Disk = std::shared_ptr<storage::CrashFileSystem>;

  DamagedNode();

  // A disk with its files, durably.
  [[nodiscard]] Disk disk(std::uint64_t seed) const;
  [[nodiscard]] Result<RebuildReport, SetupFailure> rebuild(const Disk& disk) const;

  [[nodiscard]] const DatabasePlaces& places() const { return places_; }
  // Nothing if it cannot be opened or a part of it cannot be read.
  [[nodiscard]] std::optional<Holdings> holdings(const Disk& disk) const;
  // Whether the damaged database lies there, every byte as it was.
  [[nodiscard]] bool is_untouched(const Disk& disk, const std::filesystem::path& path) const;
  // The votes of the safety record, and the heights of which it bears witness. Changes nothing.
  struct Record {
    std::vector<consensus::View> votes;
    std::vector<consensus::Height> witnessed;
  };
  [[nodiscard]] std::optional<Record> record(const Disk& disk) const;

 private:
  [[nodiscard]] std::unique_ptr<storage::Database> open(const Disk& disk,
                                                        storage::MissingDatabase missing) const;
  void grow(ALedger& ledger);
  void write_record(storage::CrashDisk& disk);
  void damage(const Disk& disk);

  std::shared_ptr<storage::FixedKeys> keys_ = std::make_shared<storage::FixedKeys>();
  DatabasePlaces places_;
  storage::JournalPlace record_;
  std::vector<storage::BatchDigest> batches_;  // of the blocks, then the pending one
  LoadedGenesis genesis_;
  storage::DiskImage database_;
  storage::DiskImage safety_;
};

}  // namespace vitalstream::node::testing
