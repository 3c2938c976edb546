// The node behind the RPC, over a real database: what each method of the table makes of the loop
// that all connections share.
#include "node/gateway/node_service.hpp"

#include <gtest/gtest.h>
#include <rocksdb/perf_context.h>
#include <rocksdb/perf_level.h>

#include <boost/json/parse.hpp>
#include <condition_variable>
#include <future>
#include <mutex>

#include "base/hex.hpp"
#include "net/rpc/methods/methods.hpp"
#include "net/rpc/rpc_dispatcher.hpp"
#include "node/gateway/answers.hpp"
#include "node/ground/wall_clock.hpp"
#include "support/a_ledger.hpp"

namespace vitalstream::node {
namespace {

using testing::ALedger;

constexpr std::chrono::seconds kPatience{60};
constexpr std::int64_t kLastBlockMs = 1'234;

// Reads of RocksDB by this thread since begin_counting().
void begin_counting() {
  rocksdb::SetPerfLevel(rocksdb::PerfLevel::kEnableTimeExceptForMutex);
  rocksdb::get_perf_context()->Reset();
}
std::uint64_t reads_counted() {
  const rocksdb::PerfContext& context = *rocksdb::get_perf_context();
  return context.get_from_memtable_count + context.seek_on_memtable_count +
         context.get_snapshot_time + context.user_key_comparison_count + context.block_read_count +
         context.block_cache_hit_count;
}

class NodeServiceTest : public ::testing::Test,
                        public net::RpcCaller,
                        public net::CompletionReceiver,
                        public net::CallerDirectory {
 protected:
  NodeServiceTest() {
    std::ignore = ledger_.commit_blocks({{ledger_.put("a")}, {ledger_.put("b")}});
    on_loop([this] {
      completions_ = std::make_shared<net::CompletionQueue>(loop_.context().get_executor(), *this);
      dispatcher_ = std::make_unique<net::RpcDispatcher>(
          net::DispatcherParts{table_, limits_, load_, stats_, *this},
          net::MethodContext{service_, limits_, "{}"}, completions_);
      begin_counting();
    });
  }
  ~NodeServiceTest() override {
    queries_.stop();
    pool_.stop();
    on_loop([this] { completions_->close(); });
    loop_.finish();
  }

  NodeService::Parts service_parts() {
    return {.genesis = genesis_,
            .members = members_,
            .database = ledger_.database(),
            .receipts = receipts_,
            .queries = queries_,
            .submissions = submissions_,
            .engine = engine_,
            .connected = connected_,
            .clock = clock_,
            .space = space_,
            .commits = tally_,
            .contents_wanted = [] { return std::uint64_t{0}; },
            .damage_words = [] { return std::string(); }};
  }
  SpaceWatch::Parts space_parts() {
    SpaceWatch::Parts parts;
    parts.reserve = &reserve_;
    return parts;
  }
  Submissions::Parts submission_parts() {
    return {.intake = loop_,
            .pool = pool_,
            .queries = queries_,
            .receipts = desk_,
            .rules = ledger_.rules(),
            .quotas = {100, 100, 1'000'000, 1'000'000, 100},
            .to_lane = [](consensus::TxHandle, const std::shared_ptr<const PendingTx>&) {},
            .committed_states =
                [this](std::span<const ledger::TxId> ids) {
                  return committed_states(ledger_.database(), ids);
                },
            .time =
                [] {
                  return ledger::AdmissionTime{read_clock().wall, read_clock().wall};
                },
            .is_disk_low = [] { return false; },
            .on_refused = [](net::RpcCause) {}};
  }

  template <class Task>
  void on_loop(Task task) {
    std::promise<void> done;
    loop_.post([&] {
      task();
      done.set_value();
    });
    done.get_future().wait();
  }
  // The answer to one call, with its result or its error.
  boost::json::object ask(std::string_view method, std::string_view params) {
    const std::string text = R"({"jsonrpc":"2.0","id":1,"method":")" + std::string(method) +
                             R"(","params":)" + std::string(params) + "}";
    on_loop([&] { static_cast<void>(dispatcher_->on_message(text, *this)); });
    std::unique_lock lock(mutex_);
    EXPECT_TRUE(answered_.wait_for(lock, kPatience, [this] { return answer_.has_value(); }))
        << method;
    const std::string answer = std::exchange(answer_, std::nullopt).value_or("{}");
    return boost::json::parse(answer).as_object();
  }
  std::uint64_t reads_on_loop() {
    std::uint64_t reads = 0;
    on_loop([&] { reads = reads_counted(); });
    return reads;
  }

  void answer(std::string_view json, std::optional<net::RpcCause>) override {
    const std::lock_guard lock(mutex_);
    answer_ = std::string(json);
    answered_.notify_all();
  }
  [[nodiscard]] net::ConnectionRef ref() const override { return {1, 1}; }
  [[nodiscard]] std::size_t answer_room() const override { return net::kRpcOutboundBytesMax; }
  void on_completed(const net::RpcCall& call) noexcept override { dispatcher_->on_completed(call); }
  void on_drained() noexcept override {}
  net::RpcCaller* find_caller(net::ConnectionRef) override { return this; }

  std::mutex mutex_;
  std::condition_variable answered_;
  std::optional<std::string> answer_;
  ALedger ledger_;
  LoadedGenesis genesis_ = testing::a_loaded_genesis(ledger_.member());
  ReceiptSource receipts_{ledger_.database(), genesis_};
  ledger::MemberDirectory members_ = ledger::members_of(genesis_.genesis.document);
  EngineDesk engine_;
  ConnectedPeers connected_{ledger::validator_set_of(genesis_.genesis.document)};
  BlockClock clock_{consensus::ValidatorId{1}, UnixMs{}};
  CommitTally tally_{UnixMs{kLastBlockMs}};
  vitalstream::testing::TempDirectory directory_;
  storage::SpaceReserve reserve_{directory_.path() / "RESERVE", 4096};
  SpaceWatch space_{space_parts()};  // it never looks
  SerialThread loop_{QueueId::Rpc};
  VerifyPool pool_{1};
  QueryPool queries_{2, loop_};
  ReceiptDesk desk_{loop_, queries_, receipts_};
  Submissions submissions_{submission_parts()};
  NodeService service_{service_parts(), {}};
  net::RpcLimits limits_;
  net::MethodTable table_{net::rpc_methods()};
  net::ServerLoad load_;
  net::RpcStats stats_{net::rpc_methods()};
  std::shared_ptr<net::CompletionQueue> completions_;
  std::unique_ptr<net::RpcDispatcher> dispatcher_;
};

