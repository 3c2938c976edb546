#pragma once
// The first kFileHeaderBytes of every encrypted file: what it is, and with which key it can be
// read. A checksum finds accidents before any key is asked for, a fingerprint tells a wrong key
// from a damaged file and commits the file to one key (AES-GCM alone does not), and an HMAC under a
// key of the file's own authenticates it all. Pure; called by file_cipher.
//
//   magic 8 | version u16 | kind u8 | page bytes u32 | number u64 | generation u32 | salt 32 |
//   database id 16 | fingerprint 16 | filler | HMAC-SHA256 32 | CRC-32C u32
//
// The page size is 0 in framed files. No sector of a header is all zero: one that a crash left
// unwritten shows.

#include <array>
#include <cstdint>

#include "base/bytes.hpp"
#include "base/result.hpp"
#include "crypto/secret_bytes.hpp"
#include "storage/encrypted_fs/data_keys.hpp"
#include "storage/encrypted_fs/file_fault.hpp"
#include "storage/encrypted_fs/file_kind.hpp"

namespace vitalstream::storage {

inline constexpr std::size_t kFileSaltBytes = 32;
inline constexpr std::size_t kKeyFingerprintBytes = 16;
using FileSalt = std::array<std::uint8_t, kFileSaltBytes>;
using KeyFingerprint = std::array<std::uint8_t, kKeyFingerprintBytes>;

struct FileHeader {
  FilePlace place;
  std::uint32_t page_bytes = 0;
  KeyGeneration generation;
  FileSalt salt{};
  DatabaseId database{};
};

// A file has one key for its header and one for its content, both bound to what the file is.
enum class FileKeyPurpose { Header, Content };
[[nodiscard]] crypto::SecretBytes derive_file_key(const FileHeader& header,
                                                  const crypto::SecretBytes& data_key,
                                                  FileKeyPurpose purpose);

// kFileHeaderBytes.
[[nodiscard]] Bytes encode_file_header(const FileHeader& header,
                                       const crypto::SecretBytes& data_key);

// What the header says, believed as far as a checksum goes. Refuses what is no header, or damaged,
// or of another version.
[[nodiscard]] Result<FileHeader, FaultKind> decode_file_header(ByteView file);

// Whether this is the key, and the header as it was written: WrongKey, DamagedHeader.
[[nodiscard]] Result<void, FaultKind> authenticate_file_header(ByteView file,
                                                               const FileHeader& header,
                                                               const crypto::SecretBytes& data_key);

// Whether the file's creation was cut short by a crash, so that nothing was ever written into it:
// bytes or a whole sector of the header are missing, and nothing follows. (A framed file's header
// is durable before its first frame is written.)
[[nodiscard]] bool is_unfinished_header(ByteView beginning, std::uint64_t file_bytes);

}  // namespace vitalstream::storage
