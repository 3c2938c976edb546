#include "tests/integration/p2p_world.hpp"

#include <algorithm>
#include <array>
#include <future>
#include <utility>

#include "base/assert.hpp"

namespace vitalstream::net {
namespace {

constexpr std::array<const char*, 4> kHosts{"one.test", "two.test", "three.test", "four.test"};

}  // namespace

bool eventually(const std::function<bool()>& condition) {
  const auto deadline = std::chrono::steady_clock::now() + kTestDeadline;
  while (!condition()) {
    if (std::chrono::steady_clock::now() > deadline) {
      return false;
    }
    std::this_thread::sleep_for(std::chrono::milliseconds{2});
  }
  return true;
}

void TableResolver::set(const std::string& host, std::vector<HostPort> addresses) {
  const std::lock_guard lock(mutex_);
  table_[host] = std::move(addresses);
}

void TableResolver::resolve(HostPort address, std::function<void(Endpoints)> done) {
  Endpoints endpoints;
  {
    const std::lock_guard lock(mutex_);
    ++asked_[address.host];
    for (const HostPort& each : table_[address.host]) {
      endpoints.emplace_back(asio::ip::make_address(each.host), each.port);
    }
  }
  done(std::move(endpoints));
}

int TableResolver::asked(const std::string& host) const {
  const std::lock_guard lock(mutex_);
  const auto found = asked_.find(host);
  return found == asked_.end() ? 0 : found->second;
}

P2pWorld::P2pWorld() : resolver_(std::make_shared<TableResolver>()) {
  for (const char* const host : kHosts) {
    cas_.emplace_back(std::string("CA of ") + host);
    bundle_ += cas_.back().certificate_pem();
  }
}

std::string P2pWorld::host_of(std::uint32_t id) { return kHosts.at(id - 1); }

PeerIdentity P2pWorld::identity_of(std::uint32_t id) const {
  return {PeerId{id}, host_of(id), host_of(id), SpkiHash{ca_of(id).key_hash()}};
}

testing::PemPair P2pWorld::issue(std::uint32_t id) const { return ca_of(id).issue(host_of(id)); }

PeerNetworkOptions P2pWorld::options(std::uint32_t id, const std::vector<std::uint32_t>& peers,
                                     const std::vector<std::uint32_t>& dialed) {
  PeerNetworkOptions options;
  options.self = identity_of(id);
  options.chain = ChainId{"test-chain"};
  options.listen_addresses = {{"127.0.0.1", 0}};
  options.certificates = write_certificates(host_of(id), issue(id));
  for (const std::uint32_t peer : peers) {
    const bool dials = std::find(dialed.begin(), dialed.end(), peer) != dialed.end();
    PeerConfig config{identity_of(peer), {}};
    if (dials) {
      config.dial_addresses.push_back({host_of(peer), 1});
    }
    options.peers.push_back(std::move(config));
  }
  options.random_seed = id;
  options.resolver = resolver_;
  options.backoff = {std::chrono::milliseconds{20}, std::chrono::milliseconds{500}};
  return options;
}

CertificateFiles P2pWorld::write_certificates(const std::string& name,
                                              const testing::PemPair& pair) const {
  return {directory_.write(name + ".pem", pair.certificate),
          directory_.write(name + ".key", pair.key), directory_.write("bundle.pem", bundle_)};
}

void P2pWorld::distrust(std::uint32_t id) {
  const std::string certificate = ca_of(id).certificate_pem();
  bundle_.erase(bundle_.find(certificate), certificate.size());
}

bool EventLog::has_refusal(CloseReason reason) const {
  return std::any_of(refusals.begin(), refusals.end(),
                     [reason](const PeerRefusal& each) { return each.reason == reason; });
}

bool EventLog::has_ended(CloseReason reason) const {
  return std::any_of(disconnected.begin(), disconnected.end(),
                     [reason](const PeerDisconnected& each) { return each.reason == reason; });
}

P2pNode::P2pNode(PeerNetworkOptions options, Credits credits)
    : context_(std::make_unique<asio::io_context>()),
      work_(asio::make_work_guard(*context_)),
      credits_(credits) {
  auto opened = PeerNetwork::open(context_->get_executor(), std::move(options), *this);
  VS_ASSERT(opened);
  network_ = std::move(*opened);
  network_->start();
  thread_ = std::thread([this] { context_->run(); });
}

P2pNode::~P2pNode() { kill(); }

void P2pNode::kill() {
  if (context_ == nullptr) {
    return;
  }
  context_->stop();
  if (thread_.joinable()) {
    thread_.join();
  }
  network_.reset();
  // Takes the coroutines with it, and so their sockets.
  work_.reset();
  context_.reset();
}

bool P2pNode::stop() {
  std::promise<void> stopped;
  auto done = stopped.get_future();
  network_->stop([&stopped] { stopped.set_value(); });
  const bool in_time = done.wait_for(kTestDeadline) == std::future_status::ready;
  work_.reset();
  if (in_time) {
    // Nothing of the network is left, so the context runs out of work by itself.
    thread_.join();
  }
  return in_time;
}

bool P2pNode::wait_for(const std::function<bool(const EventLog&)>& condition) {
  std::unique_lock lock(mutex_);
  return changed_.wait_for(lock, kTestDeadline, [&] { return condition(log_); });
}

bool P2pNode::wait_for_messages(std::size_t count) {
  return wait_for([count](const EventLog& log) { return log.messages.size() >= count; });
}

EventLog P2pNode::log() const {
  const std::lock_guard lock(mutex_);
  return log_;
}

void P2pNode::release_credits() {
  std::vector<ReceiveCredit> released;
  {
    const std::lock_guard lock(mutex_);
    released.swap(kept_);
    credits_ = Credits::Release;
  }
}

void P2pNode::send(std::uint32_t peer, Bytes payload, Priority priority) {
  network_->send(PeerId{peer}, std::make_shared<const Bytes>(std::move(payload)), priority);
}

void P2pNode::on_connected(const PeerConnected& connected) {
  if (fail_next_connection.exchange(false)) {
    throw std::bad_alloc();
  }
  const std::lock_guard lock(mutex_);
  log_.connected.push_back(connected);
  changed_.notify_all();
}

void P2pNode::on_disconnected(const PeerDisconnected& disconnected) {
  const std::lock_guard lock(mutex_);
  log_.disconnected.push_back(disconnected);
  changed_.notify_all();
}

void P2pNode::on_message(PeerId peer, ReceivedMessage message) {
  if (fail_next_message.exchange(false)) {
    throw std::bad_alloc();
  }
  const std::lock_guard lock(mutex_);
  log_.message_bytes += message.payload.size();
  log_.messages.emplace_back(peer, std::move(message.payload));
  if (credits_ == Credits::Keep) {
    kept_.push_back(std::move(message.credit));
  }
  changed_.notify_all();
}

void P2pNode::on_refused(const PeerRefusal& refusal) {
  const std::lock_guard lock(mutex_);
  log_.refusals.push_back(refusal);
  changed_.notify_all();
}

}  // namespace vitalstream::net
