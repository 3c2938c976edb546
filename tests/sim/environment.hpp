#pragma once
// Environment: what a process of the simulator has around it: virtual time, chance, the network,
// and an observer who is told everything. Owned by Cluster.

#include "consensus/engine/engine.hpp"
#include "tests/sim/event_queue.hpp"
#include "tests/sim/network.hpp"
#include "tests/sim/trace.hpp"

namespace vitalstream::sim {

class Disk;

// How long a machine takes for what a process asks of it.
struct MachineSpeed {
  Duration sync_max = milliseconds(1);
  Duration verify_max = microseconds(200);
  Duration execute_max = microseconds(500);
  Duration provider_max = microseconds(200);  // of a validator's key, asked for a delegation
};

// Faults of the program around the engine, for negative controls (faults/).
struct RunnerFaults {
  bool speaks_before_sync = false;
  bool reuses_incarnation = false;  // of its lane, after an unclean restart (L1)
};

class Observer {
 public:
  virtual ~Observer() = default;
  virtual void on_vote_leaves(ProcessId process, const consensus::Vote& vote, const Disk& disk) = 0;
  virtual void on_certificate_leaves(ProcessId process,
                                     const consensus::Certificate& certificate) = 0;
  virtual void on_delivered(ProcessId process, const consensus::Deliver& delivered) = 0;
  virtual void on_committed(ProcessId process, const struct CommittedBlock& block) = 0;
  virtual void on_answered(ProcessId process, TxId tx) = 0;
  virtual void on_peer_cut(ProcessId process, const consensus::CutPeer& cut) = 0;
  virtual void on_halted(ProcessId process, const std::string& reason) = 0;
  virtual void on_revoked(ProcessId process, const std::string& reason) = 0;
  virtual void on_evidence(ProcessId process, const consensus::Evidence& evidence) = 0;
  virtual void on_crashed(ProcessId process) = 0;
};

struct Environment {
  EventQueue& queue;
  Network& network;
  Trace& trace;
  Observer& observer;
  const consensus::ValidatorSet& validators;
  MachineSpeed speed;
  RunnerFaults faults;
  consensus::Parameters parameters;
  std::vector<std::pair<ProcessId, consensus::ValidatorIndex>> processes;  // all of the cluster
};

}  // namespace vitalstream::sim
