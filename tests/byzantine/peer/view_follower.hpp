#pragma once
// ViewFollower: what a listener knows of the protocol: the current view, the newest notarized block
// and its header, the proposal of each view, real certificates to show again. It believes all that
// it hears, since the others are honest. Bounded by the window of views that it remembers.

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <tuple>

#include "consensus/types/message.hpp"
#include "tests/byzantine/peer/identity.hpp"

namespace vitalstream::byzantine {

// A block that has a quorum, and the view in which it got it.
struct Notarized {
  consensus::View view;
  consensus::BlockDigest digest;
  consensus::BlockHeader header;
};

class ViewFollower {
 public:
  explicit ViewFollower(const Identity& identity);

  void on_message(const consensus::Message& message);
  // Own votes count as the others' do.
  void on_vote(const consensus::Vote& vote);

  [[nodiscard]] consensus::View view() const { return view_; }
  [[nodiscard]] bool is_leader() const;
  // The next view after the current one that this validator leads.
  [[nodiscard]] consensus::View next_own_view() const;
  [[nodiscard]] const std::optional<Notarized>& parent() const { return parent_; }
  [[nodiscard]] const consensus::Proposal* proposal_of(consensus::View view) const;
  [[nodiscard]] std::size_t nullifies_of(consensus::View view) const;
  // The notarize subject of a view that has a quorum.
  [[nodiscard]] std::optional<consensus::VoteSubject> notarized_in(consensus::View view) const;
  // The newest certificates that were seen, one a view.
  [[nodiscard]] const std::map<consensus::View, consensus::Certificate>& certificates() const {
    return certificates_;
  }
  // Batches of others that blocks have referenced, the newest last.
  [[nodiscard]] const std::vector<consensus::BatchRef>& references() const { return references_; }

 private:
  void on_proposal(const consensus::Proposal& proposal);
  void on_certificate(const consensus::Certificate& certificate);
  void on_decided(const consensus::VoteSubject& subject);
  void remember(const consensus::Block& block);
  void forget();

  GenesisHash genesis_;
  consensus::ValidatorSet set_;
  consensus::ValidatorIndex own_;
  consensus::View view_{1};
  std::optional<Notarized> parent_;
  std::map<consensus::View, consensus::Proposal> proposals_;
  std::map<consensus::VoteSubject, std::set<std::uint16_t>> tally_;
  std::map<consensus::View, consensus::VoteSubject> notarized_;
  std::map<consensus::View, consensus::Certificate> certificates_;
  std::vector<consensus::BatchRef> references_;
};

}  // namespace vitalstream::byzantine
