#include "node/config/print.hpp"

#include <algorithm>
#include <vector>

#include "node/config/field_write.hpp"

namespace vitalstream::node {
namespace {

std::vector<std::string_view> split(std::string_view path) {
  std::vector<std::string_view> parts;
  while (!path.empty()) {
    const std::size_t dot = std::min(path.find('.'), path.size());
    parts.push_back(path.substr(0, dot));
    path.remove_prefix(std::min(dot + 1, path.size()));
  }
  return parts;
}

std::string indent(std::size_t depth) { return std::string(2 * depth, ' '); }

// A key of the table opens sections; each is opened once, since the table keeps them together.
class SectionWriter {
 public:
  void write(std::string_view path, const std::string& value, const std::string& origin);
  [[nodiscard]] std::string take() { return std::move(text_); }

 private:
  std::string text_;
  std::vector<std::string_view> open_;
};

void SectionWriter::write(std::string_view path, const std::string& value,
                          const std::string& origin) {
  std::vector<std::string_view> sections = split(path);
  const std::string_view name = sections.back();
  sections.pop_back();
  std::size_t common = 0;
  while (common < open_.size() && common < sections.size() && open_[common] == sections[common]) {
    ++common;
  }
  for (std::size_t depth = common; depth < sections.size(); ++depth) {
    text_ += indent(depth) + std::string{sections[depth]} + ":\n";
  }
  text_ += indent(sections.size()) + std::string{name} + ": " + value;
  text_ += origin.empty() ? "\n" : "  # " + origin + "\n";
  open_ = std::move(sections);
}

}  // namespace

std::string print_config(const LoadedConfig& loaded) {
  SectionWriter writer;
  for (const KeySpec& key : key_table()) {
    const std::string value = write_field(loaded.config, key);
    if (value.empty()) {
      continue;
    }
    const auto origin = loaded.origins.find(std::string{key.path});
    writer.write(key.path, value, origin == loaded.origins.end() ? "" : origin->second);
  }
  return writer.take();
}

std::string print_keys(const LoadedConfig& loaded) {
  SectionWriter writer;
  for (const KeySpec& key : key_table()) {
    const std::string value = write_field(loaded.config, key);
    const bool is_given = loaded.origins.contains(std::string{key.path});
    if (key.path.starts_with("keys.") && is_given && !value.empty()) {
      writer.write(key.path, value, "");
    }
  }
  return writer.take();
}

}  // namespace vitalstream::node
