#pragma once
// The keys of enrolled clients, as `vitalstream testnet` writes them to clients.json.

#include <string>
#include <vector>

#include "base/result.hpp"
#include "crypto/signing_key.hpp"

namespace vitalstream::bench {

struct ClientKey {
  crypto::SigningKey key;
  // The protected header of its transactions, in base64url: the same for all of them.
  std::string header_text;
};

// The first `count` keys of the file, or all if it has fewer; or why there are none.
[[nodiscard]] Result<std::vector<ClientKey>, std::string> load_client_keys(const std::string& file,
                                                                           std::size_t count);

}  // namespace vitalstream::bench
