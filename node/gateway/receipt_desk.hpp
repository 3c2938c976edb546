#pragma once
// ReceiptDesk: submissions that are answered except for their receipt. Who waits for which height,
// until when; as soon as a header that commits to a height's results is committed, those of it are
// served in slices, on the threads that read (query_pool.hpp), so that all receipts of a block are
// made from one reading of it. A receipt holds the whole genesis document: the next slice is made
// when the loop has passed on the one before.
//
// Thread: everything runs on the intake thread (the RPC loop); a slice posts to it. Bounded by the
// calls in flight, which the RPC server bounds.

#include <cstdint>
#include <deque>
#include <map>
#include <vector>

#include "net/rpc/api_types.hpp"
#include "net/rpc/reply.hpp"
#include "node/gateway/query_pool.hpp"
#include "node/gateway/receipt_source.hpp"
#include "node/ground/serial_thread.hpp"

namespace vitalstream::node {

// Somebody whose transaction is committed and who wants the receipt with the answer.
struct ReceiptVisitor {
  net::TxState state;  // with its height
  Instant deadline;
  net::Reply<net::TxSubmitted> reply;
};

class ReceiptDesk {
 public:
  // They outlive the desk, and no slice is read any more when it ends.
  ReceiptDesk(SerialThread& intake, QueryPool& queries, ReceiptSource& source)
      : intake_(intake), queries_(queries), source_(source) {}

  // Once a header commits to the results of the transaction's block.
  void await(ReceiptVisitor visitor);
  // Now, of a block that was committed some time ago; if that is too early, as soon as it can be.
  void ask(ReceiptVisitor visitor);

  // A block was committed whose header commits to the state after this height.
  void on_committed(std::uint64_t executed_height);
  // Ends the waits whose time is over.
  void on_tick(Instant now);

 private:
  class Slice;
  using Visitors = std::vector<ReceiptVisitor>;

  void call_those_due();
  void serve();
  void on_slice_over(Visitors too_early, std::uint64_t blocks_then);

  SerialThread& intake_;
  QueryPool& queries_;
  ReceiptSource& source_;
  std::multimap<std::uint64_t, ReceiptVisitor> waiting_;  // by the height that must be committed to
  Visitors too_early_;                                    // until the next block
  std::deque<ReceiptVisitor> due_;
  std::uint64_t executed_ = 0;  // the results up to here are committed to, as far as is known
  std::uint64_t blocks_ = 0;    // that the desk has heard of
  bool is_serving_ = false;     // a slice is being made
};

}  // namespace vitalstream::node
