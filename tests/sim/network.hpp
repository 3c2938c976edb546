#pragma once
// Network: links between processes with delay, loss, duplication, reordering (delays are drawn for
// each packet), clogging and cuts, each direction on its own.

#include <functional>
#include <map>
#include <set>
#include <utility>
#include <vector>

#include "tests/sim/event_queue.hpp"
#include "tests/sim/packet.hpp"
#include "tests/sim/prng.hpp"

namespace vitalstream::sim {

struct LinkRates {
  double loss = 0;
  double duplicate = 0;
  // The share of packets that take up to `delay_tail` instead of up to `delay_max`.
  double slow = 0;
  Duration delay_min = microseconds(100);
  Duration delay_max = milliseconds(1);
  Duration delay_tail = milliseconds(50);
};

class Network {
 public:
  using Receive = std::function<void(ProcessId from, ProcessId to, const PacketPtr& packet)>;
  // Scenarios may look at each packet and drop it.
  using Filter = std::function<bool(ProcessId from, const Outgoing& outgoing)>;

  Network(EventQueue& queue, Prng prng, Receive receive);

  void send(ProcessId from, const Outgoing& outgoing);
  void set_rates(const LinkRates& rates) { rates_ = rates; }
  void set_filter(Filter passes) { passes_ = std::move(passes); }
  void cut(ProcessId from, ProcessId to) { cuts_.insert({from, to}); }
  [[nodiscard]] Duration longest_delay() const;
  [[nodiscard]] bool is_cut(ProcessId from, ProcessId to) const;
  // Packets on this link wait until then.
  void clog(ProcessId from, ProcessId to, Instant until);
  void heal();
  [[nodiscard]] std::uint64_t sent() const { return sent_; }

 private:
  [[nodiscard]] Duration delay();
  void carry(ProcessId from, const Outgoing& outgoing);

  EventQueue& queue_;
  Prng prng_;
  Receive receive_;
  Filter passes_;
  LinkRates rates_;
  std::set<std::pair<ProcessId, ProcessId>> cuts_;
  std::map<std::pair<ProcessId, ProcessId>, Instant> clogs_;
  std::uint64_t sent_ = 0;
};

}  // namespace vitalstream::sim
