#include "ledger/execution/state_values.hpp"

#include <gtest/gtest.h>

#include "crypto/sha256.hpp"

namespace vitalstream::ledger {
namespace {

Hash32 hash_of(std::string_view text) { return crypto::sha256(as_bytes(text)); }

Origin an_origin() {
  return {TxId{hash_of("tx")}, KeyId{hash_of("key")}, BlockHeight{5},
          BlockIndex{6},       LeafIndex{700},        UnixMs{2'000'000'000'123}};
}

AttachmentRef an_attachment() {
  return {AttachmentIndex{2}, Commitment{hash_of("c")}, 1217, "application/fhir+json"};
}

RecordVersion a_version() { return {an_origin(), 9, "subject", an_attachment()}; }

AuditEntry an_entry() {
  return {an_origin(), "type", "source", "actor", "", AuditOutcome::MajorFailure, an_attachment()};
}

ConsentDecision a_decision() {
  return {an_origin(), ConsentKind::Grant, "grantee",       "purpose",
          {"a", "b"},  UnixSeconds{10},    UnixSeconds{20}, an_attachment()};
}

TEST(StateValues, AreReadBack) {
  EXPECT_EQ(decode_record_version(encode(a_version())), a_version());
  RecordVersion external = a_version();
  external.content = ExternalHash{hash_of("elsewhere")};
  EXPECT_EQ(decode_record_version(encode(external)), external);
  EXPECT_EQ(decode_audit_entry(encode(an_entry())), an_entry());
  AuditEntry plain = an_entry();
  plain.detail.reset();
  EXPECT_EQ(decode_audit_entry(encode(plain)), plain);
  EXPECT_EQ(decode_consent_decision(encode(a_decision())), a_decision());
  ConsentDecision open = a_decision();
  open.until.reset();
  open.scopes.clear();
  open.kind = ConsentKind::Revoke;
  EXPECT_EQ(decode_consent_decision(encode(open)), open);
  const Posting posting = {BlockIndex{0}, BlockIndex{7}};
  EXPECT_EQ(decode_posting(encode(posting)), posting);
}

TEST(StateValues, TheVersionStandsFirst) {
  EXPECT_EQ(version_of(encode(a_version())), 9U);
  EXPECT_EQ(version_of(Bytes(7)), std::nullopt);
}

TEST(StateValues, DamagedValuesAreRefused) {
  const Bytes version = encode(a_version());
  const Bytes entry = encode(an_entry());
  const Bytes decision = encode(a_decision());
  for (std::size_t length = 0; length < version.size(); ++length) {
    EXPECT_FALSE(decode_record_version(ByteView(version).first(length)).has_value());
  }
  for (std::size_t length = 0; length < entry.size(); ++length) {
    EXPECT_FALSE(decode_audit_entry(ByteView(entry).first(length)).has_value());
  }
  for (std::size_t length = 0; length < decision.size(); ++length) {
    EXPECT_FALSE(decode_consent_decision(ByteView(decision).first(length)).has_value());
  }
  EXPECT_FALSE(decode_posting(Bytes(5)).has_value());
}

TEST(StateValues, EverySingleByteChangeIsRefusedOrChangesTheValue) {
  const Bytes good = encode(a_decision());
  for (std::size_t at = 0; at < good.size(); ++at) {
    Bytes bad = good;
    bad[at] ^= 0x81;
    const auto decoded = decode_consent_decision(bad);
    EXPECT_TRUE(!decoded || *decoded != a_decision()) << at;
  }
}

}  // namespace
}  // namespace vitalstream::ledger
