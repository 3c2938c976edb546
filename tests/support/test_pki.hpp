#pragma once
// A public key infrastructure for tests: CAs, intermediates and leaves with P-256 keys, made in
// memory in a millisecond each. Everything comes as PEM text; TempDirectory writes files.

#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include "base/digest.hpp"

namespace vitalstream::testing {

struct PemPair {
  std::string certificate;  // the chain: leaf first, then intermediates, without the root
  std::string key;
};

struct LeafOptions {
  std::vector<std::string> dns_names;
  std::chrono::seconds valid_from{-3600};    // relative to now
  std::chrono::seconds valid_until{86'400};  // relative to now
  bool for_servers = true;
  bool for_clients = true;
  bool is_authority = false;
};

class TestCa {
 public:
  // A root.
  explicit TestCa(const std::string& name);

  [[nodiscard]] TestCa make_intermediate(const std::string& name) const;
  // The same key under a new certificate and name, as when a CA certificate is renewed.
  [[nodiscard]] TestCa renew(const std::string& name) const;
  [[nodiscard]] PemPair issue(const LeafOptions& options) const;
  [[nodiscard]] PemPair issue(const std::string& dns_name) const;

  [[nodiscard]] std::string certificate_pem() const;
  // SHA-256 of the SubjectPublicKeyInfo: the pin.
  [[nodiscard]] Hash32 key_hash() const;

 private:
  struct Parts;
  explicit TestCa(std::shared_ptr<const Parts> parts);
  std::shared_ptr<const Parts> parts_;
};

[[nodiscard]] PemPair make_self_signed(const LeafOptions& options);

}  // namespace vitalstream::testing
