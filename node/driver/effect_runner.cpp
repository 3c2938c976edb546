#include "node/driver/effect_runner.hpp"

#include <optional>
#include <type_traits>
#include <utility>

#include "base/assert.hpp"
#include "net/wire/peer_message.hpp"
#include "node/driver/statement_signer.hpp"
#include "node/ground/wall_clock.hpp"

namespace vitalstream::node {
namespace {

std::vector<Bytes> encode(const std::vector<consensus::JournalRecord>& records) {
  std::vector<Bytes> encoded;
  encoded.reserve(records.size());
  for (const consensus::JournalRecord& record : records) {
    ByteWriter writer;
    consensus::write_journal_record(writer, record);
    encoded.push_back(writer.take());
  }
  return encoded;
}

// Answers and requests are asked for again when lost; everything else moves the protocol on.
Urgency urgency_of(const consensus::Message& message) {
  const bool is_answer = std::holds_alternative<consensus::BlockResponse>(message) ||
                         std::holds_alternative<consensus::FinalRangeResponse>(message);
  return is_answer ? Urgency::Reply : Urgency::Consensus;
}

// One overload per statement (C15); nothing if it is not what it says.
struct StatementVerifier {
  consensus::Verifier verifier;
  consensus::ValidatorIndex from;

  template <class Answer>
  [[nodiscard]] std::optional<consensus::StatementVerified> arrived(Answer answer) const {
    return answer ? std::optional(consensus::StatementVerified{from, std::move(*answer)})
                  : std::nullopt;
  }
  auto operator()(const consensus::Question& question) const {
    return arrived(verifier.verify_question(question));
  }
  auto operator()(const consensus::Answer& answer) const {
    return arrived(verifier.verify_answer(answer));
  }
  auto operator()(const consensus::Over& over) const { return arrived(verifier.verify_over(over)); }
};

std::shared_ptr<const Bytes> share(Bytes bytes) {
  return std::make_shared<const Bytes>(std::move(bytes));
}

}  // namespace

bool speaks(const consensus::Effect& effect) {
  return std::holds_alternative<consensus::SignVote>(effect) ||
         std::holds_alternative<consensus::SpeakStatement>(effect) ||
         std::holds_alternative<consensus::Broadcast>(effect) ||
         std::holds_alternative<consensus::Send>(effect) ||
         std::holds_alternative<consensus::Deliver>(effect);
}

void EffectRunner::operator()(const consensus::Persist& effect) const {
  driver_.parts_.ports->persist(driver_.gate_.close(), encode(effect.records));
}

void EffectRunner::operator()(const consensus::RotateJournal& effect) const {
  driver_.parts_.ports->rotate(driver_.gate_.close(), encode(effect.records));
}

void EffectRunner::operator()(const consensus::SignVote& effect) const {
  driver_.parts_.ports->sign(effect.subject);
}

void EffectRunner::operator()(const consensus::VerifyProposal& effect) const {
  run_in_pool(VerifyPool::Priority::Votes, effect.from,
              [driver = &driver_, effect](VerifyWorker& worker) {
                const IntakeContext& context = driver->parts_.context;
                const consensus::Verifier verifier(context.genesis, context.set, worker);
                if (auto verified = verifier.verify_proposal(effect.proposal)) {
                  driver->post(consensus::ProposalVerified{effect.from, std::move(*verified)});
                } else {
                  driver->post(consensus::ProposalInvalid{effect.from,
                                                          effect.proposal.vote.subject});
                }
              });
}

// Votes of several senders become one job, and what a quorum of them leads to is this node's own.
void EffectRunner::operator()(const consensus::VerifyVotes& effect) const {
  run_in_pool(VerifyPool::Priority::Votes, std::nullopt,
              [driver = &driver_, votes = effect.votes](VerifyWorker& worker) {
                const IntakeContext& context = driver->parts_.context;
                const consensus::Verifier verifier(context.genesis, context.set, worker);
                consensus::VotesVerified verified;
                auto answers = verifier.verify_votes(votes);
                for (std::size_t i = 0; i < votes.size(); ++i) {
                  if (answers[i]) {
                    verified.valid.push_back(*answers[i]);
                  } else {
                    verified.invalid.push_back(votes[i]);
                  }
                }
                driver->post(std::move(verified));
              });
}

void EffectRunner::operator()(const consensus::VerifyCertificate& effect) const {
  run_in_pool(VerifyPool::Priority::Votes, effect.from,
              [driver = &driver_, effect](VerifyWorker& worker) {
                const IntakeContext& context = driver->parts_.context;
                const consensus::Verifier verifier(context.genesis, context.set, worker);
                if (auto verified = verifier.verify_certificate(effect.certificate)) {
                  driver->post(consensus::CertificateVerified{effect.from, std::move(*verified)});
                } else {
                  driver->post(
                      consensus::CertificateInvalid{effect.from, effect.certificate.subject});
                }
              });
}

void EffectRunner::operator()(const consensus::VerifyFinalRange& effect) const {
  run_in_pool(VerifyPool::Priority::Votes, effect.from,
              [driver = &driver_, effect](VerifyWorker& worker) {
                const IntakeContext& context = driver->parts_.context;
                const consensus::Verifier verifier(context.genesis, context.set, worker);
                if (auto verified = verifier.verify_certificate(*effect.response.finalization)) {
                  driver->post(consensus::FinalRangeVerified{effect.from, effect.response.blocks,
                                                             std::move(*verified)});
                } else {
                  driver->post(consensus::FinalRangeInvalid{effect.from});
                }
              });
}

void EffectRunner::operator()(const consensus::VerifyStatement& effect) const {
  run_in_pool(VerifyPool::Priority::Votes, effect.from,
              [driver = &driver_, effect](VerifyWorker& worker) {
                const IntakeContext& context = driver->parts_.context;
                const StatementVerifier verify{{context.genesis, context.set, worker}, effect.from};
                if (auto verified = std::visit(verify, effect.statement)) {
                  driver->post(std::move(*verified));
                } else {
                  driver->post(consensus::StatementInvalid{effect.from, effect.statement});
                }
              });
}

void EffectRunner::operator()(const consensus::SpeakStatement& effect) const {
  const auto message = share(net::encode_message(
      signed_statement(driver_.parts_.context.genesis, *driver_.process_, effect), {}));
  if (effect.to) {
    driver_.parts_.link->send(id_of(*effect.to), message, Urgency::Consensus);
  } else {
    driver_.parts_.link->broadcast(message, Urgency::Consensus);
  }
}

void EffectRunner::operator()(const consensus::Broadcast& effect) const {
  if (const auto* own = std::get_if<consensus::Proposal>(&effect.message)) {
    driver_.proposal_times_.note(own->vote.subject, read_clock());
  }
  std::vector<net::StoredBatch> carried;
  for (const consensus::BatchDigest& digest : effect.carried) {
    // What has left the cache is fetched by those who lack it (C7).
    if (const auto batch = driver_.cache_.find(digest)) {
      carried.push_back({batch->stored, batch->attachments});
    }
  }
  driver_.parts_.link->broadcast(share(net::encode_message(effect.message, carried)),
                                 urgency_of(effect.message));
}

void EffectRunner::operator()(const consensus::Send& effect) const {
  driver_.parts_.link->send(id_of(effect.to), share(net::encode_message(effect.message, {})),
                            urgency_of(effect.message));
}

void EffectRunner::operator()(const consensus::AnswerFromStore& effect) const {
  driver_.parts_.ports->answer_from_store(effect);
}

void EffectRunner::operator()(const consensus::Deliver& effect) const {
  Delivery delivery{effect, {}, driver_.proposal_times_.take(effect)};
  for (const consensus::BatchRef& reference : effect.block.references) {
    delivery.batches.push_back(driver_.cache_.find(reference.digest));
    driver_.cache_.erase(reference.digest);
  }
  driver_.parts_.ports->deliver(std::move(delivery));
}

void EffectRunner::operator()(const consensus::ReportEvidence& effect) const {
  driver_.parts_.ports->evidence(effect.evidence);
}

void EffectRunner::operator()(const consensus::CutPeer& effect) const {
  driver_.parts_.link->cut(id_of(effect.peer), effect.reason);
}

void EffectRunner::operator()(const consensus::WakeAt& effect) const {
  driver_.arm(effect.when);
}

void EffectRunner::operator()(const consensus::Alarm& effect) const {
  driver_.parts_.ports->alarm(effect.text);
}

void EffectRunner::operator()(const consensus::Halt& effect) const {
  driver_.parts_.ports->halt(effect);
}

void EffectRunner::operator()(const consensus::Admitted& effect) const {
  driver_.parts_.ports->admitted(effect.handle);
}

void EffectRunner::operator()(const consensus::RefusedBusy& effect) const {
  driver_.pending_.erase(effect.handle);
  driver_.parts_.ports->refused_busy(effect.handle, effect.retry_after);
}

void EffectRunner::operator()(const consensus::ForgetTransactions& effect) const {
  for (const consensus::TxHandle handle : effect.handles) {
    driver_.pending_.erase(handle);
  }
}

void EffectRunner::operator()(const consensus::SealBatch& effect) const {
  std::vector<std::shared_ptr<const PendingTx>> items;
  items.reserve(effect.items.size());
  for (const consensus::TxHandle handle : effect.items) {
    const auto found = driver_.pending_.find(handle);
    VS_ASSERT(found != driver_.pending_.end());
    items.push_back(found->second);
  }
  run_in_pool(VerifyPool::Priority::Batches, std::nullopt,
              [driver = &driver_, sealer = driver_.parts_.sealer, effect,
               items = std::move(items)](VerifyWorker&) {
                VerifiedIntake sealed = sealer->seal(effect, items);
                if (!driver->parts_.ports->store_batch(sealed.verified.digest, *sealed.cached)) {
                  return;
                }
                driver->parts_.thread->post([driver, sealed = std::move(sealed)]() mutable {
                  driver->on_sealed(std::move(sealed));
                });
              });
}

void EffectRunner::operator()(const consensus::VerifyBatch& effect) const {
  const auto found = driver_.offered_.find({effect.digest, effect.from});
  VS_ASSERT(found != driver_.offered_.end());
  OfferedBatch batch = std::move(found->second);
  driver_.offered_.erase(found);
  const auto job = [driver = &driver_, effect, batch = std::move(batch)](VerifyWorker& worker) {
    auto outcome = verify_batch(driver->parts_.context, batch.frame, effect.depth, worker);
    if (outcome && !driver->parts_.ports->store_batch(effect.digest, *outcome->cached)) {
      return;
    }
    driver->parts_.thread->post([driver, effect, batch, outcome = std::move(outcome)]() mutable {
      driver->on_intake(effect.from, batch, effect.digest, std::move(outcome));
    });
  };
  run_in_pool(VerifyPool::Priority::Batches, effect.from, job);
}

void EffectRunner::operator()(const consensus::DropBatch& effect) const {
  driver_.offered_.erase({effect.digest, effect.from});
}

void EffectRunner::operator()(const consensus::BroadcastBatch& effect) const {
  const auto batch = driver_.cache_.find(effect.digest);
  if (batch != nullptr) {
    driver_.parts_.link->broadcast(share(net::encode_batch(batch->stored, batch->attachments)),
                                   Urgency::Bulk);
  }
}

// Copying megabytes for whoever asks is no work of this thread.
void EffectRunner::operator()(const consensus::SendBatches& effect) const {
  std::vector<WantedBytes> batches;
  for (const consensus::BatchDigest& digest : effect.digests) {
    batches.push_back({digest, driver_.cache_.find(digest)});
  }
  driver_.parts_.ports->send_batches(effect.to, std::move(batches));
}

void EffectRunner::operator()(const consensus::SendWatermarks& effect) const {
  const auto message = share(net::encode_message(effect.watermarks, {}));
  if (effect.to) {
    driver_.parts_.link->send(id_of(*effect.to), message, Urgency::Consensus);
  } else {
    driver_.parts_.link->broadcast(message, Urgency::Consensus);
  }
}

void EffectRunner::operator()(const consensus::RequestBatches& effect) const {
  driver_.parts_.link->send(id_of(effect.to), share(net::encode_message(effect.request, {})),
                            Urgency::Consensus);
}

void EffectRunner::operator()(const consensus::ForgetBatches& effect) const {
  for (const consensus::BatchDigest& digest : effect.digests) {
    driver_.cache_.erase(digest);
  }
  driver_.parts_.ports->forget_batches(effect.digests);
}

void EffectRunner::operator()(const consensus::RenewIncarnation& effect) const {
  if (effect.reason == consensus::RenewalReason::Untaken) {
    driver_.parts_.ports->alarm(
        "the peers do not take this validator's batches: its lane is begun anew, and what has not "
        "become final is sealed again");
  }
  driver_.parts_.ports->renew_incarnation(effect.greater_than);
}

consensus::ValidatorId EffectRunner::id_of(consensus::ValidatorIndex index) const {
  return driver_.parts_.context.set.at(index).id;
}

// The engine has no more under way for one peer than the pool takes of it (limits.hpp), so that
// only a pool that stops refuses. Never done here instead: this thread answers everybody.
void EffectRunner::run_in_pool(VerifyPool::Priority priority, WorkSender sender,
                               VerifyPool::Job job) const {
  static_cast<void>(driver_.parts_.pool->post(priority, sender, std::move(job)));
}

}  // namespace vitalstream::node
