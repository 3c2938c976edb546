#pragma once
// DamageWatch: what the disk has lost of the running node's ledger, and what becomes of it. It
// hears of damage from everybody who meets it (a query, a block, a merge of tables: the file system
// registers it) and looks for it itself (table_tour.hpp). Whatever it is, the alarm is raised once
// for each file, and the node goes on: the rest of the disk is as good as before.
//
//   a table of the state or its index   made anew from the blocks, without a restart
//                                       (state_repair.hpp)
//   anything else                       stays, and is named with the command that mends it, in
//                                       `vitalstream status`, the log and the metrics
//
// A thread of its own, which works a part of the time and reads so many bytes a second; only where
// a block waits for the state, or the chain grows faster than it is made anew, it works all the
// time. The last step of a repair runs on the commit thread. While the state is made anew the tour
// rests.

#include <atomic>
#include <boost/asio/steady_timer.hpp>
#include <functional>
#include <future>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "node/commit/state_need.hpp"
#include "node/ground/damage_status.hpp"
#include "node/ground/serial_thread.hpp"
#include "node/upkeep/state_repair.hpp"
#include "node/upkeep/table_tour.hpp"
#include "storage/encrypted_fs/fault_register.hpp"

namespace vitalstream::node {

class DamageWatch {
 public:
  struct Parts {
    StateRepair::Ledger ledger;
    std::shared_ptr<storage::FaultRegister> faults;
    TableTour::Parts tour;
    std::uint64_t bytes_per_second = 0;  // of the tour; 0: none
    StateNeed& need;                     // outlives the commit thread
    // Runs it on the commit thread, between two blocks.
    std::function<void(std::function<void()>)> between_blocks;
    // A repair takes as much room as the state has, and gives up before it takes the last.
    std::function<bool()> is_disk_low;
    // On the watch's thread.
    std::function<void(const std::string& family, const DamagedFile&)> on_damage = {};
    std::function<void(const std::string& family)> on_merges_rest = {};
    std::function<void()> on_repair_begun = {};
    std::function<void(consensus::Height)> on_repaired = {};
    std::function<void(const std::string& reason)> on_not_repaired = {};
  };

  explicit DamageWatch(Parts parts);
  DamageWatch(const DamageWatch&) = delete;
  DamageWatch& operator=(const DamageWatch&) = delete;
  ~DamageWatch() { finish(); }
  // From here on it looks.
  void start();
  void finish() { thread_.stop(); }

  [[nodiscard]] DamageStatus status() const { return *status_.load(); }

 private:
  struct Found {
    std::string family;  // empty: of none
    DamagedFile file;
  };

  void look();
  void look_again_later();
  void hear_of_faults();
  void find(DamagedFile file);
  void forget_what_is_gone();
  [[nodiscard]] bool is_state_damaged() const;
  void repair();
  [[nodiscard]] Result<void, SetupFailure> repair_for_a_while();
  [[nodiscard]] bool is_in_a_hurry() const;
  void hand_over();
  void end_repair(const Result<void, SetupFailure>& outcome);
  void publish();

  const Parts parts_;
  TableTour tour_;
  std::vector<Found> found_;
  std::shared_ptr<StateRepair> repair_;
  // Blocks that it has not made anew yet: now, and one look before.
  std::uint64_t rest_ = 0;
  std::uint64_t rest_before_ = 0;
  // What the commit thread answers about the last step of it.
  std::future<Result<void, SetupFailure>> handed_over_;
  std::uint64_t repairs_ = 0;
  std::string obstacle_;
  std::atomic<std::shared_ptr<const DamageStatus>> status_;
  SerialThread thread_{QueueId::Damage};
  boost::asio::steady_timer timer_{thread_.context()};
};

}  // namespace vitalstream::node
