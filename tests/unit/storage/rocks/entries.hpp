#pragma once
// Entries of a memtable as RocksDB lays them out, for the tests of the runs.

#include <rocksdb/slice.h>

#include <cstdint>
#include <cstring>
#include <deque>
#include <string>
#include <string_view>

namespace vitalstream::storage {

// A user key and its tag: what a seek is given.
[[nodiscard]] inline std::string internal_key(std::string_view user_key, std::uint64_t tag) {
  std::string key(user_key);
  key.append(reinterpret_cast<const char*>(&tag), sizeof(tag));
  return key;
}

// Keeps the entries that it makes, as a memtable's arena does.
class Entries {
 public:
  const char* make(std::string_view user_key, std::uint64_t tag);

 private:
  std::deque<std::string> kept_;
};

inline const char* Entries::make(std::string_view user_key, std::uint64_t tag) {
  const std::string key = internal_key(user_key, tag);
  std::string entry;
  std::size_t length = key.size();
  while (length >= 0x80) {
    entry.push_back(static_cast<char>(0x80U | (length & 0x7FU)));
    length >>= 7U;
  }
  entry.push_back(static_cast<char>(length));
  kept_.push_back(entry + key + "value");
  return kept_.back().data();
}

}  // namespace vitalstream::storage
