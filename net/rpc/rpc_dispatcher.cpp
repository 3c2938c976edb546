#include "net/rpc/rpc_dispatcher.hpp"

#include <algorithm>
#include <utility>

namespace vitalstream::net {
namespace {

constexpr std::string_view kBatchFrame = "[]";

}  // namespace

RpcDispatcher::RpcDispatcher(DispatcherParts parts, MethodContext context,
                             std::shared_ptr<CompletionQueue> queue)
    : parts_(parts), context_(context), queue_(std::move(queue)), parser_(parts.limits) {}

bool RpcDispatcher::on_message(std::string_view text, RpcCaller& caller) {
  now_ = std::chrono::steady_clock::now();
  const RpcMessage& message = parser_.parse(text);
  if (message.fault) {
    parts_.stats.count_refusal(message.fault->cause);
    scratch_.clear();
    append_error(scratch_, kNullId, *message.fault);
    caller.answer(scratch_, std::nullopt);
    return true;
  }
  if (!message.batch) {
    const RpcRequest& request = message.requests.front();
    const bool answered = !request.is_notification();
    on_request(request, {caller, nullptr, text.size()});
    return answered;
  }
  const auto batch = std::make_shared<BatchAnswer>();
  const Sender sender{caller, batch, text.size() / message.requests.size()};
  bool answered = false;
  // The batch itself counts as unfinished until its last member has been read.
  batch->unfinished = 1;
  for (const RpcRequest& request : message.requests) {
    answered = answered || !request.is_notification();
    on_request(request, sender);
  }
  if (--batch->unfinished == 0 && answered) {
    finish_batch(caller, *batch);
  }
  return answered;
}

// Load is looked at first: under load, refusing must be cheap.
void RpcDispatcher::on_request(const RpcRequest& request, const Sender& sender) {
  if (request.fault) {
    refuse(request, sender, *request.fault);
    return;
  }
  if (const auto error = refuse_for_load(sender.caller)) {
    refuse(request, sender, *error);
    return;
  }
  start_call(request, sender);
}

std::optional<RpcError> RpcDispatcher::refuse_for_load(const RpcCaller& caller) const {
  if (parts_.load.draining) {
    return RpcError{.cause = RpcCause::ShuttingDown};
  }
  if (caller.in_flight >= parts_.limits.in_flight_max) {
    return RpcError{.cause = RpcCause::TooManyInFlight, .retry_after_ms = kRetryAfterMs};
  }
  if (is_overloaded(parts_.load, parts_.limits)) {
    return RpcError{.cause = RpcCause::Overloaded, .retry_after_ms = kRetryAfterMs};
  }
  return std::nullopt;
}

void RpcDispatcher::start_call(const RpcRequest& request, const Sender& sender) {
  const auto index = parts_.table.find(request.method);
  if (!index) {
    refuse(request, sender, {.cause = RpcCause::MethodNotFound});
    return;
  }
  const RpcMethod& method = parts_.table[*index];
  auto params = RpcParams::bind(method.params, request.params);
  if (!params) {
    refuse(request, sender, params.error());
    return;
  }
  CallTicket ticket;
  ticket.form = request.is_notification() ? AnswerForm::Notification : AnswerForm::Response;
  ticket.id = request.id;
  ticket.connection = sender.caller.ref();
  ticket.origin = sender.caller.origin;
  ticket.bytes = sender.bytes;
  ticket.method = *index;
  ticket.runs = method.runs;
  ticket.cost = method.cost;
  ticket.started = now_;
  if (sender.batch && !request.is_notification()) {
    ticket.batch = sender.batch;
    ++sender.batch->unfinished;
  }
  method.call(context_, *params,
              CallStart(std::move(ticket), queue_, {&parts_.load, &sender.caller.in_flight}));
  // What runs on the loop is answered already. Its answer, which may be a thousand times as large
  // as the question, must not wait while more questions are read.
  queue_->deliver();
}

void RpcDispatcher::refuse(const RpcRequest& request, const Sender& sender, const RpcError& error) {
  parts_.stats.count_refusal(error.cause);
  if (request.is_notification()) {
    return;
  }
  scratch_.clear();
  append_error(scratch_, request.id, error);
  hand_over(sender.caller, sender.batch, error.cause);
}

CallStart RpcDispatcher::start_bare(RpcCaller& caller) {
  CallTicket ticket;
  ticket.form = AnswerForm::Bare;
  ticket.connection = caller.ref();
  ticket.method = static_cast<std::uint16_t>(parts_.table.methods().size());
  ticket.started = std::chrono::steady_clock::now();
  return {std::move(ticket), queue_, {&parts_.load, &caller.in_flight}};
}

void RpcDispatcher::on_bare(const RpcMethod& method, RpcCaller& caller) {
  method.call(context_, RpcParams{}, start_bare(caller));
}

void RpcDispatcher::on_completed(const RpcCall& call) {
  const CallTicket& ticket = call.ticket();
  RpcCaller* const caller = parts_.callers.find_caller(ticket.connection);
  release(ticket, caller);
  if (caller == nullptr) {
    drop_member(ticket.batch.get());
    return;
  }
  scratch_.clear();
  const RpcError* const refusal = write_answer(call, *caller);
  const auto cause = refusal == nullptr ? std::nullopt : std::optional(refusal->cause);
  if (ticket.method < parts_.table.methods().size()) {
    parts_.stats.count_answer(ticket.method, cause,
                              std::chrono::steady_clock::now() - ticket.started);
  }
  if (ticket.form == AnswerForm::Notification) {
    return;
  }
  if (ticket.form == AnswerForm::Bare) {
    caller->answer(scratch_, cause);
    return;
  }
  hand_over(*caller, ticket.batch, cause);
  if (ticket.batch && --ticket.batch->unfinished == 0) {
    finish_batch(*caller, *ticket.batch);
  }
}

void RpcDispatcher::release(const CallTicket& ticket, RpcCaller* caller) {
  --parts_.load.in_flight;
  parts_.load.in_flight_bytes -= ticket.bytes;
  if (caller != nullptr) {
    --caller->in_flight;
  }
}

// Writes into the scratch; returns the refusal if it is one.
const RpcError* RpcDispatcher::write_answer(const RpcCall& call, const RpcCaller& caller) {
  const CallTicket& ticket = call.ticket();
  const bool bare = ticket.form == AnswerForm::Bare;
  if (!bare) {
    append_result_head(scratch_, ticket.id);
  }
  const RpcError* refusal = call.write_result(scratch_);
  if (refusal == nullptr && !bare) {
    append_result_tail(scratch_);
  }
  if (refusal == nullptr) {
    refusal = refuse_for_size(ticket, caller);
  }
  if (refusal == nullptr) {
    return nullptr;
  }
  scratch_.clear();
  if (bare) {
    append_error_object(scratch_, *refusal);
  } else {
    append_error(scratch_, ticket.id, *refusal);
  }
  return refusal;
}

// An answer that is too large, or too much beside what the caller or all callers together have not
// read yet, gives way to a short one. What waits for the rest of its batch is not read yet either.
const RpcError* RpcDispatcher::refuse_for_size(const CallTicket& ticket,
                                               const RpcCaller& caller) const {
  static const RpcError kTooLarge{.cause = RpcCause::ResponseTooLarge};
  static const RpcError kUnread{.cause = RpcCause::Overloaded,
                                .detail = "read the answers that wait",
                                .retry_after_ms = kRetryAfterMs};
  const std::size_t beside = ticket.batch ? ticket.batch->text.size() + kBatchFrame.size() : 0;
  if (scratch_.size() + beside > parts_.limits.response_bytes_max) {
    return &kTooLarge;
  }
  const std::size_t bytes = scratch_.size() + kBatchFrame.size();
  const std::size_t most = parts_.limits.outbound_bytes_total;
  const std::size_t left = most - std::min(parts_.load.outbound_bytes, most);
  const bool fits = bytes + caller.batch_bytes <= caller.answer_room() && bytes <= left;
  return fits ? nullptr : &kUnread;
}

// The scratch is one finished answer: to the caller, or to the batch that it is part of.
void RpcDispatcher::hand_over(RpcCaller& caller, const std::shared_ptr<BatchAnswer>& batch,
                              std::optional<RpcCause> refusal) {
  if (!batch) {
    // Proxies and client libraries know 429; every other answer of JSON-RPC is a 200.
    const bool for_http = refusal == RpcCause::QuotaExceeded;
    caller.answer(scratch_, for_http ? refusal : std::nullopt);
    return;
  }
  batch->text += batch->text.empty() ? '[' : ',';
  batch->text += scratch_;
  const std::size_t more = scratch_.size() + 1;
  caller.batch_bytes += more;
  parts_.load.outbound_bytes += more;
}

void RpcDispatcher::finish_batch(RpcCaller& caller, BatchAnswer& batch) {
  caller.batch_bytes -= batch.text.size();
  parts_.load.outbound_bytes -= batch.text.size();
  batch.text += ']';
  caller.answer(batch.text, std::nullopt);
}

void RpcDispatcher::drop_member(BatchAnswer* batch) {
  if (batch != nullptr && --batch->unfinished == 0) {
    parts_.load.outbound_bytes -= batch->text.size();
  }
}

}  // namespace vitalstream::net
