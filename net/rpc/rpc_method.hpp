#pragma once
// RpcMethod: one row of the table that both dispatches and documents. Each file in methods/
// defines one. Rows are constants; calls happen on the RPC thread.

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include <boost/json/value.hpp>

#include "net/rpc/json_schema.hpp"
#include "net/rpc/limits.hpp"
#include "net/rpc/node_api.hpp"
#include "net/rpc/rpc_call.hpp"

namespace vitalstream::net {

inline constexpr std::size_t kRpcParamsMax = 12;

// The parameters of one call in the order of the table, checked against their schemas. Absent
// ones are null.
class RpcParams {
 public:
  // Takes them by name or by position; says what does not fit.
  [[nodiscard]] static Result<RpcParams, RpcError> bind(std::span<const JsonMember> declared,
                                                        const boost::json::value* given);

  [[nodiscard]] bool has(std::size_t index) const { return values_[index] != nullptr; }
  [[nodiscard]] std::string_view text(std::size_t index) const;
  [[nodiscard]] std::uint64_t integer(std::size_t index, std::uint64_t fallback = 0) const;
  [[nodiscard]] std::optional<std::int64_t> time_ms(std::size_t index) const;
  [[nodiscard]] bool flag(std::size_t index) const;
  [[nodiscard]] Hash32 hash(std::size_t index) const;
  // Only for a parameter that is present.
  [[nodiscard]] const boost::json::value& value(std::size_t index) const { return *values_[index]; }

 private:
  std::array<const boost::json::value*, kRpcParamsMax> values_{};
};

struct MethodContext {
  NodeApi& node;
  const RpcLimits& limits;
  std::string_view open_rpc;  // the document that rpc.discover returns
};

struct RpcMethod {
  std::string_view name;
  std::string_view summary;
  std::span<const JsonMember> params;
  const JsonSchema* result;
  std::span<const RpcCause> errors;  // beside those that every method may give
  std::string_view example_params;   // a JSON object
  std::string_view example_result;
  RunsOn runs;    // where the node answers it: the one place that asks is NodeService
  ReadCost cost;  // what it may read; Nothing exactly if it runs on the loop
  void (*call)(const MethodContext& context, const RpcParams& params, CallStart start);
};

}  // namespace vitalstream::net
