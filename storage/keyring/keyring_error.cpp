#include "storage/keyring/keyring_error.hpp"

#include "base/assert.hpp"

namespace vitalstream::storage {

std::string_view to_string(KeyringError error) {
  switch (error) {
    case KeyringError::Missing:
      return "there is none";
    case KeyringError::AlreadyExists:
      return "there is one already";
    case KeyringError::Full:
      return "no space left on the device";
    case KeyringError::Io:
      return "it cannot be read or written";
    case KeyringError::Damaged:
      return "it is damaged";
    case KeyringError::UnknownVersion:
      return "its format is not known to this version";
    case KeyringError::WrongChain:
      return "it belongs to another chain";
    case KeyringError::WrongNode:
      return "it belongs to another node";
    case KeyringError::WrongProvider:
      return "another key provider has encrypted it";
    case KeyringError::WrongKey:
      return "it was encrypted for another key";
    case KeyringError::Forged:
      return "this validator's key has not signed it";
    case KeyringError::Refused:
      return "the key provider refuses";
    case KeyringError::Unavailable:
      return "the key provider is not available";
    case KeyringError::TooManyGenerations:
      return "it has as many generations of data keys as it may: rewrite and retire old ones";
    case KeyringError::UnknownGeneration:
      return "it has no such generation of data keys";
    case KeyringError::ActiveGeneration:
      return "the generation that new files are written with cannot be retired";
    case KeyringError::StillUsed:
      return "there is data of this generation";
  }
  base::assertion_failed("a known KeyringError", __FILE__, __LINE__);
}

std::string_view to_string(KeyringPart part) {
  switch (part) {
    case KeyringPart::Beginning:
      return "its beginning";
    case KeyringPart::Header:
      return "its header";
    case KeyringPart::EncryptedKeys:
      return "the encrypted keys";
    case KeyringPart::Signature:
      return "its signature";
    case KeyringPart::End:
      return "its end";
    case KeyringPart::Contents:
      return "what was encrypted";
  }
  base::assertion_failed("a known KeyringPart", __FILE__, __LINE__);
}

std::string describe(const KeyringFailure& failure) {
  std::string text(to_string(failure.error));
  if (failure.error == KeyringError::Damaged) {
    text += " (" + std::string(to_string(failure.part)) + ")";
  }
  return failure.detail.empty() ? text : text + ": " + failure.detail;
}

}  // namespace vitalstream::storage
