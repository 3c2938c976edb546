#include "node/gateway/receipt_desk.hpp"

#include <algorithm>
#include <iterator>
#include <memory>
#include <utility>

#include "node/gateway/limits.hpp"

namespace vitalstream::node {
namespace {

using net::RpcCause;
using net::RpcError;

bool is_answered(const ReceiptVisitor& visitor) { return !visitor.reply; }

void end_if_over(ReceiptVisitor& visitor, Instant now) {
  if (visitor.deadline <= now) {
    visitor.reply.refuse({.cause = RpcCause::Timeout, .tx_id = visitor.state.tx_id});
  }
}

}  // namespace

// A few visitors, on their way to a thread that reads and back. However it ends, the desk learns of
// it, and who has no answer by then has come too early.
class ReceiptDesk::Slice final : public Query {
 public:
  Slice(ReceiptDesk& desk, Visitors visitors)
      : desk_(desk), visitors_(std::move(visitors)), blocks_then_(desk.blocks_) {}
  ~Slice() override;

  [[nodiscard]] Turn run() override;
  void refuse(const RpcError& error) override;

 private:
  ReceiptDesk& desk_;
  Visitors visitors_;
  std::uint64_t blocks_then_;
};

Query::Turn ReceiptDesk::Slice::run() {
  std::vector<ledger::TxId> ids;
  for (const ReceiptVisitor& visitor : visitors_) {
    ids.emplace_back(visitor.state.tx_id.value());
  }
  std::vector<Receipt> receipts = desk_.source_.receipts_of(ids);
  for (std::size_t i = 0; i < visitors_.size(); ++i) {
    ReceiptVisitor& visitor = visitors_[i];
    if (receipts[i]) {
      visitor.reply.send({std::move(visitor.state), std::move(*receipts[i])});
    } else if (receipts[i].error().cause != RpcCause::ReceiptNotReady) {
      visitor.reply.refuse(receipts[i].error());
    }
  }
  return Turn::Answered;
}

void ReceiptDesk::Slice::refuse(const RpcError& error) {
  for (ReceiptVisitor& visitor : visitors_) {
    RpcError own = error;
    own.tx_id = visitor.state.tx_id;
    visitor.reply.refuse(std::move(own));
  }
}

ReceiptDesk::Slice::~Slice() {
  std::erase_if(visitors_, is_answered);
  desk_.intake_.post([&desk = desk_, left = std::move(visitors_), then = blocks_then_]() mutable {
    desk.on_slice_over(std::move(left), then);
  });
}

void ReceiptDesk::await(ReceiptVisitor visitor) {
  const std::uint64_t height = *visitor.state.height;
  waiting_.emplace(height, std::move(visitor));
  call_those_due();
  serve();
}

void ReceiptDesk::ask(ReceiptVisitor visitor) {
  due_.push_back(std::move(visitor));
  serve();
}

void ReceiptDesk::on_committed(std::uint64_t executed_height) {
  executed_ = std::max(executed_, executed_height);
  ++blocks_;
  std::ranges::move(too_early_, std::back_inserter(due_));
  too_early_.clear();
  call_those_due();
  serve();
}

void ReceiptDesk::call_those_due() {
  while (!waiting_.empty() && waiting_.begin()->first <= executed_) {
    due_.push_back(std::move(waiting_.extract(waiting_.begin()).mapped()));
  }
}

void ReceiptDesk::serve() {
  if (is_serving_ || due_.empty()) {
    return;
  }
  is_serving_ = true;
  const std::size_t fitting = kReceiptBytesAtOnceMax / source_.receipt_bytes();
  const auto count = std::min(due_.size(), std::clamp<std::size_t>(fitting, 1, kReceiptsAtOnceMax));
  const auto end = due_.begin() + static_cast<std::ptrdiff_t>(count);
  Visitors visitors(std::move_iterator(due_.begin()), std::move_iterator(end));
  due_.erase(due_.begin(), end);
  queries_.post({}, std::make_unique<Slice>(*this, std::move(visitors)));
}

// Too early is also when the header that commits to the result has no certificate of its own: any
// later block may bring one, and may have come while the slice was made.
void ReceiptDesk::on_slice_over(Visitors too_early, std::uint64_t blocks_then) {
  is_serving_ = false;
  if (blocks_ == blocks_then) {
    std::ranges::move(too_early, std::back_inserter(too_early_));
  } else {
    std::ranges::move(too_early, std::back_inserter(due_));
  }
  serve();
}

void ReceiptDesk::on_tick(Instant now) {
  for (auto& [height, visitor] : waiting_) {
    end_if_over(visitor, now);
  }
  for (ReceiptVisitor& visitor : too_early_) {
    end_if_over(visitor, now);
  }
  for (ReceiptVisitor& visitor : due_) {
    end_if_over(visitor, now);
  }
  std::erase_if(waiting_, [](const auto& waiting) { return is_answered(waiting.second); });
  std::erase_if(too_early_, is_answered);
  std::erase_if(due_, is_answered);
}

}  // namespace vitalstream::node
