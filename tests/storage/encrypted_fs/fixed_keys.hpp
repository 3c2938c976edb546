#pragma once
// FixedKeys: the port to the keyring answered with keys that a test chooses.

#include <map>
#include <memory>
#include <mutex>

#include "storage/encrypted_fs/data_keys.hpp"

namespace vitalstream::storage {

class FixedKeys final : public DataKeys {
 public:
  // Has generation 1.
  explicit FixedKeys(std::uint8_t database = 1) {
    database_.fill(database);
    rotate();
  }

  ActiveKey active() const override {
    const std::lock_guard lock(mutex_);
    return {active_, keys_.at(active_)};
  }
  DataKey find(KeyGeneration generation) const override {
    const std::lock_guard lock(mutex_);
    const auto found = keys_.find(generation);
    return found == keys_.end() ? nullptr : found->second;
  }
  const DatabaseId& database_id() const override { return database_; }

  // New files are written with the next generation.
  void rotate() {
    const std::uint32_t number = active_.value() + 1;
    set(KeyGeneration(number), static_cast<std::uint8_t>(number));
  }
  void retire(KeyGeneration generation) {
    const std::lock_guard lock(mutex_);
    keys_.erase(generation);
  }
  // Makes this the active generation, with a key of these bytes.
  void set(KeyGeneration generation, std::uint8_t byte) {
    const std::lock_guard lock(mutex_);
    active_ = generation;
    keys_[generation] = std::make_shared<const crypto::SecretBytes>(
        crypto::SecretBytes::copy_of(Bytes(kDataKeyBytes, byte)));
  }

 private:
  mutable std::mutex mutex_;
  DatabaseId database_{};
  KeyGeneration active_{0};
  std::map<KeyGeneration, DataKey> keys_;
};

}  // namespace vitalstream::storage
