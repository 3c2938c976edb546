// The part of genesis.hpp that reads.
#include <algorithm>
#include <boost/json/value.hpp>
#include <utility>

#include "base/result.hpp"
#include "consensus/types/limits.hpp"
#include "crypto/jwk.hpp"
#include "json/strict_json.hpp"
#include "ledger/genesis/limits.hpp"
#include "ledger/genesis/member_reader.hpp"
#include "ledger/types/identifier.hpp"
#include "ledger/types/limits.hpp"

namespace vitalstream::ledger {
namespace {

constexpr std::string_view kFormat = "vitalstream-genesis-1";
// March 1973 and the year 5138.
constexpr std::int64_t kTimeMsMin = 100'000'000'000;
constexpr std::int64_t kTimeMsEnd = 100'000'000'000'000;

std::string element(std::string_view array, std::size_t index) {
  return std::string(array) + "[" + std::to_string(index) + "]";
}

bool is_host_name(std::string_view text) {
  const auto allowed = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.';
  };
  return !text.empty() && text.size() <= kHostNameCharsMax && std::ranges::all_of(text, allowed);
}

Result<GenesisValidator, GenesisError> parse_validator(const boost::json::value& value,
                                                       std::string path) {
  ObjectReader reader(value, std::move(path));
  GenesisValidator validator;
  validator.id =
      consensus::ValidatorId{static_cast<std::uint32_t>(reader.integer("id", 1, UINT32_MAX))};
  validator.name = reader.text("name", kGenesisNameCharsMax);
  validator.organisation = reader.text("organisation", kGenesisNameCharsMax);
  validator.host = reader.text("host", kHostNameCharsMax);
  if (!reader.error() && !is_host_name(validator.host)) {
    reader.fail(GenesisErrorCode::BadText, "host");
  }
  validator.key = reader.key("key");
  validator.issuer_key = reader.hash("issuer_key_sha256");
  reader.finish();
  if (reader.error()) {
    return *reader.error();
  }
  return validator;
}

Result<Member, GenesisError> parse_member(const boost::json::value& value, std::string path) {
  ObjectReader reader(value, std::move(path));
  Member member;
  member.organisation = reader.text("organisation", kGenesisNameCharsMax);
  member.name = reader.text("name", kGenesisNameCharsMax);
  member.roles = reader.roles("roles");
  member.key = reader.key("key");
  reader.finish();
  if (reader.error()) {
    return *reader.error();
  }
  member.key_id = KeyId{crypto::thumbprint(member.key).value()};
  return member;
}

template <class Item, class Parse>
Result<std::vector<Item>, GenesisError> parse_all(const boost::json::array& values,
                                                  std::string_view name, std::size_t limit,
                                                  Parse parse) {
  if (values.size() > limit) {
    return GenesisError{GenesisErrorCode::TooMany, std::string(name)};
  }
  std::vector<Item> items;
  items.reserve(values.size());
  for (std::size_t i = 0; i < values.size(); ++i) {
    VS_TRY(item, parse(values[i], element(name, i)));
    items.push_back(std::move(item));
  }
  return items;
}

Result<ChainParameters, GenesisError> parse_parameters(const boost::json::value& value) {
  ObjectReader reader(value, "parameters");
  ChainParameters parameters;
  parameters.exp_seconds_max = reader.integer("exp_seconds_max", kExpSecondsMin, kExpSecondsMax);
  reader.finish();
  if (reader.error()) {
    return *reader.error();
  }
  return parameters;
}

// Neither seconds of our days nor microseconds: block time goes on from here, and never back.
bool is_in_milliseconds(UnixMs time) {
  return time.value() == 0 || (time.value() >= kTimeMsMin && time.value() < kTimeMsEnd);
}

// The path is what stands before "is not strict JSON".
GenesisError not_json(std::string_view text, JsonError error) {
  constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";
  if (text.starts_with(kByteOrderMark)) {
    return {GenesisErrorCode::NotJson, "the file begins with a byte order mark, which"};
  }
  return {GenesisErrorCode::NotJson, "the file (" + std::string(to_string(error)) + ")"};
}

}  // namespace

Result<GenesisDocument, GenesisError> parse_document(std::string_view text) {
  const auto parsed = parse_strict_json(text, {.bytes_max = kGenesisBytesMax, .depth_max = 8});
  if (!parsed) {
    return not_json(text, parsed.error());
  }
  ObjectReader reader(*parsed, "");
  if (reader.text("format", kGenesisNameCharsMax) != kFormat) {
    reader.fail(GenesisErrorCode::WrongFormat, "format");
  }
  GenesisDocument document;
  document.chain = ChainId{reader.text("chain", kChainIdCharsMax)};
  if (!reader.error() && !is_chain_id(document.chain.value())) {
    reader.fail(GenesisErrorCode::BadText, "chain");
  }
  document.time = UnixMs{reader.integer("time_ms", 0, kJsonIntegerMax)};
  if (!reader.error() && !is_in_milliseconds(document.time)) {
    reader.fail(GenesisErrorCode::OutOfRange, "time_ms");
  }
  const boost::json::value* parameters = reader.object("parameters");
  const boost::json::array* validators = reader.array("validators");
  const boost::json::array* members = reader.array("members");
  reader.finish();
  if (reader.error()) {
    return *reader.error();
  }
  VS_TRY(read_parameters, parse_parameters(*parameters));
  document.parameters = read_parameters;
  auto read_validators = parse_all<GenesisValidator>(*validators, "validators",
                                                     consensus::kValidatorsMax, parse_validator);
  if (!read_validators) {
    return read_validators.error();
  }
  document.validators = std::move(*read_validators);
  VS_TRY(read_members, parse_all<Member>(*members, "members", kMembersMax, parse_member));
  document.members = std::move(read_members);
  return document;
}

}  // namespace vitalstream::ledger
