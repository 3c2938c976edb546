#include "node/batches/stored_attachments.hpp"

#include <utility>

#include "ledger/types/attachment.hpp"
#include "node/batches/batch_intake.hpp"

namespace vitalstream::node {

bool lacks_attachments(const storage::Database& database, const consensus::BatchDigest& digest,
                       const ledger::ParsedBatch& batch) {
  const std::size_t committed = committed_attachments(batch);
  if (committed == 0) {
    return false;
  }
  const auto found = database.attachments().read_all(digest);
  return !found || found->size() < committed;
}

Bytes read_attachments(const storage::Database& database, const consensus::BatchDigest& digest,
                       ByteView stored) {
  auto all = database.attachments().read_all(digest);
  if (!all || all->empty()) {
    return {};
  }
  const auto batch = reread_batch(to_bytes(stored), {});
  if (batch == nullptr || all->size() < committed_attachments(batch->parsed)) {
    return {};
  }
  std::vector<ledger::AttachmentList> lists(batch->parsed.transactions().size());
  for (storage::Attachment& one : *all) {
    if (one.position.item < lists.size()) {
      lists[one.position.item].push_back({one.salt, std::move(one.content)});
    }
  }
  return ledger::encode_attachments(lists);
}

SplitAttachments split_attachments(ByteView part, std::size_t items) {
  SplitAttachments split;
  if (part.empty()) {
    return split;
  }
  auto lists = ledger::decode_attachments(part, items);
  if (!lists) {
    return split;
  }
  split.contents.resize(lists->size());
  for (std::size_t item = 0; item < lists->size(); ++item) {
    auto& contents = split.contents[item];
    contents.reserve((*lists)[item].size());
    for (std::size_t number = 0; number < (*lists)[item].size(); ++number) {
      ledger::Attachment& one = (*lists)[item][number];
      contents.push_back(std::move(one.content));
      split.entries.push_back(
          {{static_cast<std::uint32_t>(item), static_cast<std::uint16_t>(number)},
           one.salt,
           contents.back()});
    }
  }
  return split;
}

}  // namespace vitalstream::node
