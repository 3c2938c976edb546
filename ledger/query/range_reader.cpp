#include "ledger/query/range_reader.hpp"

#include <utility>

#include "base/result.hpp"
#include "ledger/query/limits.hpp"

namespace vitalstream::ledger {

RangeReader::RangeReader(const StateScan& state, ScanRange range)
    : state_(&state), range_(std::move(range)) {
  range_.entries_max = kScanEntries;
}

StateRead<void> RangeReader::read_page() {
  VS_TRY(page, state_->scan(range_));
  page_ = std::move(page);
  position_ = 0;
  if (page_.entries.empty()) {
    return {};
  }
  const Bytes& last = page_.entries.back().key;
  if (range_.order == ScanOrder::Descending) {
    range_.to = last;
  } else {
    range_.from = last;
    range_.from.push_back(0);  // the next possible key
  }
  return {};
}

Result<std::optional<KeyValue>, QueryError> RangeReader::next() {
  if (position_ == page_.entries.size()) {
    if (!page_.has_more) {
      return std::optional<KeyValue>();
    }
    if (const auto read = read_page(); !read) {
      return query_error(read.error());
    }
    if (page_.entries.empty()) {
      return std::optional<KeyValue>();
    }
  }
  return std::optional(std::move(page_.entries[position_++]));
}

}  // namespace vitalstream::ledger
