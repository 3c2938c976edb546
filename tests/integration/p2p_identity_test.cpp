// Who is let in: TLS, certificates, pinned names and keys.

#include "tests/integration/p2p_fixture.hpp"

namespace vitalstream::net {
namespace {

using std::chrono::seconds;

class P2pIdentity : public P2pTest {
 protected:
  [[nodiscard]] CloseReason refusal_of_leaf(const testing::TestCa& ca, testing::LeafOptions leaf) {
    if (leaf.dns_names.empty()) {
      leaf.dns_names = {"two.test"};
    }
    RawPeerOptions options;
    options.certificate = ca.issue(leaf);
    return refusal_of(options);
  }
};

TEST_F(P2pIdentity, RefusesAClientWithoutCertificate) {
  EXPECT_EQ(refusal_of({}), CloseReason::NoCertificate);
}

TEST_F(P2pIdentity, RefusesAnUnknownCa) {
  EXPECT_EQ(refusal_of_leaf(testing::TestCa("stranger"), {}), CloseReason::UntrustedIssuer);
}

TEST_F(P2pIdentity, RefusesASelfSignedCertificate) {
  testing::LeafOptions leaf;
  leaf.dns_names = {"two.test"};
  RawPeerOptions options;
  options.certificate = testing::make_self_signed(leaf);
  EXPECT_EQ(refusal_of(options), CloseReason::UntrustedIssuer);
}

TEST_F(P2pIdentity, RefusesAnExpiredCertificate) {
  testing::LeafOptions leaf;
  leaf.valid_until = seconds{-1};
  EXPECT_EQ(refusal_of_leaf(world_.ca_of(2), leaf), CloseReason::Expired);
}

TEST_F(P2pIdentity, RefusesACertificateThatIsNotYetValid) {
  testing::LeafOptions leaf;
  leaf.valid_from = seconds{3'600};
  EXPECT_EQ(refusal_of_leaf(world_.ca_of(2), leaf), CloseReason::NotYetValid);
}

TEST_F(P2pIdentity, RefusesACertificateThatIsOnlyForServers) {
  testing::LeafOptions leaf;
  leaf.for_clients = false;
  EXPECT_EQ(refusal_of_leaf(world_.ca_of(2), leaf), CloseReason::WrongUsage);
}

TEST_F(P2pIdentity, RefusesTheCertificateOfAnAuthority) {
  testing::LeafOptions leaf;
  leaf.is_authority = true;
  EXPECT_EQ(refusal_of_leaf(world_.ca_of(2), leaf), CloseReason::WrongUsage);
}

TEST_F(P2pIdentity, RefusesANameThatNobodyHas) {
  testing::LeafOptions leaf;
  leaf.dns_names = {"five.test"};
  EXPECT_EQ(refusal_of_leaf(world_.ca_of(2), leaf), CloseReason::UnknownPeer);
}

TEST_F(P2pIdentity, RefusesTheRightNameFromAnotherCaOfTheBundle) {
  EXPECT_EQ(refusal_of_leaf(world_.ca_of(3), {}), CloseReason::WrongIssuerKey);
}

TEST_F(P2pIdentity, RefusesTheRightNameFromAnIntermediateOfThePinnedCa) {
  EXPECT_EQ(refusal_of_leaf(world_.ca_of(2).make_intermediate("issuing"), {}),
            CloseReason::WrongIssuerKey);
}

TEST_F(P2pIdentity, RefusesOurOwnNameFromOutside) {
  testing::LeafOptions leaf;
  leaf.dns_names = {"one.test"};
  EXPECT_EQ(refusal_of_leaf(world_.ca_of(1), leaf), CloseReason::UnknownPeer);
}

TEST_F(P2pIdentity, RefusesTls12) {
  RawPeerOptions options;
  options.certificate = world_.issue(2);
  options.tls12_only = true;
  EXPECT_EQ(refusal_of(options), CloseReason::TlsVersion);
}

TEST_F(P2pIdentity, RefusesOtherCipherSuites) {
  RawPeerOptions options;
  options.certificate = world_.issue(2);
  options.cipher_suites = "TLS_CHACHA20_POLY1305_SHA256:TLS_AES_128_GCM_SHA256";
  EXPECT_EQ(refusal_of(options), CloseReason::TlsCipher);
}

TEST_F(P2pIdentity, RefusesWhatIsNotTls) {
  P2pNode node(passive_options());
  RawPeer peer(node.address());
  peer.send_raw(as_bytes("GET / HTTP/1.1\r\nHost: one.test\r\n\r\n"));
  EXPECT_TRUE(peer.is_closed_by_other_side());
  EXPECT_TRUE(
      node.wait_for([](const EventLog& log) { return log.has_refusal(CloseReason::TlsFailure); }));
}

TEST_F(P2pIdentity, AcceptsARenewedCertificateOfTheSameIdentity) {
  P2pNode node(passive_options());
  const auto first = raw_session(node);
  first->shut_down();
  EXPECT_TRUE(node.wait_for([](const EventLog& log) { return log.disconnected.size() == 1; }));
  const auto second = raw_session(node);
  EXPECT_TRUE(node.wait_for([](const EventLog& log) { return log.connected.size() == 2; }));
}

TEST_F(P2pIdentity, TheDialerRefusesAServerWithAnotherName) {
  P2pNode three(world_.options(3, {2}));
  world_.resolver().set("one.test", {three.address()});
  P2pNode two(world_.options(2, {1, 3}, {1}));
  ASSERT_TRUE(
      two.wait_for([](const EventLog& log) { return log.has_refusal(CloseReason::WrongName); }));
  EXPECT_EQ(two.log().refusals[0].peer, PeerId{1});
  EXPECT_FALSE(two.log().refusals[0].by_peer);
  EXPECT_TRUE(three.wait_for([](const EventLog& log) {
    return log.has_refusal(CloseReason::WrongName) && log.refusals[0].by_peer;
  }));
}

TEST_F(P2pIdentity, TheDialerRefusesAServerOfAnotherCa) {
  P2pNode one(world_.options(1, {2}));
  world_.resolver().set("one.test", {one.address()});
  PeerNetworkOptions options = world_.options(2, {1}, {1});
  options.peers[0].identity.issuer_key = SpkiHash{world_.ca_of(3).key_hash()};
  P2pNode two(std::move(options));
  EXPECT_TRUE(two.wait_for(
      [](const EventLog& log) { return log.has_refusal(CloseReason::WrongIssuerKey); }));
  EXPECT_TRUE(two.log().connected.empty());
}

TEST_F(P2pIdentity, TheRefusedDialerLearnsThatItWasRefused) {
  PeerNetworkOptions options = world_.options(1, {2});
  options.certificates.ca_bundle = options.certificates.certificate_chain.parent_path() / "own.pem";
  testing::TempDirectory directory;
  options.certificates.ca_bundle = directory.write("own.pem", world_.ca_of(1).certificate_pem());
  P2pNode one(std::move(options));
  world_.resolver().set("one.test", {one.address()});
  P2pNode two(world_.options(2, {1}, {1}));
  EXPECT_TRUE(one.wait_for(
      [](const EventLog& log) { return log.has_refusal(CloseReason::UntrustedIssuer); }));
  ASSERT_TRUE(two.wait_for(
      [](const EventLog& log) { return log.has_refusal(CloseReason::RefusedByPeer); }));
  EXPECT_NE(two.log().refusals[0].detail.find("unknown ca"), std::string::npos)
      << two.log().refusals[0].detail;
}

}  // namespace
}  // namespace vitalstream::net
