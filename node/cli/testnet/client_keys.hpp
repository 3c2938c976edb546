#pragma once
// Keys of client applications as testnet writes them for demos, tests and benchmarks: private JWKs
// (RFC 8037 section 2: `d` is the seed), so that any JOSE library can use them.

#include <cstdint>
#include <string>
#include <vector>

#include "ledger/types/member.hpp"

namespace vitalstream::cli {

struct ClientKey {
  ledger::Member member;
  std::string private_jwk;
};

// All are submitters; one in ten is an auditor too.
[[nodiscard]] std::vector<ClientKey> make_client_keys(std::uint32_t count,
                                                      std::uint32_t organisations);

// A JSON array: organisation, name, kid, jwk.
[[nodiscard]] std::string print_client_keys(const std::vector<ClientKey>& keys);

}  // namespace vitalstream::cli
