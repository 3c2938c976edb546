#include "bench/load/options.hpp"

#include <CLI/CLI.hpp>
#include <charconv>
#include <map>
#include <optional>

namespace vitalstream::bench {
namespace {

std::optional<Endpoint> endpoint_from(const std::string& text) {
  const auto colon = text.rfind(':');
  if (colon == std::string::npos) {
    return std::nullopt;
  }
  Endpoint endpoint{.address = text.substr(0, colon)};
  const char* end = text.data() + text.size();
  const auto parsed = std::from_chars(text.data() + colon + 1, end, endpoint.port);
  if (parsed.ec != std::errc{} || parsed.ptr != end) {
    return std::nullopt;
  }
  return endpoint;
}

std::string check_endpoint(const std::string& text) {
  return endpoint_from(text) ? "" : "expected ADDRESS:PORT, not " + text;
}

void add_load(CLI::App& app, LoadOptions& options) {
  app.add_option("--rate", options.rate, "Transactions offered per second")
      ->check(CLI::PositiveNumber);
  app.add_option("--warmup", options.warmup_seconds, "Seconds that are not measured")
      ->check(CLI::NonNegativeNumber);
  app.add_option("--duration", options.duration_seconds, "Seconds that are measured")
      ->check(CLI::PositiveNumber);
  app.add_option("--after-rate", options.after_rate, "Rate once the measured part is over");
  app.add_option("--after-duration", options.after_seconds, "Seconds of that");
  const std::map<std::string, ArrivalKind> kinds{{"fixed", ArrivalKind::Fixed},
                                                 {"poisson", ArrivalKind::Poisson},
                                                 {"burst", ArrivalKind::Burst}};
  app.add_option("--kind", options.kind,
                 "How arrivals are spaced: fixed, poisson, or not at all: burst")
      ->transform(CLI::CheckedTransformer(kinds));
  app.add_option("--mode", options.mode, "What a positive answer means")
      ->check(CLI::IsMember({"accepted", "ordered", "committed"}));
  app.add_flag("--receipt", options.receipt, "Ask for the receipt of each, in mode committed");
  app.add_option("--drain", options.drain_seconds, "Seconds to wait for the last answers");
  app.add_option("--verify", options.verify_max,
                 "How many positive answers are looked up on another validator");
  app.add_option("--seed", options.seed, "Of the arrival times and records");
}

void add_records(CLI::App& app, LoadOptions& options) {
  app.add_option("--clients", options.clients_file, "Keys, as testnet writes them")
      ->required()
      ->check(CLI::ExistingFile);
  app.add_option("--chain", options.chain, "Chain id")->required();
  auto* bytes = app.add_option("--record-bytes", options.record_bytes, "Size of each record")
                    ->check(CLI::Range(1, 1024 * 1024));
  app.add_option("--fhir", options.fhir_folder, "Folder with FHIR resources to send instead")
      ->check(CLI::ExistingDirectory)
      ->excludes(bytes);
  app.add_option("--keys", options.keys, "How many of the keys sign")->check(CLI::PositiveNumber);
}

}  // namespace

std::variant<LoadOptions, int> parse_options(int argc, const char* const* argv) {
  CLI::App app{
      "Offers signed transactions to running validators at intended times and reports "
      "what became of them, as one JSON object."};
  app.option_defaults()->always_capture_default();
  LoadOptions options;
  std::vector<std::string> endpoints;
  app.add_option("--rpc", endpoints, "A validator's RPC, ADDRESS:PORT; may be repeated")
      ->required()
      ->check(check_endpoint);
  app.add_option("--connections", options.connections, "WebSocket connections to each validator")
      ->check(CLI::Range(1, 800));
  add_load(app, options);
  add_records(app, options);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : 2;
  }
  for (const std::string& text : endpoints) {
    options.validators.push_back(*endpoint_from(text));
  }
  return options;
}

}  // namespace vitalstream::bench
