#pragma once
// A small consortium for the ledger's tests: four validators of both signature algorithms and
// members with different roles.

#include <string>

#include "ledger/genesis/genesis.hpp"
#include "support/test_signer.hpp"

namespace vitalstream::ledger::testing {

// Validators 1 to 4; 1 and 3 sign with Ed25519, 2 and 4 with P-256.
[[nodiscard]] TestSigner validator_signer(std::uint32_t id);
// Members: 0 submitter, 1 submitter with a P-256 key, 2 auditor. Others are not enrolled.
[[nodiscard]] TestSigner member_signer(std::uint32_t number);

[[nodiscard]] GenesisDocument a_genesis_document();

}  // namespace vitalstream::ledger::testing
