#pragma once
// Makes and signs a transaction (docs/transactions.md) with a private JWK, as any JOSE library
// would.

#include <boost/json/object.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace vitalstream::cli {

struct TransactionDraft {
  std::string chain;
  std::string op;
  std::string data_json;
  std::vector<std::string> attachments;
  std::string media_type = "application/octet-stream";
  std::int64_t lifetime_s = 300;
};

struct DraftFailure {
  std::string reason;
};

// The params of tx_submit: the JWS and its salted attachments. `key_json` is a private JWK, Ed25519
// or P-256, or the array that testnet writes, whose first key is taken.
[[nodiscard]] Result<boost::json::object, DraftFailure> sign_transaction(
    const TransactionDraft& draft, std::string_view key_json);

}  // namespace vitalstream::cli
