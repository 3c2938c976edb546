#include "node/driver/peer_inbox.hpp"

#include <string>
#include <utility>

#include "consensus/types/limits.hpp"

namespace vitalstream::node {

// One overload per message of the vocabulary; the compiler reports a missing one.
struct MessageRouter {
  PeerInbox& inbox;
  consensus::ValidatorIndex from;
  const std::shared_ptr<void>& credit;

  void post(consensus::Input input) const { inbox.desk_.post(std::move(input), credit); }

  void operator()(consensus::Proposal& proposal) const {
    inbox.offer(from, std::move(proposal), credit);
  }
  void operator()(consensus::Vote& vote) const {
    post(consensus::VoteArrived{from, std::move(vote)});
  }
  void operator()(consensus::Certificate& certificate) const {
    post(consensus::CertificateArrived{from, std::move(certificate)});
  }
  void operator()(consensus::Watermarks& watermarks) const {
    post(consensus::WatermarksArrived{from, std::move(watermarks)});
  }
  void operator()(consensus::StuckReport& report) const {
    post(consensus::StuckReportArrived{from, std::move(report)});
  }
  void operator()(consensus::BlockRequest& request) const {
    post(consensus::BlockRequested{from, request.digest});
  }
  void operator()(consensus::BlockResponse& response) const {
    post(consensus::BlockArrived{from, std::move(response.block)});
  }
  void operator()(consensus::BatchRequest& request) const {
    post(consensus::BatchesRequested{from, std::move(request)});
  }
  void operator()(consensus::CertificatesRequest& request) const {
    post(consensus::CertificatesRequested{from, request});
  }
  void operator()(consensus::FinalRangeRequest& request) const {
    post(consensus::FinalRangeRequested{from, request});
  }
  void operator()(consensus::FinalRangeResponse& response) const {
    post(consensus::FinalRangeArrived{from, std::move(response)});
  }
  void operator()(consensus::Question& question) const {
    post(consensus::StatementArrived{from, std::move(question)});
  }
  void operator()(consensus::Answer& answer) const {
    post(consensus::StatementArrived{from, std::move(answer)});
  }
  void operator()(consensus::Over& over) const {
    post(consensus::StatementArrived{from, std::move(over)});
  }
};

bool PeerInbox::receive(consensus::ValidatorIndex from, std::shared_ptr<const Bytes> bytes,
                        std::shared_ptr<void> credit) {
  auto decoded = net::decode_peer_message(*bytes);
  if (!decoded) {
    return false;
  }
  if (auto* batch = std::get_if<net::BatchFrame>(&*decoded)) {
    desk_.leave(Offered{from, {std::move(bytes), std::move(*batch), std::move(credit)}});
    return true;
  }
  auto& carrying = std::get<net::CarryingMessage>(*decoded);
  // Carried batches go first, so that the proposal finds them on their way.
  for (net::BatchFrame& batch : carrying.carried) {
    desk_.leave(Offered{from, {bytes, std::move(batch), credit}});
  }
  std::visit(MessageRouter{*this, from, credit}, carrying.message);
  return true;
}

void PeerInbox::offer(consensus::ValidatorIndex from, consensus::Proposal proposal,
                      std::shared_ptr<void> credit) {
  const consensus::ViewWindow window = desk_.window();
  const consensus::View view = proposal.vote.subject.view;
  if (view <= window.floor || view.value() > window.view.value() + consensus::kVoteWindowViews) {
    out_of_window_ += 1;
    return;
  }
  desk_.post(consensus::ProposalArrived{from, std::move(proposal)}, std::move(credit));
}

}  // namespace vitalstream::node
