#pragma once
// The two ports through which the ledger reads what storage keeps. Keys and values are this
// module's (state_keys.hpp, state_values.hpp); whoever implements a port only moves bytes. A read
// can fail, and what is made of it then has no answer: a query says so, and the block that is being
// executed has no outcome. Implemented by node and by tests.

#include <optional>
#include <vector>

#include "base/bytes.hpp"
#include "base/result.hpp"

namespace vitalstream::ledger {

enum class StateError {
  Damaged,     // what was written there is not what is read; the rest can be read
  Unreadable,  // nothing can be said of the rest either
};

template <class T>
using StateRead = Result<T, StateError>;

// What execution needs: the state after the block before.
class StateView {
 public:
  virtual ~StateView() = default;
  [[nodiscard]] virtual StateRead<std::optional<Bytes>> get(ByteView key) const = 0;
};

// State entries are part of the committed state, index entries follow from it.
enum class Table { State, Index };
enum class ScanOrder { Ascending, Descending };

struct ScanRange {
  Table table = Table::State;
  Bytes from;  // inclusive
  Bytes to;    // exclusive
  ScanOrder order = ScanOrder::Ascending;
  std::size_t entries_max = 0;
};

struct KeyValue {
  Bytes key;
  Bytes value;
};

struct ScanPage {
  std::vector<KeyValue> entries;
  // The range goes on beyond the last entry. A page may be shorter than asked for.
  bool has_more = false;
};

// What queries need: one consistent moment of the state and its indexes.
class StateScan : public StateView {
 public:
  [[nodiscard]] virtual StateRead<ScanPage> scan(const ScanRange& range) const = 0;
};

}  // namespace vitalstream::ledger
