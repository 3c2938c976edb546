#include "node/upkeep/salvaged_remains.hpp"

#include <optional>
#include <utility>
#include <vector>

#include "node/stores/ledger_reader.hpp"
#include "node/stores/own_seal.hpp"

namespace vitalstream::node {
namespace {

// The attachments of one batch.
class KeptAttachments {
 public:
  // None if one of them cannot be read.
  static std::optional<KeptAttachments> read(const storage::Database& damaged,
                                             const storage::BatchDigest& batch) {
    auto found = damaged.attachments().read_all(batch);
    if (!found) {
      return std::nullopt;
    }
    return KeptAttachments(std::move(*found));
  }
  [[nodiscard]] const std::vector<storage::NewAttachment>& entries() const { return entries_; }

 private:
  explicit KeptAttachments(std::vector<storage::Attachment> found) : owned_(std::move(found)) {
    for (const storage::Attachment& one : owned_) {
      entries_.push_back({one.position, one.salt, one.content});
    }
  }

  std::vector<storage::Attachment> owned_;
  std::vector<storage::NewAttachment> entries_;  // they view into the contents of `owned_`
};

}  // namespace

void keep_attachments(const storage::Database& damaged, storage::Database& rebuilt,
                      storage::Height from, storage::Height to) {
  const LedgerReader reader(damaged);
  for (auto height = from; height <= to; height = next(height)) {
    const auto record = reader.block(height);
    if (!record) {
      continue;
    }
    for (const consensus::BatchRef& reference : record->block.references) {
      if (const auto kept = KeptAttachments::read(damaged, reference.digest)) {
        static_cast<void>(rebuilt.put_attachments(reference.digest, kept->entries()));
      }
    }
  }
}

void keep_pending_batches(const storage::Database& damaged, storage::Database& rebuilt) {
  const storage::ReadView view = damaged.latest();
  const auto pending = view.pending_batches();
  if (!pending) {
    return;
  }
  for (const storage::BatchDigest& digest : *pending) {
    const auto stored = view.batch(digest);
    const auto kept = KeptAttachments::read(damaged, digest);
    if (stored && *stored && kept) {
      static_cast<void>(rebuilt.put_batch({digest, **stored, kept->entries()}));
    }
  }
}

void keep_evidence(const storage::Database& damaged, storage::Database& rebuilt) {
  const auto evidence = damaged.latest().evidence();
  if (!evidence) {
    return;
  }
  for (const storage::KeyValue& one : *evidence) {
    static_cast<void>(rebuilt.put_evidence(one.key, one.value));
  }
}

void keep_seals(const LoadedGenesis& genesis, const storage::Database& damaged,
                storage::Database& rebuilt, storage::Height to) {
  const storage::ReadView view = damaged.latest();
  for (storage::Height from{1}; from <= to;) {
    const auto kept = view.first_seal_from(from);
    if (!kept) {
      from = next(from);  // behind what cannot be read there may be more
      continue;
    }
    if (!*kept || (*kept)->height > to) {
      return;
    }
    if (read_own_seal(genesis, **kept)) {
      static_cast<void>(rebuilt.put_seal((*kept)->height, (*kept)->value));
    }
    from = next((*kept)->height);
  }
}

}  // namespace vitalstream::node
