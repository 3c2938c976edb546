// The part of Process that carries effects out.
#include <algorithm>
#include <utility>

#include "base/hex.hpp"
#include "tests/sim/process.hpp"

namespace vitalstream::sim {

using namespace consensus;

namespace {

// One overload per statement (C15); nothing if it is not what it says.
struct StatementVerifier {
  const Verifier& verifier;
  ValidatorIndex from;

  template <class Checked>
  [[nodiscard]] std::optional<StatementVerified> arrived(const Checked& checked) const {
    return checked ? std::optional(StatementVerified{from, *checked}) : std::nullopt;
  }
  auto operator()(const Question& question) const {
    return arrived(verifier.verify_question(question));
  }
  auto operator()(const Answer& answer) const { return arrived(verifier.verify_answer(answer)); }
  auto operator()(const Over& over) const { return arrived(verifier.verify_over(over)); }
};

}  // namespace

void Process::on(const Persist& effect) {
  disk_.append(effect.records);
  persisted_ += 1;
  start_sync();
}

void Process::on(const RotateJournal& effect) {
  disk_.rotate(effect.records);
  persisted_ += 1;
  start_sync();
}

void Process::on(const SignVote& effect) {
  later(up_to(environment_.speed.verify_max), [this, subject = effect.subject] { sign(subject); });
}

// The provider is asked when half of a range is used up, and delays only a vote outside of it.
void Process::sign(const VoteSubject& subject) {
  if (!vote_key_.can_sign(subject)) {
    later(up_to(environment_.speed.provider_max), [this, subject] {
      vote_key_.renew(subject.view);
      sign(subject);
    });
    return;
  }
  if (!renewing_ && vote_key_.is_half_used(subject.view)) {
    renewing_ = true;
    later(up_to(environment_.speed.provider_max), [this, view = subject.view] {
      vote_key_.renew(view);
      renewing_ = false;
    });
  }
  feed(OwnVoteSigned{*verifier_.verify_vote({subject, index_, vote_key_.sign(subject)})});
}

void Process::on(const VerifyProposal& effect) {
  later(up_to(environment_.speed.verify_max), [this, effect] {
    if (const auto verified_one = verifier_.verify_proposal(effect.proposal)) {
      feed(ProposalVerified{effect.from, *verified_one});
    } else {
      feed(ProposalInvalid{effect.from, effect.proposal.vote.subject});
    }
  });
}

void Process::on(const VerifyVotes& effect) {
  later(up_to(environment_.speed.verify_max), [this, votes = effect.votes] {
    VotesVerified answer;
    const auto results = verifier_.verify_votes(votes);
    for (std::size_t i = 0; i < votes.size(); ++i) {
      if (results[i]) {
        answer.valid.push_back(*results[i]);
      } else {
        answer.invalid.push_back(votes[i]);
      }
    }
    feed(answer);
  });
}

void Process::on(const VerifyCertificate& effect) {
  later(up_to(environment_.speed.verify_max), [this, effect] {
    const auto result = verifier_.verify_certificate(effect.certificate);
    if (result) {
      feed(CertificateVerified{effect.from, *result});
    } else {
      feed(CertificateInvalid{effect.from, effect.certificate.subject});
    }
  });
}

void Process::on(const VerifyFinalRange& effect) {
  later(up_to(environment_.speed.verify_max), [this, effect] {
    const auto result = verifier_.verify_certificate(*effect.response.finalization);
    if (result) {
      feed(FinalRangeVerified{effect.from, effect.response.blocks, *result});
    } else {
      feed(FinalRangeInvalid{effect.from});
    }
  });
}

void Process::on(const VerifyStatement& effect) {
  later(up_to(environment_.speed.verify_max), [this, effect] {
    const StatementVerifier verify{verifier_, effect.from};
    if (auto verified_one = std::visit(verify, effect.statement)) {
      feed(*verified_one);
    } else {
      feed(StatementInvalid{effect.from, effect.statement});
    }
  });
}

void Process::on(const SpeakStatement& effect) {
  const PacketPtr packet = make_packet(sign_statement(*own_key_, effect.statement));
  if (effect.to) {
    send_to(*effect.to, packet);
  } else {
    broadcast(packet);
  }
}

void Process::on(const Broadcast& effect) {
  broadcast(make_packet(effect.message, stored(effect.carried)));
}

void Process::on(const Send& effect) { send_to(effect.to, make_packet(effect.message)); }

void Process::on(const AnswerFromStore& effect) {
  const Ledger& ledger = disk_.ledger();
  if (const auto* request = std::get_if<BlockRequest>(&effect.request)) {
    if (const CommittedBlock* block = ledger.find(request->digest)) {
      send_to(effect.to, make_packet(BlockResponse{block->delivered.block}));
    }
    return;
  }
  const auto& range = std::get<FinalRangeRequest>(effect.request);
  FinalRangeResponse response;
  std::size_t proven = 0;  // how many of the blocks end in one with a finalization of its own
  for (std::uint32_t i = 0; i < range.count; ++i) {
    const CommittedBlock* block = ledger.at(range.first.value() + i);
    if (block == nullptr) {
      break;
    }
    response.blocks.push_back(block->delivered.block);
    if (block->delivered.finalizes_directly) {
      proven = response.blocks.size();
      response.finalization = block->delivered.finalization;
    }
  }
  response.blocks.resize(proven);
  send_to(effect.to, make_packet(std::move(response)));
}

void Process::on(const Deliver& effect) {
  environment_.observer.on_delivered(id_, effect);
  to_execute_.push_back(effect);
  execute_next();
}

void Process::on(const ReportEvidence& effect) {
  environment_.observer.on_evidence(id_, effect.evidence);
}

void Process::on(const CutPeer& effect) { environment_.observer.on_peer_cut(id_, effect); }

void Process::on(const WakeAt& effect) {
  wake_ += 1;
  later(std::max(effect.when - clock().now, Duration{}), [this, wake = wake_] {
    if (wake == wake_) {
      feed(Wake{});
    }
  });
}

void Process::on(const Alarm& effect) {
  environment_.trace.say(environment_.queue.now(), id_.value(), "alarm: " + effect.text);
}

void Process::on(const Halt& effect) {
  if (!actor_) {
    halt_ = effect;
  }
  if (effect.kind == HaltKind::Halted) {
    environment_.observer.on_halted(id_, effect.reason);
  } else {
    environment_.observer.on_revoked(id_, effect.reason);
  }
}

void Process::on(const Admitted&) {}

void Process::on(const RefusedBusy& effect) {
  const auto found = handles_.find(effect.handle);
  waiting_.erase(found->second);
  handles_.erase(found);
}

void Process::on(const ForgetTransactions& effect) {
  for (const TxHandle handle : effect.handles) {
    handles_.erase(handle);
  }
}

void Process::on(const CloseBatch& effect) {
  std::vector<TxId> items;
  for (const TxHandle handle : effect.items) {
    items.push_back(handles_.at(handle));
  }
  const BatchPtr batch = make_batch(*lane_, {effect.sequence, effect.previous}, std::move(items));
  later(up_to(environment_.speed.verify_max), [this, batch] {
    disk_.store(batch);
    feed(OwnBatchClosed{verified(*batch)});
  });
}

void Process::on(const VerifyBatch& effect) {
  const auto found = arrived_.find(effect.digest);
  const BatchPtr batch = found->second;
  arrived_.erase(found);
  later(up_to(environment_.speed.verify_max), [this, effect, batch] {
    const bool owner_signed = verifier_.verify_batch_header(batch->header).has_value();
    const bool fits = batch->header.header.body == body_digest(batch->items);
    const bool is_valid =
        effect.depth == VerifyDepth::Digest ? fits : fits && owner_signed && !batch->has_bad_item;
    if (is_valid) {
      disk_.store(batch);
      feed(BatchVerified{verified(*batch)});
    } else {
      feed(BatchInvalid{effect.from, batch->header, batch->digest, owner_signed && fits});
    }
  });
}

void Process::on(const DropBatch& effect) { arrived_.erase(effect.digest); }

void Process::on(const BroadcastBatch& effect) {
  auto packet = std::make_shared<Packet>();
  packet->batches = stored({effect.digest});
  broadcast(packet);
}

void Process::on(const SendBatches& effect) {
  auto packet = std::make_shared<Packet>();
  packet->batches = stored(effect.digests);
  if (!packet->batches.empty()) {
    send_to(effect.to, packet);
  }
}

void Process::on(const SendWatermarks& effect) {
  const PacketPtr packet = make_packet(effect.watermarks);
  if (effect.to) {
    send_to(*effect.to, packet);
  } else {
    broadcast(packet);
  }
}

void Process::on(const RequestBatches& effect) { send_to(effect.to, make_packet(effect.request)); }

void Process::on(const ForgetBatches& effect) {
  for (const BatchDigest& digest : effect.digests) {
    environment_.trace.say(environment_.queue.now(), id_.value(),
                           "forgets batch " + to_hex(digest.view()).substr(0, 8));
    disk_.forget(digest);
  }
}

void Process::on(const RenewIncarnation& effect) {
  last_incarnation_ = std::max(last_incarnation_, effect.greater_than.value()) + 1;
  const Incarnation incarnation{last_incarnation_};
  later(up_to(environment_.speed.verify_max), [this, incarnation] {
    lane_ = make_lane_signer(index_, key_, incarnation);
    feed(IncarnationRenewed{incarnation});
  });
}

std::vector<BatchPtr> Process::stored(const std::vector<BatchDigest>& digests) {
  std::vector<BatchPtr> batches;
  for (const BatchDigest& digest : digests) {
    if (const BatchPtr batch = disk_.batch(digest)) {
      batches.push_back(batch);
    }
  }
  return batches;
}

void Process::broadcast(const PacketPtr& packet) {
  for (const auto& [process, index] : environment_.processes) {
    if (process != id_) {
      send(process, packet);
    }
  }
}

void Process::send_to(ValidatorIndex to, const PacketPtr& packet) {
  for (const auto& [process, index] : environment_.processes) {
    if (process != id_ && index == to) {
      send(process, packet);
    }
  }
}

void Process::send(ProcessId to, const PacketPtr& packet) {
  if (!connected_.contains(to)) {
    return;
  }
  note_sent(*packet);
  if (!actor_ || reformed_) {
    leave({to, packet});
    return;
  }
  for (const Outgoing& outgoing : actor_->on_send(actor_context(), {to, packet})) {
    leave(outgoing);
  }
}

void Process::leave(const Outgoing& outgoing) { environment_.network.send(id_, outgoing); }

void Process::note_sent(const Packet& packet) {
  if (!packet.message) {
    return;
  }
  Observer& observer = environment_.observer;
  if (const auto* vote = std::get_if<Vote>(&*packet.message)) {
    observer.on_vote_leaves(id_, *vote, disk_);
  } else if (const auto* proposal = std::get_if<Proposal>(&*packet.message)) {
    observer.on_vote_leaves(id_, proposal->vote, disk_);
  } else if (const auto* certificate = std::get_if<Certificate>(&*packet.message)) {
    observer.on_certificate_leaves(id_, *certificate);
  } else if (const auto* report = std::get_if<StuckReport>(&*packet.message)) {
    if (report->best) {
      observer.on_certificate_leaves(id_, *report->best);
    }
  } else if (const auto* range = std::get_if<FinalRangeResponse>(&*packet.message)) {
    if (range->finalization) {
      observer.on_certificate_leaves(id_, *range->finalization);
    }
  }
}

}  // namespace vitalstream::sim
