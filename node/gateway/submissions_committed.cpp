// What was committed before it was submitted (again).
#include <memory>
#include <utility>

#include "node/gateway/submissions.hpp"

namespace vitalstream::node {
namespace {

using Committed = std::optional<net::TxState>;

}  // namespace

// What is committed has its state, whatever speaks against it by now. Where the database cannot be
// asked for want of a place, that is the answer: it is no verdict about the transaction.
void Submissions::refuse_unless_committed(const ledger::TxId& id, const net::RpcError& reason,
                                          Waiter waiter) {
  if (reason.cause == net::RpcCause::Busy) {
    refuse(waiter.reply, reason);  // it may come again, and under load refusing must be cheap
    return;
  }
  const net::RpcAsker asker{waiter.reply.asker().connection, net::RunsOn::Readers,
                            net::ReadCost::Entries};
  auto reply = net::reply_to<Committed>(
      [this, id, reason,
       waiter = std::make_shared<Waiter>(std::move(waiter))](net::RpcResult<Committed> found) {
        parts_.intake.post([this, id, reason, waiter, found = std::move(found)]() mutable {
          if (!found) {
            refuse(waiter->reply, found.error());
          } else if (!*found) {
            refuse(waiter->reply, reason);
          } else {
            answer_committed(std::move(*waiter), std::move(**found));
          }
        });
      });
  auto read = [&states = parts_.committed_states, id]() -> TurnResult<Committed> {
    return states({&id, 1}).front();
  };
  parts_.queries.post(asker, std::make_unique<ReplyQuery<Committed, decltype(read)>>(
                                 std::move(reply), std::move(read)));
}

void Submissions::answer_committed(Waiter waiter, net::TxState state) {
  if (waiter.receipt) {
    parts_.receipts.ask({std::move(state), waiter.deadline, std::move(waiter.reply)});
  } else {
    waiter.reply.send({std::move(state), std::nullopt});
  }
}

// It was committed before it came. What of it is in the lane all the same, by an older look at the
// database or because it is being ordered a second time, goes on to its own end.
void Submissions::answer_copy(Entries::iterator entry, CopyNumber copy, const net::TxState& state) {
  for (Waiter& waiter : entry->second.waiters) {
    if (waiter.copy == copy) {
      answer_committed(std::move(waiter), state);
    }
  }
  end_copy(entry);
}

}  // namespace vitalstream::node
