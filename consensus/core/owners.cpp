#include "consensus/core/owners.hpp"

#include <utility>

namespace vitalstream::consensus {

Owners::Owners(ReplicaOptions started_with, const PayloadSource& payload, const CommittedTip& tip)
    : options(std::move(started_with)),
      chain(tip, payload),
      certificates(ChainPoint{View{0}, anchor_digest(options.genesis)}),
      pacing({options.parameters.delta_floor, options.parameters.delta_cap},
             options.validators.size(), options.validators.faulty_max()),
      proposals(options.validators),
      ballot(options.validators),
      peers(options.validators.size(), {options.parameters.skip_timeout, options.parameters.retry}),
      right(options, step),
      commitments(options.validators.size(), options.mark_secret, options.parameters.hold),
      seen(options.validators.size()),
      traffic(options.validators.size(), options.parameters.ask_period),
      statistics(options.validators.size()) {}

}  // namespace vitalstream::consensus
