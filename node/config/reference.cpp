#include "node/config/reference.hpp"

#include "node/config/field_write.hpp"

namespace vitalstream::node {
namespace {

constexpr std::string_view kHead =
    "# Configuration\n"
    "\n"
    "One YAML file configures a node. `vitalstream config validate` checks it and reports every\n"
    "problem at once; with `--files`, on the node's machine, also whether the files that it names\n"
    "are there and readable. `config print` shows the values in force and where each came from,\n"
    "`config schema` prints a JSON Schema for editors. This page is generated from the same "
    "table.\n"
    "\n"
    "- Each key can also be given as a flag or as an environment variable. The order of "
    "precedence\n"
    "  is flag, environment, file, default. `VITALSTREAM_` names go before those of other tools.\n"
    "- In flags and variables a list is written `a,b` or, as in the file, `[a, b]`.\n"
    "- Relative paths in the file start at the file's folder, others at the working folder.\n"
    "- Sizes are bytes, or carry KiB, MiB or GiB. Other units are part of the key's name. Numbers\n"
    "  are decimal digits without leading zeros.\n"
    "- A secret is never written here, only where it is: `file:PATH` or `env:NAME`.\n"
    "- An unknown key is an error, and so is a `VITALSTREAM_` variable that is nearly a known one "
    "or\n"
    "  begins as those of a section do. Those that Kubernetes sets for a Service, and those that\n"
    "  an `env:` points to, are left alone.\n"
    "- Nothing in the file is dropped in silence: a second document, a key that is given twice, a\n"
    "  merge key, a tag such as `!vault`, text that is not UTF-8 and a value of several lines are\n"
    "  refused with their line. Anchors and aliases, CR LF and a byte order mark are read.\n"
    "\n"
    "The least that a validator needs; everything else has a default:\n"
    "\n"
    "```yaml\n"
    "node:\n"
    "  id: 1\n"
    "genesis:\n"
    "  hash: 4f1c0f5a0b3d6f7c9e2a1d8b5c6e7f8091a2b3c4d5e6f708192a3b4c5d6e7f80\n"
    "network:\n"
    "  certificate_file: node.crt\n"
    "  key_file: node.key\n"
    "  ca_file: ca.crt\n"
    "  peers:\n"
    "    - {validator: hospital-b, addresses: [\"validator.hospital-b.example:30303\"]}\n"
    "keys:\n"
    "  local:\n"
    "    file: validator-key.json\n"
    "    passphrase: file:passphrase.txt\n"
    "```\n";

std::string_view section_of(std::string_view path) {
  const std::size_t dot = path.find('.');
  return dot == std::string_view::npos ? path : path.substr(0, dot);
}

std::string range_text(const KeySpec& key) {
  const bool numeric = std::holds_alternative<FieldOf<std::uint64_t>>(key.field) ||
                       std::holds_alternative<FieldOf<Duration>>(key.field);
  if (!numeric) {
    return {};
  }
  const std::string unit =
      key.unit == Unit::None ? std::string{} : " " + std::string{to_string(key.unit)};
  return ", " + std::to_string(key.least) + " to " + std::to_string(key.most) + unit;
}

std::string default_of(const KeySpec& key) {
  if (key.need == Need::Required) {
    return "required";
  }
  return key.default_text.empty() ? "none" : "`" + std::string{key.default_text} + "`";
}

std::string names_of(const KeySpec& key) {
  std::string text = "`" + flag_name(key) + "`, `" + variable_name(key) + "`";
  for (const std::string_view name : key.other_variables) {
    text += ", `" + std::string{name} + "`";
  }
  return text;
}

std::string entry(const KeySpec& key) {
  return "\n### `" + std::string{key.path} + "`\n\n" + std::string{key.doc} + "\n\n- " +
         type_name(key) + range_text(key) + "; default: " + default_of(key) + "\n- " +
         names_of(key) + "\n";
}

}  // namespace

std::string reference_page() {
  std::string page{kHead};
  std::string_view section;
  for (const KeySpec& key : key_table()) {
    if (section_of(key.path) != section) {
      section = section_of(key.path);
      page += "\n## " + std::string{section} + "\n";
    }
    page += entry(key);
  }
  return page;
}

}  // namespace vitalstream::node
