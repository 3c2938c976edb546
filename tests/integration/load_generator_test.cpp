// The load generator against a real RPC server with a fake node behind it: what the node does with
// the transactions is what the generator reports.

#include <gtest/gtest.h>

#include <boost/asio/executor_work_guard.hpp>
#include <thread>

#include "base/base64url.hpp"
#include "bench/load/ledger_check.hpp"
#include "bench/load/load_run.hpp"
#include "crypto/jws_header.hpp"
#include "net/rpc/rpc_server.hpp"
#include "tests/support/fake_node_api.hpp"

namespace vitalstream::bench {
namespace {

// A validator as the generator sees it.
class Server {
 public:
  explicit Server(net::NodeApi& node) : rpc_(context_.get_executor(), node, options()) {
    EXPECT_TRUE(rpc_.start());
    thread_ = std::thread([this] {
      const auto keep_running = boost::asio::make_work_guard(context_);
      context_.run();
    });
  }
  ~Server() {
    context_.stop();
    thread_.join();
  }
  [[nodiscard]] Endpoint endpoint() const { return {"127.0.0.1", rpc_.ports().at(0)}; }

 private:
  static net::RpcServerOptions options() {
    net::RpcServerOptions options;
    options.listen = {{.host = "127.0.0.1", .port = 0}};
    return options;
  }

  boost::asio::io_context context_{1};
  net::RpcServer rpc_;
  std::thread thread_;
};

// It says that transactions are committed and has never heard of them afterwards.
class ForgetfulNode final : public testing::FakeNodeApi {
 public:
  void tx_get_status(net::RpcTxId, net::Reply<net::TxState> reply) override {
    reply.refuse(net::RpcCause::TxNotFound);
  }
};

std::vector<ClientKey> one_key() {
  std::vector<ClientKey> keys;
  auto key = crypto::SigningKey::from_secret(crypto::SignatureAlgorithm::Ed25519, Bytes(32, 5));
  const crypto::JwsHeader header{crypto::SignatureAlgorithm::Ed25519,
                                 crypto::thumbprint(key->public_key())};
  keys.push_back({std::move(*key), to_base64url(as_bytes(crypto::to_jws_header(header)))});
  return keys;
}

constexpr unsigned kConnections = 2;
constexpr std::uint64_t kOffered = 200;

// Half a second of load on some validators.
LoadOptions half_a_second(std::vector<Endpoint> validators) {
  LoadOptions options;
  options.validators = std::move(validators);
  options.rate = 400;
  options.warmup_seconds = 0;
  options.duration_seconds = 0.5;
  options.kind = ArrivalKind::Fixed;
  options.connections = kConnections;
  options.drain_seconds = 1;
  return options;
}

class Campaign {
 public:
  explicit Campaign(std::vector<Endpoint> validators)
      : options_(half_a_second(std::move(validators))) {
    const std::vector<LoadPhase> phases{{options_.rate, options_.measured_until()}};
    const auto due = due_times(phases, options_.kind, 1);
    records_ = maker_.sign_all(due.size(), 1);
    pool_.open_all(load_);
    while (pool_.open_connections() < pool_.connections()) {
      context_.restart();
      context_.run_for(std::chrono::milliseconds(5));
    }
    load_.run(maker_, records_, due);
  }

  [[nodiscard]] const LoadRun& load() const { return load_; }
  [[nodiscard]] const Tally& tally() const { return load_.tally(); }
  [[nodiscard]] LedgerVerdict check() {
    return LedgerCheck(context_, pool_, maker_, records_)
        .run(load_.sent(), {.lookups_max = 1000, .rounds_max = 1});
  }

 private:
  LoadOptions options_;
  boost::asio::io_context context_;
  TransactionMaker maker_{
      {"consortium-1", "0011", 1'790'000'000, 400, "committed"}, one_key(), random_records(64, 1)};
  std::vector<SignedRecord> records_;
  ConnectionPool pool_{context_, options_};
  LoadRun load_{context_, pool_, options_};
};

TEST(LoadGenerator, EveryTransactionIsOfferedAnsweredAndFoundElsewhere) {
  testing::FakeNodeApi first_node;
  testing::FakeNodeApi second_node;
  const Server first(first_node);
  const Server second(second_node);
  Campaign campaign({first.endpoint(), second.endpoint()});
  EXPECT_EQ(campaign.tally().offered(), kOffered);
  EXPECT_EQ(campaign.tally().committed(), kOffered);
  EXPECT_TRUE(campaign.tally().errors().empty());
  EXPECT_GT(first_node.submissions().size(), kOffered / 4);
  EXPECT_GT(second_node.submissions().size(), kOffered / 4);
  const LedgerVerdict verdict = campaign.check();
  EXPECT_EQ(verdict.looked_up, kOffered);
  EXPECT_EQ(verdict.lost, 0U);
}

TEST(LoadGenerator, RefusalsForLoadAreCountedAndNotRetried) {
  testing::FakeNodeApi node;
  node.refuse_submissions = net::RpcCause::Busy;
  const Server server(node);
  const Campaign campaign({server.endpoint()});
  EXPECT_EQ(campaign.tally().refused(), kOffered);
  EXPECT_EQ(campaign.tally().committed(), 0U);
  EXPECT_TRUE(campaign.tally().errors().empty());
  EXPECT_EQ(node.submissions().size(), kOffered);
}

TEST(LoadGenerator, ASilentValidatorGetsNoMoreThanItsLimitAndTheRestIsUnsent) {
  testing::FakeNodeApi node;
  node.hold_submissions = true;
  const Server server(node);
  const Campaign campaign({server.endpoint()});
  const std::uint64_t room = std::uint64_t{kConnections} * kInFlightPerConnection;
  EXPECT_EQ(campaign.tally().errors().at("unanswered"), room);
  EXPECT_EQ(campaign.tally().errors().at("unsent"), kOffered - room);
  EXPECT_EQ(node.submissions().size(), room);
}

TEST(LoadGenerator, PositiveAnswersThatNobodyElseKnowsAreLost) {
  testing::FakeNodeApi honest_node;
  ForgetfulNode forgetful_node;
  const Server honest(honest_node);
  const Server forgetful(forgetful_node);
  Campaign campaign({honest.endpoint(), forgetful.endpoint()});
  // What the honest one has answered is looked up on the other.
  EXPECT_EQ(campaign.check().lost, honest_node.submissions().size());
}

}  // namespace
}  // namespace vitalstream::bench
