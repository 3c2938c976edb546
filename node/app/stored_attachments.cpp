#include "node/app/stored_attachments.hpp"

#include <utility>

#include "ledger/types/attachment.hpp"
#include "net/wire/batch_frame.hpp"

namespace vitalstream::node {

Bytes read_attachments(const storage::Database& database, const consensus::BatchDigest& digest,
                       ByteView stored) {
  const auto frame = net::decode_stored_batch(stored);
  auto all = database.attachments().read_all(digest);
  if (!frame || !all || all->empty()) {
    return {};
  }
  std::vector<ledger::AttachmentList> lists(frame->header.header.items);
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
