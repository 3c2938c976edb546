#include "ledger/receipt/build_receipt.hpp"

#include "base/assert.hpp"

namespace vitalstream::ledger {

std::optional<std::size_t> committing_header(std::span<const consensus::BlockHeader> headers,
                                             BlockHeight height) {
  for (std::size_t i = 0; i < headers.size(); ++i) {
    if (headers[i].executed_height.value() >= height.value()) {
      return i;
    }
  }
  return std::nullopt;
}

std::string build_receipt(const ReceiptParts& parts) {
  const std::uint32_t index = parts.position.index.value();
  VS_ASSERT(index < parts.results.size());
  const TxResult& result = parts.results[index];
  return print_receipt({
      .genesis_file = std::string(parts.genesis_file),
      .transaction = std::string(parts.compact),
      .position = parts.position,
      .path = parts.log_path,
      .headers = parts.headers,
      .finalization = parts.finalization,
      .result = {.status = result.status,
                 .code = result.code,
                 .value = result.value,
                 .transactions = static_cast<std::uint32_t>(parts.results.size()),
                 .path = result_path(parts.results, parts.position.index),
                 .previous_root = parts.previous_root,
                 .steps = parts.steps},
      .seal = parts.seal,
  });
}

}  // namespace vitalstream::ledger
