#include "crypto/provider/sealed_box.hpp"

#include <gtest/gtest.h>

#include "crypto/provider/random.hpp"

namespace vitalstream::crypto::provider {
namespace {

TEST(SealedBox, OpensWithTheSameKeyAndBinding) {
  const SecretBytes key = random_secret(32);
  const SecretBytes secret = SecretBytes::copy_of(as_bytes("a secret"));
  const Bytes box = seal(key, secret, as_bytes("bound"));
  const auto opened = open_sealed(key, box, as_bytes("bound"));
  ASSERT_TRUE(opened);
  EXPECT_EQ(as_text(opened->view()), "a secret");
  EXPECT_FALSE(open_sealed(random_secret(32), box, as_bytes("bound")));
  EXPECT_FALSE(open_sealed(key, box, as_bytes("bounds")));
}

TEST(SealedBox, TwoBoxesOfOneSecretDiffer) {
  const SecretBytes key = random_secret(32);
  const SecretBytes secret = SecretBytes::copy_of(as_bytes("a secret"));
  EXPECT_NE(seal(key, secret, {}), seal(key, secret, {}));
}

TEST(SealedBox, AnyChangedBitOrCutIsRefused) {
  const SecretBytes key = random_secret(32);
  const Bytes box = seal(key, SecretBytes::copy_of(as_bytes("a secret")), {});
  for (std::size_t i = 0; i < box.size(); ++i) {
    Bytes changed = box;
    changed[i] ^= 0x10U;
    EXPECT_FALSE(open_sealed(key, changed, {})) << i;
    EXPECT_FALSE(open_sealed(key, ByteView(box).first(i), {})) << i;
  }
}

}  // namespace
}  // namespace vitalstream::crypto::provider
