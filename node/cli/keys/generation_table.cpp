#include "node/cli/keys/generation_table.hpp"

#include <array>
#include <cstdio>
#include <ctime>
#include <string_view>

namespace vitalstream::cli {
namespace {

// UTC to the minute: a key lives for a week.
std::string time_text(UnixMs time) {
  const std::time_t seconds = time.value() / 1000;
  std::tm parts{};
  ::gmtime_r(&seconds, &parts);
  std::array<char, 32> text{};
  const std::size_t length = std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%MZ", &parts);
  return {text.data(), length};
}

}  // namespace

std::string in_words(std::uint64_t bytes) {
  constexpr std::array<std::string_view, 4> kUnits{"KiB", "MiB", "GiB", "TiB"};
  if (bytes < 1024) {
    return std::to_string(bytes) + " B";
  }
  double amount = static_cast<double>(bytes) / 1024;
  std::size_t unit = 0;
  for (; amount >= 1024 && unit + 1 < kUnits.size(); ++unit) {
    amount /= 1024;
  }
  std::array<char, 32> text{};
  const int length = std::snprintf(text.data(), text.size(), "%.1f ", amount);
  return std::string(text.data(), static_cast<std::size_t>(length)).append(kUnits[unit]);
}

std::string to_text(const std::vector<node::GenerationUsage>& generations) {
  std::string text;
  for (const node::GenerationUsage& one : generations) {
    text += (text.empty() ? "" : "\n") + std::string("generation ") +
            std::to_string(one.info.generation.value()) + "  " +
            std::string(storage::to_string(one.info.state)) + "  since " +
            time_text(one.info.created) + "  " + in_words(one.bytes);
  }
  return text;
}

void write(JsonWriter& json, const std::vector<node::GenerationUsage>& generations) {
  json.begin_array();
  for (const node::GenerationUsage& one : generations) {
    json.begin_object();
    json.name("generation").number(one.info.generation.value());
    json.name("state").text(storage::to_string(one.info.state));
    json.name("createdMs").signed_number(one.info.created.value());
    json.name("bytes").number(one.bytes);
    json.end_object();
  }
  json.end_array();
}

}  // namespace vitalstream::cli
