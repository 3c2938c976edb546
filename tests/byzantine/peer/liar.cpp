#include "tests/byzantine/peer/liar.hpp"

#include <poll.h>

#include <algorithm>
#include <random>
#include <utility>

#include "net/p2p/hello.hpp"
#include "tests/byzantine/peer/behaviour.hpp"
#include "tests/byzantine/peer/forge.hpp"
#include "tests/byzantine/peer/pace.hpp"

namespace vitalstream::byzantine {
namespace {

using consensus::View;

constexpr int kTurnMs = 1;
constexpr std::int64_t kRedialMs = 50;
// A refusal must be heard before the next attempt, however long the victim takes over it.
constexpr std::int64_t kHelloMs = 6'000;
constexpr std::size_t kUnsentBytesMax = 1024 * 1024;

net::InstanceId random_instance() {
  net::InstanceId::Rep bytes{};
  std::random_device source;
  std::ranges::generate(bytes, [&] { return static_cast<std::uint8_t>(source()); });
  return net::InstanceId{bytes};
}

}  // namespace

struct Liar::Session {
  std::unique_ptr<Connection> connection;
  std::int64_t dialed_ms = 0;
  bool has_greeted = false;
  bool is_up = false;
};

Liar::Liar(Identity identity, std::vector<std::uint16_t> ports, Behaviour& behaviour)
    : identity_(std::move(identity)),
      ports_(std::move(ports)),
      behaviour_(behaviour),
      context_(make_tls_context(identity_)),
      follower_(identity_),
      process_(identity_),
      instance_(random_instance()),
      sessions_(ports_.size()) {}

Liar::~Liar() = default;

void Liar::run(double seconds) {
  const std::int64_t end = steady_ms() + static_cast<std::int64_t>(seconds * 1000);
  while (steady_ms() < end) {
    if (behaviour_.manners().keeps_sessions) {
      for (Victim victim = 0; victim < victims(); ++victim) {
        keep_session(victim);
      }
    }
    take_part();
    behaviour_.on_turn(*this);
    wait_for_events();
  }
}

bool Liar::is_up(Victim victim) const { return sessions_[victim].is_up; }

bool Liar::has_room(Victim victim) const {
  const Session& session = sessions_[victim];
  return session.is_up && session.connection->unsent_bytes() < kUnsentBytesMax;
}

void Liar::keep_session(Victim victim) {
  Session& session = sessions_[victim];
  if (session.connection == nullptr || session.connection->state() == Connection::State::Closed) {
    session.is_up = false;
    if (steady_ms() - session.dialed_ms < kRedialMs) {
      return;
    }
    session = {dial(victim), steady_ms(), false, false};
  }
  session.connection->advance();
  if (session.connection->is_open() && !session.has_greeted) {
    session.connection->send_frame(net::FrameType::Hello, hello_to(victim));
    session.has_greeted = true;
  }
  read_session(victim);
  if (!session.is_up && steady_ms() - session.dialed_ms > kHelloMs) {
    session.connection->close();
  }
}

void Liar::read_session(Victim victim) {
  Session& session = sessions_[victim];
  for (const net::Frame& frame : session.connection->take_frames()) {
    switch (frame.type) {
      case net::FrameType::Hello:
        session.is_up = true;
        tally_.sessions += 1;
        behaviour_.on_session(*this, victim);
        break;
      case net::FrameType::Message:
        on_message(victim, frame.payload);
        break;
      case net::FrameType::Ping:
        session.connection->send_frame(net::FrameType::Pong, frame.payload);
        break;
      case net::FrameType::Goodbye:
        tally_.goodbyes[std::string(net::to_string(net::decode_goodbye(frame.payload)))] += 1;
        break;
      case net::FrameType::Pong:
        break;
    }
  }
}

std::vector<Bytes> Liar::take_messages(Connection& connection) {
  std::vector<Bytes> messages;
  for (net::Frame& frame : connection.take_frames()) {
    if (frame.type == net::FrameType::Goodbye) {
      tally_.goodbyes[std::string(net::to_string(net::decode_goodbye(frame.payload)))] += 1;
    } else if (frame.type == net::FrameType::Ping) {
      connection.send_frame(net::FrameType::Pong, frame.payload);
    } else if (frame.type == net::FrameType::Message || frame.type == net::FrameType::Hello) {
      messages.push_back(std::move(frame.payload));
    }
  }
  return messages;
}

void Liar::on_message(Victim victim, ByteView bytes) {
  const auto decoded = net::decode_peer_message(bytes);
  if (!decoded) {
    return;
  }
  if (const auto* carrying = std::get_if<net::CarryingMessage>(&*decoded)) {
    follower_.on_message(carrying->message);
    if (const auto* question = std::get_if<consensus::Question>(&carrying->message)) {
      behaviour_.look_back(*this, victim, *question);
    }
  }
  behaviour_.on_message(*this, victim, *decoded);
}

// C3, C6, C9, C11 as far as the others see them: it notarizes whatever is proposed, finalizes
// whatever is notarized, and joins those who skip a view.
void Liar::take_part() {
  const Manners manners = behaviour_.manners();
  const View view = follower_.view();
  const auto epoch = identity_.set.epoch();
  if (manners.leads && follower_.is_leader() && led_ < view && follower_.parent()) {
    led_ = view;
    behaviour_.lead(*this, view, *follower_.parent());
  }
  if (!manners.votes) {
    return;
  }
  const auto* proposal = follower_.proposal_of(view);
  if (proposal != nullptr && notarized_ < view && nullified_ < view) {
    notarized_ = view;
    behaviour_.vote(*this, proposal->vote.subject);
  }
  if (nullified_ < view && follower_.nullifies_of(view) > identity_.set.faulty_max()) {
    nullified_ = view;
    behaviour_.vote(*this, consensus::make_nullify(epoch, view));
  }
  const View last{follower_.view().value() - 1};
  if (const auto notarized = follower_.notarized_in(last);
      notarized && finalized_ < last && nullified_ != last) {
    finalized_ = last;
    behaviour_.vote(*this, consensus::make_finalize(*notarized));
  }
}

void Liar::wait_for_events() {
  std::vector<pollfd> waited;
  for (const Session& session : sessions_) {
    if (session.connection != nullptr && session.connection->descriptor() >= 0) {
      waited.push_back({session.connection->descriptor(), session.connection->wanted_events(), 0});
    }
  }
  static_cast<void>(::poll(waited.data(), waited.size(), kTurnMs));
}

void Liar::send(Victim victim, const consensus::Message& message) {
  send_bytes(victim, net::encode_message(message, {}));
}

void Liar::send_bytes(Victim victim, ByteView message) {
  if (is_up(victim)) {
    sessions_[victim].connection->send_frame(net::FrameType::Message, message);
    tally_.messages += 1;
    tally_.bytes += message.size();
  }
}

void Liar::send_to_all(const consensus::Message& message) {
  send_bytes_to_all(net::encode_message(message, {}));
}

void Liar::send_bytes_to_all(ByteView message) {
  for (Victim victim = 0; victim < victims(); ++victim) {
    send_bytes(victim, message);
  }
}

void Liar::vote(const consensus::VoteSubject& subject) {
  const consensus::Vote signed_vote = sign_vote(identity_, subject);
  follower_.on_vote(signed_vote);
  send_to_all(signed_vote);
}

void Liar::propose(const consensus::Proposal& proposal) {
  notarized_ = proposal.vote.subject.view;
  follower_.on_message(proposal);
  send_to_all(proposal);
}

std::unique_ptr<Connection> Liar::dial(Victim victim) {
  tally_.connections += 1;
  return std::make_unique<Connection>(context_, ports_[victim]);
}

Connection* Liar::connection(Victim victim) { return sessions_[victim].connection.get(); }

Bytes Liar::hello_to(Victim victim) const {
  // The victims are the validators before the liar, in the order of their numbers.
  const auto receiver = static_cast<std::uint32_t>(victim + 1);
  return net::encode_hello({identity_.chain, identity_.genesis, net::PeerId{identity_.id.value()},
                            net::PeerId{receiver}, instance_});
}

void Liar::close(Victim victim) {
  if (sessions_[victim].connection != nullptr) {
    sessions_[victim].connection->close();
    sessions_[victim].is_up = false;
  }
}

void Behaviour::look_back(Liar& liar, Liar::Victim victim, const consensus::Question& question) {
  const auto& parent = liar.follower().parent();
  liar.send(victim, liar.process().answer(question, liar.follower().view(),
                                          parent ? parent->view : View{}));
}

void Behaviour::lead(Liar& liar, View view, const Notarized& parent) {
  const consensus::Block block = empty_block_on(liar.identity(), parent);
  liar.propose(sign_proposal(liar.identity(), block, view, parent.view));
}

}  // namespace vitalstream::byzantine
