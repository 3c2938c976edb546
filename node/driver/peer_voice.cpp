#include "node/driver/peer_voice.hpp"

#include <utility>

#include "net/wire/peer_message.hpp"
#include "node/driver/statement_signer.hpp"

namespace vitalstream::node {
namespace {

// Answers and requests are asked for again when lost; everything else moves the protocol on.
Urgency urgency_of(const consensus::Message& message) {
  const bool is_answer = std::holds_alternative<consensus::BlockResponse>(message) ||
                         std::holds_alternative<consensus::FinalRangeResponse>(message);
  return is_answer ? Urgency::Reply : Urgency::Consensus;
}

}  // namespace

void PeerVoice::say(const consensus::Broadcast& effect) {
  std::vector<net::StoredBatch> carried;
  for (const consensus::BatchDigest& digest : effect.carried) {
    // What has left the cache is fetched by those who lack it (C7).
    if (const auto batch = cache_.find(digest)) {
      carried.push_back({batch->stored, batch->attachments});
    }
  }
  speak(std::nullopt, net::encode_message(effect.message, carried), urgency_of(effect.message));
}

void PeerVoice::say(const consensus::Send& effect) {
  speak(effect.to, net::encode_message(effect.message, {}), urgency_of(effect.message));
}

void PeerVoice::say(const consensus::SpeakStatement& effect) {
  speak(effect.to, net::encode_message(signed_statement(context_.genesis, *process_, effect), {}),
        Urgency::Consensus);
}

void PeerVoice::say(const consensus::BroadcastBatch& effect) {
  if (const auto batch = cache_.find(effect.digest)) {
    speak(std::nullopt, net::encode_batch(batch->stored, batch->attachments), Urgency::Bulk);
  }
}

void PeerVoice::say(const consensus::SendWatermarks& effect) {
  speak(effect.to, net::encode_message(effect.watermarks, {}), Urgency::Consensus);
}

void PeerVoice::say(const consensus::RequestBatches& effect) {
  speak(effect.to, net::encode_message(effect.request, {}), Urgency::Consensus);
}

void PeerVoice::cut(const consensus::CutPeer& effect) {
  link_.cut(id_of(effect.peer), effect.reason);
}

void PeerVoice::speak(const std::optional<consensus::ValidatorIndex>& to, Bytes message,
                      Urgency urgency) {
  auto shared = std::make_shared<const Bytes>(std::move(message));
  if (to) {
    link_.send(id_of(*to), std::move(shared), urgency);
  } else {
    link_.broadcast(std::move(shared), urgency);
  }
}

}  // namespace vitalstream::node
