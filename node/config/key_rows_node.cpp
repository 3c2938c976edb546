#include "node/config/key_rows.hpp"

namespace vitalstream::node {

std::vector<KeySpec> identity_rows() {
  return {
      required("node.id", at<&Config::node, &IdentityConfig::id>,
               "This validator's id in genesis."),
      plain("data_dir", at<&Config::data_dir>, "data",
            "Folder of the ledger and of the safety record. One process at a time may use it."),
      plain("genesis.file", at<&Config::genesis, &GenesisConfig::file>, "genesis.json",
            "The genesis document."),
      required("genesis.hash", at<&Config::genesis, &GenesisConfig::hash>,
               "SHA-256 of the genesis document's bytes. A document with another hash is "
               "refused."),
  };
}

std::vector<KeySpec> operations_rows() {
  return {
      plain("ops.listen", at<&Config::ops, &OpsConfig::listen>, "[\"127.0.0.1:9545\"]",
            "Health, readiness, metrics. It shows no ledger data and asks for no identity: "
            "loopback or the pod network."),
      choice("log.level", at<&Config::log, &LogConfig::level>, "info",
             {"trace", "debug", "info", "warn", "error"}, "The least level that is written."),
      choice("log.format", at<&Config::log, &LogConfig::format>, "json", {"json", "text"},
             "One JSON object a line, or text for people."),
  };
}

}  // namespace vitalstream::node
