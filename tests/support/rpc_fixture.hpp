#pragma once
// Stand-ins for the two neighbours of a session and of the dispatcher: a host that records what it
// is told, and a bench that puts dispatcher, queue and fake node together without a socket.

#include <boost/asio/io_context.hpp>
#include <memory>
#include <string>
#include <vector>

#include "net/rpc/client_session.hpp"
#include "net/rpc/method_table.hpp"
#include "net/rpc/open_rpc.hpp"
#include "net/rpc/rpc_dispatcher.hpp"
#include "tests/support/fake_node_api.hpp"

namespace vitalstream::testing {

class RecordingHost final : public net::SessionHost {
 public:
  void send(std::string_view bytes) override { sent += bytes; }
  void enter(net::SessionPhase phase) override { phases.push_back(phase); }
  void finish() override { finished = true; }
  void become_websocket() override { upgraded = true; }
  [[nodiscard]] net::ConnectionRef ref() const override { return {}; }
  [[nodiscard]] std::size_t room() const override { return net::kRpcOutboundBytesMax; }

  // What was sent since the last call.
  std::string take() { return std::exchange(sent, {}); }

  std::string sent;
  std::vector<net::SessionPhase> phases;
  bool finished = false;
  bool upgraded = false;
};

// Feeds a session as a connection does; what it does not take stays for the next time.
class SessionFeed {
 public:
  explicit SessionFeed(net::ClientSession& session) : session_(session) {}

  void give(std::string_view bytes);
  // Tries again with what was left.
  void go_on();
  [[nodiscard]] const std::string& left() const { return left_; }
  [[nodiscard]] std::size_t wanted() const { return wanted_; }

 private:
  net::ClientSession& session_;
  std::string left_;
  std::size_t wanted_ = 0;
};

class DispatcherBench final : public net::CompletionReceiver, public net::CallerDirectory {
 public:
  explicit DispatcherBench(net::MethodList methods = net::rpc_methods(),
                           net::RpcLimits limits = {});
  // As the server does: what the node still holds is answered into nothing.
  ~DispatcherBench() { queue->close(); }

  // Lets finished calls come back.
  void settle();

  void on_completed(const net::RpcCall& call) noexcept override { dispatcher.on_completed(call); }
  void on_drained() noexcept override {}
  net::RpcCaller* find_caller(net::ConnectionRef) override { return caller; }

  FakeNodeApi node;
  net::RpcLimits limits;
  net::MethodTable table;
  net::ServerLoad load;
  net::RpcStats stats;
  std::string open_rpc = "{}";
  boost::asio::io_context context;
  std::shared_ptr<net::CompletionQueue> queue;
  net::RpcDispatcher dispatcher;
  net::RpcCaller* caller = nullptr;  // who gets the answers
};

}  // namespace vitalstream::testing
