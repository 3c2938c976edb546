#pragma once
// RpcDispatcher: from the text of a JSON-RPC message to calls of the node, and from finished calls
// to the text of answers. Sessions give it messages and take answers; it knows no socket. RPC
// thread only.

#include <chrono>
#include <memory>
#include <string>
#include <string_view>

#include "net/rpc/json_rpc.hpp"
#include "net/rpc/method_table.hpp"
#include "net/rpc/rpc_call.hpp"
#include "net/rpc/rpc_stats.hpp"
#include "net/rpc/server_load.hpp"

namespace vitalstream::net {

// Who sent a message and takes its answer: one connection.
class RpcCaller {
 public:
  // The whole answer to one message. `refusal` is set if it is one that HTTP is to speak of too: a
  // Bare one that failed, or a single call that is over its quota.
  virtual void answer(std::string_view json, std::optional<RpcCause> refusal) = 0;
  [[nodiscard]] virtual ConnectionRef ref() const = 0;
  // Bytes of answers that the caller may still leave unread.
  [[nodiscard]] virtual std::size_t answer_room() const = 0;

  // Calls not yet answered; kept by the dispatcher.
  std::size_t in_flight = 0;
  // Bytes of answers that wait for the rest of their batch; kept by the dispatcher.
  std::size_t batch_bytes = 0;
  // Both set by the connection when it opens.
  RpcOrigin origin;
  bool is_local = false;  // from loopback

 protected:
  ~RpcCaller() = default;
};

// Finds the caller of a finished call; null once its connection is gone.
class CallerDirectory {
 public:
  [[nodiscard]] virtual RpcCaller* find_caller(ConnectionRef ref) = 0;

 protected:
  ~CallerDirectory() = default;
};

// What the server shares with its dispatcher; all of it outlives the dispatcher.
struct DispatcherParts {
  const MethodTable& table;
  const RpcLimits& limits;
  ServerLoad& load;
  RpcStats& stats;
  CallerDirectory& callers;
};

class RpcDispatcher {
 public:
  RpcDispatcher(DispatcherParts parts, MethodContext context,
                std::shared_ptr<CompletionQueue> queue);

  // Whether there will be an answer: none if the message has nothing but notifications. What is
  // refused at once is answered before this returns.
  [[nodiscard]] bool on_message(std::string_view text, RpcCaller& caller);

  // A call without the JSON-RPC envelope, for a plain GET.
  void on_bare(const RpcMethod& method, RpcCaller& caller);
  // The same for a call that is no method.
  [[nodiscard]] CallStart start_bare(RpcCaller& caller);

  // A call has come back.
  void on_completed(const RpcCall& call);

 private:
  struct Sender {
    RpcCaller& caller;
    const std::shared_ptr<BatchAnswer>& batch;
    std::size_t bytes;  // share of the message's text
  };

  void on_request(const RpcRequest& request, const Sender& sender);
  [[nodiscard]] std::optional<RpcError> refuse_for_load(const RpcCaller& caller) const;
  void start_call(const RpcRequest& request, const Sender& sender);
  void refuse(const RpcRequest& request, const Sender& sender, const RpcError& error);
  void release(const CallTicket& ticket, RpcCaller* caller);
  const RpcError* write_answer(const RpcCall& call, const RpcCaller& caller);
  [[nodiscard]] const RpcError* refuse_for_size(const CallTicket& ticket,
                                                const RpcCaller& caller) const;
  void hand_over(RpcCaller& caller, const std::shared_ptr<BatchAnswer>& batch,
                 std::optional<RpcCause> refusal);
  void finish_batch(RpcCaller& caller, BatchAnswer& batch);
  // For a caller that is gone: nobody reads it any more.
  void drop_member(BatchAnswer* batch);

  DispatcherParts parts_;
  MethodContext context_;
  std::shared_ptr<CompletionQueue> queue_;
  RpcMessageParser parser_;
  std::string scratch_;  // the answer being written
  std::chrono::steady_clock::time_point now_;
};

}  // namespace vitalstream::net
