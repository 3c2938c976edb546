#include "ledger/genesis/genesis.hpp"

#include <set>
#include <utility>

#include "base/hex.hpp"
#include "base/result.hpp"
#include "crypto/jwk.hpp"
#include "crypto/sha256.hpp"

namespace vitalstream::ledger {
namespace {

std::string quoted(std::string_view text) {
  static constexpr std::string_view kHex = "0123456789abcdef";
  std::string out = "\"";
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (byte < 0x20) {
      out += "\\u00";
      out += kHex[byte >> 4U];
      out += kHex[byte & 0x0FU];
    } else {
      out += c;
    }
  }
  return out + "\"";
}

std::string print(const GenesisValidator& validator) {
  return "{\"id\":" + std::to_string(validator.id.value()) + ",\"name\":" + quoted(validator.name) +
         ",\"organisation\":" + quoted(validator.organisation) +
         ",\"host\":" + quoted(validator.host) + ",\"key\":" + crypto::to_jwk(validator.key) +
         ",\"issuer_key_sha256\":\"" + to_hex(validator.issuer_key.view()) + "\"}";
}

std::string print(const Member& member) {
  std::string roles;
  for (const Role role : kRoles) {
    if (member.roles.has(role)) {
      roles += (roles.empty() ? "\"" : ",\"") + std::string(to_string(role)) + "\"";
    }
  }
  return "{\"organisation\":" + quoted(member.organisation) + ",\"name\":" + quoted(member.name) +
         ",\"roles\":[" + roles + "],\"key\":" + crypto::to_jwk(member.key) + "}";
}

// One element a line, so that people and `diff` can read the file.
template <class Item>
std::string print_all(const std::vector<Item>& items) {
  std::string text = "[";
  for (std::size_t i = 0; i < items.size(); ++i) {
    text += (i == 0 ? "\n    " : ",\n    ") + print(items[i]);
  }
  return text + (items.empty() ? "]" : "\n  ]");
}

GenesisError at(GenesisErrorCode code, std::string_view array, std::size_t index,
                std::string_view name) {
  return {code, std::string(array) + "[" + std::to_string(index) + "]." + std::string(name)};
}

}  // namespace

std::string_view to_string(GenesisErrorCode code) {
  switch (code) {
    case GenesisErrorCode::NotJson:
      return "is not strict JSON";
    case GenesisErrorCode::NotAnObject:
      return "is not an object";
    case GenesisErrorCode::MissingMember:
      return "is missing";
    case GenesisErrorCode::UnknownMember:
      return "is not known";
    case GenesisErrorCode::WrongType:
      return "has the wrong type";
    case GenesisErrorCode::WrongFormat:
      return "is not vitalstream-genesis-1";
    case GenesisErrorCode::OutOfRange:
      return "is out of range";
    case GenesisErrorCode::BadText:
      return "is empty, too long or has characters that are not allowed";
    case GenesisErrorCode::BadKey:
      return "is no acceptable public JWK";
    case GenesisErrorCode::BadHash:
      return "is no SHA-256 in hexadecimal";
    case GenesisErrorCode::UnknownRole:
      return "names an unknown role";
    case GenesisErrorCode::Duplicate:
      return "occurs twice";
    case GenesisErrorCode::NotAscending:
      return "is not greater than the one before";
    case GenesisErrorCode::NoValidators:
      return "is empty";
    case GenesisErrorCode::TooMany:
      return "has too many elements";
  }
  return "is wrong";
}

Result<void, GenesisError> validate_document(const GenesisDocument& document) {
  if (document.validators.empty()) {
    return GenesisError{GenesisErrorCode::NoValidators, "validators"};
  }
  std::set<std::string> names;
  std::set<std::string> hosts;
  std::set<crypto::PublicKey> keys;
  for (std::size_t i = 0; i < document.validators.size(); ++i) {
    const GenesisValidator& validator = document.validators[i];
    if (i > 0 && validator.id <= document.validators[i - 1].id) {
      return at(GenesisErrorCode::NotAscending, "validators", i, "id");
    }
    if (!names.insert(validator.name).second) {
      return at(GenesisErrorCode::Duplicate, "validators", i, "name");
    }
    if (!hosts.insert(validator.host).second) {
      return at(GenesisErrorCode::Duplicate, "validators", i, "host");
    }
    if (!keys.insert(validator.key).second) {
      return at(GenesisErrorCode::Duplicate, "validators", i, "key");
    }
  }
  std::set<KeyId> members;
  for (std::size_t i = 0; i < document.members.size(); ++i) {
    if (!members.insert(document.members[i].key_id).second) {
      return at(GenesisErrorCode::Duplicate, "members", i, "key");
    }
  }
  return {};
}

Result<Genesis, GenesisError> read_genesis(std::string_view file) {
  VS_TRY(document, parse_document(file));
  VS_RETURN_IF_ERROR(validate_document(document));
  return Genesis{std::move(document), GenesisHash{crypto::sha256(as_bytes(file))}};
}

std::string print_document(const GenesisDocument& document) {
  return "{\n  \"format\":\"vitalstream-genesis-1\",\n  \"chain\":" +
         quoted(document.chain.value()) +
         ",\n  \"time_ms\":" + std::to_string(document.time.value()) +
         ",\n  \"parameters\":{\"exp_seconds_max\":" +
         std::to_string(document.parameters.exp_seconds_max) +
         "},\n  \"validators\":" + print_all(document.validators) +
         ",\n  \"members\":" + print_all(document.members) + "\n}\n";
}

consensus::ValidatorSet validator_set_of(const GenesisDocument& document) {
  std::vector<consensus::Validator> validators;
  validators.reserve(document.validators.size());
  for (const GenesisValidator& validator : document.validators) {
    validators.push_back({validator.id, validator.name, validator.key});
  }
  return {consensus::Epoch{1}, std::move(validators)};
}

MemberDirectory members_of(const GenesisDocument& document) {
  return MemberDirectory(document.members);
}

}  // namespace vitalstream::ledger
