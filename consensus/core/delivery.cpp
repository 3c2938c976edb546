#include "consensus/core/delivery.hpp"

#include "consensus/core/limits.hpp"

namespace vitalstream::consensus {

void Delivery::link() {
  if (auto contradiction = sees_.chain.link(sees_.certificates)) {
    sees_.right.halt(*std::move(contradiction));
  }
}

void Delivery::deliver() {
  bool delivered = false;
  while (!sees_.right.is_halted() && deliver_next()) {
    delivered = true;
  }
  if (delivered) {
    sees_.step.note_change();
  }
  const View floor = sees_.certificates.final_point().view;
  if (delivered || floor_collected_ != floor) {
    floor_collected_ = floor;
    collect_garbage();
  }
}

bool Delivery::deliver_next() {
  const FinalChain& final_chain = sees_.chain.final_chain();
  const Height height = next(sees_.chain.root().header.height);
  const Height executed = sees_.chain.executed().committed();
  const auto digest = final_chain.at(height);
  if (!digest || height.value() > executed.value() + kDeliverAheadBlocksMax) {
    return false;
  }
  const Block* block = sees_.chain.find(*digest);
  const Certificate* finalization = final_chain.finalization_of(height);
  if (block == nullptr || finalization == nullptr || !is_deliverable(*block, *digest)) {
    return false;
  }
  sees_.step.add(Deliver{*block, *digest, *finalization, final_chain.is_direct(height)});
  sees_.chain.deliver(*digest);
  return true;
}

bool Delivery::is_deliverable(const Block& block, const BlockDigest& digest) {
  if (block.header.parent != sees_.chain.root().digest) {
    sees_.right.halt("a final block does not follow the delivered one");
    return false;
  }
  // The state may have been known before the lanes gave up a batch that no own vote vouches for.
  if (!sees_.chain.holds_batches_of(block) || sees_.chain.state_after(digest) == nullptr) {
    prefetch_batches();
    return false;
  }
  if (!sees_.chain.log_agrees(digest)) {
    sees_.right.halt("a final block commits to a log that its batches do not make");
    return false;
  }
  if (sees_.chain.claim(block.header) == ExecutedAnswer::Contradicted) {
    sees_.right.halt("a final block commits to another state after height " +
                     std::to_string(block.header.executed_height.value()));
    return false;
  }
  return true;
}

void Delivery::prefetch_batches() {
  const Height first = next(sees_.chain.root().header.height);
  for (std::uint64_t i = 0; i < kBatchPrefetchBlocksMax; ++i) {
    const auto digest = sees_.chain.final_chain().at(Height{first.value() + i});
    const Block* block = digest ? sees_.chain.find(*digest) : nullptr;
    if (block == nullptr) {
      return;
    }
    sees_.fetches.want_batches(*block, *digest, {.is_final = true, .proposed_in = std::nullopt});
  }
}

// What no view above the floor and no final block above the delivered one names can go.
void Delivery::collect_garbage() {
  std::set<BlockDigest> wanted{sees_.certificates.final_point().block};
  sees_.proposals.collect_blocks(wanted);
  for (const auto& [view, certificate] : sees_.certificates.notarizations()) {
    wanted.insert(certificate.subject.block);
  }
  for (const VoteSubject& subject : sees_.record.votes().subjects()) {
    wanted.insert(subject.block);
  }
  sees_.chain.retain(std::move(wanted));
  sees_.record.retain_blocks(
      [&](const BlockDigest& digest) { return sees_.chain.find(digest) != nullptr; });
}

}  // namespace vitalstream::consensus
