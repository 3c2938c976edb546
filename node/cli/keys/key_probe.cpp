// vitalstream keys probe
#include "node/cli/keys/key_probe.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <memory>
#include <mutex>
#include <vector>

#include "base/assert.hpp"
#include "crypto/jwk.hpp"
#include "crypto/provider/open_provider.hpp"
#include "json/json_writer.hpp"
#include "node/cli/keys/key_advice.hpp"
#include "node/config/key_rules.hpp"

namespace vitalstream::cli {
namespace {

using crypto::provider::KeyProvider;
using crypto::provider::Operation;
using crypto::provider::ProviderError;
using crypto::provider::ProviderFailure;
using std::chrono::microseconds;

constexpr unsigned kRounds = 10;
constexpr std::chrono::seconds kRoundTimeout{30};
constexpr std::array kOperations = {Operation::Open, Operation::Sign, Operation::Wrap,
                                    Operation::Unwrap};

// How long the calls took that succeeded, and how many did not.
class Timings final : public crypto::provider::OperationObserver {
 public:
  struct Summary {
    std::size_t calls = 0;
    std::size_t failures = 0;
    microseconds median{0};
    microseconds slowest{0};
  };
  void on_operation(const crypto::provider::ObservedOperation& operation) override;
  [[nodiscard]] Summary of(Operation operation) const;

 private:
  struct Call {
    Operation operation;
    bool is_good;
    microseconds took;
  };
  mutable std::mutex mutex_;
  std::vector<Call> calls_;
};

void Timings::on_operation(const crypto::provider::ObservedOperation& operation) {
  const std::lock_guard lock(mutex_);
  calls_.push_back({operation.operation, operation.outcome == "ok", operation.took});
}

Timings::Summary Timings::of(Operation operation) const {
  const std::lock_guard lock(mutex_);
  Summary summary;
  std::vector<microseconds> took;
  for (const Call& call : calls_) {
    if (call.operation == operation) {
      call.is_good ? took.push_back(call.took) : static_cast<void>(++summary.failures);
    }
  }
  std::ranges::sort(took);
  summary.calls = took.size();
  if (!took.empty()) {
    summary.median = took[took.size() / 2];
    summary.slowest = took.back();
  }
  return summary;
}

std::string in_ms(microseconds time) {
  std::array<char, 32> text{};
  const double ms = std::chrono::duration<double, std::milli>(time).count();
  return {text.data(),
          static_cast<std::size_t>(std::snprintf(text.data(), text.size(), "%.2f ms", ms))};
}

// Each operation in words, and what a success of it shows.
std::string_view meaning_of(Operation operation) {
  switch (operation) {
    case Operation::Open:
      return "reached, logged in, public key read";
    case Operation::Sign:
      return "a signature, verified with the public key";
    case Operation::Wrap:
      return "the ledger's unlock key encrypted";
    case Operation::Unwrap:
      return "and decrypted again, as at every start";
    case Operation::Health:
      return "a question about its health";
  }
  base::assertion_failed("a known Operation", __FILE__, __LINE__);
}

void tell(const ProviderFailure& failure, node::KeyProviderKind provider, Context& context) {
  const bool is_away = failure.error == ProviderError::Unavailable;
  context.fail(is_away ? ExitCode::KeysAway : ExitCode::Failed,
               failure.reason + "\n" + std::string(advice_on(failure.error, provider)),
               {{"outcome", std::string(to_string(failure.error))}});
}

std::string to_text(const KeyProvider& provider, const Timings& timings) {
  const crypto::PublicKey& key = provider.public_key();
  std::string text = "provider " + std::string(provider.name()) + ", key " +
                     std::string(to_string(key.algorithm)) + "\nkid " +
                     crypto::to_text(crypto::thumbprint(key)) + "\njwk " + crypto::to_jwk(key);
  for (const Operation operation : kOperations) {
    const auto summary = timings.of(operation);
    text += "\n" + std::string(to_string(operation)) + ": " + in_ms(summary.median);
    text += summary.calls > 1 ? " (median of " + std::to_string(summary.calls) + ", slowest " +
                                    in_ms(summary.slowest) + ")"
                              : "";
    text += ": " + std::string(meaning_of(operation));
    text += summary.failures > 0
                ? "; " + std::to_string(summary.failures) + " attempts failed before one succeeded"
                : "";
  }
  return text + "\nIt can hold a validator's key.";
}

std::string to_json(const KeyProvider& provider, const Timings& timings) {
  const crypto::PublicKey& key = provider.public_key();
  std::string text;
  JsonWriter json(text);
  json.begin_object().name("provider").text(provider.name());
  json.name("algorithm").text(to_string(key.algorithm));
  json.name("kid").text(crypto::to_text(crypto::thumbprint(key)));
  json.name("jwk").raw(crypto::to_jwk(key)).name("operations").begin_array();
  for (const Operation operation : kOperations) {
    const auto summary = timings.of(operation);
    json.begin_object().name("operation").text(to_string(operation));
    json.name("calls").number(summary.calls).name("failures").number(summary.failures);
    json.name("medianUs").number(static_cast<std::uint64_t>(summary.median.count()));
    json.name("slowestUs").number(static_cast<std::uint64_t>(summary.slowest.count()));
    json.end_object();
  }
  json.end_array().end_object();
  return text;
}

void run_probe(const ConfigOptions& options, Context& context) {
  const auto loaded = load_key_config(options, context);
  if (!loaded) {
    return;
  }
  Timings timings;
  const auto provider = open_configured(*loaded, context, {.observer = &timings});
  if (provider == nullptr) {
    return;
  }
  if (!provider->capabilities().can_wrap) {
    context.fail(ExitCode::Failed,
                 "key provider " + std::string(provider->name()) +
                     ": it signs, and has no key to wrap the ledger's keys with, so that no node "
                     "can start: configure its wrapping key (`vitalstream keys providers`)");
    return;
  }
  // The first round was part of opening it.
  for (unsigned round = 1; round < kRounds; ++round) {
    const auto probed = probe(*provider, std::chrono::steady_clock::now() + kRoundTimeout);
    if (probed.has_error()) {
      tell(probed.error(), loaded->config.keys.provider, context);
      return;
    }
  }
  context.print(to_text(*provider, timings), to_json(*provider, timings));
}

}  // namespace

std::optional<node::LoadedConfig> load_key_config(const ConfigOptions& options, Context& context) {
  auto loaded = node::load_keys_file(options.file, options.flags);
  if (!loaded) {
    tell_problems(loaded.error(), context);
    return std::nullopt;
  }
  return std::move(*loaded);
}

std::unique_ptr<KeyProvider> open_configured(
    const node::LoadedConfig& loaded, Context& context,
    const crypto::provider::CallSurroundings& surroundings) {
  auto provider =
      crypto::provider::open_provider(node::provider_options(loaded.config.keys), surroundings);
  if (!provider) {
    tell(provider.error(), loaded.config.keys.provider, context);
    return nullptr;
  }
  return std::move(*provider);
}

void add_key_probe(CLI::App& group, Context& context) {
  CLI::App* command = group.add_subcommand(
      "probe",
      "Sign, verify, wrap and unwrap with the configured key provider, and say how long each "
      "takes. Only section `keys` of the configuration is read; nothing is changed");
  const auto options = std::make_shared<ConfigOptions>();
  options->file.clear();
  add_config_options(*command, *options);
  command->callback([options, &context] { run_probe(*options, context); });
}

}  // namespace vitalstream::cli
