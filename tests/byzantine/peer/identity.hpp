#pragma once
// What the liar speaks with: the network that it knows from genesis, and the key and certificate of
// a real validator of it, from the folder that `vitalstream testnet` has written. Immutable;
// whoever signs as that validator takes it from here.

#include <filesystem>
#include <string>
#include <vector>

#include "base/chain.hpp"
#include "base/result.hpp"
#include "consensus/types/validator_set.hpp"
#include "crypto/secret_bytes.hpp"
#include "crypto/signing_key.hpp"

namespace vitalstream::byzantine {

struct Identity {
  ChainId chain;
  GenesisHash genesis;
  consensus::ValidatorSet set;
  consensus::ValidatorId id;
  consensus::ValidatorIndex index;
  crypto::SigningKey key;
  // Of that key, for what no signer of ours makes.
  crypto::SecretBytes seed;
  std::filesystem::path certificate_file;
  std::filesystem::path tls_key_file;
  // Keys of enrolled clients, whose transactions fill the liar's lane.
  std::vector<crypto::SigningKey> clients;
};

// Of validator `number` of the network in `folder`; or why not.
[[nodiscard]] Result<Identity, std::string> load_identity(const std::filesystem::path& folder,
                                                          std::uint32_t number);

}  // namespace vitalstream::byzantine
