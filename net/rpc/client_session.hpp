#pragma once
// ClientSession and SessionHost: the seam between a protocol (HTTP, WebSocket) and the connection
// that carries it. A session is a function of the bytes that arrived: it takes from the front of
// the input, hands requests on, and gives the host bytes to send. It knows no socket and no clock,
// so that tests feed it directly. RPC thread only.

#include <cstddef>
#include <span>
#include <string_view>

#include "net/rpc/rpc_call.hpp"
#include "net/rpc/rpc_dispatcher.hpp"

namespace vitalstream::net {

// What a session waits for; each phase has its deadline. Whoever comes to Answering or Idle has
// asked something.
enum class SessionPhase {
  Head,       // a request has begun; its head is not complete
  Body,       // a body or a message has begun
  Answering,  // the node has the request; it keeps the deadline
  Idle,       // nothing has begun
};

// The connection, as its session sees it.
class SessionHost {
 public:
  // Bytes leave in this order, coalesced with what else is waiting.
  virtual void send(std::string_view bytes) = 0;
  // The phase begins now; entering a phase again begins its deadline again.
  virtual void enter(SessionPhase phase) = 0;
  // No more input; the connection closes once everything has been sent.
  virtual void finish() = 0;
  // From the next byte on, this is a WebSocket.
  virtual void become_websocket() = 0;
  [[nodiscard]] virtual ConnectionRef ref() const = 0;
  // Bytes that may still wait to be taken by the client.
  [[nodiscard]] virtual std::size_t room() const = 0;

 protected:
  ~SessionHost() = default;
};

struct InputProgress {
  std::size_t consumed = 0;  // from the front; 0: nothing more can be done with this input
  std::size_t wanted = 0;    // bytes in all that the next step needs, if more than there are
};

class ClientSession {
 public:
  virtual ~ClientSession() = default;

  // Takes one step. The input may be changed in place.
  [[nodiscard]] virtual InputProgress on_input(std::span<char> input) = 0;
  // The phase took too long.
  virtual void on_deadline() = 0;
  // Half of the idle time has passed.
  virtual void on_half_idle() = 0;
  // The server stops; called repeatedly. The session finishes once nothing is under way.
  virtual void on_stop() = 0;
  // There is no memory for the input that the session wants.
  virtual void on_no_memory() = 0;
  // Bytes that the session keeps beside the connection's own buffers.
  [[nodiscard]] virtual std::size_t held_bytes() const = 0;
  [[nodiscard]] virtual RpcCaller& caller() = 0;
};

}  // namespace vitalstream::net
