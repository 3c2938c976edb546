#pragma once
// The hello: the first frame in each direction once TLS is up. It binds the connection to one
// network (name and genesis) and to both identities, and tells processes of one identity apart.
// The goodbye, the last frame, carries the reason as one byte. Pure.

#include <optional>

#include "base/chain.hpp"
#include "base/result.hpp"
#include "net/p2p/close_reason.hpp"
#include "net/p2p/peer_types.hpp"

namespace vitalstream::net {

inline constexpr std::uint8_t kPeerProtocolVersion = 1;

struct Hello {
  ChainId chain;
  GenesisHash genesis;
  PeerId sender;
  PeerId receiver;
  InstanceId instance;
  friend bool operator==(const Hello&, const Hello&) = default;
};

// What a hello must say to be welcome on a connection whose certificate is the sender's.
struct HelloExpectation {
  ChainId chain;
  GenesisHash genesis;
  PeerId sender;
  PeerId receiver;
};

[[nodiscard]] Bytes encode_hello(const Hello& hello);

// ProtocolVersion if the first byte is not ours (the rest is then not looked at), MalformedFrame.
[[nodiscard]] Result<Hello, CloseReason> decode_hello(ByteView payload);

// WrongChain, WrongGenesis, WrongIdentityInHello, in this order; nothing if it is welcome.
[[nodiscard]] std::optional<CloseReason> check_hello(const Hello& hello,
                                                     const HelloExpectation& expected);

[[nodiscard]] Bytes encode_goodbye(CloseReason reason);

// A reason that this version does not know reads as RefusedByPeer.
[[nodiscard]] CloseReason decode_goodbye(ByteView payload);

}  // namespace vitalstream::net
