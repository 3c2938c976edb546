#pragma once
// Delivery: a final block with its batches, from the engine to execution; and who takes it.

#include <memory>
#include <optional>
#include <vector>

#include "consensus/core/effect.hpp"
#include "consensus/core/input.hpp"
#include "node/batches/batch_cache.hpp"

namespace vitalstream::node {

// A final block on its way to execution.
struct Delivery {
  consensus::Deliver deliver;
  // In the order of the block's references; null where the batch has left the cache.
  std::vector<std::shared_ptr<const CachedBatch>> batches;
  // When its proposal came; nothing if the block was fetched.
  std::optional<consensus::Clock> proposed = std::nullopt;
};

class DeliveryPort {
 public:
  virtual ~DeliveryPort() = default;
  // The driver's thread; in the order of heights. Returns at once.
  virtual void deliver(Delivery delivery) = 0;
};

}  // namespace vitalstream::node
