#include "crypto/provider/open_provider.hpp"

#include <algorithm>
#include <utility>

#include "crypto/pki/pem_text.hpp"
#include "crypto/provider/aws/aws_kms_backend.hpp"
#include "crypto/provider/azure/azure_key_vault_backend.hpp"
#include "crypto/provider/detached_backend.hpp"
#include "crypto/provider/limits.hpp"
#include "crypto/provider/local_provider.hpp"
#include "crypto/provider/needed_sources.hpp"
#include "crypto/provider/pkcs11/pkcs11_backend.hpp"
#include "crypto/provider/vault/vault_backend.hpp"

namespace vitalstream::crypto::provider {
namespace {

using Opened = ProviderResult<std::unique_ptr<KeyBackend>>;

Opened open_backend(const LocalOptions& options, Deadline) {
  Passphrase passphrase;
  if (options.passphrase.is_set()) {
    auto text = read_secret(options.passphrase);
    if (text.has_error()) {
      return refused("the passphrase " + options.passphrase.to_string() + ": " +
                     std::string(to_string(text.error())));
    }
    passphrase = *std::move(text);
  }
  auto opened = open_local_backend(options.file, passphrase);
  if (opened.has_error()) {
    return refused(opened.error().reason);
  }
  return *std::move(opened);
}

// Cryptoki knows no deadlines.
Opened open_backend(const Pkcs11Options& options, Deadline deadline) {
  const auto threads_max = std::clamp<std::uint64_t>(options.sessions_max, 1, kPkcs11SessionsMax);
  return open_detached_backend(
      [options](Deadline until) { return open_pkcs11_backend(options, until); }, threads_max,
      deadline);
}

Opened open_backend(const VaultOptions& options, Deadline deadline) {
  return open_vault_backend(options, deadline);
}

Opened open_backend(const AwsKmsOptions& options, Deadline deadline) {
  return open_aws_kms_backend(options, deadline);
}

Opened open_backend(const AzureKeyVaultOptions& options, Deadline deadline) {
  return open_azure_key_vault_backend(options, deadline);
}

CallClock& clock_of(const CallSurroundings& surroundings) {
  return surroundings.clock != nullptr ? *surroundings.clock : system_call_clock();
}

// What is wrong before anybody is asked; nothing: all may be well.
std::optional<std::string> mistake_in(const ProviderOptions& options) {
  if (const auto mistakes = mistakes_in(options); !mistakes.empty()) {
    return std::string(mistakes[0].key) + ": " + mistakes[0].advice;
  }
  for (const NeededSource& source : sources_needed_by(options)) {
    if (source.content == SourceContent::Certificates &&
        !file_begins_all_blocks(source.where.target())) {
      return std::string(source.key) + ": " + source.where.target() + ": " +
             std::string(kHiddenBlock);
    }
  }
  return std::nullopt;
}

ProviderFailure named(std::string_view provider, ProviderFailure failure) {
  failure.reason = "key provider " + std::string(provider) + ": " + failure.reason;
  return failure;
}

}  // namespace

ProviderResult<std::unique_ptr<KeyProvider>> open_provider(const ProviderOptions& options,
                                                           const CallSurroundings& surroundings) {
  const std::string_view name = provider_name(options);
  if (auto mistake = mistake_in(options)) {
    return named(name, refused(*std::move(mistake)));
  }
  CallClock& clock = clock_of(surroundings);
  CallGuard guard(name, surroundings);
  auto backend = guard.run(Operation::Open, clock.now() + kOpenTimeout, [&](Deadline until) {
    return std::visit([&](const auto& chosen) { return open_backend(chosen, until); }, options);
  });
  if (backend.has_error()) {
    return named(name, backend.error());
  }
  auto provider = std::make_unique<KeyProvider>(*std::move(backend), surroundings);
  if (const auto probed = probe(*provider, clock.now() + kProbeTimeout); probed.has_error()) {
    return named(name, probed.error());
  }
  return provider;
}

}  // namespace vitalstream::crypto::provider
