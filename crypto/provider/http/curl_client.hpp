#pragma once
// The HttpClient that is used: libcurl. It verifies certificates and host names, follows no
// redirect, uses no proxy unless one is configured, keeps connections, and cuts an answer that is
// too large or too slow. Any thread; a call uses one connection of a pool.

#include <filesystem>
#include <memory>

#include "crypto/provider/http/http_client.hpp"

namespace vitalstream::crypto::provider {

struct HttpOptions {
  // PEM; empty: the authorities that the system trusts.
  std::filesystem::path ca_file = {};
  // Empty: none, whatever the environment says.
  std::string proxy = {};
  std::size_t connections_max = 8;
};

[[nodiscard]] std::unique_ptr<HttpClient> make_curl_client(const HttpOptions& options);

}  // namespace vitalstream::crypto::provider
