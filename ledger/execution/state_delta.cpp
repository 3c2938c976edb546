#include "ledger/execution/state_delta.hpp"

#include <algorithm>
#include <cstring>
#include <utility>

namespace vitalstream::ledger {

bool BytesLess::operator()(ByteView left, ByteView right) const {
  const std::size_t shared = std::min(left.size(), right.size());
  const int order = shared == 0 ? 0 : std::memcmp(left.data(), right.data(), shared);
  return order < 0 || (order == 0 && left.size() < right.size());
}

StateRead<std::optional<Bytes>> StateDelta::get(ByteView key) const {
  const auto changed = changes_.find(key);
  if (changed == changes_.end()) {
    return before_->get(key);
  }
  return changed->second;
}

void StateDelta::put(Bytes key, Bytes value) {
  changes_.insert_or_assign(std::move(key), std::move(value));
}

void StateDelta::erase(Bytes key) { changes_.insert_or_assign(std::move(key), std::nullopt); }

}  // namespace vitalstream::ledger
