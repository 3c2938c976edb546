#pragma once
// Script: one replica under test, driven input by input in scripted time. By default what it asks
// of its own process (signatures, verification) is answered at once, so that a test speaks of what
// peers send and what it says to them. Validator 0 is under test unless told otherwise; with four
// validators it leads views 3, 7, 11, ...

#include <memory>
#include <string>
#include <vector>

#include "a_chain.hpp"
#include "a_process.hpp"
#include "consensus/core/replica.hpp"

namespace vitalstream::consensus::testing {

struct ScriptOptions {
  std::size_t validators = 4;
  std::optional<ValidatorIndex> own = ValidatorIndex{0};
  Parameters parameters;
  // Of a validator that the others know: it may vote from the start (C15).
  std::vector<JournalRecord> journal = {NewRecord{Epoch{1}, View{0}}, NewRecord{Epoch{1}, View{0}}};
  // The others commit to this process whenever it asks, and know no vote of this one (C15).
  bool others_answer = true;
  std::optional<CommittedTip> tip;
  // Records whose round had not ended at a restart: the last so many.
  std::size_t unsettled = 0;
  // What an earlier run was stopped by.
  std::optional<Halt> halt;
};

// Where certified blocks of a chain stand.
struct Point {
  View view;
  BlockDigest block;
};

class Script {
 public:
  explicit Script(ScriptOptions options = {});

  AChain chain;
  FakePayload payload;
  // What the replica did since the last `clear`, in order; and what it did in the last step.
  CoreEffects effects;
  bool answers_itself = true;

  void start();
  void give(const CoreInput& input);
  // Time passes; the replica is woken at its end, and whenever it asked to be.
  void pass(Duration length);
  // A new process with the journal written so far and this tip.
  void restart(std::optional<CommittedTip> tip = std::nullopt, std::size_t unsettled = 0);

  // From this or that peer.
  void propose(const Block& block, View view, View parent);
  void vote(const VoteSubject& subject, std::initializer_list<std::uint16_t> signers);
  void certificate(const VoteSubject& subject);
  void nullify(View view, std::initializer_list<std::uint16_t> signers);
  // The block is proposed in `view`, notarized and certified; the chain goes on from there.
  Point certify(const Point& parent, View view, std::vector<BatchRef> references = {});
  // The same, and it becomes final.
  Point finalize(const Point& parent, View view, std::vector<BatchRef> references = {});
  void commit(Height height, const ExecutedRoot& root);
  Point anchor() const { return {View{0}, chain.anchor()}; }

  // A process of another validator, or this one.
  AProcess process(std::uint16_t number) const { return {chain, index(number)}; }
  // The newest question of this process; and what `answerer` says to it.
  Question question() const;
  Answer answer(std::uint16_t answerer) const { return process(answerer).answer(question()); }
  void give_answer(std::uint16_t answerer, Answer answer) {
    give(process(answerer).verified(std::move(answer)));
  }
  // Who commits to this process now.
  void commit(std::initializer_list<std::uint16_t> answerers);
  template <class Statement>
  std::vector<Statement> statements() const;

  Replica& replica() { return *replica_; }
  const std::vector<JournalRecord>& journal() const { return journal_; }
  ReplicaStatus status() const { return replica_->status(); }
  Instant now() const { return now_; }
  void set_wall(UnixMs wall) { wall_offset_ = wall.value() - now_.value() / 1000; }

  template <class Effect>
  std::vector<Effect> all() const;
  template <class Body>
  std::vector<Body> broadcasts() const;
  template <class Body>
  std::vector<Body> sent() const;
  // Has it spoken such a vote (a proposal counts)?
  bool said(const VoteSubject& subject) const;
  bool said(VoteKind kind, View view) const;
  bool asked_to_sign(const VoteSubject& subject) const;
  void clear() { effects.clear(); }

 private:
  void take(const CoreEffects& made);
  void answer(const CoreEffect& effect);
  void answer(const SpeakStatement& said);
  void answer(const VerifyStatement& check);
  Clock clock() const;

  ScriptOptions options_;
  std::vector<JournalRecord> journal_;
  std::unique_ptr<Replica> replica_;
  Instant now_{10'000'000};
  std::int64_t wall_offset_ = 2'000'000;
  std::optional<Instant> wake_at_;
  std::vector<Deliver> delivered_;
  std::optional<Question> question_;
};

template <class Statement>
std::vector<Statement> Script::statements() const {
  std::vector<Statement> found;
  for (const SpeakStatement& one : all<SpeakStatement>()) {
    if (const auto* statement = std::get_if<Statement>(&one.statement)) {
      found.push_back(*statement);
    }
  }
  return found;
}

template <class Effect>
std::vector<Effect> Script::all() const {
  std::vector<Effect> found;
  for (const CoreEffect& effect : effects) {
    if (const auto* one = std::get_if<Effect>(&effect)) {
      found.push_back(*one);
    }
  }
  return found;
}

template <class Body>
std::vector<Body> Script::broadcasts() const {
  std::vector<Body> found;
  for (const Broadcast& one : all<Broadcast>()) {
    if (const auto* body = std::get_if<Body>(&one.message)) {
      found.push_back(*body);
    }
  }
  return found;
}

template <class Body>
std::vector<Body> Script::sent() const {
  std::vector<Body> found;
  for (const Send& one : all<Send>()) {
    if (const auto* body = std::get_if<Body>(&one.message)) {
      found.push_back(*body);
    }
  }
  return found;
}

}  // namespace vitalstream::consensus::testing
