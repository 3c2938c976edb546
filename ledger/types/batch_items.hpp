#pragma once
// BatchItems: where the transactions of a batch lie in its body, found by their lengths alone, so
// that one of them is spelled out without parsing any. For bodies that were judged before they were
// stored (batch_body.hpp). Views into the body, which must outlive it; pure; any thread.

#include <optional>
#include <string>
#include <vector>

#include "ledger/types/transaction.hpp"

namespace vitalstream::ledger {

class BatchItems {
 public:
  // Nothing if a body has no such lengths.
  [[nodiscard]] static std::optional<BatchItems> find(ByteView body);

  [[nodiscard]] std::size_t size() const { return envelopes_.size(); }
  // The JWS in compact serialization. Asserts that there is such an item.
  [[nodiscard]] std::string compact(std::size_t item) const;

 private:
  std::vector<EnvelopeView> envelopes_;
};

}  // namespace vitalstream::ledger
