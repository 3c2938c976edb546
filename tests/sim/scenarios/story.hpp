#pragma once
// What the scenarios share: a quiet cluster of their own, and words to drive it.

#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <vector>

#include "tests/sim/quiet.hpp"

namespace vitalstream::sim {

class Story : public ::testing::Test {
 protected:
  static ClusterOptions four() { return quiet(); }
  // A cluster of which nobody runs yet.
  void cluster_of(const ClusterOptions& options) { cluster_ = std::make_unique<Cluster>(options); }
  void start(const ClusterOptions& options = four()) {
    cluster_of(options);
    start_all(*cluster_);
  }
  Cluster& cluster() { return *cluster_; }
  void expect_no_violation() {
    for (const checkers::Violation& violation : cluster_->violations().all()) {
      ADD_FAILURE() << violation.property << ": " << violation.what;
    }
  }
  // True once the transaction, submitted now, has its answer.
  bool is_ordered(std::size_t at, Duration within) {
    return sim::is_ordered(*cluster_, at, within);
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

}  // namespace vitalstream::sim
