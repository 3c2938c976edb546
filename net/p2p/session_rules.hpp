#pragma once
// What happens when an authenticated newcomer shows the identity of a session that exists. Pure.
//
// Both ends decide alone and must come to the same survivor:
// R1. Both connections join the same two processes, and only the newcomer was dialed by the peer
//     with the lower id: two dials have crossed; the newcomer replaces the other at once.
// R2. In every other case the old session is asked (ping) and keeps its place if it answers before
//     it has been silent for the handover time, or within the probe time where that is later; the
//     newcomer is then refused, as DuplicateDial if it comes from the same process (harmless), as
//     SecondSession if from another (a second process with this identity). A silent old session is
//     dead, perhaps half-open after a power loss: the newcomer replaces it.
// R3. Who waits for the answer of the old session is one newcomer at a time; others are refused.
//
// They decide who is spoken with, not who may sign: the right to sign is asked for and committed to
// by signed messages (rule C15), and does not change hands with a session.

#include "net/p2p/close_reason.hpp"
#include "net/p2p/peer_types.hpp"

namespace vitalstream::net {

struct SessionOrigin {
  PeerId dialer;        // which of the two dialed
  InstanceId instance;  // the other side's process
};

enum class SecondSessionStep { Replace, ProbeOld };

[[nodiscard]] SecondSessionStep judge_second_session(const SessionOrigin& old_session,
                                                     const SessionOrigin& newcomer,
                                                     PeerId lower_id);

// With which word the newcomer is refused once the old session has answered.
[[nodiscard]] CloseReason refusal_of_newcomer(const SessionOrigin& old_session,
                                              const SessionOrigin& newcomer);

}  // namespace vitalstream::net
