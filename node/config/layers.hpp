#pragma once
// The layers of a configuration before it is typed: which key was given what, and by whom. Used by
// load.cpp only.

#include <map>
#include <string>

#include "node/config/key_table.hpp"
#include "node/config/load.hpp"
#include "node/config/raw_value.hpp"

namespace vitalstream::node {

enum class Layer { Default, File, Environment, Flag };

struct Setting {
  RawValue value;
  Layer layer = Layer::Default;
  std::string origin;  // for people; empty for a default
};

// The winning setting of each key, by path; keys without setting or default are absent.
struct Layers {
  std::map<std::string_view, Setting> settings;
  Problems problems;  // unknown names, a file that is no YAML
};

[[nodiscard]] Layers collect_layers(const Sources& sources);

}  // namespace vitalstream::node
