#include "tests/byzantine/peer/view_follower.hpp"

#include <algorithm>

namespace vitalstream::byzantine {
namespace {

using consensus::View;
using consensus::VoteKind;

constexpr std::uint64_t kViewsKept = 64;
constexpr std::size_t kReferencesKept = 1'024;

template <class Map>
void forget_below(Map& map, View view) {
  map.erase(map.begin(), map.lower_bound(view));
}

}  // namespace

ViewFollower::ViewFollower(const Identity& identity)
    : genesis_(identity.genesis), set_(identity.set), own_(identity.index) {}

bool ViewFollower::is_leader() const { return set_.leader(view_) == own_; }

View ViewFollower::next_own_view() const {
  View view = next(view_);
  while (set_.leader(view) != own_) {
    view = next(view);
  }
  return view;
}

const consensus::Proposal* ViewFollower::proposal_of(View view) const {
  const auto found = proposals_.find(view);
  return found == proposals_.end() ? nullptr : &found->second;
}

std::size_t ViewFollower::nullifies_of(View view) const {
  const auto found = tally_.find(consensus::make_nullify(set_.epoch(), view));
  return found == tally_.end() ? 0 : found->second.size();
}

std::optional<consensus::VoteSubject> ViewFollower::notarized_in(View view) const {
  const auto found = notarized_.find(view);
  return found == notarized_.end() ? std::nullopt : std::optional(found->second);
}

void ViewFollower::on_message(const consensus::Message& message) {
  if (const auto* proposal = std::get_if<consensus::Proposal>(&message)) {
    on_proposal(*proposal);
  } else if (const auto* vote = std::get_if<consensus::Vote>(&message)) {
    on_vote(*vote);
  } else if (const auto* certificate = std::get_if<consensus::Certificate>(&message)) {
    on_certificate(*certificate);
  } else if (const auto* report = std::get_if<consensus::StuckReport>(&message)) {
    if (report->best) {
      on_certificate(*report->best);
    }
  }
}

void ViewFollower::on_proposal(const consensus::Proposal& proposal) {
  if (proposals_.emplace(proposal.vote.subject.view, proposal).second) {
    remember(proposal.block);
    on_vote(proposal.vote);
  }
}

void ViewFollower::remember(const consensus::Block& block) {
  references_.insert(references_.end(), block.references.begin(), block.references.end());
  if (references_.size() > kReferencesKept) {
    references_.erase(references_.begin(),
                      references_.end() - static_cast<std::ptrdiff_t>(kReferencesKept));
  }
}

void ViewFollower::on_vote(const consensus::Vote& vote) {
  const auto& subject = vote.subject;
  if (subject.epoch != set_.epoch() || subject.view.value() + kViewsKept < view_.value() ||
      subject.view.value() > view_.value() + kViewsKept) {
    return;
  }
  auto& signers = tally_[subject];
  signers.insert(vote.signer.value());
  if (signers.size() >= set_.quorum()) {
    on_decided(subject);
  }
}

void ViewFollower::on_certificate(const consensus::Certificate& certificate) {
  certificates_[certificate.subject.view] = certificate;
  on_decided(certificate.subject);
}

void ViewFollower::on_decided(const consensus::VoteSubject& subject) {
  if (subject.kind != VoteKind::Nullify) {
    auto notarize = subject;
    notarize.kind = VoteKind::Notarize;
    notarized_.emplace(subject.view, notarize);
    const auto* proposal = proposal_of(subject.view);
    const bool is_newer = !parent_ || parent_->view < subject.view;
    if (proposal != nullptr && proposal->vote.subject.block == subject.block && is_newer) {
      parent_ = Notarized{subject.view, subject.block, proposal->block.header};
    }
  }
  if (subject.view >= view_) {
    view_ = next(subject.view);
    forget();
  }
}

void ViewFollower::forget() {
  const View oldest{view_.value() - std::min(view_.value(), kViewsKept)};
  forget_below(proposals_, oldest);
  forget_below(notarized_, oldest);
  forget_below(certificates_, oldest);
  std::erase_if(tally_, [&](const auto& one) { return one.first.view < oldest; });
}

}  // namespace vitalstream::byzantine
