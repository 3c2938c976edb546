#pragma once
// Query: one call that reads the database, to be answered on a thread of the QueryPool. Made on the
// RPC loop, moved to a reading thread, ended on either: what is destroyed unanswered tells its
// client so (reply.hpp).

#include <optional>
#include <utility>

#include "net/rpc/reply.hpp"

namespace vitalstream::node {

class Query {
 public:
  // A turn ends with the answer sent, or with nothing said yet and the wish for another turn.
  enum class Turn { Answered, Again };

  virtual ~Query() = default;

  // On a reading thread; again while it is not answered.
  [[nodiscard]] virtual Turn run() = 0;
  // It will not be run (any more).
  virtual void refuse(const net::RpcError& error) = 0;
};

// Of one turn's reading: the answer, or nothing if it takes another turn.
template <class T>
using TurnResult = std::optional<net::RpcResult<T>>;

// A Query that sends what `read` returns; called as read() until that is an answer.
template <class T, class Read>
class ReplyQuery final : public Query {
 public:
  ReplyQuery(net::Reply<T> reply, Read read) : reply_(std::move(reply)), read_(std::move(read)) {}

  [[nodiscard]] Turn run() override;
  void refuse(const net::RpcError& error) override { reply_.refuse(error); }

 private:
  net::Reply<T> reply_;
  Read read_;
};

template <class T, class Read>
Query::Turn ReplyQuery<T, Read>::run() {
  TurnResult<T> answer = read_();
  if (!answer) {
    return Turn::Again;
  }
  if (*answer) {
    reply_.send(std::move(**answer));
  } else {
    reply_.refuse(std::move(*answer).error());
  }
  return Turn::Answered;
}

}  // namespace vitalstream::node
