#pragma once
// Submissions with a real verify pool and real threads. What the lane, the commit pipeline and the
// database would say is said by the test.

#include <gtest/gtest.h>

#include <condition_variable>
#include <future>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "base/base64url.hpp"
#include "crypto/limits.hpp"
#include "node/gateway/submissions.hpp"
#include "node/ground/wall_clock.hpp"
#include "support/a_batch.hpp"
#include "support/a_ledger.hpp"

namespace vitalstream::node {

using Answer = std::optional<net::RpcResult<net::TxSubmitted>>;

struct InLane {
  consensus::TxHandle handle;
  std::shared_ptr<const PendingTx> pending;
};

inline constexpr std::chrono::seconds kSubmissionPatience{30};
inline constexpr std::uint64_t kMemberBurst = 100;
inline const CommittedState kNotCommitted{std::optional<net::TxState>()};

class SubmissionsTest : public ::testing::Test {
 protected:
  SubmissionsTest()
      : members_({{crypto::thumbprint(member_.key()),
                   member_.key(),
                   "clinic",
                   "anna",
                   {ledger::Role::Submitter}}}),
        submissions_(parts()) {}
  ~SubmissionsTest() override {
    pool_.stop();
    queries_.stop();
    intake_.finish();
  }

  Submissions::Parts parts() {
    return {.intake = intake_,
            .pool = pool_,
            .queries = queries_,
            .receipts = desk_,
            .rules = {ChainId{"test-chain"}, 600, &members_},
            .quotas = {.member_tx_per_second = 1,
                       .member_tx_burst = kMemberBurst,
                       .member_bytes_per_second = 1'000'000,
                       .member_bytes_burst = 100'000'000,
                       .failed_checks_per_second = 1},
            .to_lane =
                [this](consensus::TxHandle handle, std::shared_ptr<const PendingTx> pending) {
                  note([&] { lane_.push_back({handle, std::move(pending)}); });
                },
            .committed_states = [this](auto ids) { return look_up(ids.size()); },
            .time =
                [now = read_clock().wall] {
                  return ledger::AdmissionTime{now, now};
                },
            .is_disk_low = [this] { return is_disk_low_; },
            .on_refused = [this](net::RpcCause cause) { refused_.push_back(cause); }};
  }
  std::vector<CommittedState> look_up(std::size_t count) {
    bool is_committed = false;
    note([&] {
      asked_by_.push_back(std::this_thread::get_id());
      is_committed = asked_by_.size() > looks_before_commit_;
    });
    return std::vector(count, is_committed ? in_database_ : kNotCommitted);
  }

  // Runs it on the intake thread and waits for its end.
  template <class Task>
  void on_intake(Task task) {
    std::promise<void> done;
    intake_.post([&] {
      task();
      done.set_value();
    });
    done.get_future().wait();
  }
  template <class Change>
  void note(Change change) {
    const std::lock_guard lock(mutex_);
    change();
    changed_.notify_all();
  }
  template <class Condition>
  [[nodiscard]] bool wait_until(Condition condition) {
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, kSubmissionPatience, condition);
  }

