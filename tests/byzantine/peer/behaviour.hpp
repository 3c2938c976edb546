#pragma once
// Behaviour: what the liar does wrong; everything else it does as an honest validator would appear
// to the others. One object for one run. Called by the liar's loop.

#include <functional>
#include <memory>
#include <string_view>
#include <vector>

#include "tests/byzantine/peer/liar.hpp"

namespace vitalstream::byzantine {

// What the liar does by itself.
struct Manners {
  bool keeps_sessions = true;
  bool votes = true;
  bool leads = true;
};

class Behaviour {
 public:
  virtual ~Behaviour() = default;

  [[nodiscard]] virtual Manners manners() const { return {}; }
  // A session is up.
  virtual void on_session(Liar& /*liar*/, Liar::Victim /*victim*/) {}
  virtual void on_message(Liar& /*liar*/, Liar::Victim /*victim*/,
                          const net::PeerMessage& /*message*/) {}
  virtual void on_turn(Liar& /*liar*/) {}
  // A vote is due: the honest thing is to say it to all.
  virtual void vote(Liar& liar, const consensus::VoteSubject& subject) { liar.vote(subject); }
  // Somebody asks for a commitment (C15): the honest thing is to give it, and to know of no vote
  // beyond its record.
  virtual void look_back(Liar& liar, Liar::Victim victim, const consensus::Question& question);
  // The liar leads this view and knows a parent: the honest thing is an empty block at once.
  virtual void lead(Liar& liar, consensus::View view, const Notarized& parent);
};

struct Row {
  std::string_view name;
  std::string_view does;  // one sentence
  double per_second;      // how often, where that can be said
  std::function<std::unique_ptr<Behaviour>(double per_second)> make;
};

// One family of behaviours each.
[[nodiscard]] std::vector<Row> vote_rows();
[[nodiscard]] std::vector<Row> certificate_rows();
[[nodiscard]] std::vector<Row> proposal_rows();
[[nodiscard]] std::vector<Row> leader_rows();
[[nodiscard]] std::vector<Row> question_rows();
[[nodiscard]] std::vector<Row> answer_rows();
[[nodiscard]] std::vector<Row> right_rows();
[[nodiscard]] std::vector<Row> lane_rows();
[[nodiscard]] std::vector<Row> session_rows();

// All of them.
[[nodiscard]] std::vector<Row> table();

}  // namespace vitalstream::byzantine
