#pragma once
// Database: everything a node keeps but the safety record, in one RocksDB. Owned by node.
//
// Invariants: what was written before a successful sync began is there after any crash; a committed
// block is there as a whole or not at all; blocks are committed in order. After the first failed
// write or background error every write and sync fails with that error, and the process stops.
// Threads: one thread puts batches, one commits, any number read; sync from any, callers share.
// A put or commit is visible to reads at once, durable after the next sync.

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "storage/attachment_store.hpp"
#include "storage/commit_batch.hpp"
#include "storage/database_options.hpp"
#include "storage/fresh_state.hpp"
#include "storage/read_view.hpp"
#include "storage/sync_group.hpp"
#include "storage/types.hpp"

namespace vitalstream::storage {

class RocksHandle;

struct OpenFailure {
  StorageError error;
  std::string detail;
};

struct FamilyUsage {
  std::string_view name;
  std::uint64_t table_bytes = 0;   // sorted tables on disk
  std::uint64_t blob_bytes = 0;    // bodies on disk
  std::uint64_t memory_bytes = 0;  // not yet flushed
};

// A table or a file of bodies that the database consists of.
struct FamilyFile {
  std::string_view family;
  std::string name;  // within the database's directory
  std::uint64_t bytes = 0;
};

// A batch as it arrived, to be kept before a vote vouches for it.
struct NewBatch {
  BatchDigest digest;
  ByteView encoded;
  std::span<const NewAttachment> attachments;
};

class Database {
 public:
  [[nodiscard]] static Result<std::unique_ptr<Database>, OpenFailure> open(
      const std::filesystem::path& path, const DatabaseOptions& options);
  ~Database();
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;

  // Allows the database to delete files it needs no more. To be called once, after the opened
  // ledger has been compared with the safety record (consistency.hpp).
  [[nodiscard]] Written release_deletions();

  // Keeps a batch. One that is held already is not written again; its attachments are.
  [[nodiscard]] Written put_batch(const NewBatch& batch);
  // Keeps attachments of a batch that may come later, from who has forgotten them.
  [[nodiscard]] Written put_attachments(const BatchDigest& batch,
                                        std::span<const NewAttachment> attachments);
  // The same for a batch whose content was wanted: it is wanted no longer.
  [[nodiscard]] Written put_content(const BatchDigest& batch,
                                    std::span<const NewAttachment> attachments);
  // Forgets batches that no block will ever reference, with their attachments.
  [[nodiscard]] Written remove_batches(std::span<const BatchDigest> digests);

  // A certificate that became known after its block was committed.
  [[nodiscard]] Written put_finalization(Height height, ByteView encoded);
  // A validator's own signature of a committed block. Any thread.
  [[nodiscard]] Written put_seal(Height height, ByteView encoded);
  [[nodiscard]] Written put_evidence(ByteView key, ByteView encoded);

  // Begins the write of the block after the tip; asserts that `tip.height` is that.
  [[nodiscard]] CommitBatch begin_commit(const Tip& tip);
  [[nodiscard]] Written commit(CommitBatch commit_batch);

  // Makes everything written before this call durable.
  [[nodiscard]] Written sync();

  [[nodiscard]] ReadView latest() const;
  [[nodiscard]] ReadView snapshot() const;
  [[nodiscard]] AttachmentStore attachments() const;

  // The newest committed block. Commit thread only; others ask a view.
  [[nodiscard]] const std::optional<Tip>& tip() const { return tip_; }
  // The first background or write error, if any: the process must stop.
  [[nodiscard]] std::optional<StorageError> failure() const;
  [[nodiscard]] std::vector<FamilyUsage> usage() const;
  [[nodiscard]] std::vector<FamilyFile> files() const;

  // Begins a new log, and writes every column family anew that has a file of which `is_old` says
  // so, by its name: tables and bodies get the data key that is active now. Takes as long as
  // reading and writing all of it; a crash in between costs nothing but the work.
  [[nodiscard]] Written rewrite(const std::function<bool(std::string_view name)>& is_old);

  // An empty state and index beside those in use, to be filled (fresh_state.hpp).
  [[nodiscard]] Result<std::unique_ptr<FreshState>, StorageError> begin_fresh_state();
  // From here on these are the state and its index, durably, for all that is read and committed;
  // what was in use is dropped, with whatever is damaged of it. Commit thread.
  [[nodiscard]] Written use_state(FreshState& fresh);

  // Column families of which tables can be merged no more, since one of them is damaged: nothing is
  // lost by that, but each look at them costs more and more. It is not tried again until the
  // database is opened anew; answers with those for which that is new.
  [[nodiscard]] std::vector<std::string> rest_hindered_merges();

  // All of it as it is now, as files of their own in a folder that must not exist, on the same file
  // system: hard links where nothing changes any more. Any thread; writes go on meanwhile.
  [[nodiscard]] Written checkpoint(const std::filesystem::path& folder) const;

 private:
  explicit Database(std::unique_ptr<RocksHandle> rocks);
  [[nodiscard]] Written load_position();
  [[nodiscard]] Written replace_log();

  std::unique_ptr<RocksHandle> rocks_;
  SyncGroup syncs_;
  std::optional<Tip> tip_;
  Height window_floor_;
};

}  // namespace vitalstream::storage
