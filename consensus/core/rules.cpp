#include "consensus/core/rules.hpp"

namespace vitalstream::consensus {

Rules::Rules(Owners& owners, const PayloadSource& payload)
    : foreign({owners.options, owners.certificates, owners.record, owners.right}),
      disagreements({owners.options, owners.chain, owners.step, owners.ballot, owners.right}),
      fetches({owners.options, owners.chain, owners.certificates, owners.view, owners.pacing,
               owners.proposals, owners.peers, owners.step}),
      casting({owners.options, owners.view, owners.chain, owners.proposals, owners.step,
               owners.record, owners.right}),
      nullifying({owners.options, payload, owners.certificates, owners.pacing, owners.proposals,
                  owners.ballot, owners.peers, owners.record, owners.right, owners.step,
                  owners.chain, owners.view, casting}),
      entering({owners.view, owners.proposals, owners.ballot, owners.step}),
      finality({owners.options, owners.seen, owners.view, owners.certificates, owners.pacing,
                owners.proposals, owners.ballot, owners.step, owners.record, owners.right,
                owners.statistics, disagreements, entering}),
      quorums({owners.options, owners.view, owners.certificates, owners.peers, owners.pacing,
               owners.proposals, owners.ballot, owners.step, owners.record, owners.seen,
               owners.statistics, fetches, foreign, finality, entering}),
      delivery({owners.certificates, owners.proposals, owners.chain, owners.step, owners.record,
                owners.right, fetches}),
      proposing({owners.options, payload, owners.certificates, owners.view, owners.pacing,
                 owners.record, owners.right, owners.step, owners.chain, owners.proposals, fetches,
                 nullifying, casting}),
      notarizing({owners.options, payload, owners.certificates, owners.record, owners.right,
                  owners.chain, owners.view, owners.proposals, owners.step, fetches, nullifying,
                  casting, disagreements}),
      certifying({owners.options, owners.proposals, owners.right, owners.certificates, owners.chain,
                  owners.view, owners.pacing, owners.step, owners.record, fetches, nullifying,
                  casting, disagreements, entering}),
      stuck_reports({owners.options, owners.certificates, owners.pacing, owners.proposals,
                     owners.record, owners.right, owners.view, owners.step, casting}),
      asking({owners.options, owners.certificates, owners.view, owners.step, owners.record,
              owners.right, owners.commitments, foreign, casting}),
      answering({owners.options, owners.certificates, owners.right, owners.step, owners.record,
                 owners.commitments, owners.seen, owners.traffic}) {}

}  // namespace vitalstream::consensus
