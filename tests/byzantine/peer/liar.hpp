#pragma once
// Liar: one process that pretends to be a validator towards its victims: keeps a session with each,
// follows the views, and asks its behaviour what to say. Everything happens in one thread, in turns
// of a millisecond at most.

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "consensus/types/message.hpp"
#include "net/p2p/peer_types.hpp"
#include "net/wire/peer_message.hpp"
#include "tests/byzantine/peer/connection.hpp"
#include "tests/byzantine/peer/identity.hpp"
#include "tests/byzantine/peer/own_process.hpp"
#include "tests/byzantine/peer/view_follower.hpp"

namespace vitalstream::byzantine {

class Behaviour;

// What happened, for whoever started the program.
struct Tally {
  std::uint64_t messages = 0;
  std::uint64_t bytes = 0;
  std::uint64_t sessions = 0;
  std::uint64_t connections = 0;
  // Questions to which a behaviour has given its own answer.
  std::uint64_t answers = 0;
  // Why the victims said goodbye, by the names of CloseReason.
  std::map<std::string, std::uint64_t> goodbyes{};
};

class Liar {
 public:
  using Victim = std::size_t;

  Liar(Identity identity, std::vector<std::uint16_t> ports, Behaviour& behaviour);
  ~Liar();
  Liar(const Liar&) = delete;
  Liar& operator=(const Liar&) = delete;

  void run(double seconds);

  [[nodiscard]] const Identity& identity() const { return identity_; }
  [[nodiscard]] ViewFollower& follower() { return follower_; }
  [[nodiscard]] OwnProcess& process() { return process_; }
  [[nodiscard]] Tally& tally() { return tally_; }
  [[nodiscard]] std::size_t victims() const { return ports_.size(); }
  [[nodiscard]] bool is_up(Victim victim) const;
  // A flood that a victim does not read waits here instead of growing in memory.
  [[nodiscard]] bool has_room(Victim victim) const;

  void send(Victim victim, const consensus::Message& message);
  void send_bytes(Victim victim, ByteView message);
  void send_to_all(const consensus::Message& message);
  void send_bytes_to_all(ByteView message);

  // A true vote, said to all and counted here.
  void vote(const consensus::VoteSubject& subject);
  // A true proposal, likewise.
  void propose(const consensus::Proposal& proposal);

  // For behaviours that deal with connections themselves.
  [[nodiscard]] std::unique_ptr<Connection> dial(Victim victim);
  [[nodiscard]] Connection* connection(Victim victim);
  [[nodiscard]] Bytes hello_to(Victim victim) const;
  void close(Victim victim);
  // What there is to read: pings are answered, goodbyes counted; the rest is returned.
  [[nodiscard]] std::vector<Bytes> take_messages(Connection& connection);

 private:
  struct Session;

  void keep_session(Victim victim);
  void read_session(Victim victim);
  void on_message(Victim victim, ByteView bytes);
  void take_part();
  void wait_for_events();

  Identity identity_;
  std::vector<std::uint16_t> ports_;
  Behaviour& behaviour_;
  TlsContext context_;
  ViewFollower follower_;
  OwnProcess process_;
  Tally tally_;
  net::InstanceId instance_;
  std::vector<Session> sessions_;
  consensus::View notarized_;
  consensus::View nullified_;
  consensus::View finalized_;
  consensus::View led_;
};

}  // namespace vitalstream::byzantine
