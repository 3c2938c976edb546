#include "consensus/core/receivers.hpp"

namespace vitalstream::consensus {

Receivers make_receivers(Owners& owners, Rules& rules) {
  return {{},
          {},
          OnDrain({owners.right}),
          OnProposal({owners.options, owners.certificates, owners.view, owners.chain, owners.step,
                      owners.peers, owners.proposals, owners.ballot, owners.seen, rules.foreign,
                      rules.quorums}),
          OnVote({owners.options, owners.certificates, owners.view, owners.right, owners.step,
                  owners.peers, owners.ballot, owners.seen, rules.disagreements, rules.quorums}),
          OnOwnVote({owners.options, owners.certificates, owners.ballot, owners.record,
                     owners.right, rules.casting, rules.quorums}),
          OnCertificate({owners.peers, owners.ballot, rules.quorums, owners.step}),
          OnStuckReport({owners.options, owners.certificates, owners.view, owners.step,
                         owners.peers, rules.quorums}),
          OnBlock({owners.options, rules.fetches, owners.chain, owners.step, owners.peers,
                   owners.right}),
          OnCertificatesRequest(
              {owners.options, owners.certificates, owners.view, owners.step, owners.peers}),
          OnFinalRange({owners.options, owners.chain, owners.step, owners.peers, owners.right,
                        rules.fetches, rules.quorums}),
          OnCommitted({owners.chain, owners.record, owners.right}),
          OnStatement({owners.options, owners.commitments, owners.right, owners.step, owners.peers,
                       owners.traffic, rules.asking, rules.answering}),
          OnPeer({owners.options, owners.step, owners.peers, owners.right, rules.fetches,
                  rules.stuck_reports})};
}

}  // namespace vitalstream::consensus
