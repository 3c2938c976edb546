#pragma once
// SoftToken: a SoftHSM2 token of a test's own, with keys p256, ed25519 and aes, and the PIN 5678.
// Keys are made once per program and copied. One at a time: SoftHSM reads one configuration.

#include <filesystem>
#include <string>

#include "crypto/provider/provider_options.hpp"
#include "tests/support/temp_directory.hpp"

namespace vitalstream::testing {

inline constexpr const char* kSoftHsmModule = "/usr/lib/softhsm/libsofthsm2.so";

class SoftToken {
 public:
  explicit SoftToken(std::filesystem::path module = kSoftHsmModule);

  // With the key of that label, and the AES key for wrapping.
  [[nodiscard]] crypto::provider::Pkcs11Options options(const std::string& key = "p256") const;
  // A file in the token's folder.
  [[nodiscard]] std::filesystem::path write(const std::string& name, std::string_view text) const {
    return folder_.write(name, text);
  }

  // Somebody pulls it out, and puts it back.
  void remove() const;
  void put_back() const;

 private:
  TempDirectory folder_;
  std::filesystem::path module_;
  std::filesystem::path pin_file_;
};

}  // namespace vitalstream::testing
