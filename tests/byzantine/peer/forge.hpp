#pragma once
// Signed statements as the liar makes them: true ones, and what no honest validator signs. Pure but
// for the clock that a block's timestamp asks.

#include "consensus/types/message.hpp"
#include "tests/byzantine/peer/identity.hpp"
#include "tests/byzantine/peer/view_follower.hpp"

namespace vitalstream::byzantine {

[[nodiscard]] consensus::Vote sign_vote(const Identity& identity,
                                        const consensus::VoteSubject& subject);
// The same vote with so many bytes of chance for a signature.
[[nodiscard]] consensus::Vote with_random_signature(consensus::Vote vote, std::size_t bytes);

// A block without references that anybody must accept on this parent.
[[nodiscard]] consensus::Block empty_block_on(const Identity& identity, const Notarized& parent);
// With its leader's vote; the header's payload is made to fit the references.
[[nodiscard]] consensus::Proposal sign_proposal(const Identity& identity, consensus::Block block,
                                                consensus::View view, consensus::View parent);

// A certificate with a quorum of signatures of chance.
[[nodiscard]] consensus::Certificate random_certificate(const Identity& identity,
                                                        const consensus::VoteSubject& subject,
                                                        std::size_t signature_bytes);

[[nodiscard]] Hash32 random_hash();

}  // namespace vitalstream::byzantine