  // Expires in five minutes, as the clock of this machine has it.
  [[nodiscard]] ledger::OwnedTransaction a_tx(std::string_view jti) const {
    const std::int64_t now_s = read_clock().wall.value() / 1000;
    ledger::testing::TransactionBuilder builder;
    return testing::signed_by(member_, builder.jti(jti).exp(now_s + 300));
  }
  std::shared_ptr<Answer> submit(net::TxSubmission submission) {
    auto answer = std::make_shared<Answer>();
    on_intake([&] {
      submissions_.submit(std::move(submission),
                          net::reply_to<net::TxSubmitted>([this, answer](auto result) {
                            note([&] { answer->emplace(std::move(result)); });
                          }));
    });
    return answer;
  }
  std::shared_ptr<Answer> submit(const ledger::OwnedTransaction& tx, net::SubmitMode mode) {
    return submit_text(std::string(tx->compact), mode);
  }
  std::shared_ptr<Answer> submit_text(std::string compact, net::SubmitMode mode) {
    return submit({.tx = std::move(compact), .attachments = {}, .mode = mode, .origin = {}});
  }
  // The same transaction, id and all, with a signature that somebody made up.
  static std::string with_random_signature(const ledger::OwnedTransaction& tx) {
    Bytes made_up(crypto::kEd25519SignatureBytes, 0);
    made_up[0] = 7;
    const std::string_view compact = tx->compact;
    return std::string(compact.substr(0, compact.rfind('.') + 1)) + to_base64url(made_up);
  }
  // The transaction that has come to the lane as number `count`.
  InLane lane_has(std::size_t count) {
    EXPECT_TRUE(wait_until([&] { return lane_.size() >= count; }));
    const std::lock_guard lock(mutex_);
    return lane_.at(count - 1);
  }
  // Submits and brings it into the lane.
  std::shared_ptr<Answer> admit(const ledger::OwnedTransaction& tx, net::SubmitMode mode) {
    std::size_t before = 0;
    note([&] { before = lane_.size(); });
    auto answer = submit(tx, mode);
    const InLane in_lane = lane_has(before + 1);
    on_intake([&] { submissions_.on_admitted(in_lane.handle); });
    return answer;
  }
  void order(const ledger::OwnedTransaction& tx, std::uint64_t height, std::uint64_t leaf) {
    on_intake([&] { submissions_.on_ordered({height, {{tx->id, ledger::LeafIndex{leaf}}}}); });
  }
  void commit(const ledger::OwnedTransaction& tx, std::uint64_t height, std::uint64_t leaf,
              std::uint64_t executed_height = 0) {
    on_intake([&] {
      submissions_.on_committed({height,
                                 UnixMs{},
                                 {{tx->id, ledger::LeafIndex{leaf}}},
                                 {{tx->id, ledger::TxStatus::Applied, {}, 0}},
                                 executed_height});
    });
  }
  // What it was refused with; the answer must be there or come.
  net::RpcCause cause_of(const std::shared_ptr<Answer>& answer) {
    EXPECT_TRUE(wait_until([&] { return answer->has_value(); }));
    EXPECT_FALSE((*answer)->has_value());
    return (*answer)->error().cause;
  }
  net::TxState state_of(const std::shared_ptr<Answer>& answer) {
    EXPECT_TRUE(wait_until([&] { return answer->has_value(); }));
    EXPECT_TRUE((*answer)->has_value());
    return (**answer)->state;
  }
  static CommittedState committed(const ledger::OwnedTransaction& tx, std::uint64_t leaf) {
    return std::optional(
        net::TxState{net::RpcTxId{tx->id.value()}, net::TxStage::Committed, 3, leaf, {}});
  }
  bool is_waiting(const ledger::OwnedTransaction& tx) {
    bool waits = false;
    on_intake([&] { waits = submissions_.state_of(tx->id).has_value(); });
    return waits;
  }

  ledger::testing::TestSigner member_{crypto::SignatureAlgorithm::Ed25519, 1};
  ledger::MemberDirectory members_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<InLane> lane_;
  CommittedState in_database_ = kNotCommitted;  // changed while nothing is being checked
  std::vector<std::thread::id> asked_by_;
  std::size_t looks_before_commit_ = 0;  // that do not see it yet
  bool is_disk_low_ = false;
  std::vector<net::RpcCause> refused_;
  VerifyPool pool_{1};
  SerialThread intake_{QueueId::Rpc};
  QueryPool queries_{1, intake_};
  testing::ALedger ledger_;  // that receipts are made of
  const LoadedGenesis genesis_ = testing::a_loaded_genesis(ledger_.member());
  ReceiptSource source_{ledger_.database(), genesis_};
  ReceiptDesk desk_{intake_, queries_, source_};
  Submissions submissions_;
};

}  // namespace vitalstream::node
