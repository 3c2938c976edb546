#include "node/config/key_rows.hpp"

namespace vitalstream::node {

std::vector<KeySpec> rpc_listener_rows() {
  return {
      plain("rpc.listen", at<&Config::rpc, &RpcConfig::listen>, "[\"127.0.0.1:8545\"]",
            "Where applications reach JSON-RPC and WebSocket. Plain HTTP is answered on loopback "
            "only; beyond it, `rpc.tls` is needed. Local users and sidecars count as loopback."),
      plain("rpc.tls.certificate_file",
            at<&Config::rpc, &RpcConfig::tls, &RpcTlsConfig::certificate_file>, "",
            "Certificate chain (PEM) shown to applications."),
      plain("rpc.tls.key_file", at<&Config::rpc, &RpcConfig::tls, &RpcTlsConfig::key_file>, "",
            "Private key (PEM) of that certificate, in a file that nobody else may read "
            "(docs/keys.md)."),
      plain("rpc.tls.client_ca_file",
            at<&Config::rpc, &RpcConfig::tls, &RpcTlsConfig::client_ca_file>, "",
            "CA certificates (PEM) that issue for applications; an issuing CA's is enough. With "
            "it, a client certificate is demanded."),
      plain("rpc.allowed_hosts", at<&Config::rpc, &RpcConfig::allowed_hosts>, "[]",
            "Host names accepted in a request's `Host`, besides loopback names and the listening "
            "addresses. Any other is refused, so that no web page can reach the node through a "
            "browser."),
      with_flag(
          "--unsafe-open-rpc",
          plain("rpc.unsafe_open", at<&Config::rpc, &RpcConfig::unsafe_open>, "false",
                "Danger: listen beyond loopback without demanding client certificates. Anyone who "
                "reaches the port may then read the ledger.")),
      also_variable(
          "REVOCATION_DB_PATH",
          plain(
              "rpc.revocation_db", at<&Config::rpc, &RpcConfig::revocation_db>, "",
              "This node's own emergency list of revoked tokens. Bearer tokens are not accepted in "
              "this build, so that there is nothing yet that it would revoke.")),
  };
}

std::vector<KeySpec> rpc_size_rows() {
  return {
      size("rpc.body_bytes_max", at<&Config::rpc, &RpcConfig::body_bytes_max>, "2MiB",
           Range{kKiB, 64 * kMiB}, "Body of a request, or one WebSocket message."),
      size("rpc.header_bytes_max", at<&Config::rpc, &RpcConfig::header_bytes_max>, "8KiB",
           Range{kKiB, 256 * kKiB}, "Header of a request."),
      size("rpc.response_bytes_max", at<&Config::rpc, &RpcConfig::response_bytes_max>, "8MiB",
           Range{64 * kKiB, 256 * kMiB},
           "A response. A larger one is replaced by an error that says so."),
      count("rpc.batch_calls_max", at<&Config::rpc, &RpcConfig::batch_calls_max>, "50",
            Range{1, 10'000}, "Calls in one JSON-RPC batch."),
      count("rpc.json_depth_max", at<&Config::rpc, &RpcConfig::json_depth_max>, "32", Range{8, 64},
            "Nesting of a request's JSON."),
      count("rpc.in_flight_max", at<&Config::rpc, &RpcConfig::in_flight_max>, "64",
            Range{1, 10'000},
            "Unanswered calls of one connection, members of batches counted. Reading stops "
            "there."),
      count("rpc.connections_max", at<&Config::rpc, &RpcConfig::connections_max>, "900",
            Range{1, 100'000},
            "Connections of applications. Beyond it one that has asked nothing yet is closed "
            "for the sake of a new one; if all have asked, the new one is turned away."),
      count("rpc.query_threads", at<&Config::rpc, &RpcConfig::query_threads>, "2", Range{1, 64},
            "Threads that read the ledger for applications. They give way to the threads that "
            "make blocks."),
  };
}

std::vector<KeySpec> rpc_time_rows() {
  return {
      time_ms("rpc.handshake_timeout_ms", at<&Config::rpc, &RpcConfig::handshake_timeout>, "5000",
              Range{100, 60'000}, "Time for the TLS handshake."),
      time_ms("rpc.header_timeout_ms", at<&Config::rpc, &RpcConfig::header_timeout>, "5000",
              Range{100, 60'000}, "Time from a request's first byte to the end of its header."),
      time_ms("rpc.body_timeout_ms", at<&Config::rpc, &RpcConfig::body_timeout>, "10000",
              Range{100, 600'000}, "Time for a request's body."),
      time_ms("rpc.idle_timeout_ms", at<&Config::rpc, &RpcConfig::idle_timeout>, "60000",
              Range{1'000, kHourMs},
              "A connection with nothing in flight is closed after so long."),
  };
}

}  // namespace vitalstream::node
