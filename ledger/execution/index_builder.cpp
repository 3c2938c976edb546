#include "ledger/execution/index_builder.hpp"

#include "base/byte_writer.hpp"

namespace vitalstream::ledger {

void IndexBuilder::add(PostingFilter filter, std::string_view value, BlockIndex index) {
  if (!value.empty()) {
    postings_[{filter, value}].push_back(index);
  }
}

std::vector<KeyValue> IndexBuilder::finish(LeafIndex first_leaf, UnixMs time) const {
  std::vector<KeyValue> entries;
  entries.reserve(postings_.size() + 1);
  for (const auto& [name, posting] : postings_) {
    entries.push_back({posting_key(name.first, name.second, first_leaf), encode(posting)});
  }
  ByteWriter first;
  first.u64(first_leaf.value());
  entries.push_back({block_time_key(time), first.take()});
  return entries;
}

}  // namespace vitalstream::ledger
