#include "cluster.hpp"

#include <utility>

#include "crypto/sha256.hpp"

namespace vitalstream::consensus::testing {
namespace {

constexpr Duration kMessageDelay = milliseconds(1);
constexpr Duration kSignDelay = microseconds(300);
constexpr Duration kVerifyDelay = microseconds(200);
constexpr Duration kCommitDelay = milliseconds(2);

ExecutedRoot executed_after(const ExecutedRoot& before, const BlockDigest& block) {
  return ExecutedRoot{crypto::sha256({before.view(), block.view()})};
}

struct StatementSigner {
  const GenesisHash& genesis;
  const crypto::PublicKey& key;

  Message operator()(Question question) const {
    question.signature = sign(key, question_signing_bytes(genesis, question));
    return question;
  }
  Message operator()(Answer answer) const {
    answer.signature = sign(key, answer_signing_bytes(genesis, answer));
    return answer;
  }
  Message operator()(Over over) const {
    over.signature = sign(key, over_signing_bytes(genesis, over));
    return over;
  }
};

// All are honest here.
struct StatementVerifier {
  const Verifier& verifier;
  ValidatorIndex from;

  StatementVerified operator()(const Question& question) const {
    return {from, *verifier.verify_question(question)};
  }
  StatementVerified operator()(const Answer& answer) const {
    return {from, *verifier.verify_answer(answer)};
  }
  StatementVerified operator()(const Over& over) const {
    return {from, *verifier.verify_over(over)};
  }
};

}  // namespace

Cluster::Cluster(std::size_t size, Parameters parameters)
    : set_(sample_set(size)),
      verifier_(genesis_, set_, checker_),
      parameters_(parameters),
      nodes_(size) {
  for (Node& node : nodes_) {
    node.tip = genesis_tip(genesis_, Epoch{1}, UnixMs{1'000}, ExecutedRoot{});
    node.journal.emplace_back(NewRecord{Epoch{1}, View{0}});
  }
}

void Cluster::start(std::size_t index) {
  Node& node = nodes_[index];
  node.up = true;
  ++node.life;
  ReplicaOptions options{genesis_, set_, ValidatorIndex{static_cast<std::uint16_t>(index)},
                         parameters_};
  options.process = process_of(index);
  options.mark_secret.fill(static_cast<std::uint8_t>(16 * index + node.life));
  node.replica =
      std::make_unique<Replica>(options, node.payload, Recovered{node.journal, node.tip});
  carry_out(index, node.replica->start(clock()));
  for (std::size_t other = 0; other < nodes_.size(); ++other) {
    if (other != index && nodes_[other].up) {
      step(index, PeerConnected{ValidatorIndex{static_cast<std::uint16_t>(other)}});
      step(other, PeerConnected{ValidatorIndex{static_cast<std::uint16_t>(index)}});
    }
  }
}

void Cluster::start_all() {
  for (std::size_t i = 0; i < nodes_.size(); ++i) {
    start(i);
  }
}

void Cluster::crash(std::size_t index) {
  nodes_[index].up = false;
  ++nodes_[index].life;
  nodes_[index].replica.reset();
}

void Cluster::submit(const BatchRef& reference) {
  for (std::size_t i = 0; i < nodes_.size(); ++i) {
    nodes_[i].payload.hold(reference);
    if (nodes_[i].up) {
      step(i, PayloadChanged{});
    }
  }
}

void Cluster::run_for(Duration length) {
  run_until([] { return false; }, length);
}

bool Cluster::run_until(const std::function<bool()>& condition, Duration bound) {
  const Instant end = now_ + bound;
  while (!condition()) {
    if (events_.empty() || events_.begin()->first > end) {
      now_ = end;
      return condition();
    }
    const auto event = events_.extract(events_.begin());
    now_ = std::max(now_, event.key());
    event.mapped()();
  }
  return true;
}

void Cluster::cut(std::size_t from, std::size_t to) { cut_[{from, to}] = true; }
void Cluster::heal() { cut_.clear(); }

bool Cluster::chains_agree() const {
  for (const Node& left : nodes_) {
    for (const Node& right : nodes_) {
      for (std::size_t i = 0; i < std::min(left.chain.size(), right.chain.size()); ++i) {
        if (left.chain[i].digest != right.chain[i].digest) {
          return false;
        }
      }
    }
  }
  return true;
}

bool Cluster::all_have(std::size_t height) const {
  for (const Node& node : nodes_) {
    if (node.up && node.tip.header.height.value() < height) {
      return false;
    }
  }
  return true;
}

// A new one in each life.
LaneKey Cluster::process_of(std::size_t index) const {
  const Validator& validator = set_.at(ValidatorIndex{static_cast<std::uint16_t>(index)});
  const std::uint64_t life = nodes_[index].life;
  LaneKey key{validator.id,
              Incarnation{life},
              sample_key(static_cast<std::uint8_t>(0x80 + 16 * index + life)),
              {}};
  key.signature = sign(validator.key, lane_key_signing_bytes(genesis_, key));
  return key;
}

Clock Cluster::clock() const { return {now_, UnixMs{1'000'000 + now_.value() / 1000}}; }

void Cluster::step(std::size_t index, const CoreInput& input) {
  if (nodes_[index].up) {
    carry_out(index, nodes_[index].replica->step(clock(), input));
  }
}

void Cluster::later(std::size_t index, Duration delay, std::function<void()> action) {
  events_.emplace(now_ + delay, [this, index, life = nodes_[index].life, act = std::move(action)] {
    if (nodes_[index].up && nodes_[index].life == life) {
      act();
    }
  });
}

Verified<Vote> Cluster::signed_vote(std::size_t index, const VoteSubject& subject) {
  const ValidatorIndex signer{static_cast<std::uint16_t>(index)};
  const Vote vote{subject, signer, sign(set_.at(signer).key, signing_bytes(genesis_, subject))};
  return *verifier_.verify_vote(vote);
}

struct Cluster::Doing {
  Cluster& cluster;
  std::size_t index;

  Node& node() const { return cluster.nodes_[index]; }

  void operator()(const Persist& effect) const {
    node().journal.insert(node().journal.end(), effect.records.begin(), effect.records.end());
  }
  void operator()(const RotateJournal& effect) const { node().journal = effect.records; }
  void operator()(const SignVote& effect) const {
    cluster.later(index, kSignDelay, [*this, subject = effect.subject] {
      cluster.step(index, OwnVoteSigned{cluster.signed_vote(index, subject)});
    });
  }
  void operator()(const VerifyProposal& effect) const {
    cluster.later(index, kVerifyDelay, [*this, effect] {
      if (const auto answer = cluster.verifier_.verify_proposal(effect.proposal)) {
        cluster.step(index, ProposalVerified{effect.from, *answer});
      } else {
        cluster.step(index, ProposalInvalid{effect.from, effect.proposal.vote.subject});
      }
    });
  }
  void operator()(const VerifyVotes& effect) const {
    cluster.later(index, kVerifyDelay, [*this, votes = effect.votes] {
      VotesVerified verified;
      for (const Vote& vote : votes) {
        if (const auto answer = cluster.verifier_.verify_vote(vote)) {
          verified.valid.push_back(*answer);
        } else {
          verified.invalid.push_back(vote);
        }
      }
      cluster.step(index, verified);
    });
  }
  void operator()(const VerifyCertificate& effect) const {
    cluster.later(index, kVerifyDelay, [*this, effect] {
      if (const auto answer = cluster.verifier_.verify_certificate(effect.certificate)) {
        cluster.step(index, CertificateVerified{effect.from, *answer});
      } else {
        cluster.step(index, CertificateInvalid{effect.from, effect.certificate.subject});
      }
    });
  }
  void operator()(const VerifyFinalRange& effect) const {
    cluster.later(index, kVerifyDelay, [*this, effect] {
      const auto answer = cluster.verifier_.verify_certificate(*effect.response.finalization);
      cluster.step(index, FinalRangeVerified{effect.from, effect.response.blocks, *answer});
    });
  }
  void operator()(const SpeakStatement& effect) const {
    const LaneKey process = cluster.process_of(index);
    const StatementSigner signer{cluster.genesis_, process.key};
    const Message message = std::visit(signer, effect.statement);
    if (effect.to) {
      (*this)(Send{*effect.to, message});
    } else {
      (*this)(Broadcast{message, {}});
    }
  }
  void operator()(const VerifyStatement& effect) const {
    cluster.later(index, kVerifyDelay, [*this, effect] {
      const StatementVerifier verifier{cluster.verifier_, effect.from};
      cluster.step(index, std::visit(verifier, effect.statement));
    });
  }
  void operator()(const Broadcast& effect) const {
    for (std::size_t to = 0; to < cluster.nodes_.size(); ++to) {
      if (to != index) {
        cluster.transmit(index, to, effect.message);
      }
    }
  }
  void operator()(const Send& effect) const {
    cluster.transmit(index, effect.to.value(), effect.message);
  }
  void operator()(const ForgetFetches&) const {}
  void operator()(const FetchBatches& effect) const {
    cluster.later(index, kMessageDelay, [*this, references = effect.references] {
      for (const BatchRef& reference : references) {
        node().payload.hold(reference);
      }
      cluster.step(index, PayloadChanged{});
    });
  }
  void operator()(const AnswerFromStore& effect) const {
    if (const auto* range = std::get_if<FinalRangeRequest>(&effect.request)) {
      cluster.answer_range(index, effect.to, *range);
    } else {
      const BlockDigest digest = std::get<BlockRequest>(effect.request).digest;
      for (const Deliver& delivered : node().chain) {
        if (delivered.digest == digest) {
          cluster.transmit(index, effect.to.value(), BlockResponse{delivered.block});
        }
      }
    }
  }
  void operator()(const Deliver& effect) const {
    cluster.later(index, kCommitDelay, [*this, effect] { cluster.commit(index, effect); });
  }
  void operator()(const WakeAt& effect) const {
    const Duration delay = std::max(Duration{0}, effect.when - cluster.now_);
    cluster.later(index, delay, [*this] { cluster.step(index, Wake{}); });
  }
  void operator()(const Alarm& effect) const { node().alarms.push_back(effect.text); }
  void operator()(const Halt& effect) const {
    if (effect.kind == HaltKind::Halted) {
      node().halt_reason = effect.reason;
    }
  }
  void operator()(const ReportEvidence&) const {}
  void operator()(const CutPeer&) const {}
};

void Cluster::carry_out(std::size_t index, const CoreEffects& effects) {
  for (const CoreEffect& effect : effects) {
    std::visit(Doing{*this, index}, effect);
  }
}

void Cluster::transmit(std::size_t from, std::size_t to, const Message& message) {
  if (cut_.contains({from, to})) {
    return;
  }
  ++messages_;
  later(to, kMessageDelay, [this, from, to, message] {
    receive(to, ValidatorIndex{static_cast<std::uint16_t>(from)}, message);
  });
}

void Cluster::receive(std::size_t to, ValidatorIndex from, const Message& message) {
  if (const auto* proposal = std::get_if<Proposal>(&message)) {
    step(to, ProposalArrived{from, *proposal});
  } else if (const auto* vote = std::get_if<Vote>(&message)) {
    step(to, VoteArrived{from, *vote});
  } else if (const auto* certificate = std::get_if<Certificate>(&message)) {
    step(to, CertificateArrived{from, *certificate});
  } else if (const auto* report = std::get_if<StuckReport>(&message)) {
    step(to, StuckReportArrived{from, *report});
  } else if (const auto* asked = std::get_if<BlockRequest>(&message)) {
    step(to, BlockRequested{from, asked->digest});
  } else if (const auto* block = std::get_if<BlockResponse>(&message)) {
    step(to, BlockArrived{from, block->block});
  } else if (const auto* wanted = std::get_if<CertificatesRequest>(&message)) {
    step(to, CertificatesRequested{from, *wanted});
  } else if (const auto* range = std::get_if<FinalRangeRequest>(&message)) {
    step(to, FinalRangeRequested{from, *range});
  } else if (const auto* blocks = std::get_if<FinalRangeResponse>(&message)) {
    step(to, FinalRangeArrived{from, *blocks});
  } else if (const auto* question = std::get_if<Question>(&message)) {
    step(to, StatementArrived{from, *question});
  } else if (const auto* answer = std::get_if<Answer>(&message)) {
    step(to, StatementArrived{from, *answer});
  } else if (const auto* over = std::get_if<Over>(&message)) {
    step(to, StatementArrived{from, *over});
  }
}

// Up to the last block of the range that was finalized directly, or further to the first such.
void Cluster::answer_range(std::size_t index, ValidatorIndex to, const FinalRangeRequest& request) {
  const auto& chain = nodes_[index].chain;
  FinalRangeResponse response;
  std::size_t end = 0;
  for (std::size_t i = request.first.value() - 1; i < chain.size(); ++i) {
    const bool in_range = i < request.first.value() - 1 + request.count;
    if (chain[i].finalizes_directly && (in_range || end == 0)) {
      end = i + 1;
    }
  }
  for (std::size_t i = request.first.value() - 1; i < end; ++i) {
    response.blocks.push_back(chain[i].block);
    response.finalization = chain[i].finalization;
  }
  transmit(index, to.value(), response);
}

void Cluster::commit(std::size_t index, const Deliver& delivered) {
  Node& node = nodes_[index];
  CommittedTip& tip = node.tip;
  const BlockHeader& header = delivered.block.header;
  node.chain.push_back(delivered);
  const ExecutedRoot root =
      executed_after(tip.executed_roots.at(tip.header.height), delivered.digest);
  tip.state = *extend(tip.state, delivered.block.references, node.payload);
  tip.header = header;
  tip.digest = delivered.digest;
  tip.finalization = delivered.finalization;
  tip.executed_roots[header.height] = root;
  if (!delivered.block.references.empty()) {
    tip.payload_height = header.height;
  }
  step(index, Committed{header.height, root});
}

}  // namespace vitalstream::consensus::testing
