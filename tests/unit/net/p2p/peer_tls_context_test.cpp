#include "net/p2p/peer_tls_context.hpp"

#include <gtest/gtest.h>

#include "tests/support/temp_directory.hpp"
#include "tests/support/test_pki.hpp"

namespace vitalstream::net {
namespace {

using std::chrono::seconds;

constexpr const char* kHost = "one.example";

class PeerTlsContextTest : public ::testing::Test {
 protected:
  [[nodiscard]] Result<PeerTlsContext, CredentialError> load(const testing::PemPair& pair) const {
    const CertificateFiles files{directory_.write("chain.pem", pair.certificate),
                                 directory_.write("key.pem", pair.key),
                                 directory_.write("ca.pem", bundle_)};
    return PeerTlsContext::load(files, self_);
  }

  [[nodiscard]] CredentialError error_of(const testing::PemPair& pair) const {
    const auto loaded = load(pair);
    EXPECT_FALSE(loaded);
    return loaded ? CredentialError::CertificateUnreadable : loaded.error();
  }

  [[nodiscard]] testing::PemPair issue(testing::LeafOptions options) const {
    options.dns_names = {kHost};
    return ca_.issue(options);
  }

  testing::TempDirectory directory_;
  testing::TestCa ca_{"CA one"};
  testing::TestCa other_ca_{"CA two"};
  std::string bundle_ = ca_.certificate_pem() + other_ca_.certificate_pem();
  PeerIdentity self_{PeerId{1}, "one", kHost, SpkiHash{ca_.key_hash()}};
};

TEST_F(PeerTlsContextTest, LoadsAPairThatPeersAccept) {
  const auto loaded = load(ca_.issue(kHost));
  ASSERT_TRUE(loaded);
  const std::int64_t now = std::chrono::system_clock::to_time_t(std::chrono::system_clock::now());
  EXPECT_NEAR(static_cast<double>(loaded->expires_at_unix_s()), static_cast<double>(now + 86'400),
              60.0);
}

TEST_F(PeerTlsContextTest, LoadsAChainThroughAnIntermediateThatIsPinned) {
  const testing::TestCa intermediate = ca_.make_intermediate("issuing");
  self_.issuer_key = SpkiHash{intermediate.key_hash()};
  EXPECT_TRUE(load(intermediate.issue(kHost)));
}

// The bundle names who may have issued certificates: an organisation's issuing authority is enough.
TEST_F(PeerTlsContextTest, TrustsAnIntermediateOfTheBundleWithoutItsRoot) {
  const testing::TestCa intermediate = testing::TestCa("offline root").make_intermediate("issuing");
  self_.issuer_key = SpkiHash{intermediate.key_hash()};
  EXPECT_EQ(error_of(intermediate.issue(kHost)), CredentialError::UntrustedIssuer);
  bundle_ = intermediate.certificate_pem();
  EXPECT_TRUE(load(intermediate.issue(kHost)));
  const testing::PemPair pair = intermediate.issue(kHost);
  const std::string leaf_alone = pair.certificate.substr(0, pair.certificate.find("-----BEGIN", 1));
  EXPECT_TRUE(load({leaf_alone, pair.key}));
}

TEST_F(PeerTlsContextTest, RefusesABundleOfWhichItWouldNotSeeAll) {
  const testing::PemPair good = ca_.issue(kHost);
  bundle_ = "\xef\xbb\xbf" + other_ca_.certificate_pem() + ca_.certificate_pem();
  EXPECT_EQ(error_of(good), CredentialError::BundleUnreadable);
  bundle_ = "# CA one\n" + ca_.certificate_pem();
  EXPECT_TRUE(load(good));
}

TEST_F(PeerTlsContextTest, RefusesFilesThatCannotBeRead) {
  const testing::PemPair good = ca_.issue(kHost);
  EXPECT_EQ(error_of({"", good.key}), CredentialError::CertificateUnreadable);
  EXPECT_EQ(error_of({good.certificate, "no key"}), CredentialError::KeyUnreadable);
  bundle_ = "";
  EXPECT_EQ(error_of(good), CredentialError::BundleUnreadable);
}

TEST_F(PeerTlsContextTest, RefusesAKeyThatOthersMayRead) {
  const testing::PemPair good = ca_.issue(kHost);
  ASSERT_TRUE(load(good));
  const CertificateFiles files{directory_.path() / "chain.pem", directory_.path() / "key.pem",
                               directory_.path() / "ca.pem"};
  std::filesystem::permissions(directory_.path(), std::filesystem::perms(0755));
  std::filesystem::permissions(files.private_key, std::filesystem::perms(0644));
  const auto loaded = PeerTlsContext::load(files, self_);
  ASSERT_FALSE(loaded);
  EXPECT_EQ(loaded.error(), CredentialError::KeyTooOpen);
}

TEST_F(PeerTlsContextTest, TheFileThatIsWrongIsNamed) {
  const CertificateFiles files{"chain.pem", "key.pem", "ca.pem"};
  EXPECT_TRUE(explain(CredentialError::KeyTooOpen, files).starts_with("key.pem: others may"));
  EXPECT_TRUE(explain(CredentialError::KeyMismatch, files).starts_with("key.pem: "));
  EXPECT_TRUE(explain(CredentialError::BundleUnreadable, files).starts_with("ca.pem: "));
  EXPECT_TRUE(explain(CredentialError::CertificateUnreadable, files).starts_with("chain.pem: "));
  EXPECT_TRUE(explain(CredentialError::Expired, files).starts_with("chain.pem: "));
}

TEST_F(PeerTlsContextTest, RefusesTheKeyOfAnotherCertificate) {
  EXPECT_EQ(error_of({ca_.issue(kHost).certificate, ca_.issue(kHost).key}),
            CredentialError::KeyMismatch);
}

TEST_F(PeerTlsContextTest, RefusesAPairOutsideItsTime) {
  testing::LeafOptions expired;
  expired.valid_until = seconds{-1};
  EXPECT_EQ(error_of(issue(expired)), CredentialError::Expired);
  testing::LeafOptions early;
  early.valid_from = seconds{3'600};
  EXPECT_EQ(error_of(issue(early)), CredentialError::NotYetValid);
}

TEST_F(PeerTlsContextTest, RefusesAnIssuerOutsideTheBundle) {
  EXPECT_EQ(error_of(testing::TestCa("stranger").issue(kHost)), CredentialError::UntrustedIssuer);
}

TEST_F(PeerTlsContextTest, RefusesACertificateForOneRoleOnly) {
  testing::LeafOptions server_only;
  server_only.for_clients = false;
  EXPECT_EQ(error_of(issue(server_only)), CredentialError::WrongUsage);
  testing::LeafOptions client_only;
  client_only.for_servers = false;
  EXPECT_EQ(error_of(issue(client_only)), CredentialError::WrongUsage);
}

TEST_F(PeerTlsContextTest, RefusesWhatPeersWouldNotTakeForThisNode) {
  EXPECT_EQ(error_of(ca_.issue("two.example")), CredentialError::WrongName);
  EXPECT_EQ(error_of(other_ca_.issue(kHost)), CredentialError::WrongIssuerKey);
}

}  // namespace
}  // namespace vitalstream::net
