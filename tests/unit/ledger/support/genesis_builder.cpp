#include "support/genesis_builder.hpp"

#include "crypto/jwk.hpp"

namespace vitalstream::ledger::testing {
namespace {

crypto::SignatureAlgorithm algorithm_of(bool ecdsa) {
  return ecdsa ? crypto::SignatureAlgorithm::EcdsaP256Sha256 : crypto::SignatureAlgorithm::Ed25519;
}

GenesisValidator a_validator(std::uint32_t id) {
  const std::string number = std::to_string(id);
  Hash32 issuer{};
  issuer.fill(static_cast<std::uint8_t>(id));
  return {.id = consensus::ValidatorId{id},
          .name = "validator-" + number,
          .organisation = "org-" + number,
          .host = "v" + number + ".example",
          .key = validator_signer(id).key(),
          .issuer_key = IssuerKeyHash{issuer}};
}

Member a_member(std::uint32_t number, Role role) {
  const crypto::PublicKey key = member_signer(number).key();
  return {crypto::thumbprint(key),
          key,
          "org-" + std::to_string(number + 1),
          "client-" + std::to_string(number),
          {role}};
}

}  // namespace

TestSigner validator_signer(std::uint32_t id) { return {algorithm_of(id % 2 == 0), id}; }

TestSigner member_signer(std::uint32_t number) { return {algorithm_of(number == 1), 101 + number}; }

GenesisDocument a_genesis_document() {
  GenesisDocument genesis;
  genesis.chain = ChainId{"test-chain"};
  genesis.time = UnixMs{1'999'999'990'000};
  for (std::uint32_t id = 1; id <= 4; ++id) {
    genesis.validators.push_back(a_validator(id));
  }
  genesis.members = {a_member(0, Role::Submitter), a_member(1, Role::Submitter),
                     a_member(2, Role::Auditor)};
  return genesis;
}

}  // namespace vitalstream::ledger::testing
