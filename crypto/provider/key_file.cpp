#include "crypto/provider/key_file.hpp"

#include <sodium.h>

#include <algorithm>
#include <boost/json/object.hpp>

#include "base/assert.hpp"
#include "base/base64url.hpp"
#include "base/byte_writer.hpp"
#include "crypto/jwk.hpp"
#include "crypto/limits.hpp"
#include "crypto/provider/random.hpp"
#include "crypto/provider/secret_box.hpp"
#include "crypto/signing_key.hpp"
#include "json/strict_json.hpp"

namespace vitalstream::crypto::provider {
namespace {

namespace json = boost::json;

constexpr std::string_view kFormat = "vitalstream-key-1";
constexpr std::string_view kArgon = "argon2id-xchacha20poly1305";
constexpr std::string_view kUnprotected = "none";
constexpr std::size_t kSecretsBytes = kSigningSecretBytes + kSecretBoxKeyBytes;
constexpr std::uint64_t kBytesPerKib = 1024;

static_assert(kArgonSaltBytes == crypto_pwhash_argon2id_SALTBYTES);

struct Protection {
  ArgonCost cost;
  Bytes salt;
};

// A file as it is written, before anything is decrypted. Without protection `encrypted` is in
// clear.
struct KeyFileFields {
  PublicKey public_key;
  std::optional<Protection> protection;
  SecretBytes encrypted;
};

bool is_in_range(const ArgonCost& cost) {
  return cost.passes >= crypto_pwhash_argon2id_OPSLIMIT_MIN && cost.passes <= kArgonPassesMax &&
         cost.memory_kib >= crypto_pwhash_argon2id_MEMLIMIT_MIN / kBytesPerKib &&
         cost.memory_kib <= kArgonMemoryKibMax;
}

// Nothing if the memory that it asks for cannot be had.
std::optional<SecretBytes> passphrase_key(const SecretBytes& passphrase,
                                          const Protection& protection) {
  SecretBytes key(kSecretBoxKeyBytes);
  if (crypto_pwhash_argon2id(key.writable().data(), key.size(),
                             reinterpret_cast<const char*>(passphrase.view().data()),
                             passphrase.size(), protection.salt.data(), protection.cost.passes,
                             protection.cost.memory_kib * kBytesPerKib,
                             crypto_pwhash_argon2id_ALG_ARGON2ID13) != 0) {
    return std::nullopt;
  }
  return key;
}

// Everything in clear that must not be exchanged under the encrypted part.
Bytes bound_bytes(const PublicKey& key, const Protection& protection) {
  ByteWriter writer;
  writer.var16(as_bytes(kFormat));
  writer.var16(as_bytes(to_jwk(key)));
  writer.u64(protection.cost.passes);
  writer.u64(protection.cost.memory_kib);
  writer.var16(protection.salt);
  return writer.take();
}

SecretBytes joined(const KeyFileSecrets& secrets) {
  VS_ASSERT(secrets.signing.size() == kSigningSecretBytes);
  VS_ASSERT(secrets.wrapping.size() == kSecretBoxKeyBytes);
  SecretBytes both(kSecretsBytes);
  const auto rest = std::ranges::copy(secrets.signing.view(), both.writable().begin()).out;
  std::ranges::copy(secrets.wrapping.view(), rest);
  return both;
}

// In guarded memory, since an unprotected file's text is the key.
SecretBytes text_of(const KeyFileFields& fields) {
  std::string head = "{\"format\":\"" + std::string(kFormat) +
                     "\",\n \"public_key\":" + to_jwk(fields.public_key) + ",\n \"protection\":\"";
  if (fields.protection) {
    head += std::string(kArgon) +
            "\",\n \"passes\":" + std::to_string(fields.protection->cost.passes) +
            ",\n \"memory_kib\":" + std::to_string(fields.protection->cost.memory_kib) +
            ",\n \"salt\":\"" + to_base64url(fields.protection->salt);
  } else {
    head += kUnprotected;
  }
  head += "\",\n \"secrets\":\"";
  std::string secrets = to_base64url(fields.encrypted.view());
  constexpr std::string_view kTail = "\"}\n";
  SecretBytes text(head.size() + secrets.size() + kTail.size());
  auto rest = std::ranges::copy(head, text.writable().begin()).out;
  rest = std::ranges::copy(secrets, rest).out;
  std::ranges::copy(kTail, rest);
  wipe({reinterpret_cast<std::uint8_t*>(secrets.data()), secrets.size()});
  return text;
}

std::optional<std::string_view> text_member(const json::object& object, std::string_view name) {
  const json::value* value = object.if_contains({name.data(), name.size()});
  const json::string* text = value == nullptr ? nullptr : value->if_string();
  return text == nullptr ? std::nullopt
                         : std::optional(std::string_view(text->data(), text->size()));
}

std::optional<std::uint64_t> number_member(const json::object& object, std::string_view name) {
  const json::value* value = object.if_contains({name.data(), name.size()});
  const std::int64_t* number = value == nullptr ? nullptr : value->if_int64();
  return number == nullptr || *number < 0 ? std::nullopt
                                          : std::optional(static_cast<std::uint64_t>(*number));
}

std::optional<Protection> protection_from(const json::object& object) {
  const auto passes = number_member(object, "passes");
  const auto memory_kib = number_member(object, "memory_kib");
  auto salt = from_base64url(text_member(object, "salt").value_or("-"));
  if (!passes || !memory_kib || !salt || salt->size() != kArgonSaltBytes) {
    return std::nullopt;
  }
  return Protection{{*passes, *memory_kib}, *std::move(salt)};
}

Result<KeyFileFields, KeyFileError> fields_from(const json::object& object) {
  if (text_member(object, "format") != kFormat) {
    return KeyFileError::UnknownFormat;
  }
  const auto protection = text_member(object, "protection");
  const json::value* jwk = object.if_contains("public_key");
  auto encrypted = from_base64url(text_member(object, "secrets").value_or("-"));
  if (!protection || jwk == nullptr || !jwk->is_object() || !encrypted) {
    return KeyFileError::Malformed;
  }
  const auto public_key = parse_jwk(jwk->get_object());
  if (public_key.has_error()) {
    return KeyFileError::Malformed;
  }
  KeyFileFields fields{*public_key, std::nullopt, SecretBytes::copy_of(*encrypted)};
  wipe(*encrypted);
  if (*protection == kUnprotected && object.size() == 4) {
    return fields;
  }
  fields.protection = protection_from(object);
  if (*protection != kArgon || !fields.protection || object.size() != 7) {
    return KeyFileError::Malformed;
  }
  return fields;
}

Result<KeyFileFields, KeyFileError> parse_fields(std::string_view text) {
  const auto value = parse_strict_json(text, {.bytes_max = kKeyFileBytesMax, .depth_max = 2});
  if (value.has_error() || !value->is_object()) {
    return KeyFileError::Malformed;
  }
  return fields_from(value->get_object());
}

Result<SecretBytes, KeyFileError> opened(KeyFileFields& fields, const Passphrase& passphrase) {
  if (!fields.protection) {
    return passphrase ? Result<SecretBytes, KeyFileError>(KeyFileError::NotEncrypted)
                      : std::move(fields.encrypted);
  }
  if (!is_in_range(fields.protection->cost)) {
    return KeyFileError::CostOutOfRange;
  }
  if (!passphrase) {
    return KeyFileError::PassphraseNeeded;
  }
  const auto key = passphrase_key(*passphrase, *fields.protection);
  if (!key) {
    return KeyFileError::NotEnoughMemory;
  }
  auto secrets =
      decrypt(*key, fields.encrypted.view(), bound_bytes(fields.public_key, *fields.protection));
  if (!secrets) {
    return KeyFileError::WrongPassphraseOrTampered;
  }
  return *std::move(secrets);
}

}  // namespace

std::string_view to_string(KeyFileError error) {
  switch (error) {
    case KeyFileError::Malformed:
      return "it is not a key file: JSON in UTF-8, without a byte order mark";
    case KeyFileError::UnknownFormat:
      return "its format is not known to this version";
    case KeyFileError::CostOutOfRange:
      return "it asks for an unreasonable cost of its passphrase";
    case KeyFileError::PassphraseNeeded:
      return "it is encrypted and no passphrase is configured";
    case KeyFileError::NotEncrypted:
      return "a passphrase is configured, but the file is not encrypted";
    case KeyFileError::NotEnoughMemory:
      return "there is not enough memory for the cost of its passphrase";
    case KeyFileError::WrongPassphraseOrTampered:
      return "the passphrase is wrong or the file was changed";
    case KeyFileError::KeyMismatch:
      return "its secret is not that of its public key";
  }
  base::assertion_failed("a known KeyFileError", __FILE__, __LINE__);
}

Result<SecretBytes, KeyFileError> encode_key_file(const KeyFileContent& content,
                                                  const Passphrase& passphrase,
                                                  const ArgonCost& cost) {
  KeyFileFields fields{content.public_key, std::nullopt, joined(content.secrets)};
  if (passphrase) {
    if (!is_in_range(cost)) {
      return KeyFileError::CostOutOfRange;
    }
    fields.protection = Protection{cost, random_bytes(kArgonSaltBytes)};
    const auto key = passphrase_key(*passphrase, *fields.protection);
    if (!key) {
      return KeyFileError::NotEnoughMemory;
    }
    fields.encrypted = SecretBytes::copy_of(
        encrypt(*key, fields.encrypted, bound_bytes(fields.public_key, *fields.protection)));
  }
  return text_of(fields);
}

Result<KeyFileContent, KeyFileError> decode_key_file(std::string_view text,
                                                     const Passphrase& passphrase) {
  auto fields = parse_fields(text);
  if (fields.has_error()) {
    return fields.error();
  }
  const auto secrets = opened(*fields, passphrase);
  if (secrets.has_error()) {
    return secrets.error();
  }
  const ByteView bytes = secrets->view();
  if (bytes.size() != kSecretsBytes) {
    return KeyFileError::Malformed;
  }
  const ByteView signing = bytes.first(kSigningSecretBytes);
  const auto key = SigningKey::from_secret(fields->public_key.algorithm, signing);
  if (!key || key->public_key() != fields->public_key) {
    return KeyFileError::KeyMismatch;
  }
  return KeyFileContent{
      std::move(fields->public_key),
      {SecretBytes::copy_of(signing), SecretBytes::copy_of(bytes.last(kSecretBoxKeyBytes))}};
}

}  // namespace vitalstream::crypto::provider
