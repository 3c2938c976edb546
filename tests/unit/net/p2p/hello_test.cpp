#include "net/p2p/hello.hpp"

#include <gtest/gtest.h>

#include "base/hex.hpp"
#include "net/p2p/limits.hpp"

namespace vitalstream::net {
namespace {

Hello a_hello() {
  Hash32 genesis{};
  genesis.fill(0xab);
  InstanceId::Rep instance{};
  instance.fill(0xcd);
  return {ChainId{"demo"}, GenesisHash{genesis}, PeerId{1}, PeerId{2}, InstanceId{instance}};
}

HelloExpectation expectation() {
  const Hello hello = a_hello();
  return {hello.chain, hello.genesis, hello.sender, hello.receiver};
}

TEST(Hello, HasGoldenBytes) {
  EXPECT_EQ(to_hex(encode_hello(a_hello())),
            "01000464656d6fabababababababababababababababababababababababababababababababab"
            "0000000100000002cdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcd");
}

TEST(Hello, DecodesWhatItEncodes) {
  const auto decoded = decode_hello(encode_hello(a_hello()));
  ASSERT_TRUE(decoded);
  EXPECT_EQ(*decoded, a_hello());
}

TEST(Hello, RefusesAnotherVersionBeforeLookingAtTheRest) {
  const auto decoded = decode_hello(Bytes{2, 99});
  ASSERT_FALSE(decoded);
  EXPECT_EQ(decoded.error(), CloseReason::ProtocolVersion);
}

TEST(Hello, RefusesEveryTruncationAndAnyTrailingByte) {
  Bytes bytes = encode_hello(a_hello());
  for (std::size_t length = 1; length < bytes.size(); ++length) {
    const auto decoded = decode_hello(ByteView(bytes).first(length));
    ASSERT_FALSE(decoded) << length;
    EXPECT_EQ(decoded.error(), CloseReason::MalformedFrame);
  }
  bytes.push_back(0);
  EXPECT_FALSE(decode_hello(bytes));
}

TEST(Hello, IsWelcomeOnlyFromTheRightNetworkAndIdentities) {
  EXPECT_EQ(check_hello(a_hello(), expectation()), std::nullopt);
  Hello hello = a_hello();
  hello.receiver = PeerId{3};
  EXPECT_EQ(check_hello(hello, expectation()), CloseReason::WrongIdentityInHello);
  hello = a_hello();
  hello.sender = PeerId{3};
  EXPECT_EQ(check_hello(hello, expectation()), CloseReason::WrongIdentityInHello);
  hello.genesis = GenesisHash{};
  EXPECT_EQ(check_hello(hello, expectation()), CloseReason::WrongGenesis);
  hello.chain = ChainId{"other"};
  EXPECT_EQ(check_hello(hello, expectation()), CloseReason::WrongChain);
}

TEST(Hello, GoodbyeCarriesTheReason) {
  EXPECT_EQ(decode_goodbye(encode_goodbye(CloseReason::WrongChain)), CloseReason::WrongChain);
  EXPECT_EQ(decode_goodbye(Bytes{250}), CloseReason::RefusedByPeer);
  EXPECT_EQ(decode_goodbye(Bytes{}), CloseReason::RefusedByPeer);
}

}  // namespace
}  // namespace vitalstream::net
