#include "node/config/key_rows.hpp"

namespace vitalstream::node {

std::vector<KeySpec> network_rows() {
  return {
      plain("network.listen", at<&Config::network, &NetworkConfig::listen>, "[\"[::]:30303\"]",
            "Where peers reach this validator, over mutual TLS 1.3. Literal addresses of this "
            "machine, or `localhost`; `[::]` is all of them, of IPv4 too, also where there is no "
            "IPv6."),
      plain("network.peers", at<&Config::network, &NetworkConfig::peers>, "[]",
            "The other validators: `validator` is a name or id of genesis, `addresses` where it "
            "is dialled. Host names are resolved anew at every dial."),
      required("network.certificate_file", at<&Config::network, &NetworkConfig::certificate_file>,
               "Certificate chain (PEM) shown to peers. Its host name is the one in genesis."),
      required("network.key_file", at<&Config::network, &NetworkConfig::key_file>,
               "Private key (PEM) of that certificate, in a file that nobody else may read "
               "(docs/keys.md)."),
      required("network.ca_file", at<&Config::network, &NetworkConfig::ca_file>,
               "CA certificates (PEM) that may have issued peers' certificates; an issuing CA's is "
               "enough, its root's need not be there. Genesis pins, besides, which CA key issues "
               "for which validator."),
      count("network.connections_max", at<&Config::network, &NetworkConfig::connections_max>, "256",
            Range{4, 10'000},
            "Peer connections, those in handshake included. Beyond it new ones are closed at "
            "once."),
      size("network.outbound_queue_bytes_max",
           at<&Config::network, &NetworkConfig::outbound_queue_bytes_max>, "64MiB",
           Range{8 * kMiB, 4 * kGiB},
           "Bytes that may wait for one peer. A peer that lets more pile up is disconnected."),
      time_ms("network.handshake_timeout_ms",
              at<&Config::network, &NetworkConfig::handshake_timeout>, "5000", Range{100, 60'000},
              "Time for TLS and hello together."),
      time_ms("network.idle_timeout_ms", at<&Config::network, &NetworkConfig::idle_timeout>,
              "30000", Range{1'000, kHourMs},
              "A peer that sends nothing for so long, not even a ping, is disconnected."),
      time_ms("network.reconnect_delay_ms_max",
              at<&Config::network, &NetworkConfig::reconnect_delay_max>, "5000",
              Range{100, 600'000},
              "The longest pause between two dials of a peer; pauses double up to it, with "
              "jitter."),
  };
}

}  // namespace vitalstream::node
