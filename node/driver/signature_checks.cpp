#include "node/driver/signature_checks.hpp"

#include <optional>
#include <utility>

#include "consensus/types/verifier.hpp"

namespace vitalstream::node {
namespace {

using consensus::Input;
using consensus::Verifier;

// One overload per statement (C15); nothing if it is not what it says.
struct StatementVerifier {
  const Verifier& verifier;
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

}  // namespace

template <class Judge>
void SignatureChecks::post(WorkSender sender, Judge judge) {
  static_cast<void>(pool_.post(
      VerifyPool::Priority::Votes, sender, [this, judge = std::move(judge)](VerifyWorker& worker) {
        desk_.post(judge(Verifier(context_.genesis, context_.set, worker)));
      }));
}

void SignatureChecks::check(const consensus::VerifyProposal& effect) {
  post(effect.from, [effect](const Verifier& verifier) -> Input {
    if (auto verified = verifier.verify_proposal(effect.proposal)) {
      return consensus::ProposalVerified{effect.from, std::move(*verified)};
    }
    return consensus::ProposalInvalid{effect.from, effect.proposal.vote.subject};
  });
}

// Votes of several senders become one job, and what a quorum of them leads to is this node's own.
void SignatureChecks::check(const consensus::VerifyVotes& effect) {
  post(std::nullopt, [votes = effect.votes](const Verifier& verifier) -> Input {
    consensus::VotesVerified verified;
    auto answers = verifier.verify_votes(votes);
    for (std::size_t i = 0; i < votes.size(); ++i) {
      if (answers[i]) {
        verified.valid.push_back(*answers[i]);
      } else {
        verified.invalid.push_back(votes[i]);
      }
    }
    return verified;
  });
}

void SignatureChecks::check(const consensus::VerifyCertificate& effect) {
  post(effect.from, [effect](const Verifier& verifier) -> Input {
    if (auto verified = verifier.verify_certificate(effect.certificate)) {
      return consensus::CertificateVerified{effect.from, std::move(*verified)};
    }
    return consensus::CertificateInvalid{effect.from, effect.certificate.subject};
  });
}

void SignatureChecks::check(const consensus::VerifyFinalRange& effect) {
  post(effect.from, [effect](const Verifier& verifier) -> Input {
    if (auto verified = verifier.verify_certificate(*effect.response.finalization)) {
      return consensus::FinalRangeVerified{effect.from, effect.response.blocks,
                                           std::move(*verified)};
    }
    return consensus::FinalRangeInvalid{effect.from};
  });
}

void SignatureChecks::check(const consensus::VerifyStatement& effect) {
  post(effect.from, [effect](const Verifier& verifier) -> Input {
    if (auto verified = std::visit(StatementVerifier{verifier, effect.from}, effect.statement)) {
      return std::move(*verified);
    }
    return consensus::StatementInvalid{effect.from, effect.statement};
  });
}

}  // namespace vitalstream::node
