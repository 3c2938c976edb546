#pragma once
// TLS of the RPC port: 1.3 only, no tickets, no early data, and client certificates where a client
// CA is given. The files are looked at again and again; a good change is taken over without a
// restart, a bad one is refused and the last good one kept. RPC thread only.

#include <boost/asio/ssl/context.hpp>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "base/result.hpp"
#include "net/rpc/bind_policy.hpp"

namespace vitalstream::net {

struct RpcTlsFiles {
  std::string certificate_chain;  // PEM, the leaf first
  std::string private_key;        // PEM, private
  std::string client_ca;          // PEM bundle; empty: no client certificate is asked for
};

using TlsContextPtr = std::shared_ptr<boost::asio::ssl::context>;

// The context that the files make, or what is wrong with them.
[[nodiscard]] Result<TlsContextPtr, std::string> load_rpc_tls(const RpcTlsFiles& files);

[[nodiscard]] RpcTlsMode mode_of(const std::optional<RpcTlsFiles>& files);

// Whether the chain that the client of this connection showed would still be accepted by `context`.
[[nodiscard]] bool still_trusted(SSL* connection, boost::asio::ssl::context& context);

// When the certificate that this server shows expires, as Unix seconds.
[[nodiscard]] std::int64_t expires_at_unix_s(boost::asio::ssl::context& context);

class RpcTlsSource {
 public:
  explicit RpcTlsSource(RpcTlsFiles files) : files_(std::move(files)) {}

  // What became of a look at the files.
  enum class Change { None, Taken, Refused };
  [[nodiscard]] Change refresh();

  // Null before the first good load.
  [[nodiscard]] const TlsContextPtr& context() const { return context_; }
  [[nodiscard]] const std::string& error() const { return error_; }

 private:
  struct Stamp {
    std::filesystem::file_time_type time;
    std::uintmax_t bytes = 0;
    friend bool operator==(const Stamp&, const Stamp&) = default;
  };
  [[nodiscard]] std::array<Stamp, 3> stamps() const;

  RpcTlsFiles files_;
  std::optional<std::array<Stamp, 3>> seen_;
  TlsContextPtr context_;
  std::string error_;
};

}  // namespace vitalstream::net
