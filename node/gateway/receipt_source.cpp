#include "node/gateway/receipt_source.hpp"

#include <optional>
#include <utility>
#include <vector>

#include "ledger/execution/roots.hpp"
#include "ledger/receipt/build_receipt.hpp"
#include "ledger/receipt/limits.hpp"

namespace vitalstream::node {
namespace {

using net::RpcCause;
using net::RpcError;

RpcError unreadable() {
  return {.cause = RpcCause::InternalError, .detail = "the database cannot be read"};
}

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
                                                   : unreadable();
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
    if (finalization.error() == ReadError::Storage) {
      return unreadable();
    }
  }
  return RpcError{.cause = RpcCause::ReceiptNotReady};
}

struct SealedChain {
  Chain chain;
  std::optional<consensus::Seal> seal;
};

// With the next seal, where that does not make the chain much longer.
net::RpcResult<SealedChain> read_sealed_chain(const LedgerReader& reader,
                                              consensus::Height first) {
  const auto seal = reader.first_seal_from(first);
  if (seal && seal->height.value() - first.value() < ledger::kReceiptSealHeadersMax) {
    if (auto chain = read_chain(reader, first, seal->height)) {
      return SealedChain{std::move(*chain), *seal};
    }
  }
  auto chain = read_chain(reader, first, first);
  if (!chain) {
    return chain.error();
  }
  return SealedChain{std::move(*chain), std::nullopt};
}

std::optional<ledger::StateRoot> root_before(const LedgerReader& reader,
                                             const LoadedGenesis& genesis,
                                             consensus::Height height) {
  if (height == consensus::Height{1}) {
    return ledger::genesis_state_root(genesis.genesis.hash);
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

}  // namespace

net::RpcResult<net::RawJson> make_receipt(const LedgerReader& reader, const LoadedGenesis& genesis,
                                          const ledger::TxId& id) {
  const auto record = reader.transaction(id);
  if (!record) {
    return record.error() == ReadError::NotFound ? RpcError{.cause = RpcCause::TxNotFound}
                                                 : unreadable();
  }
  const storage::TxLocation& location = record->location;
  auto sealed = read_sealed_chain(reader, location.height);
  if (!sealed) {
    return sealed.error();
  }
  Chain* const chain = &sealed->chain;
  const consensus::BlockHeader& own = chain->headers.front();
  const auto compact = reader.compact_jws(location);
  auto results = reader.results(location.height);
  auto path =
      crypto::inclusion_proof(reader.log_nodes(), location.leaf, crypto::TreeSize{own.log_size});
  const auto previous = root_before(reader, genesis, location.height);
  auto steps =
      read_steps(reader, location.height, chain->headers[chain->committing].executed_height);
  if (!compact || !results || !path || !previous || !steps) {
    return unreadable();
  }
  ledger::ReceiptParts parts;
  parts.genesis_file = genesis.text;
  parts.compact = *compact;
  parts.position = {ledger::BlockHeight{location.height.value()}, location.index,
                    ledger::LeafIndex{location.leaf.value()}};
  parts.log_path = std::move(*path);
  parts.headers = std::move(chain->headers);
  parts.finalization = std::move(chain->finalization);
  parts.results = std::move(*results);
  parts.previous_root = *previous;
  parts.steps = std::move(*steps);
  parts.seal = std::move(sealed->seal);
  return net::RawJson{ledger::build_receipt(parts)};
}

}  // namespace vitalstream::node
