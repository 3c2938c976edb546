#pragma once
// PeerVoice: puts what the engine says to other validators into bytes and hands them to the link.
// The driver's thread.

#include <memory>
#include <optional>

#include "consensus/engine/effect.hpp"
#include "node/batches/batch_cache.hpp"
#include "node/batches/batch_intake.hpp"
#include "node/batches/batch_maker.hpp"
#include "node/driver/peer_link.hpp"

namespace vitalstream::node {

class PeerVoice {
 public:
  // C15: `process` is the key made at the start of this process; null for an observer. The rest
  // outlives the voice.
  PeerVoice(PeerLink& link, const IntakeContext& context, const BatchCache& cache,
            std::shared_ptr<const BatchMaker> process)
      : link_(link), context_(context), cache_(cache), process_(std::move(process)) {}

  void say(const consensus::Broadcast& effect);
  void say(const consensus::Send& effect);
  void say(const consensus::SpeakStatement& effect);
  void say(const consensus::BroadcastBatch& effect);
  void say(const consensus::SendWatermarks& effect);
  void say(const consensus::RequestBatches& effect);
  void cut(const consensus::CutPeer& effect);

 private:
  [[nodiscard]] consensus::ValidatorId id_of(consensus::ValidatorIndex index) const {
    return context_.set.at(index).id;
  }
  // To one, or to all.
  void speak(const std::optional<consensus::ValidatorIndex>& to, Bytes message, Urgency urgency);

  PeerLink& link_;
  const IntakeContext& context_;
  const BatchCache& cache_;
  const std::shared_ptr<const BatchMaker> process_;
};

}  // namespace vitalstream::node
