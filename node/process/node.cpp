#include "node/process/node.hpp"

#include <chrono>
#include <future>
#include <thread>
#include <utility>

#include "base/hex.hpp"
#include "base/result.hpp"
#include "node/ground/build_info.hpp"
#include "node/ground/wall_clock.hpp"
#include "node/process/claim_resources.hpp"
#include "node/process/limits.hpp"
#include "node/process/node_parts.hpp"
#include "node/stores/checkpoint.hpp"
#include "node/stores/own_key.hpp"

namespace vitalstream::node {
namespace {

using namespace std::chrono_literals;

constexpr auto kTick = 50ms;
constexpr auto kRpcDrain = 2s;

void schedule_tick(Node::Parts& parts) {
  parts.tick.expires_after(kTick);
  parts.tick.async_wait([&parts](const boost::system::error_code& error) {
    if (!error) {
      parts.submissions->on_tick();
      parts.receipt_desk->on_tick(read_clock().now);
      schedule_tick(parts);
    }
  });
}

// Runs `begin` with a callback and waits until that is called.
template <class Begin>
void wait_for(Begin begin) {
  std::promise<void> done;
  auto waited = done.get_future();
  begin([&done] { done.set_value(); });
  waited.wait();
}

template <class Server>
Result<void, SetupFailure> start_on(SerialThread& thread, Server& server) {
  std::promise<Result<void, std::string>> started;
  auto outcome = started.get_future();
  thread.post([&] { started.set_value(server.start()); });
  if (const auto result = outcome.get(); !result) {
    return SetupFailure{result.error()};
  }
  return {};
}

std::unique_ptr<KeyRotation> make_key_rotation(Node::Parts& parts) {
  KeyRotation::Parts rotation;
  rotation.keyring = parts.stores.keyring.get();
  rotation.provider = parts.provider.get();
  rotation.days_max = parts.config.storage.data_key_days;
  rotation.on_rotated = [&log = parts.log](storage::KeyGeneration generation) {
    log.info("new data key", {{"generation", std::to_string(generation.value())}});
  };
  rotation.on_failed = [&metrics = *parts.metrics,
                        &log = parts.log](const storage::KeyringFailure& failure) {
    metrics.on_alarm();
    log.error("no new data key; the old one stays in use",
              {{"reason", storage::describe(failure)}});
  };
  return std::make_unique<KeyRotation>(std::move(rotation));
}

std::unique_ptr<BlockSealer> make_sealer(Node::Parts& parts) {
  BlockSealer::Parts sealer{
      .database = *parts.stores.database,
      .provider = *parts.provider,
      .genesis = parts.context.genesis,
      .own = parts.genesis.own.id,
      .interval = std::chrono::milliseconds(parts.config.keys.seal_interval.value() / 1000)};
  sealer.on_failed = [&metrics = *parts.metrics,
                      &log = parts.log](const BlockSealer::Failure& failure) {
    metrics.on_seal_failed();
    if (failure.is_first) {
      log.warn("a final block was not sealed; a later one will be", {{"reason", failure.reason}});
    }
  };
  return std::make_unique<BlockSealer>(std::move(sealer));
}

}  // namespace

Node::Node(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}

Node::~Node() = default;

Result<std::unique_ptr<Node>, SetupFailure> Node::open(const Config& config, Log& log) {
  auto genesis = load_genesis(config);
  if (!genesis) {
    return genesis.error();
  }
  const std::size_t validators = genesis->genesis.document.validators.size();
  VS_RETURN_IF_ERROR(claim_resources(config, validators, log));
  auto parts = std::make_unique<Parts>(config, log);
  parts->genesis = std::move(*genesis);
  parts->context = {parts->genesis.genesis.hash,
                    ledger::validator_set_of(parts->genesis.genesis.document)};
  parts->own = *parts->context.set.index_of(parts->genesis.own.id);
  parts->members = ledger::members_of(parts->genesis.genesis.document);
  parts->metrics = std::make_unique<Metrics>(std::string(version()));
  crypto::provider::CallSurroundings surroundings;
  surroundings.observer = parts->metrics.get();
  VS_TRY(provider, open_own_key(config, parts->genesis, surroundings));
  parts->provider = std::move(provider);
  auto stores = open_stores(config, {parts->genesis, *parts->provider, log});
  if (!stores) {
    return stores.error();
  }
  parts->stores = std::move(*stores);
  VS_RETURN_IF_ERROR(assemble(*parts));
  return std::unique_ptr<Node>(new Node(std::move(parts)));
}

Result<void, SetupFailure> Node::start() {
  Parts& parts = *parts_;
  if (parts.config.keys.signing == SigningMode::Delegated) {
    parts.sealer = make_sealer(parts);
  }
  VS_RETURN_IF_ERROR(start_on(parts.ops_thread, *parts.ops_server));
  parts.driver->start();
  parts.contents->start();
  parts.damage->start();
  parts.space->start();
  parts.link->network().start();
  VS_RETURN_IF_ERROR(start_on(parts.intake_thread, *parts.rpc));
  parts.intake_thread.post([&parts] { schedule_tick(parts); });
  parts.key_rotation = make_key_rotation(parts);
  parts.ops->set_started();
  parts.log.info("started", {{"validator", parts.genesis.own.name},
                             {"chain", parts.genesis.genesis.document.chain.value()},
                             {"genesis", to_hex(parts.genesis.genesis.hash.view())}});
  return {};
}

void Node::reload_certificates() {
  const auto reloaded = parts_->link->network().reload_certificates();
  if (!reloaded) {
    const NetworkConfig& config = parts_->config.network;
    const net::CertificateFiles files{config.certificate_file, config.key_file, config.ca_file};
    parts_->log.warn("peer certificates not reloaded; the last good ones stay",
                     {{"why", net::explain(reloaded.error(), files)}});
    return;
  }
  parts_->log.info("peer certificates reloaded");
}

void Node::make_checkpoint() {
  const auto made = node::make_checkpoint(parts_->config.data_dir, *parts_->stores.database);
  if (!made) {
    parts_->log.warn("no checkpoint was made", {{"why", made.error().reason}});
    return;
  }
  parts_->log.info("checkpoint made");
}

void Node::stop() {
  Parts& parts = *parts_;
  parts.log.info("stopping: draining");
  parts.ops->set_stopping();
  parts.intake_thread.post([&parts] { parts.submissions->close(); });
  parts.desk.post(consensus::Drain{});
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::milliseconds(kDrainMsMax);
  while (std::chrono::steady_clock::now() < deadline) {
    const auto status = parts.desk.fresh_status();
    if (!status || status->drained) {
      break;
    }
    std::this_thread::sleep_for(10ms);
  }
  wait_for([&](auto done) { parts.rpc->stop(kRpcDrain, done); });
  parts.queries->stop();
  wait_for([&](auto done) { parts.link->network().stop(done); });
  wait_for([&](auto done) { parts.ops_server->stop(0ms, done); });
  // From the edges inwards: each thread ends when nothing can be posted to it any more.
  wait_for([&](auto done) {
    parts.intake_thread.post([&parts, done] {
      parts.tick.cancel();
      done();
    });
  });
  parts.space->finish();
  parts.damage->finish();
  parts.driver->stop();
  parts.pool->stop();
  parts.signer->finish();
  parts.certifier->finish();
  if (parts.key_rotation) {
    parts.key_rotation->finish();
  }
  if (parts.sealer) {
    parts.sealer->finish();
  }
  parts.store_server->finish();
  parts.contents->finish();
  parts.durability->finish();
  parts.commits->finish();
  // Nobody posts to it any more, and nothing of it runs beside the end of what it speaks to.
  wait_for([&](auto done) { parts.intake_thread.post(done); });
  parts.intake_thread.stop();
  static_cast<void>(parts.stores.database->sync());
  parts.log.info("stopped");
}

}  // namespace vitalstream::node
