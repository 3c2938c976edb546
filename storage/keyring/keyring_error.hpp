#pragma once
// Why a keyring cannot be opened or written, in the order in which it is found out.

#include <string>
#include <string_view>

namespace vitalstream::storage {

enum class KeyringError {
  Missing,
  AlreadyExists,
  Full,
  Io,              // a file operation failed; nothing is tried again
  Damaged,         // `part` says which part of the file is not as it was written
  UnknownVersion,  // written by another version of the format
  WrongChain,      // it belongs to another chain
  WrongNode,       // to another node of this chain
  WrongProvider,   // it is encrypted by another kind of provider than the one that is configured
  WrongKey,        // by another key of it, or the key does not unwrap it
  Forged,          // it is whole, but this validator's key has not signed it
  Refused,         // the provider will not: a disabled key, a policy
  Unavailable,     // the provider cannot now: trying again may help
  TooManyGenerations,
  UnknownGeneration,
  ActiveGeneration,  // what new files are written with cannot be retired
  StillUsed,         // there is data of the generation
};

enum class KeyringPart { Beginning, Header, EncryptedKeys, Signature, End, Contents };

struct KeyringFailure {
  KeyringError error = KeyringError::Missing;
  // What it is about, for people: the names that differ, the provider's reason. No secret.
  std::string detail;
  KeyringPart part = KeyringPart::Beginning;  // of what is Damaged
};

[[nodiscard]] std::string_view to_string(KeyringError error);
[[nodiscard]] std::string_view to_string(KeyringPart part);

// One line for people: error, part and detail.
[[nodiscard]] std::string describe(const KeyringFailure& failure);

}  // namespace vitalstream::storage
