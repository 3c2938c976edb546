#pragma once
// Reply<T>: the right and duty to answer one question, exactly once. The RPC server makes it, the
// node keeps it for as long as the question is open (thousands of waiting submissions are thousands
// of Reply objects of one pointer each) and sends from any thread. A Reply that is destroyed unsent
// answers InternalError, so that no client waits for ever. Move-only; a moved-from one is empty.

#include <functional>
#include <memory>
#include <utility>

#include "base/assert.hpp"
#include "base/result.hpp"
#include "net/rpc/rpc_asker.hpp"
#include "net/rpc/rpc_errors.hpp"

namespace vitalstream::net {

template <class T>
using RpcResult = Result<T, RpcError>;

// Where an answer goes. deliver() is called exactly once, by any thread; the sink owns itself and
// ends its life there.
template <class T>
class ReplySink {
 public:
  virtual void deliver(RpcResult<T> answer) = 0;
  // Who waits for it; before deliver().
  [[nodiscard]] virtual RpcAsker asker() const { return {}; }

 protected:
  ~ReplySink() = default;
};

template <class T>
class Reply {
 public:
  Reply() = default;
  explicit Reply(ReplySink<T>* sink) : sink_(sink) {}
  Reply(Reply&& other) noexcept : sink_(std::exchange(other.sink_, nullptr)) {}
  Reply& operator=(Reply&& other) noexcept;
  Reply(const Reply&) = delete;
  Reply& operator=(const Reply&) = delete;
  ~Reply();

  // False once sent, moved from or default-constructed.
  [[nodiscard]] explicit operator bool() const { return sink_ != nullptr; }
  // Only of one that is not empty.
  [[nodiscard]] RpcAsker asker() const;

  void send(T answer);
  void refuse(RpcError error);
  void refuse(RpcCause cause) { refuse(RpcError{.cause = cause}); }

 private:
  void finish(RpcResult<T> answer);

  ReplySink<T>* sink_ = nullptr;
};

// A Reply that hands its answer to a function, for callers that are not the RPC server.
template <class T>
[[nodiscard]] Reply<T> reply_to(std::function<void(RpcResult<T>)> receive);

template <class T>
Reply<T>& Reply<T>::operator=(Reply&& other) noexcept {
  Reply old(std::move(*this));
  sink_ = std::exchange(other.sink_, nullptr);
  return *this;
}

template <class T>
Reply<T>::~Reply() {
  if (sink_ != nullptr) {
    refuse(RpcCause::InternalError);
  }
}

template <class T>
RpcAsker Reply<T>::asker() const {
  VS_ASSERT(sink_ != nullptr);
  return sink_->asker();
}

template <class T>
void Reply<T>::send(T answer) {
  finish(RpcResult<T>(std::move(answer)));
}

template <class T>
void Reply<T>::refuse(RpcError error) {
  finish(RpcResult<T>(std::move(error)));
}

template <class T>
void Reply<T>::finish(RpcResult<T> answer) {
  VS_ASSERT(sink_ != nullptr);
  std::exchange(sink_, nullptr)->deliver(std::move(answer));
}

template <class T>
class FunctionSink final : public ReplySink<T> {
 public:
  explicit FunctionSink(std::function<void(RpcResult<T>)> receive) : receive_(std::move(receive)) {}
  void deliver(RpcResult<T> answer) override;

 private:
  std::function<void(RpcResult<T>)> receive_;
};

template <class T>
void FunctionSink<T>::deliver(RpcResult<T> answer) {
  const std::unique_ptr<FunctionSink> ends_here(this);
  receive_(std::move(answer));
}

template <class T>
Reply<T> reply_to(std::function<void(RpcResult<T>)> receive) {
  return Reply<T>(std::make_unique<FunctionSink<T>>(std::move(receive)).release());
}

}  // namespace vitalstream::net
