#pragma once
// MethodTable: finds a method by name. The one table of this interface is rpc_methods(); tests of
// the dispatcher bring their own. Immutable; any thread.

#include <cstddef>
#include <optional>
#include <span>
#include <string_view>
#include <unordered_map>

#include "net/rpc/rpc_method.hpp"

namespace vitalstream::net {

using MethodList = std::span<const RpcMethod* const>;

// Every method of this node, in the order in which rpc.discover shows them.
[[nodiscard]] MethodList rpc_methods();

class MethodTable {
 public:
  // Asserts distinct names and room for every parameter.
  explicit MethodTable(MethodList methods);

  [[nodiscard]] std::optional<std::uint16_t> find(std::string_view name) const;
  [[nodiscard]] const RpcMethod& operator[](std::size_t index) const { return *methods_[index]; }
  [[nodiscard]] MethodList methods() const { return methods_; }

 private:
  MethodList methods_;
  std::unordered_map<std::string_view, std::uint16_t> by_name_;
};

}  // namespace vitalstream::net
