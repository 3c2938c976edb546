#include "crypto/provider/secret_reference.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>

#include "crypto/provider/private_file.hpp"

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

// An editor's mark is no part of what it saved.
ByteView without_mark(ByteView text) {
  constexpr std::array<std::uint8_t, 3> kByteOrderMark{0xEF, 0xBB, 0xBF};
  const bool is_marked = text.size() >= kByteOrderMark.size() &&
                         std::ranges::equal(text.first(kByteOrderMark.size()), kByteOrderMark);
  return is_marked ? text.subspan(kByteOrderMark.size()) : text;
}

SecretError error_of(PrivateFileError error) {
  switch (error) {
    case PrivateFileError::NotFound:
      return SecretError::NotFound;
    case PrivateFileError::NotARegularFile:
      return SecretError::NotARegularFile;
    case PrivateFileError::TooOpen:
      return SecretError::TooOpen;
    case PrivateFileError::TooLong:
      return SecretError::TooLarge;
    case PrivateFileError::CannotRead:
    case PrivateFileError::AlreadyExists:
    case PrivateFileError::CannotWrite:
      return SecretError::Unreadable;
  }
  return SecretError::Unreadable;
}

Secret read_secret_file(const std::string& path) {
  const auto text = read_private_file(path, kSecretBytesMax);
  if (text.has_error()) {
    return error_of(text.error());
  }
  return SecretBytes::copy_of(without_line_end(without_mark(text->view())));
}

Secret read_secret_variable(const std::string& name) {
  const char* value = std::getenv(name.c_str());
  if (value == nullptr) {
    return SecretError::VariableNotSet;
  }
  return SecretBytes::copy_of(without_line_end(as_bytes(value)));
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
    case SecretError::NotFound:
      return to_string(PrivateFileError::NotFound);
    case SecretError::Unreadable:
      return to_string(PrivateFileError::CannotRead);
    case SecretError::NotARegularFile:
      return to_string(PrivateFileError::NotARegularFile);
    case SecretError::TooOpen:
      return to_string(PrivateFileError::TooOpen);
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
