#include "ledger/types/batch_room.hpp"

namespace vitalstream::ledger {
namespace {

// Item and count; then of each attachment its salt and length.
constexpr std::size_t kHeadBytes = 2 + 1;
constexpr std::size_t kEachBytes = kSaltBytes + 4;

}  // namespace

std::size_t attachment_list_bytes(const AttachmentList& list) {
  std::size_t bytes = list.empty() ? 0 : kHeadBytes;
  for (const Attachment& attachment : list) {
    bytes += kEachBytes + attachment.content.size();
  }
  return bytes;
}

}  // namespace vitalstream::ledger
