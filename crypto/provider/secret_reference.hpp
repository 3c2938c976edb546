#pragma once
// SecretReference: where a secret is to be found, never the secret itself: `file:PATH` or
// `env:NAME`. A configuration can therefore be shown, logged and committed.

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "crypto/provider/limits.hpp"
#include "crypto/secret_bytes.hpp"

namespace vitalstream::crypto::provider {

class SecretReference {
 public:
  enum class Kind { None, File, Environment };

  SecretReference() = default;
  // Nothing unless the text is `file:` or `env:` followed by a path or a variable's name.
  [[nodiscard]] static std::optional<SecretReference> parse(std::string_view text);

  [[nodiscard]] Kind kind() const { return kind_; }
  [[nodiscard]] bool is_set() const { return kind_ != Kind::None; }
  // The path or the variable's name.
  [[nodiscard]] const std::string& target() const { return target_; }
  // The same reference with a relative path taken from `folder`.
  [[nodiscard]] SecretReference relative_to(const std::filesystem::path& folder) const;
  [[nodiscard]] std::string to_string() const;
  friend bool operator==(const SecretReference&, const SecretReference&) = default;

 private:
  Kind kind_ = Kind::None;
  std::string target_;
};

enum class SecretError {
  NotConfigured,
  NotFound,
  Unreadable,
  NotARegularFile,
  TooOpen,
  TooLarge,
  VariableNotSet,
  Empty,
};

[[nodiscard]] std::string_view to_string(SecretError error);

// Fetches the secret itself into guarded memory. A file that others may read is refused. One line
// end at the end of a file is not part of it, since editors and `echo` put one there.
[[nodiscard]] Result<SecretBytes, SecretError> read_secret(const SecretReference& reference);

}  // namespace vitalstream::crypto::provider
