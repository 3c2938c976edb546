#pragma once
// SecretBytes: secret key material. Its memory is locked against swapping where the system allows,
// left out of core dumps, fenced by guard pages and overwritten at the end. It moves and does not
// copy, so that each copy is somebody's decision. Owned by one thread at a time.

#include <cstddef>
#include <cstdint>
#include <span>

#include "base/bytes.hpp"

namespace vitalstream::crypto {

class SecretBytes {
 public:
  SecretBytes() = default;
  // As many zero bytes.
  explicit SecretBytes(std::size_t size);
  [[nodiscard]] static SecretBytes copy_of(ByteView bytes);
  SecretBytes(SecretBytes&& other) noexcept;
  SecretBytes& operator=(SecretBytes&& other) noexcept;
  SecretBytes(const SecretBytes&) = delete;
  SecretBytes& operator=(const SecretBytes&) = delete;
  ~SecretBytes();

  [[nodiscard]] ByteView view() const { return {bytes_, size_}; }
  [[nodiscard]] std::span<std::uint8_t> writable() { return {bytes_, size_}; }
  [[nodiscard]] std::size_t size() const { return size_; }

 private:
  std::uint8_t* bytes_ = nullptr;
  std::size_t size_ = 0;
};

// Overwrites what held a secret in ordinary memory, such as a text read from a file.
void wipe(std::span<std::uint8_t> bytes);

// Equality in a time that depends on the sizes alone.
[[nodiscard]] bool equal_secrets(ByteView left, ByteView right);

}  // namespace vitalstream::crypto
