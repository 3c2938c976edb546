#pragma once
// Questions about records (record_get, record_getHistory). Pure over a StateScan; any thread.

#include <optional>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "ledger/execution/state_values.hpp"
#include "ledger/execution/state_view.hpp"
#include "ledger/query/limits.hpp"
#include "ledger/query/query_error.hpp"

namespace vitalstream::ledger {

struct RecordName {
  std::string_view collection;
  std::string_view id;
};

template <class T>
using Found = Result<std::optional<T>, QueryError>;

[[nodiscard]] Found<RecordVersion> current_record(const StateScan& state, const RecordName& name);
// The version that was current when blocks up to and including `time` had been executed.
[[nodiscard]] Found<RecordVersion> record_at(const StateScan& state, const RecordName& name,
                                             UnixMs time);
[[nodiscard]] Found<RecordVersion> record_version(const StateScan& state, const RecordName& name,
                                                  std::uint64_t version);

// Newest first.
struct RecordHistory {
  std::vector<RecordVersion> versions;
  std::optional<std::uint64_t> next;  // the highest version of the next page
};
[[nodiscard]] Result<RecordHistory, QueryError> record_history(
    const StateScan& state, const RecordName& name, std::optional<std::uint64_t> from_version,
    std::size_t limit);

}  // namespace vitalstream::ledger
