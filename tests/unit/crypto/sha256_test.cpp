#include "crypto/sha256.hpp"

#include <gtest/gtest.h>

#include <string>

#include "base/hex.hpp"

namespace vitalstream::crypto {
namespace {

// FIPS 180-4, the examples of NIST.
constexpr const char* kEmpty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
constexpr const char* kAbc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
constexpr const char* kTwoBlocks =
    "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1";

TEST(Sha256, HashesThePublishedExamples) {
  EXPECT_EQ(to_hex(sha256(ByteView{})), kEmpty);
  EXPECT_EQ(to_hex(sha256(as_bytes("abc"))), kAbc);
  EXPECT_EQ(to_hex(sha256(as_bytes("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"))),
            kTwoBlocks);
}

TEST(Sha256, HashesAMillionBytesPieceByPiece) {
  const std::string piece(1000, 'a');
  Sha256 hash;
  for (int i = 0; i < 1000; ++i) {
    hash.update(as_bytes(piece));
  }
  EXPECT_EQ(to_hex(hash.finish()),
            "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

TEST(Sha256, BordersOfPiecesLeaveNoTrace) {
  EXPECT_EQ(to_hex(sha256({as_bytes("a"), ByteView{}, as_bytes("bc")})), kAbc);
  EXPECT_EQ(to_hex(sha256({})), kEmpty);
}

TEST(Sha256, ACopyGoesOnByItself) {
  Sha256 one;
  one.update(as_bytes("ab"));
  Sha256 other = one;
  EXPECT_EQ(to_hex(one.update(as_bytes("c")).finish()), kAbc);
  EXPECT_EQ(other.update(as_bytes("c")).finish(), sha256(as_bytes("abc")));
}

}  // namespace
}  // namespace vitalstream::crypto
