#include "node/stores/database_state.hpp"

#include <cstdlib>
#include <utility>

#include "node/ground/log.hpp"

namespace vitalstream::node {
namespace {

[[noreturn]] void stop_at_once(storage::StorageError error) {
  say_last_words("the state cannot be read: " + std::string(storage::to_string(error)));
  std::_Exit(EXIT_FAILURE);
}

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

std::optional<Bytes> DatabaseState::get(ByteView key) const {
  auto read = view_.state(key);
  if (!read) {
    stop_at_once(read.error());
  }
  return std::move(*read);
}

ledger::ScanPage DatabaseState::scan(const ledger::ScanRange& range) const {
  storage::ScanRequest request;
  request.source = source_of(range.table);
  request.from = range.from;
  request.to = range.to;
  request.order = order_of(range.order);
  request.entries_max = range.entries_max;
  auto page = view_.scan(request);
  if (!page) {
    stop_at_once(page.error());
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
