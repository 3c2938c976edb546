#pragma once
// Genesis: the file from which a network begins (docs/genesis.md): chain, parameters, validators
// with the certificate authority that may issue their certificates, first members. Its SHA-256 is
// the genesis hash, which every node pins and every signature binds. Read at startup, by the
// command line and by whoever verifies a receipt. Plain values; pure.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.hpp"
#include "base/chain.hpp"
#include "base/result.hpp"
#include "base/time.hpp"
#include "consensus/types/validator_set.hpp"
#include "ledger/types/member.hpp"

namespace vitalstream::ledger {

// SHA-256 of the DER SubjectPublicKeyInfo of a certificate authority.
using IssuerKeyHash = Digest<struct IssuerKeyHashTag>;

struct GenesisValidator {
  consensus::ValidatorId id;  // from 1, never used again
  std::string name;
  std::string organisation;
  std::string host;  // the DNS name that its certificate must carry
  crypto::PublicKey key;
  IssuerKeyHash issuer_key;
  friend bool operator==(const GenesisValidator&, const GenesisValidator&) = default;
};

struct ChainParameters {
  // How far ahead of block time a transaction's `exp` may lie, in seconds.
  std::int64_t exp_seconds_max = 600;
  friend bool operator==(const ChainParameters&, const ChainParameters&) = default;
};

struct GenesisDocument {
  ChainId chain;
  UnixMs time;  // the timestamp that the first block must exceed
  ChainParameters parameters;
  std::vector<GenesisValidator> validators;
  std::vector<Member> members;
  friend bool operator==(const GenesisDocument&, const GenesisDocument&) = default;
};

enum class GenesisErrorCode {
  NotJson,
  NotAnObject,
  MissingMember,
  UnknownMember,
  WrongType,
  WrongFormat,
  OutOfRange,
  BadText,
  BadKey,
  BadHash,
  UnknownRole,
  Duplicate,
  NotAscending,
  NoValidators,
  TooMany,
};
[[nodiscard]] std::string_view to_string(GenesisErrorCode code);

struct GenesisError {
  GenesisErrorCode code = GenesisErrorCode::NotJson;
  std::string path;  // of the member at fault, e.g. "validators[2].key"
};

// The file as it stands, whether or not it is complete: what `genesis add` extends.
[[nodiscard]] Result<GenesisDocument, GenesisError> parse_document(std::string_view text);

// The rules that a complete document keeps: validators there and in ascending order, nothing twice.
[[nodiscard]] Result<void, GenesisError> validate_document(const GenesisDocument& document);

// A complete genesis and its hash.
struct Genesis {
  GenesisDocument document;
  GenesisHash hash;
};
[[nodiscard]] Result<Genesis, GenesisError> read_genesis(std::string_view file);

// The text that `genesis init` and `genesis add` write. The hash is of these bytes; whoever edits
// the file by hand gets another hash, and another network.
[[nodiscard]] std::string print_document(const GenesisDocument& document);

[[nodiscard]] consensus::ValidatorSet validator_set_of(const GenesisDocument& document);
[[nodiscard]] MemberDirectory members_of(const GenesisDocument& document);

}  // namespace vitalstream::ledger
