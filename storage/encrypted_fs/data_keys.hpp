#pragma once
// DataKeys: the port through which the encrypted file system gets the keys of files. The keyring
// answers it in production, fixed keys do in tests. A file is written with the generation that is
// active when it is created, names that generation in its header, and is read with the same one for
// as long as it lives; a change of the active generation concerns files created later.
//
// Any thread, at any time: an implementation that changes does its own locking. Whoever holds a key
// may keep it for as long as it has the file open, also beyond the generation's retirement.

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>

#include "base/strong.hpp"
#include "crypto/secret_bytes.hpp"

namespace vitalstream::storage {

// Numbers of generations are given once, ascending from 1, and never given again.
using KeyGeneration = Strong<struct KeyGenerationTag, std::uint32_t>;

inline constexpr std::size_t kDataKeyBytes = 32;
using DataKey = std::shared_ptr<const crypto::SecretBytes>;

// Random, made once with the database: no file of another database passes for one of this.
inline constexpr std::size_t kDatabaseIdBytes = 16;
using DatabaseId = std::array<std::uint8_t, kDatabaseIdBytes>;

struct ActiveKey {
  KeyGeneration generation;
  DataKey key;
};

class DataKeys {
 public:
  DataKeys() = default;
  DataKeys(const DataKeys&) = delete;
  DataKeys& operator=(const DataKeys&) = delete;
  virtual ~DataKeys() = default;

  // The generation for new files. There always is one.
  [[nodiscard]] virtual ActiveKey active() const = 0;
  // Null if the generation is unknown or retired. kDataKeyBytes long otherwise.
  [[nodiscard]] virtual DataKey find(KeyGeneration generation) const = 0;
  // The same for as long as the object lives.
  [[nodiscard]] virtual const DatabaseId& database_id() const = 0;
};

}  // namespace vitalstream::storage
