#pragma once
// Chain: the chain of blocks as this replica knows it: which it holds, which are final, which have
// been delivered to execution, and what came of them. What contradicts itself (S11) it tells its
// caller. Owned by Replica.

#include <deque>
#include <optional>
#include <set>
#include <string>

#include "consensus/core/block_tree.hpp"
#include "consensus/core/certificate_store.hpp"
#include "consensus/core/executed_roots.hpp"
#include "consensus/core/final_chain.hpp"
#include "consensus/core/input.hpp"

namespace vitalstream::consensus {

class Chain {
 public:
  struct Delivered {
    Block block;
    BlockDigest digest;
  };
  struct Execution {
    Delivered of;
    ExecutedAnswer answer = ExecutedAnswer::Unknown;
  };

  // `payload` must outlive the chain.
  Chain(const CommittedTip& tip, const PayloadSource& payload);

  // Blocks that are held, from the last delivered one (the root) upwards.
  [[nodiscard]] const BlockTree::Root& root() const { return tree_.root(); }
  [[nodiscard]] const Block* find(const BlockDigest& digest) const { return tree_.find(digest); }
  [[nodiscard]] const BlockHeader* header(const BlockDigest& digest) const {
    return tree_.header(digest);
  }
  [[nodiscard]] bool is_full() const { return tree_.is_full(); }
  [[nodiscard]] bool holds_batches_of(const Block& block) const;
  // Null while an ancestor above the root, or a batch of it or of the block, is not held.
  [[nodiscard]] const ChainState* state_after(const BlockDigest& digest) const {
    return tree_.state_after(digest, *payload_);
  }
  // E4, for a block whose state is known.
  [[nodiscard]] bool log_agrees(const BlockDigest& digest) const {
    return tree_.log_agrees(digest);
  }
  void insert(const Block& block, const BlockDigest& digest) { tree_.insert(block, digest); }
  void insert_built(const Block& block, const BlockDigest& digest, ChainState state);

  // Which are final.
  [[nodiscard]] const FinalChain& final_chain() const { return final_; }
  // From the newest final block down to what is known to be final already: all of it is final.
  // Tells what contradicts that.
  [[nodiscard]] std::optional<std::string> link(const CertificateStore& certificates);
  // S1: the newest final block connects to the root. Otherwise the highest final block that is not
  // held, and its height where a child of it is.
  [[nodiscard]] bool is_linked() const { return !missing_; }
  [[nodiscard]] const std::optional<BlockDigest>& missing() const { return missing_; }
  [[nodiscard]] const std::optional<Height>& missing_height() const { return missing_height_; }
  // False if another block is final at this height.
  [[nodiscard]] bool add_final(Height height, const BlockDigest& digest) {
    return final_.add(height, digest);
  }
  void add_finalization(Height height, const Certificate& certificate) {
    final_.add_finalization(height, certificate);
  }

  // E1, E2: delivery and execution.
  [[nodiscard]] const ExecutedRoots& executed() const { return executed_; }
  // What a final header says of the execution.
  [[nodiscard]] ExecutedAnswer claim(const BlockHeader& header) { return executed_.claim(header); }
  // The child of the root, whose state is known, becomes the root.
  void deliver(const BlockDigest& child);
  // The oldest delivered block has been executed and is in the database.
  [[nodiscard]] Execution commit(const Committed& committed);
  [[nodiscard]] const std::deque<Delivered>& uncommitted() const { return uncommitted_; }
  // Above the root, or delivered and not yet in the database.
  [[nodiscard]] const Block* find_uncommitted(const BlockDigest& digest) const;

  // Drops what is neither wanted nor final and undelivered.
  void retain(std::set<BlockDigest> wanted);

 private:
  const PayloadSource* payload_;
  mutable BlockTree tree_;  // remembers the states that it has worked out
  FinalChain final_;
  ExecutedRoots executed_;
  std::deque<Delivered> uncommitted_;
  std::optional<BlockDigest> missing_;
  std::optional<Height> missing_height_;
};

}  // namespace vitalstream::consensus
