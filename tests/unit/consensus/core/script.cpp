#include "script.hpp"

#include <algorithm>
#include <utility>

namespace vitalstream::consensus::testing {

Script::Script(ScriptOptions options)
    : chain(options.validators), options_(std::move(options)), journal_(options_.journal) {}

void Script::start() {
  ReplicaOptions replica{chain.genesis(), chain.set(), options_.own, options_.parameters};
  if (options_.own) {
    replica.process = process(options_.own->value()).key();
  }
  replica_ =
      std::make_unique<Replica>(std::move(replica), payload,
                                Recovered{journal_, options_.tip.value_or(chain.tip()),
                                          journal_.size() - options_.unsettled, options_.halt});
  take(replica_->start(clock()));
}

void Script::restart(std::optional<CommittedTip> tip, std::size_t unsettled) {
  options_.unsettled = unsettled;
  if (tip) {
    options_.tip = std::move(tip);
  }
  wake_at_.reset();
  start();
}

void Script::give(const CoreInput& input) { take(replica_->step(clock(), input)); }

void Script::pass(Duration length) {
  const Instant end = now_ + length;
  while (wake_at_ && *wake_at_ <= end) {
    now_ = std::max(now_, *wake_at_);
    wake_at_.reset();
    give(Wake{});
  }
  now_ = end;
  give(Wake{});
}

void Script::take(const CoreEffects& made) {
  effects.insert(effects.end(), made.begin(), made.end());
  for (const CoreEffect& effect : made) {
    if (const auto* persist = std::get_if<Persist>(&effect)) {
      journal_.insert(journal_.end(), persist->records.begin(), persist->records.end());
    } else if (const auto* rotate = std::get_if<RotateJournal>(&effect)) {
      journal_ = rotate->records;
    } else if (const auto* wake = std::get_if<WakeAt>(&effect)) {
      wake_at_ = wake->when;
    } else if (const auto* said = std::get_if<SpeakStatement>(&effect)) {
      const auto* question = std::get_if<Question>(&said->statement);
      question_ = question != nullptr ? *question : question_;
    }
  }
  if (answers_itself) {
    for (const CoreEffect& effect : made) {
      answer(effect);
    }
  }
}

void Script::answer(const CoreEffect& effect) {
  if (const auto* sign = std::get_if<SignVote>(&effect)) {
    give(OwnVoteSigned{chain.verified(sign->subject, *options_.own)});
  } else if (const auto* said = std::get_if<SpeakStatement>(&effect)) {
    answer(*said);
  } else if (const auto* statement = std::get_if<VerifyStatement>(&effect)) {
    answer(*statement);
  } else if (const auto* votes = std::get_if<VerifyVotes>(&effect)) {
    VotesVerified answers;
    for (const Vote& vote : votes->votes) {
      if (const auto valid = chain.verifier().verify_vote(vote)) {
        answers.valid.push_back(*valid);
      } else {
        answers.invalid.push_back(vote);
      }
    }
    give(answers);
  } else if (const auto* range = std::get_if<VerifyFinalRange>(&effect)) {
    if (const auto valid = chain.verifier().verify_certificate(*range->response.finalization)) {
      give(FinalRangeVerified{range->from, range->response.blocks, *valid});
    } else {
      give(FinalRangeInvalid{range->from});
    }
  } else if (const auto* proposed = std::get_if<VerifyProposal>(&effect)) {
    if (const auto valid = chain.verifier().verify_proposal(proposed->proposal)) {
      give(ProposalVerified{proposed->from, *valid});
    } else {
      give(ProposalInvalid{proposed->from, proposed->proposal.vote.subject});
    }
  } else if (const auto* check = std::get_if<VerifyCertificate>(&effect)) {
    if (const auto valid = chain.verifier().verify_certificate(check->certificate)) {
      give(CertificateVerified{check->from, *valid});
    } else {
      give(CertificateInvalid{check->from, check->certificate.subject});
    }
  }
}

void Script::answer(const SpeakStatement& said) {
  if (!options_.others_answer || !std::holds_alternative<Question>(said.statement)) {
    return;
  }
  for (std::uint16_t peer = 0; peer < chain.set().size(); ++peer) {
    if (index(peer) != options_.own) {
      commit({peer});
    }
  }
}

void Script::answer(const VerifyStatement& check) {
  const auto verify = [&](const auto& verified) {
    if (verified) {
      give(StatementVerified{check.from, *verified});
    } else {
      give(StatementInvalid{check.from, check.statement});
    }
  };
  const Verifier& verifier = chain.verifier();
  if (const auto* question = std::get_if<Question>(&check.statement)) {
    verify(verifier.verify_question(*question));
  } else if (const auto* answer = std::get_if<Answer>(&check.statement)) {
    verify(verifier.verify_answer(*answer));
  } else {
    verify(verifier.verify_over(std::get<Over>(check.statement)));
  }
}

Question Script::question() const { return question_.value(); }

void Script::commit(std::initializer_list<std::uint16_t> answerers) {
  for (const std::uint16_t answerer : answerers) {
    give_answer(answerer, answer(answerer));
  }
}

Clock Script::clock() const { return {now_, UnixMs{wall_offset_ + now_.value() / 1000}}; }

void Script::propose(const Block& block, View view, View parent) {
  const Proposal proposal = chain.proposal(block, view, parent);
  give(ProposalVerified{proposal.vote.signer, chain.verified(proposal)});
}

void Script::vote(const VoteSubject& subject, std::initializer_list<std::uint16_t> signers) {
  for (const std::uint16_t signer : signers) {
    give(VoteArrived{index(signer), chain.vote(subject, index(signer))});
  }
}

void Script::certificate(const VoteSubject& subject) {
  give(CertificateArrived{index(1), chain.certificate(subject, {1, 2, 3})});
}

void Script::nullify(View view, std::initializer_list<std::uint16_t> signers) {
  vote(make_nullify(Epoch{1}, view), signers);
}

Point Script::certify(const Point& parent, View view, std::vector<BatchRef> references) {
  for (const BatchRef& reference : references) {
    payload.hold(reference);
  }
  const Block block = chain.block(parent.block, view, std::move(references));
  const BlockDigest digest = chain.add(block);
  propose(block, view, parent.view);
  certificate(chain.notarize(block, view, parent.view));
  return {view, digest};
}

Point Script::finalize(const Point& parent, View view, std::vector<BatchRef> references) {
  const Point point = certify(parent, view, std::move(references));
  certificate(make_finalize(make_notarize(Epoch{1}, view, parent.view, point.block)));
  return point;
}

void Script::commit(Height height, const ExecutedRoot& root) { give(Committed{height, root}); }

bool Script::said(const VoteSubject& subject) const {
  const auto votes = broadcasts<Vote>();
  const auto proposals = broadcasts<Proposal>();
  return std::ranges::any_of(votes, [&](const Vote& one) { return one.subject == subject; }) ||
         std::ranges::any_of(proposals,
                             [&](const Proposal& one) { return one.vote.subject == subject; });
}

bool Script::said(VoteKind kind, View view) const {
  const auto matches = [&](const VoteSubject& subject) {
    return subject.kind == kind && subject.view == view;
  };
  const auto votes = broadcasts<Vote>();
  const auto proposals = broadcasts<Proposal>();
  return std::ranges::any_of(votes, [&](const Vote& one) { return matches(one.subject); }) ||
         std::ranges::any_of(proposals,
                             [&](const Proposal& one) { return matches(one.vote.subject); });
}

bool Script::asked_to_sign(const VoteSubject& subject) const {
  const auto asked = all<SignVote>();
  return std::ranges::any_of(asked, [&](const SignVote& one) { return one.subject == subject; });
}

}  // namespace vitalstream::consensus::testing
