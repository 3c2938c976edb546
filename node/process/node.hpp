#pragma once
// Node: one validator process, put together: it opens what the configuration names, starts the
// threads in the order in which they need each other, and stops them in the reverse order. A fatal
// failure (a failed write or sync) ends the process at once: what is durable is what counts.

#include <memory>

#include "node/config/config.hpp"
#include "node/ground/log.hpp"
#include "node/stores/genesis_file.hpp"

namespace vitalstream::node {

class Node {
 public:
  // Opens stores and key, recovers, binds the peers' listener; nothing is signed or sent yet.
  [[nodiscard]] static Result<std::unique_ptr<Node>, SetupFailure> open(const Config& config,
                                                                        Log& log);
  ~Node();
  Node(const Node&) = delete;
  Node& operator=(const Node&) = delete;

  // A failure leaves part of it running: stop() it then, too.
  [[nodiscard]] Result<void, SetupFailure> start();
  // Reads certificate, key and CA bundle of the peer network again; cuts peers that they refuse.
  // Logs the outcome: what is bad is refused, and what was good stays. While it runs; any thread.
  void reload_certificates();
  // For whoever backs it up (checkpoint.hpp); logs the outcome. While it runs; any thread.
  void make_checkpoint();
  // Drains: refuses new work, lets the own lane become final, hands its view over (C5), then stops
  // everything. Blocks until done, at most kDrainMsMax and the time of the last writes.
  void stop();

  class Parts;  // node_parts.hpp

 private:
  explicit Node(std::unique_ptr<Parts> parts);
  std::unique_ptr<Parts> parts_;
};

}  // namespace vitalstream::node
