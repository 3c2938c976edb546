#include "net/p2p/hello.hpp"

#include <algorithm>

#include "base/byte_reader.hpp"
#include "base/byte_writer.hpp"
#include "net/p2p/limits.hpp"

namespace vitalstream::net {

static_assert(1 + 2 + kChainIdBytesMax + kDigestBytes + 4 + 4 + sizeof(InstanceId::Rep) <=
                  kHelloBytesMax,
              "the longest hello must fit its frame");

Bytes encode_hello(const Hello& hello) {
  ByteWriter writer;
  writer.u8(kPeerProtocolVersion);
  writer.var16(as_bytes(hello.chain.value()));
  writer.digest(hello.genesis);
  writer.u32(hello.sender.value());
  writer.u32(hello.receiver.value());
  writer.raw(hello.instance.value());
  return writer.take();
}

Result<Hello, CloseReason> decode_hello(ByteView payload) {
  ByteReader reader(payload);
  if (reader.u8() != kPeerProtocolVersion) {
    return CloseReason::ProtocolVersion;
  }
  Hello hello;
  hello.chain = ChainId{std::string(as_text(reader.var16(kChainIdBytesMax)))};
  hello.genesis = reader.digest<GenesisHash>();
  hello.sender = PeerId{reader.u32()};
  hello.receiver = PeerId{reader.u32()};
  InstanceId::Rep instance{};
  const ByteView instance_bytes = reader.raw(instance.size());
  if (!reader.finished()) {
    return CloseReason::MalformedFrame;
  }
  std::copy(instance_bytes.begin(), instance_bytes.end(), instance.begin());
  hello.instance = InstanceId{instance};
  return hello;
}

std::optional<CloseReason> check_hello(const Hello& hello, const HelloExpectation& expected) {
  if (hello.chain != expected.chain) {
    return CloseReason::WrongChain;
  }
  if (hello.genesis != expected.genesis) {
    return CloseReason::WrongGenesis;
  }
  if (hello.sender != expected.sender || hello.receiver != expected.receiver) {
    return CloseReason::WrongIdentityInHello;
  }
  return std::nullopt;
}

Bytes encode_goodbye(CloseReason reason) { return Bytes{static_cast<std::uint8_t>(reason)}; }

CloseReason decode_goodbye(ByteView payload) {
  if (payload.size() != kGoodbyeBytes) {
    return CloseReason::RefusedByPeer;
  }
  return close_reason_of(payload[0]).value_or(CloseReason::RefusedByPeer);
}

}  // namespace vitalstream::net
