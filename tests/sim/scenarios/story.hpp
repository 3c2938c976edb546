#pragma once
// What the scenarios share: a quiet cluster with clean links and no load, and words to drive it.

#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <vector>

#include "tests/sim/cluster.hpp"

namespace vitalstream::sim {

class Story : public ::testing::Test {
 protected:
  // Four validators, heartbeat off, so that nothing happens that the story does not tell.
  static ClusterOptions four() {
    ClusterOptions options;
    options.parameters.heartbeat = Duration{0};
    options.parameters.retry = milliseconds(100);
    return options;
  }
  // A cluster of which nobody runs yet.
  void cluster_of(const ClusterOptions& options) { cluster_ = std::make_unique<Cluster>(options); }
  void start(const ClusterOptions& options = four()) {
    cluster_of(options);
    cluster_->boot_all();
    cluster_->run_for(milliseconds(50));
    // A newborn network first finds that nobody has voted, and commits to its processes (C15).
    cluster_->run_until([&] { return all_may_vote(); }, seconds(1));
  }
  bool all_may_vote() {
    for (std::size_t i = 0; i < cluster_->size(); ++i) {
      const auto& replica = cluster_->process(i).status().replica;
      if (replica.record != consensus::RecordState::Established || replica.looking_back) {
        return false;
      }
    }
    return true;
  }
  Cluster& cluster() { return *cluster_; }
  void expect_no_violation() {
    for (const checkers::Violation& violation : cluster_->violations().all()) {
      ADD_FAILURE() << violation.property << ": " << violation.what;
    }
  }
  // True once the transaction, submitted now, has its answer.
  bool is_ordered(std::size_t at, Duration within) {
    const TxId tx = cluster_->submit(at);
    return cluster_->run_until([&] { return cluster_->is_answered(tx); }, within);
  }
  bool reach(const std::vector<std::size_t>& numbers, std::uint64_t height, Duration within) {
    return cluster_->run_until(
        [&] {
          return std::ranges::all_of(
              numbers, [&](std::size_t number) { return cluster_->height(number) >= height; });
        },
        within);
  }

 private:
  std::unique_ptr<Cluster> cluster_;
};

// The message of a packet if it is of this kind.
template <class Message>
const Message* message_of(const Outgoing& outgoing) {
  return outgoing.packet->message ? std::get_if<Message>(&*outgoing.packet->message) : nullptr;
}

}  // namespace vitalstream::sim
