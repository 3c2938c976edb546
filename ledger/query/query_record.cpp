#include "ledger/query/query_record.hpp"

#include <algorithm>
#include <utility>

#include "base/result.hpp"
#include "ledger/execution/state_keys.hpp"

namespace vitalstream::ledger {
namespace {

Found<RecordVersion> read_version(const StateScan& state, ByteView key) {
  const auto value = state.get(key);
  if (!value) {
    return query_error(value.error());
  }
  if (!*value) {
    return std::optional<RecordVersion>{};
  }
  auto version = decode_record_version(**value);
  if (!version) {
    return QueryError::DamagedState;
  }
  return version;
}

// An older version must be there: each was moved to its own key when the next one came.
Result<RecordVersion, QueryError> older_version(const StateScan& state, const RecordName& name,
                                                std::uint64_t version) {
  VS_TRY(found, read_version(state, record_version_key(name.collection, name.id, version)));
  if (!found) {
    return QueryError::DamagedState;
  }
  return std::move(*found);
}

}  // namespace

Found<RecordVersion> current_record(const StateScan& state, const RecordName& name) {
  return read_version(state, record_key(name.collection, name.id));
}

Found<RecordVersion> record_version(const StateScan& state, const RecordName& name,
                                    std::uint64_t version) {
  auto current = current_record(state, name);
  if (!current || !*current || (*current)->version == version) {
    return current;
  }
  if (version == 0 || version > (*current)->version) {
    return std::optional<RecordVersion>{};
  }
  VS_TRY(older, older_version(state, name, version));
  return std::optional(std::move(older));
}

Found<RecordVersion> record_at(const StateScan& state, const RecordName& name, UnixMs time) {
  auto current = current_record(state, name);
  if (!current || !*current || (*current)->origin.time <= time) {
    return current;
  }
  // Times ascend with versions: find the last one that is not later.
  std::optional<RecordVersion> best;
  std::uint64_t low = 1;
  std::uint64_t end = (*current)->version;
  while (low < end) {
    const std::uint64_t middle = low + (end - low) / 2;
    VS_TRY(version, older_version(state, name, middle));
    if (version.origin.time <= time) {
      best = std::move(version);
      low = middle + 1;
    } else {
      end = middle;
    }
  }
  return best;
}

Result<RecordHistory, QueryError> record_history(const StateScan& state, const RecordName& name,
                                                 std::optional<std::uint64_t> from_version,
                                                 std::size_t limit) {
  RecordHistory history;
  VS_TRY(current, current_record(state, name));
  if (!current) {
    return history;
  }
  const std::uint64_t newest = current->version;
  std::uint64_t version = std::min(from_version.value_or(newest), newest);
  limit = std::clamp<std::size_t>(limit, 1, kPageEntriesMax);
  for (; version > 0 && history.versions.size() < limit; --version) {
    if (version == newest) {
      history.versions.push_back(*current);
      continue;
    }
    VS_TRY(older, older_version(state, name, version));
    history.versions.push_back(std::move(older));
  }
  if (version > 0) {
    history.next = version;
  }
  return history;
}

}  // namespace vitalstream::ledger
