#pragma once
// The least configuration that loads, for tests to vary.

#include <string>

#include "node/config/load.hpp"

namespace vitalstream::node {

inline constexpr const char* kHashText =
    "4f1c0f5a0b3d6f7c9e2a1d8b5c6e7f8091a2b3c4d5e6f708192a3b4c5d6e7f80";

// The required keys by flags, which no file or variable of a test can override.
inline Sources minimal_sources(std::string file_text = "") {
  Sources sources;
  sources.file = "/etc/vitalstream/node.yaml";
  sources.working_folder = "/run";
  sources.file_text = std::move(file_text);
  sources.flags = {{"node.id", "7"},
                   {"genesis.hash", kHashText},
                   {"network.certificate_file", "node.crt"},
                   {"network.key_file", "node.key"},
                   {"network.ca_file", "ca.crt"},
                   {"keys.local.file", "validator-key.json"}};
  return sources;
}

}  // namespace vitalstream::node
