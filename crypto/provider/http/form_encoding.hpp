#pragma once
// What stands in a form or a query (application/x-www-form-urlencoded). Pure; any thread.

#include <string>
#include <string_view>

namespace vitalstream::crypto::provider {

// Everything but letters, digits and -._~ as %XX.
[[nodiscard]] std::string form_encoded(std::string_view text);

}  // namespace vitalstream::crypto::provider
