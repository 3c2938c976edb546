// C13, E1, E2, S11: the state behind finality, delivery and the comparison of executions.
#include "consensus/core/chain.hpp"

#include <algorithm>
#include <utility>

#include "base/assert.hpp"

namespace vitalstream::consensus {

Chain::Chain(const CommittedTip& tip, const PayloadSource& payload)
    : payload_(&payload),
      tree_(BlockTree::Root{tip.header, tip.digest, tip.state}),
      final_(tip.header.height),
      executed_(tip) {}

bool Chain::holds_batches_of(const Block& block) const {
  return std::ranges::all_of(block.references, [&](const BatchRef& reference) {
    return payload_->leaves(reference.digest) != nullptr;
  });
}

void Chain::insert_built(const Block& block, const BlockDigest& digest, ChainState state) {
  tree_.insert_built(block, digest, std::move(state));
}

std::optional<std::string> Chain::link(const CertificateStore& certificates) {
  missing_.reset();
  missing_height_.reset();
  const ChainPoint& newest = certificates.final_point();
  BlockDigest at = newest.block;
  while (at != root().digest) {
    const BlockHeader* header = tree_.header(at);
    if (header == nullptr) {
      missing_ = at;
      return std::nullopt;
    }
    const Height height = header->height;
    const bool is_known = final_.at(height) == at && height <= final_.contiguous();
    if (!final_.add(height, at)) {
      return "two blocks are final at height " + std::to_string(height.value());
    }
    if (at == newest.block && certificates.finalization()) {
      final_.add_finalization(height, *certificates.finalization());
    }
    if (is_known) {
      return std::nullopt;
    }
    if (height == next(root().header.height) && header->parent != root().digest) {
      return "a final block does not follow the delivered one";
    }
    missing_height_ = Height{height.value() - 1};
    at = header->parent;
  }
  return std::nullopt;
}

void Chain::deliver(const BlockDigest& child) {
  const Block* block = tree_.find(child);
  VS_ASSERT(block != nullptr);
  uncommitted_.push_back({*block, child});
  tree_.advance(child);
  final_.on_delivered(root().header.height);
  executed_.forget_below(root().header.executed_height);
}

Chain::Execution Chain::commit(const Committed& committed) {
  VS_ASSERT(!uncommitted_.empty() && uncommitted_.front().block.header.height == committed.height);
  Execution execution{std::move(uncommitted_.front())};
  uncommitted_.pop_front();
  const bool has_payload = !execution.of.block.references.empty();
  execution.answer = executed_.commit(committed.height, committed.executed_root, has_payload);
  return execution;
}

const Block* Chain::find_uncommitted(const BlockDigest& digest) const {
  if (const Block* block = tree_.find(digest)) {
    return block;
  }
  const auto delivered = std::ranges::find(uncommitted_, digest, &Delivered::digest);
  return delivered != uncommitted_.end() ? &delivered->block : nullptr;
}

void Chain::retain(std::set<BlockDigest> wanted) {
  final_.collect(wanted);
  tree_.retain(wanted);
}

}  // namespace vitalstream::consensus
