#include "node/commit/commit_pipeline.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "node/ground/wall_clock.hpp"

namespace vitalstream::node {
namespace {

constexpr std::array kStatuses{ledger::TxStatus::Applied, ledger::TxStatus::Duplicate,
                               ledger::TxStatus::Expired, ledger::TxStatus::Refused};

}  // namespace

CommitPipeline::CommitPipeline(std::unique_ptr<BlockCommitter> committer, StateNeed& state_need,
                               Metrics& metrics, Events events)
    : committer_(std::move(committer)),
      state_need_(state_need),
      metrics_(metrics),
      events_(std::move(events)) {}

void CommitPipeline::deliver(Delivery delivery) {
  thread_.post([this, delivery = std::move(delivery)]() mutable { run(std::move(delivery)); });
}

void CommitPipeline::between_blocks(std::function<void()> work) {
  thread_.post([this, work = std::move(work)] {
    work();
    go_on();
  });
}

void CommitPipeline::go_on() {
  if (waiting_.empty() || failed_) {
    return;
  }
  auto waiting = std::exchange(waiting_, {});
  if (const auto resumed = committer_->resume(); !resumed) {
    fail({CommitFailure::Kind::Unreadable, resumed.error().reason});
    return;
  }
  for (Delivery& delivery : waiting) {
    run(std::move(delivery));
  }
}

void CommitPipeline::run(Delivery delivery) {
  if (failed_) {
    return;
  }
  if (!waiting_.empty()) {
    waiting_.push_back(std::move(delivery));
    return;
  }
  auto content = committer_->lay_out(delivery);
  if (!content) {
    fail(content.error());
    return;
  }
  announce(delivery, *content);
  auto executed = committer_->commit(delivery.deliver, *content);
  if (executed) {
    report(delivery.deliver.block.header, std::move(*content), std::move(*executed));
  } else if (executed.error().kind == CommitFailure::Kind::StateDamaged && state_need_.wait()) {
    waiting_.push_back(std::move(delivery));
  } else {
    fail(executed.error());
  }
}

void CommitPipeline::fail(const CommitFailure& failure) {
  failed_ = true;
  if (failure.kind == CommitFailure::Kind::NotWritten) {
    events_.on_failure(failure.reason);
  } else {
    events_.on_unreadable(failure.reason);
  }
}

// Once, also for a block that has to be tried again.
void CommitPipeline::announce(const Delivery& delivery, const OrderedContent& content) {
  const consensus::BlockHeader& header = delivery.deliver.block.header;
  if (header.height <= announced_) {
    return;
  }
  announced_ = header.height;
  events_.on_final(delivery);
  metrics_.on_final(milliseconds(read_clock().wall.value() - header.timestamp.value()));
  if (!content.transactions.empty()) {
    events_.on_ordered({header.height.value(), content.transactions});
  }
}

void CommitPipeline::report(const consensus::BlockHeader& header, OrderedContent content,
                            ledger::BlockOutcome executed) {
  if (last_block_ != UnixMs{}) {
    metrics_.on_block(content.batches.size(),
                      milliseconds(header.timestamp.value() - last_block_.value()));
  }
  last_block_ = header.timestamp;
  for (const ledger::TxStatus status : kStatuses) {
    const auto count = std::ranges::count(executed.results, status, &ledger::TxResult::status);
    if (count > 0) {
      metrics_.on_results(ledger::to_string(status), static_cast<std::size_t>(count));
    }
  }
  if (!content.lacking.empty()) {
    events_.on_content_wanted(std::move(content.lacking));
  }
  events_.on_executed(header.height, consensus::ExecutedRoot{executed.executed_root.value()});
  CommittedBlock committed;
  committed.height = header.height.value();
  committed.time = header.timestamp;
  committed.transactions = std::move(content.transactions);
  committed.results = std::move(executed.results);
  committed.executed_height = header.executed_height.value();
  events_.on_committed(std::move(committed));
}

}  // namespace vitalstream::node
