#include "node/driver/durability.hpp"

#include <algorithm>
#include <future>
#include <optional>
#include <utility>

#include "base/result.hpp"
#include "node/ground/wall_clock.hpp"

namespace vitalstream::node {

Durability::Durability(storage::Journal* journal, storage::Database& database, Events events)
    : journal_(journal), database_(database), events_(std::move(events)) {}

Durability::~Durability() { finish(); }

void Durability::persist(EffectGate::Ticket ticket, std::vector<Bytes> records) {
  journal_thread_.post(
      [this, request = Request{ticket, Kind::Append, std::move(records)}]() mutable {
        take_request(std::move(request));
      });
}

void Durability::rotate(EffectGate::Ticket ticket, std::vector<Bytes> records) {
  journal_thread_.post(
      [this, request = Request{ticket, Kind::Rotate, std::move(records)}]() mutable {
        take_request(std::move(request));
      });
}

void Durability::finish() {
  journal_thread_.finish();
  database_thread_.finish();
}

// The round runs as a task behind the requests that are queued already, so that all of them share
// it.
void Durability::take_request(Request request) {
  waiting_.push_back(std::move(request));
  if (!round_posted_) {
    round_posted_ = true;
    journal_thread_.post([this] { run_round(); });
  }
}

void Durability::run_round() {
  round_posted_ = false;
  if (failed_) {
    return;
  }
  const Instant begun = read_clock().now;
  const std::vector<Request> requests = std::exchange(waiting_, {});
  std::promise<std::optional<std::string>> database_done;
  auto database_failure = database_done.get_future();
  database_thread_.post([this, &database_done] {
    const auto synced = database_.sync();
    database_done.set_value(
        synced ? std::nullopt : std::optional(std::string(storage::to_string(synced.error()))));
  });
  const auto written = write_journal(requests);
  const std::optional<std::string> failure = database_failure.get();
  if (!written || failure) {
    failed_ = true;
    events_.on_failure(failure
                           ? "database: " + *failure
                           : "safety record: " + std::string(storage::to_string(written.error())));
    return;
  }
  journal_bytes_ = journal_ != nullptr ? journal_->bytes() : 0;
  events_.on_durable(requests.back().ticket);
  events_.on_round(read_clock().now - begun);
}

// A rotation holds all that still matters of what came before it in its round, too: that is not
// written at all, or it would follow, out of order, what replaces it.
Result<void, storage::JournalError> Durability::write_journal(
    const std::vector<Request>& requests) {
  if (journal_ == nullptr) {
    return {};
  }
  const auto rotation = std::find_if(requests.rbegin(), requests.rend(),
                                     [](const Request& one) { return one.kind == Kind::Rotate; });
  if (rotation != requests.rend()) {
    VS_RETURN_IF_ERROR(journal_->rotate(rotation->records));
  }
  for (auto request = rotation.base(); request != requests.end(); ++request) {
    for (const Bytes& record : request->records) {
      journal_->append(record);
    }
  }
  return journal_->sync();
}

}  // namespace vitalstream::node
