#pragma once
// RangeReader: walks through a range of the state entry by entry, asking for pages as it goes.
// Lives within one query.

#include <optional>

#include "ledger/execution/state_view.hpp"
#include "ledger/query/query_error.hpp"

namespace vitalstream::ledger {

class RangeReader {
 public:
  // The state outlives the reader.
  RangeReader(const StateScan& state, ScanRange range);

  // Nothing at the end of the range.
  [[nodiscard]] Result<std::optional<KeyValue>, QueryError> next();

 private:
  [[nodiscard]] StateRead<void> read_page();

  const StateScan* state_;
  ScanRange range_;                                 // what is left beyond the page
  ScanPage page_{.entries = {}, .has_more = true};  // before the first one
  std::size_t position_ = 0;
};

}  // namespace vitalstream::ledger
