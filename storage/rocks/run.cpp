#include "storage/rocks/run.hpp"

#include <bit>
#include <cstdint>
#include <cstring>
#include <string_view>

#include "base/assert.hpp"

namespace vitalstream::storage {
namespace {

constexpr std::size_t kTagBytes = 8;
static_assert(std::endian::native == std::endian::little,
              "RocksDB's tag is read as this machine keeps a number");
constexpr unsigned kVarintBits = 7;
constexpr std::uint8_t kVarintMore = 0x80;

struct InternalKey {
  std::string_view user_key;
  std::uint64_t tag = 0;  // sequence number and type: greater is newer
};

InternalKey split(const char* key, std::size_t bytes) {
  VS_ASSERT(bytes >= kTagBytes);
  InternalKey parts{.user_key = {key, bytes - kTagBytes}};
  std::memcpy(&parts.tag, key + bytes - kTagBytes, kTagBytes);
  return parts;
}

InternalKey key_of(const char* entry) {
  std::uint32_t bytes = 0;
  unsigned shift = 0;
  while (true) {
    const auto next = static_cast<std::uint8_t>(*entry++);
    bytes |= static_cast<std::uint32_t>(next & ~kVarintMore) << shift;
    if ((next & kVarintMore) == 0) {
      return split(entry, bytes);
    }
    shift += kVarintBits;
  }
}

int compare(const InternalKey& left, const InternalKey& right) {
  const int order = left.user_key.compare(right.user_key);
  if (order != 0) {
    return order;
  }
  return left.tag > right.tag ? -1 : static_cast<int>(left.tag < right.tag);
}

}  // namespace

int compare_entries(const char* left, const char* right) {
  return compare(key_of(left), key_of(right));
}

int compare_entry(const char* entry, const rocksdb::Slice& internal_key) {
  return compare(key_of(entry), split(internal_key.data(), internal_key.size()));
}

}  // namespace vitalstream::storage
