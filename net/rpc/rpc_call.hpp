#pragma once
// RpcCall: one request handed to the node: what is needed to answer it, and the answer once it is
// there. Made on the RPC thread, completed on any, ended on the RPC thread again. One allocation
// holds all of it, and it is its own link in the queue of completions.

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "json/json_writer.hpp"
#include "net/rpc/api_types.hpp"
#include "net/rpc/completion_queue.hpp"
#include "net/rpc/reply.hpp"
#include "net/rpc/rpc_asker.hpp"
#include "net/rpc/server_load.hpp"

namespace vitalstream::net {

// What the members of a batch have in common. Belongs to the RPC thread.
struct BatchAnswer {
  std::string text;            // finished members, separated by commas
  std::size_t unfinished = 0;  // members whose answer is awaited
};

enum class AnswerForm : std::uint8_t {
  Response,      // a JSON-RPC response object
  Notification,  // none
  Bare,          // the result alone, for a plain GET
};

struct CallTicket {
  AnswerForm form = AnswerForm::Response;
  std::string id;  // JSON text
  ConnectionRef connection;
  RpcOrigin origin;
  std::shared_ptr<BatchAnswer> batch;  // null for a single request
  std::size_t bytes = 0;               // of the request, charged to the server's load
  std::uint16_t method = 0;            // its place in the table
  RunsOn runs = RunsOn::Loop;          // as its row says
  ReadCost cost = ReadCost::Nothing;
  std::chrono::steady_clock::time_point started;
};

class RpcCall {
 public:
  explicit RpcCall(CallTicket ticket) : ticket_(std::move(ticket)) {}
  RpcCall(const RpcCall&) = delete;
  RpcCall& operator=(const RpcCall&) = delete;
  virtual ~RpcCall() = default;

  // Appends the result's JSON, or returns the refusal and appends nothing.
  virtual const RpcError* write_result(std::string& out) const = 0;

  [[nodiscard]] const CallTicket& ticket() const { return ticket_; }

 private:
  friend class CompletionQueue;

  CallTicket ticket_;
  RpcCall* next_ = nullptr;
};

template <class T, class Render>
class TypedCall final : public RpcCall, public ReplySink<T> {
 public:
  TypedCall(CallTicket ticket, std::shared_ptr<CompletionQueue> queue, Render render)
      : RpcCall(std::move(ticket)), queue_(std::move(queue)), render_(std::move(render)) {}

  void deliver(RpcResult<T> answer) override;
  [[nodiscard]] RpcAsker asker() const override {
    return {ticket().connection, ticket().runs, ticket().cost};
  }
  const RpcError* write_result(std::string& out) const override;

 private:
  std::shared_ptr<CompletionQueue> queue_;
  Render render_;
  std::optional<T> value_;
  RpcError error_;
};

// Where a call counts while it is under way, from the moment it exists: one that could not even be
// made has nothing to give back.
struct CallCharge {
  ServerLoad* load = nullptr;  // null: it counts nowhere
  std::size_t* caller_in_flight = nullptr;
};

// A call that is about to be made: the method says of what type the answer is and how it is
// rendered, and gets the Reply to hand to the node.
class CallStart {
 public:
  CallStart(CallTicket ticket, std::shared_ptr<CompletionQueue> queue, CallCharge charge = {})
      : ticket_(std::move(ticket)), queue_(std::move(queue)), charge_(charge) {}

  // `render` is called as render(JsonWriter&, const T&).
  template <class T, class Render>
  [[nodiscard]] Reply<T> reply(Render render);

  [[nodiscard]] const RpcOrigin& origin() const { return ticket_.origin; }

  // The method itself refuses.
  void refuse(RpcError error);

 private:
  CallTicket ticket_;
  std::shared_ptr<CompletionQueue> queue_;
  CallCharge charge_;
};

template <class T, class Render>
void TypedCall<T, Render>::deliver(RpcResult<T> answer) {
  if (answer) {
    value_.emplace(std::move(*answer));
  } else {
    error_ = std::move(answer).error();
  }
  const std::shared_ptr<CompletionQueue> queue = std::move(queue_);
  queue->push(std::unique_ptr<RpcCall>(this));
}

template <class T, class Render>
const RpcError* TypedCall<T, Render>::write_result(std::string& out) const {
  if (!value_) {
    return &error_;
  }
  JsonWriter writer(out);
  render_(writer, *value_);
  return nullptr;
}

template <class T, class Render>
Reply<T> CallStart::reply(Render render) {
  const std::size_t bytes = ticket_.bytes;
  auto call = std::make_unique<TypedCall<T, Render>>(std::move(ticket_), std::move(queue_),
                                                     std::move(render));
  if (charge_.load != nullptr) {
    ++charge_.load->in_flight;
    charge_.load->in_flight_bytes += bytes;
    ++*charge_.caller_in_flight;
  }
  return Reply<T>(call.release());
}

}  // namespace vitalstream::net
