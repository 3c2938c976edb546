#pragma once
// The reference part of docs/api.md, made from the rows that dispatch and from the table of
// refusals. A test compares the page with it, so that the page cannot grow old. Pure.

#include <string>

#include "net/rpc/method_table.hpp"

namespace vitalstream::net {

// Markdown: one section per method, then the table of errors.
[[nodiscard]] std::string api_reference(MethodList methods);

}  // namespace vitalstream::net