// Whatever the table has: a new method is judged by its example.
TEST_F(NodeServiceTest, NoMethodReadsTheDatabaseOnTheLoop) {
  for (const net::RpcMethod* method : net::rpc_methods()) {
    const auto answer = ask(method->name, method->example_params);
    EXPECT_TRUE(answer.contains("result") || answer.contains("error")) << method->name;
    EXPECT_EQ(reads_on_loop(), 0U) << method->name;
  }
  on_loop([this] { static_cast<void>(LedgerReader(ledger_.database()).tip()); });
  EXPECT_GT(reads_on_loop(), 0U) << "a read that is there is counted";
}

TEST_F(NodeServiceTest, NoSubmissionReadsTheDatabaseOnTheLoop) {
  const testing::Pending committed = ledger_.put("a");
  const auto params = [](const testing::Pending& tx) {
    return R"({"tx":")" + std::string(tx->transaction->compact) + R"(","mode":"ordered"})";
  };
  const auto answer = ask("tx_submit", params(committed));
  ASSERT_TRUE(answer.contains("result"));
  EXPECT_EQ(answer.at("result").at("status").as_string(), "committed")
      << "what the ledger has is answered, though by now it breaks a rule";
  const auto unknown = ask("tx_submit", params(ledger_.put("elsewhere")));
  ASSERT_TRUE(unknown.contains("error"));
  EXPECT_EQ(unknown.at("error").at("data").at("reason").as_string(), "exp_too_far");
  EXPECT_EQ(reads_on_loop(), 0U);
}

TEST_F(NodeServiceTest, HealthAndStatusOfAPlainGetReadNothingOnTheLoop) {
  std::promise<bool> healthy;
  on_loop([&] {
    service_.node_get_health(net::reply_to<net::NodeHealth>(
        [&](auto health) { healthy.set_value(health.has_value() && health->healthy); }));
  });
  EXPECT_TRUE(healthy.get_future().get());
  on_loop([this] { dispatcher_->on_bare(net::kConsensusGetStatusMethod, *this); });
  EXPECT_EQ(reads_on_loop(), 0U);
}

TEST_F(NodeServiceTest, StatusHasTheTimeOfTheNewestBlockFromMemory) {
  auto status = std::make_shared<consensus::EngineStatus>();
  status->replica.epoch = consensus::Epoch{1};
  engine_.publish(std::move(status));
  EXPECT_EQ(service_.consensus_status().last_block_ms, kLastBlockMs);
  CommittedBlock block;
  block.time = UnixMs{kLastBlockMs + 1};
  tally_.note(block);
  EXPECT_EQ(service_.consensus_status().last_block_ms, kLastBlockMs + 1);
}

TEST_F(NodeServiceTest, StateOfWhatIsBeingCheckedIsTheOneThatTheLedgerHas) {
  const auto id = to_hex(ledger_.put("a")->transaction->id.view());
  const auto answer = ask("tx_getStatus", R"({"txId":")" + id + R"("})");
  EXPECT_EQ(answer.at("result").at("status").as_string(), "committed");
  const std::string none(64, '0');
  EXPECT_EQ(ask("tx_getStatus", R"({"txId":")" + none + R"("})")
                .at("error")
                .at("data")
                .at("reason")
                .as_string(),
            "tx_not_found");
}

}  // namespace
}  // namespace vitalstream::node
