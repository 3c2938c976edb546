#include "crypto/provider/secret_box.hpp"

#include <gtest/gtest.h>

#include "crypto/provider/random.hpp"

namespace vitalstream::crypto::provider {
namespace {

TEST(SecretBox, OpensWithTheSameKeyAndBinding) {
  const SecretBytes key = random_secret(32);
  const SecretBytes secret = SecretBytes::copy_of(as_bytes("a secret"));
  const Bytes box = encrypt(key, secret, as_bytes("bound"));
  const auto opened = decrypt(key, box, as_bytes("bound"));
  ASSERT_TRUE(opened);
  EXPECT_EQ(as_text(opened->view()), "a secret");
  EXPECT_FALSE(decrypt(random_secret(32), box, as_bytes("bound")));
  EXPECT_FALSE(decrypt(key, box, as_bytes("bounds")));
}

TEST(SecretBox, TwoBoxesOfOneSecretDiffer) {
  const SecretBytes key = random_secret(32);
  const SecretBytes secret = SecretBytes::copy_of(as_bytes("a secret"));
  EXPECT_NE(encrypt(key, secret, {}), encrypt(key, secret, {}));
}

TEST(SecretBox, AnyChangedBitOrCutIsRefused) {
  const SecretBytes key = random_secret(32);
  const Bytes box = encrypt(key, SecretBytes::copy_of(as_bytes("a secret")), {});
  for (std::size_t i = 0; i < box.size(); ++i) {
    Bytes changed = box;
    changed[i] ^= 0x10U;
    EXPECT_FALSE(decrypt(key, changed, {})) << i;
    EXPECT_FALSE(decrypt(key, ByteView(box).first(i), {})) << i;
  }
}

}  // namespace
}  // namespace vitalstream::crypto::provider
