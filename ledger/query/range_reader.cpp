#include "ledger/query/range_reader.hpp"

#include <utility>

#include "ledger/query/limits.hpp"

namespace vitalstream::ledger {

RangeReader::RangeReader(const StateScan& state, ScanRange range)
    : state_(&state), range_(std::move(range)) {
  range_.entries_max = kScanEntries;
  read_page();
}

void RangeReader::read_page() {
  page_ = state_->scan(range_);
  position_ = 0;
  if (page_.entries.empty()) {
    return;
  }
  const Bytes& last = page_.entries.back().key;
  if (range_.order == ScanOrder::Descending) {
    range_.to = last;
  } else {
    range_.from = last;
    range_.from.push_back(0);  // the next possible key
  }
}

std::optional<KeyValue> RangeReader::next() {
  if (position_ == page_.entries.size()) {
    if (!page_.has_more) {
      return std::nullopt;
    }
    read_page();
    if (page_.entries.empty()) {
      return std::nullopt;
    }
  }
  return std::move(page_.entries[position_++]);
}

}  // namespace vitalstream::ledger
