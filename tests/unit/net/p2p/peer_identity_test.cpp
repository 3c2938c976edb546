#include "net/p2p/peer_identity.hpp"

#include <gtest/gtest.h>

namespace vitalstream::net {
namespace {

SpkiHash key(std::uint8_t fill) {
  Hash32 bytes{};
  bytes.fill(fill);
  return SpkiHash{bytes};
}

const std::vector<PeerIdentity> kKnown{{PeerId{1}, "one", "one.example", key(1)},
                                       {PeerId{2}, "two", "Two.Example", key(2)}};

PeerCertificate certificate(std::vector<std::string> names, SpkiHash issuer) {
  return {std::move(names), issuer, 0, /*is_authority=*/false};
}

CloseReason refusal(const PeerCertificate& shown, std::optional<PeerId> dialed = std::nullopt) {
  const auto identity = identify_peer(shown, kKnown, dialed);
  return identity ? CloseReason::Shutdown : identity.error();
}

TEST(PeerIdentity, IsTheNameUnderThePinnedKeyWithoutRegardToCase) {
  const auto one = identify_peer(certificate({"one.example"}, key(1)), kKnown, std::nullopt);
  ASSERT_TRUE(one);
  EXPECT_EQ(*one, PeerId{1});
  const auto two = identify_peer(certificate({"pod-7", "two.example"}, key(2)), kKnown, PeerId{2});
  ASSERT_TRUE(two);
  EXPECT_EQ(*two, PeerId{2});
}

TEST(PeerIdentity, RefusesTheRightNameFromAnotherCa) {
  EXPECT_EQ(refusal(certificate({"one.example"}, key(2))), CloseReason::WrongIssuerKey);
}

TEST(PeerIdentity, RefusesUnknownNames) {
  EXPECT_EQ(refusal(certificate({"three.example"}, key(1))), CloseReason::UnknownPeer);
  EXPECT_EQ(refusal(certificate({}, key(1))), CloseReason::UnknownPeer);
  EXPECT_EQ(refusal(certificate({"*.example"}, key(1))), CloseReason::UnknownPeer);
  EXPECT_EQ(refusal(certificate({"one.example."}, key(1))), CloseReason::UnknownPeer);
}

TEST(PeerIdentity, RefusesAnotherPeerThanTheDialedOne) {
  EXPECT_EQ(refusal(certificate({"two.example"}, key(2)), PeerId{1}), CloseReason::WrongName);
  EXPECT_EQ(refusal(certificate({"three.example"}, key(1)), PeerId{1}), CloseReason::WrongName);
}

TEST(PeerIdentity, RefusesACertificateWithTheNamesOfTwoPeers) {
  EXPECT_EQ(refusal(certificate({"one.example", "two.example"}, key(1))), CloseReason::WrongName);
}

TEST(PeerIdentity, RefusesTheCertificateOfAnAuthority) {
  PeerCertificate shown = certificate({"one.example"}, key(1));
  shown.is_authority = true;
  EXPECT_EQ(refusal(shown), CloseReason::WrongUsage);
}

}  // namespace
}  // namespace vitalstream::net
