#include "node/stores/database_state.hpp"

#include <utility>

namespace vitalstream::node {
namespace {

storage::ScanSource source_of(ledger::Table table) {
  switch (table) {
    case ledger::Table::State:
      return storage::ScanSource::State;
    case ledger::Table::Index:
      return storage::ScanSource::Index;
  }
  return storage::ScanSource::Index;
}

storage::ScanOrder order_of(ledger::ScanOrder order) {
  switch (order) {
    case ledger::ScanOrder::Ascending:
      return storage::ScanOrder::Ascending;
    case ledger::ScanOrder::Descending:
      return storage::ScanOrder::Descending;
  }
  return storage::ScanOrder::Ascending;
}

}  // namespace

ledger::StateError state_error(storage::StorageError error) {
  return error == storage::StorageError::Corruption ? ledger::StateError::Damaged
                                                    : ledger::StateError::Unreadable;
}

ledger::StateRead<std::optional<Bytes>> DatabaseState::get(ByteView key) const {
  auto read = view_.state(key);
  if (!read) {
    return state_error(read.error());
  }
  return std::move(*read);
}

ledger::StateRead<ledger::ScanPage> DatabaseState::scan(const ledger::ScanRange& range) const {
  storage::ScanRequest request;
  request.source = source_of(range.table);
  request.from = range.from;
  request.to = range.to;
  request.order = order_of(range.order);
  request.entries_max = range.entries_max;
  auto page = view_.scan(request);
  if (!page) {
    return state_error(page.error());
  }
  ledger::ScanPage answer;
  answer.has_more = page->has_more;
  answer.entries.reserve(page->entries.size());
  for (storage::KeyValue& entry : page->entries) {
    answer.entries.push_back({std::move(entry.key), std::move(entry.value)});
  }
  return answer;
}

}  // namespace vitalstream::node
