#pragma once
// The keyring file, to the byte. All numbers are big-endian; a section is a length (u32), that many
// bytes, and the CRC-32C of both, so that an accident is told apart from a wrong key or a forgery.
//
//   "VSKEYRNG"  version u8
//   section   chain, node (u16 length each), epoch u64, provider, key reference, wrapped unlock key
//   section   nonce (12), the generations of data keys under AES-256-GCM; bound to all before it
//   section   signature of the validator's key over all before it
//
// Encoding and decoding only: no key, no provider. Called by encrypt_keyring.cpp. Pure functions.

#include <cstdint>
#include <string>

#include "base/bytes.hpp"
#include "base/chain.hpp"
#include "base/result.hpp"
#include "crypto/signature.hpp"
#include "storage/keyring/keyring_error.hpp"

namespace vitalstream::storage {

struct KeyringHeader {
  ChainId chain;
  std::string node;
  // How often the keyring has been written; each time under an unlock key of its own.
  std::uint64_t epoch = 0;
  std::string provider;
  std::string key_reference;
  Bytes wrapped_unlock_key;
  friend bool operator==(const KeyringHeader&, const KeyringHeader&) = default;
};

// Views into the file's bytes.
struct KeyringSections {
  KeyringHeader header;
  ByteView bound;  // everything before the encrypted keys
  ByteView nonce;
  ByteView encrypted;
  ByteView signed_part;  // everything before the signature
  ByteView signature;
};

// The file grows in this order.
[[nodiscard]] Bytes begin_keyring_file(const KeyringHeader& header);
void append_encrypted_keys(Bytes& file, ByteView nonce, ByteView encrypted);
void append_keyring_signature(Bytes& file, ByteView signature);

// Total: any bytes give sections or the part that is damaged.
[[nodiscard]] Result<KeyringSections, KeyringFailure> read_keyring_file(ByteView file);

}  // namespace vitalstream::storage
