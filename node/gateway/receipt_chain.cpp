#include "node/gateway/receipt_chain.hpp"

#include <utility>

#include "ledger/execution/roots.hpp"
#include "ledger/receipt/limits.hpp"

namespace vitalstream::node {
namespace {

using net::RpcCause;
using net::RpcError;

consensus::Height height_at(consensus::Height first, std::size_t offset) {
  return consensus::Height{first.value() + offset};
}

// The headers of a receipt, and the certificate that makes the last one final.
struct Chain {
  std::vector<consensus::BlockHeader> headers;
  consensus::Certificate finalization;
  std::size_t committing = 0;
};

// From the transaction's block up to a final header, at `least` or above, that commits to its
// result.
net::RpcResult<Chain> read_chain(const LedgerReader& reader, consensus::Height first,
                                 consensus::Height least) {
  Chain chain;
  const ledger::BlockHeight height{first.value()};
  while (chain.headers.size() < ledger::kReceiptHeadersMax) {
    const auto record = reader.block(height_at(first, chain.headers.size()));
    if (!record) {
      return record.error() == ReadError::NotFound ? RpcError{.cause = RpcCause::ReceiptNotReady}
                                                   : unreadable_receipt();
    }
    const consensus::Height at = record->block.header.height;
    chain.headers.push_back(record->block.header);
    const auto committing = ledger::committing_header(chain.headers, height);
    if (!committing || at < least) {
      continue;
    }
    auto finalization = reader.finalization(at);
    if (finalization) {
      chain.finalization = std::move(*finalization);
      chain.committing = *committing;
      return chain;
    }
    if (finalization.error() != ReadError::NotFound) {
      return unreadable_receipt();
    }
  }
  return RpcError{.cause = RpcCause::ReceiptNotReady};
}

std::optional<ledger::StateRoot> root_before(const LedgerReader& reader, const GenesisHash& genesis,
                                             consensus::Height height) {
  if (height == consensus::Height{1}) {
    return ledger::genesis_state_root(genesis);
  }
  const auto executed = reader.executed(consensus::Height{height.value() - 1});
  if (!executed) {
    return std::nullopt;
  }
  return ledger::StateRoot{executed->executed_root.value()};
}

std::optional<std::vector<ledger::ReceiptStep>> read_steps(const LedgerReader& reader,
                                                           consensus::Height first,
                                                           consensus::Height last) {
  std::vector<ledger::ReceiptStep> steps;
  for (consensus::Height height = first; height <= last; height = next(height)) {
    const auto executed = reader.executed(height);
    if (!executed) {
      return std::nullopt;
    }
    steps.push_back({executed->results_root, executed->delta_digest});
  }
  return steps;
}

// The chain with its states; the seal is one of its headers'.
net::RpcResult<ledger::ReceiptCommon> complete(const LedgerReader& reader,
                                               const GenesisHash& genesis, consensus::Height height,
                                               Chain chain) {
  const auto previous = root_before(reader, genesis, height);
  auto steps = read_steps(reader, height, chain.headers[chain.committing].executed_height);
  if (!previous || !steps) {
    return unreadable_receipt();
  }
  ledger::ReceiptCommon common;
  common.headers = std::move(chain.headers);
  common.finalization = std::move(chain.finalization);
  common.previous_root = *previous;
  common.steps = std::move(*steps);
  return common;
}

}  // namespace

net::RpcError unreadable_receipt() { return {.cause = RpcCause::DataDamaged}; }

std::optional<consensus::Seal> seal_near(const LedgerReader& reader, consensus::Height height) {
  const auto seal = reader.first_seal_from(height);
  const bool is_near =
      seal && seal->height.value() - height.value() < ledger::kReceiptSealHeadersMax;
  return is_near ? std::optional(*seal) : std::nullopt;
}

net::RpcResult<ledger::ReceiptCommon> read_receipt_chain(
    const LedgerReader& reader, const GenesisHash& genesis, consensus::Height height,
    const std::optional<consensus::Seal>& seal) {
  if (seal) {
    if (auto sealed = read_chain(reader, height, seal->height)) {
      auto common = complete(reader, genesis, height, std::move(*sealed));
      if (common) {
        common->seal = *seal;
      }
      return common;
    }
  }
  auto chain = read_chain(reader, height, height);
  return chain ? complete(reader, genesis, height, std::move(*chain)) : chain.error();
}

}  // namespace vitalstream::node
