#pragma once
// One JSON-RPC call over plain HTTP to a node on this machine, for subcommands. Blocks until the
// deadline at most.

#include <boost/json/value.hpp>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

#include "base/result.hpp"

namespace vitalstream::cli {

struct RpcAddress {
  std::string host = "127.0.0.1";
  std::uint16_t port = 8545;
};

// Nothing unless the text is `host:port`.
[[nodiscard]] std::optional<RpcAddress> parse_rpc_address(const std::string& text);

struct CallFailure {
  // NotNow: the node answered that asking again may help.
  enum class Kind { BadAddress, Unreachable, NotNow, Refused };
  Kind kind = Kind::Unreachable;
  std::string text;    // for people; of a node's answer: reason and message
  std::string reason;  // the node's word for the cause (docs/api.md); empty if it did not answer
};

// The `result` of the answer.
[[nodiscard]] Result<boost::json::value, CallFailure> call(const RpcAddress& address,
                                                           const std::string& method,
                                                           const boost::json::value& params,
                                                           std::chrono::seconds deadline);

}  // namespace vitalstream::cli
