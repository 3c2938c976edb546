#include "ledger/genesis/genesis.hpp"

#include <gtest/gtest.h>

#include <functional>

#include "base/base64url.hpp"
#include "crypto/jwk.hpp"
#include "crypto/sha256.hpp"

namespace vitalstream::ledger {
namespace {

// Public keys of RFC 8032 section 7.1 (tests 1 to 3).
constexpr std::string_view kKeys[] = {"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo",
                                      "PUAXw-hDiVqStwqnTRt-vJyYLM8uxJaMwM1V8Sr0Zgw",
                                      "_FHNjmIYoaONpH7QAjDwWAgW7RO6MwOsXeuRFUiQgCU"};

crypto::PublicKey key(std::size_t number) {
  return {crypto::SignatureAlgorithm::Ed25519, *from_base64url(kKeys[number])};
}

GenesisDocument document() {
  GenesisDocument document;
  document.chain = ChainId{"consortium-1"};
  document.time = UnixMs{1'789'990'000'000};
  document.validators = {
      {consensus::ValidatorId{1}, "clinic", "Clinic \"A\"", "validator-1.example", key(0), {}},
      {consensus::ValidatorId{2}, "bank", "Bank B", "validator-2.example", key(1), {}}};
  Member member;
  member.key = key(2);
  member.key_id = KeyId{crypto::thumbprint(member.key).value()};
  member.organisation = "Clinic A";
  member.name = "ehr";
  member.roles = {Role::Submitter, Role::Auditor};
  document.members = {member};
  return document;
}

GenesisError error_after(const std::function<void(GenesisDocument&)>& change) {
  GenesisDocument changed = document();
  change(changed);
  const auto genesis = read_genesis(print_document(changed));
  EXPECT_FALSE(genesis.has_value());
  return genesis ? GenesisError{} : genesis.error();
}

GenesisError error_with(std::string_view from, std::string_view to) {
  std::string text = print_document(document());
  const auto at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  text.replace(at, from.size(), to);
  const auto genesis = read_genesis(text);
  EXPECT_FALSE(genesis.has_value()) << to;
  return genesis ? GenesisError{} : genesis.error();
}

TEST(Genesis, ReadsBackWhatItPrints) {
  const auto read = parse_document(print_document(document()));
  ASSERT_TRUE(read.has_value());
  EXPECT_EQ(*read, document());
}

TEST(Genesis, IsNamedByTheHashOfItsBytes) {
  const std::string text = print_document(document());
  const auto genesis = read_genesis(text);
  ASSERT_TRUE(genesis.has_value());
  EXPECT_EQ(genesis->hash, GenesisHash{crypto::sha256(as_bytes(text))});
  EXPECT_NE(read_genesis(text + " ")->hash, genesis->hash);
}

TEST(Genesis, YieldsTheFirstEpochsValidatorsAndTheMembers) {
  const consensus::ValidatorSet set = validator_set_of(document());
  EXPECT_EQ(set.epoch(), consensus::Epoch{1});
  EXPECT_EQ(set.size(), 2U);
  const MemberDirectory members = members_of(document());
  ASSERT_NE(members.find(document().members[0].key_id), nullptr);
}

TEST(Genesis, NeedsValidatorsInAscendingOrder) {
  EXPECT_EQ(error_after([](auto& d) { d.validators.clear(); }).code,
            GenesisErrorCode::NoValidators);
  const auto error = error_after([](auto& d) { std::swap(d.validators[0], d.validators[1]); });
  EXPECT_EQ(error.code, GenesisErrorCode::NotAscending);
  EXPECT_EQ(error.path, "validators[1].id");
}

TEST(Genesis, RefusesANameHostOrKeyThatOccursTwice) {
  EXPECT_EQ(error_after([](auto& d) { d.validators[1].name = "clinic"; }).path,
            "validators[1].name");
  EXPECT_EQ(error_after([](auto& d) { d.validators[1].host = "validator-1.example"; }).path,
            "validators[1].host");
  EXPECT_EQ(error_after([](auto& d) { d.validators[1].key = key(0); }).path, "validators[1].key");
  EXPECT_EQ(error_after([](auto& d) { d.members.push_back(d.members[0]); }).path, "members[1].key");
}

TEST(Genesis, NamesTheMemberAtFault) {
  EXPECT_EQ(error_with("\"chain\"", "\"chian\"").path, "chain");
  EXPECT_EQ(error_with("\"id\":1", "\"id\":0").code, GenesisErrorCode::OutOfRange);
  EXPECT_EQ(error_with("\"id\":1", "\"id\":\"1\"").code, GenesisErrorCode::WrongType);
  EXPECT_EQ(error_with("consortium-1", "Consortium").code, GenesisErrorCode::BadText);
  EXPECT_EQ(error_with("validator-1.example", "validator 1").path, "validators[0].host");
  EXPECT_EQ(error_with("\"submitter\"", "\"emperor\"").code, GenesisErrorCode::UnknownRole);
  EXPECT_EQ(error_with("\"submitter\"", "\"auditor\"").code, GenesisErrorCode::Duplicate);
  EXPECT_EQ(error_with(kKeys[0], "AAAA").code, GenesisErrorCode::BadKey);
  const std::string x = "\"x\":\"" + std::string(kKeys[0]);
  EXPECT_EQ(error_with(x, "\"kid\":\"a\"," + x).code, GenesisErrorCode::BadKey);
  EXPECT_EQ(error_with("0000000000", "00000000").code, GenesisErrorCode::BadHash);
  EXPECT_EQ(error_with("\"exp_seconds_max\":600", "\"exp_seconds_max\":1").path,
            "parameters.exp_seconds_max");
  EXPECT_EQ(error_with("\"members\"", "\"extra\":1,\"members\"").code,
            GenesisErrorCode::UnknownMember);
  EXPECT_EQ(error_with("vitalstream-genesis-1", "vitalstream-genesis-2").code,
            GenesisErrorCode::WrongFormat);
}

TEST(Genesis, ItsTimeIsInMilliseconds) {
  for (const char* time : {"1789990000", "1789990000000000"}) {
    EXPECT_EQ(error_with("1789990000000", time).code, GenesisErrorCode::OutOfRange) << time;
  }
}

TEST(Genesis, RefusesWhatIsNoStrictJson) {
  EXPECT_EQ(read_genesis("").error().code, GenesisErrorCode::NotJson);
  const auto marked = read_genesis("\xef\xbb\xbf{}");
  EXPECT_EQ(marked.error().code, GenesisErrorCode::NotJson);
  EXPECT_NE(marked.error().path.find("byte order mark"), std::string::npos);
  EXPECT_EQ(read_genesis("[]").error().code, GenesisErrorCode::NotAnObject);
  EXPECT_EQ(error_with("\"chain\"", "\"format\":\"x\",\"chain\"").code, GenesisErrorCode::NotJson);
}

}  // namespace
}  // namespace vitalstream::ledger
