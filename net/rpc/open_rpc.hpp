#pragma once
// The OpenRPC 1.3 document of a method table: what rpc.discover returns. Made once, at start, from
// the rows that dispatch; so it cannot disagree with them. Pure.

#include <string>
#include <string_view>

#include "net/rpc/method_table.hpp"

namespace vitalstream::net {

[[nodiscard]] std::string open_rpc_document(MethodList methods, std::string_view version);

}  // namespace vitalstream::net
