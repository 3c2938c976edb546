#pragma once
// IndexBuilder: gathers the index entries of one block. One posting per filter value and block, not
// per transaction, because thousands of entries share a type or a source. Lives for one block; its
// views point into the block's transactions. Commit thread.

#include <map>
#include <string_view>
#include <utility>
#include <vector>

#include "ledger/execution/state_keys.hpp"
#include "ledger/execution/state_values.hpp"

namespace vitalstream::ledger {

class IndexBuilder {
 public:
  // In ascending order of index; an empty value is not indexed.
  void add(PostingFilter filter, std::string_view value, BlockIndex index);
  // The entries of a block that has transactions, by key.
  [[nodiscard]] std::vector<KeyValue> finish(LeafIndex first_leaf, UnixMs time) const;

 private:
  std::map<std::pair<PostingFilter, std::string_view>, Posting> postings_;
};

}  // namespace vitalstream::ledger
