#include "crypto/provider/secret_reference.hpp"

#include <cstdlib>
#include <fstream>
#include <span>

namespace vitalstream::crypto::provider {
namespace {

constexpr std::string_view kFilePrefix = "file:";
constexpr std::string_view kEnvironmentPrefix = "env:";

using Secret = Result<SecretBytes, SecretError>;

ByteView without_line_end(ByteView text) {
  for (const char end : {'\n', '\r'}) {
    if (!text.empty() && text.back() == static_cast<std::uint8_t>(end)) {
      text = text.first(text.size() - 1);
    }
  }
  return text;
}

Secret read_secret_file(const std::string& path) {
  std::ifstream file;
  // Without a buffer of its own, so that no copy of the secret stays behind.
  file.rdbuf()->pubsetbuf(nullptr, 0);
  file.open(path, std::ios::binary);
  if (!file) {
    return SecretError::Unreadable;
  }
  std::string text(kSecretBytesMax + 1, '\0');
  file.read(text.data(), static_cast<std::streamsize>(text.size()));
  const auto size = static_cast<std::size_t>(file.gcount());
  if (file.bad()) {
    return SecretError::Unreadable;
  }
  if (size > kSecretBytesMax) {
    return SecretError::TooLarge;
  }
  const std::span<std::uint8_t> bytes{reinterpret_cast<std::uint8_t*>(text.data()), text.size()};
  auto secret = SecretBytes::copy_of(without_line_end(ByteView{bytes}.first(size)));
  wipe(bytes);
  return secret;
}

Secret read_secret_variable(const std::string& name) {
  const char* value = std::getenv(name.c_str());
  if (value == nullptr) {
    return SecretError::VariableNotSet;
  }
  return SecretBytes::copy_of(as_bytes(value));
}

Secret fetch(const SecretReference& reference) {
  switch (reference.kind()) {
    case SecretReference::Kind::None:
      return SecretError::NotConfigured;
    case SecretReference::Kind::File:
      return read_secret_file(reference.target());
    case SecretReference::Kind::Environment:
      return read_secret_variable(reference.target());
  }
  return SecretError::NotConfigured;
}

}  // namespace

std::optional<SecretReference> SecretReference::parse(std::string_view text) {
  SecretReference reference;
  if (text.starts_with(kFilePrefix)) {
    reference.kind_ = Kind::File;
    reference.target_ = text.substr(kFilePrefix.size());
  } else if (text.starts_with(kEnvironmentPrefix)) {
    reference.kind_ = Kind::Environment;
    reference.target_ = text.substr(kEnvironmentPrefix.size());
  }
  if (reference.target_.empty()) {
    return std::nullopt;
  }
  return reference;
}

SecretReference SecretReference::relative_to(const std::filesystem::path& folder) const {
  SecretReference result = *this;
  if (kind_ == Kind::File) {
    result.target_ = (folder / target_).lexically_normal().string();
  }
  return result;
}

std::string SecretReference::to_string() const {
  switch (kind_) {
    case Kind::None:
      return {};
    case Kind::File:
      return std::string{kFilePrefix} + target_;
    case Kind::Environment:
      return std::string{kEnvironmentPrefix} + target_;
  }
  return {};
}

std::string_view to_string(SecretError error) {
  switch (error) {
    case SecretError::NotConfigured:
      return "no reference to it is configured";
    case SecretError::Unreadable:
      return "the file cannot be read";
    case SecretError::TooLarge:
      return "the file is larger than 64 KiB";
    case SecretError::VariableNotSet:
      return "the environment variable is not set";
    case SecretError::Empty:
      return "it is empty";
  }
  return {};
}

Result<SecretBytes, SecretError> read_secret(const SecretReference& reference) {
  auto secret = fetch(reference);
  if (secret && secret->size() == 0) {
    return SecretError::Empty;
  }
  return secret;
}

}  // namespace vitalstream::crypto::provider
