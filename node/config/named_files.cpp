#include "node/config/named_files.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <optional>
#include <string_view>
#include <tuple>
#include <utility>

#include "crypto/pki/pem_text.hpp"
#include "crypto/provider/needed_sources.hpp"
#include "node/config/key_rules.hpp"
#include "storage/files/private_file.hpp"

namespace vitalstream::node {
namespace {

namespace fs = std::filesystem;
using crypto::provider::NeededSource;
using crypto::provider::SourceContent;

constexpr const char* kNotReadable =
    "this user may not read it: give the node's user the right to, or check as that user";

std::vector<NeededSource> sources_of(const Config& config) {
  std::vector<NeededSource> named;
  using enum SourceContent;
  const std::tuple<std::string_view, const fs::path&, SourceContent> files[] = {
      {"genesis.file", config.genesis.file, Public},
      {"network.certificate_file", config.network.certificate_file, Certificates},
      {"network.key_file", config.network.key_file, Secret},
      {"network.ca_file", config.network.ca_file, Certificates},
      {"rpc.tls.certificate_file", config.rpc.tls.certificate_file, Certificates},
      {"rpc.tls.key_file", config.rpc.tls.key_file, Secret},
      {"rpc.tls.client_ca_file", config.rpc.tls.client_ca_file, Certificates}};
  for (const auto& [key, file, content] : files) {
    if (!file.empty()) {
      named.push_back({key, *SecretReference::parse("file:" + file.string()), content});
    }
  }
  for (NeededSource& source : crypto::provider::sources_needed_by(provider_options(config.keys))) {
    named.push_back(std::move(source));
  }
  return named;
}

// Does not wait for who would write into a pipe.
bool may_be_opened(const fs::path& file) {
  const int opened = open(file.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC);
  if (opened >= 0) {
    close(opened);
  }
  return opened >= 0;
}

// What is wrong and what to do; nothing: it can be read.
std::optional<std::string> advice_on_file(const fs::path& file) {
  std::error_code error;
  const fs::file_status status = fs::status(file, error);
  if (status.type() == fs::file_type::not_found) {
    return "there is no such file: put it there, or correct the path";
  }
  if (status.type() == fs::file_type::directory) {
    return "this is a folder: name the file in it";
  }
  if (error || !may_be_opened(file)) {
    return kNotReadable;
  }
  if (status.type() == fs::file_type::regular && fs::file_size(file, error) == 0) {
    return "the file is empty: write into it what belongs there";
  }
  return std::nullopt;
}

std::optional<std::string> advice_on_certificates(const fs::path& file) {
  if (auto advice = advice_on_file(file)) {
    return advice;
  }
  return crypto::file_begins_all_blocks(file) ? std::nullopt
                                              : std::optional(std::string(crypto::kHiddenBlock));
}

std::optional<std::string> advice_on_secret_file(const fs::path& file) {
  if (auto advice = advice_on_file(file)) {
    return advice;
  }
  const auto opened = storage::open_private_file(file);
  return opened ? std::nullopt : std::optional(std::string(storage::to_string(opened.error())));
}

std::optional<std::string> advice_on_variable(const std::string& name) {
  const char* value = std::getenv(name.c_str());
  if (value != nullptr && *value != '\0') {
    return std::nullopt;
  }
  return "the environment variable is not set here: set it for the node's process";
}

std::optional<std::string> advice_on(const NeededSource& source) {
  const std::string& target = source.where.target();
  if (source.where.kind() == SecretReference::Kind::Environment) {
    return advice_on_variable(target);
  }
  switch (source.content) {
    case SourceContent::Public:
      return advice_on_file(target);
    case SourceContent::Certificates:
      return advice_on_certificates(target);
    case SourceContent::Secret:
      return advice_on_secret_file(target);
  }
  return std::nullopt;
}

}  // namespace

Problems problems_of_named_files(const LoadedConfig& loaded) {
  Problems problems;
  for (const NeededSource& source : sources_of(loaded.config)) {
    if (auto advice = advice_on(source)) {
      const auto origin = loaded.origins.find(std::string(source.key));
      problems.push_back({.key = std::string(source.key),
                          .value = source.where.target(),
                          .advice = *std::move(advice),
                          .origin = origin == loaded.origins.end() ? "" : origin->second});
    }
  }
  return problems;
}

}  // namespace vitalstream::node
