#pragma once
// A consortium for the peer network's tests: one CA per organisation, a shared bundle, a resolver
// whose answers the test decides, and nodes on threads of their own whose events can be awaited.

#include <atomic>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <condition_variable>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

#include "net/p2p/peer_network.hpp"
#include "tests/support/temp_directory.hpp"
#include "tests/support/test_pki.hpp"

namespace vitalstream::net {

inline constexpr std::chrono::seconds kTestDeadline{20};

// Polls a condition that no event announces (a counter).
[[nodiscard]] bool eventually(const std::function<bool()>& condition);

class TableResolver final : public NameResolver {
 public:
  void set(const std::string& host, std::vector<HostPort> addresses);
  void resolve(HostPort address, std::function<void(Endpoints)> done) override;
  [[nodiscard]] int asked(const std::string& host) const;

 private:
  mutable std::mutex mutex_;
  std::map<std::string, std::vector<HostPort>> table_;
  std::map<std::string, int> asked_;
};

class P2pWorld {
 public:
  P2pWorld();

  // Peers have the ids 1 to 4, names "one.test" to "four.test" and a CA each.
  [[nodiscard]] static std::string host_of(std::uint32_t id);
  [[nodiscard]] const testing::TestCa& ca_of(std::uint32_t id) const { return cas_.at(id - 1); }
  [[nodiscard]] PeerIdentity identity_of(std::uint32_t id) const;
  [[nodiscard]] testing::PemPair issue(std::uint32_t id) const;

  // Listens on a free loopback port, knows `peers`, dials those in `dialed` by name.
  [[nodiscard]] PeerNetworkOptions options(std::uint32_t id,
                                           const std::vector<std::uint32_t>& peers,
                                           const std::vector<std::uint32_t>& dialed = {});
  [[nodiscard]] CertificateFiles write_certificates(const std::string& name,
                                                    const testing::PemPair& pair) const;
  // The CA bundle that write_certificates writes, without this peer's CA.
  void distrust(std::uint32_t id);
  [[nodiscard]] const std::string& bundle() const { return bundle_; }
  [[nodiscard]] TableResolver& resolver() { return *resolver_; }

 private:
  testing::TempDirectory directory_;
  std::vector<testing::TestCa> cas_;
  std::string bundle_;
  std::shared_ptr<TableResolver> resolver_;
};

// What a node has been told, in order.
struct EventLog {
  std::vector<PeerConnected> connected;
  std::vector<PeerDisconnected> disconnected;
  std::vector<PeerRefusal> refusals;
  std::vector<std::pair<PeerId, Bytes>> messages;
  std::size_t message_bytes = 0;

  [[nodiscard]] bool has_refusal(CloseReason reason) const;
  [[nodiscard]] bool has_ended(CloseReason reason) const;
};

class P2pNode final : public PeerEvents {
 public:
  enum class Credits { Release, Keep };

  explicit P2pNode(PeerNetworkOptions options, Credits credits = Credits::Release);
  ~P2pNode() override;

  // As a process that is killed: no goodbye, the kernel closes the sockets.
  void kill();
  // Drains and says goodbye; true if it ended in time.
  [[nodiscard]] bool stop();

  // The next such event throws.
  std::atomic<bool> fail_next_message{false};
  std::atomic<bool> fail_next_connection{false};

  [[nodiscard]] PeerNetwork& network() { return *network_; }
  [[nodiscard]] HostPort address() const { return network_->listen_addresses().at(0); }
  [[nodiscard]] bool wait_for(const std::function<bool(const EventLog&)>& condition);
  [[nodiscard]] bool wait_for_messages(std::size_t count);
  [[nodiscard]] EventLog log() const;
  void release_credits();
  void send(std::uint32_t peer, Bytes payload, Priority priority = Priority::Consensus);

  void on_connected(const PeerConnected& connected) override;
  void on_disconnected(const PeerDisconnected& disconnected) override;
  void on_message(PeerId peer, ReceivedMessage message) override;
  void on_refused(const PeerRefusal& refusal) override;

 private:
  std::unique_ptr<asio::io_context> context_;
  asio::executor_work_guard<asio::io_context::executor_type> work_;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  EventLog log_;
  Credits credits_;
  std::vector<ReceiveCredit> kept_;
  std::unique_ptr<PeerNetwork> network_;
  std::thread thread_;
};

}  // namespace vitalstream::net
