// Lies below the messages: connections, hellos, frames, and a peer that is slow on purpose.
#include <utility>

#include "consensus/types/limits.hpp"
#include "net/p2p/hello.hpp"
#include "net/p2p/limits.hpp"
#include "net/wire/limits.hpp"
#include "tests/byzantine/peer/flood.hpp"
#include "tests/byzantine/peer/forge.hpp"
#include "tests/byzantine/peer/knocker.hpp"

namespace vitalstream::byzantine {
namespace {

using net::FrameType;

net::Hello true_hello(Liar& liar, Liar::Victim victim) {
  const auto hello = net::decode_hello(liar.hello_to(victim));
  return *hello;
}

Bytes hello_frame(const net::Hello& hello) {
  return net::encode_frame(FrameType::Hello, net::encode_hello(hello));
}

// The hello with one change.
Knock with_hello(void (*change)(net::Hello&)) {
  Knock knock;
  knock.say = [change](Liar& liar, Liar::Victim victim) {
    net::Hello hello = true_hello(liar, victim);
    change(hello);
    return hello_frame(hello);
  };
  return knock;
}

// Anything in the place of the hello.
Knock first(Bytes bytes) {
  Knock knock;
  knock.say = [bytes = std::move(bytes)](Liar&, Liar::Victim) { return bytes; };
  return knock;
}

// A true hello, then these bytes.
Knock then(Bytes bytes) {
  Knock knock;
  knock.say = [bytes = std::move(bytes)](Liar& liar, Liar::Victim victim) {
    Bytes all = hello_frame(true_hello(liar, victim));
    append(all, bytes);
    return all;
  };
  return knock;
}

// A header that claims what it likes.
Bytes raw_header(std::uint32_t length, std::uint8_t type) {
  return {static_cast<std::uint8_t>(length >> 24U), static_cast<std::uint8_t>(length >> 16U),
          static_cast<std::uint8_t>(length >> 8U), static_cast<std::uint8_t>(length), type};
}

Bytes joined(Bytes head, ByteView tail) {
  append(head, tail);
  return head;
}

void other_genesis(net::Hello& hello) { hello.genesis = GenesisHash{random_hash()}; }
void other_chain(net::Hello& hello) { hello.chain = ChainId{"another-chain"}; }
void other_sender(net::Hello& hello) { hello.sender = net::PeerId{1}; }
void other_receiver(net::Hello& hello) { hello.receiver = net::PeerId{77}; }
void same(net::Hello& /*hello*/) {}
void other_process(net::Hello& hello) {
  net::InstanceId::Rep bytes{};
  const Hash32 chance = random_hash();
  std::copy_n(chance.begin(), bytes.size(), bytes.begin());
  hello.instance = net::InstanceId{bytes};
}

Bytes hello_of_other_version() {
  Bytes payload(64, 0);
  payload[0] = 99;
  return net::encode_frame(FrameType::Hello, payload);
}

Knock lasting(Knock knock, std::int64_t keep_ms, std::size_t connections_max) {
  knock.keep_ms = keep_ms;
  knock.connections_max = connections_max;
  return knock;
}

Knock slowly(Knock knock) {
  knock.bytes_per_second = 1;
  return lasting(std::move(knock), 60'000, 16);
}

Knock beside_a_session(Knock knock) {
  knock.keeps_sessions = true;
  return knock;
}

Knock deaf(Knock knock) {
  knock.reads = false;
  return lasting(std::move(knock), 60'000, 1);
}

// Asks for much and reads nothing: what is to be sent piles up at the others.
class DeafAsker final : public Behaviour {
 public:
  void on_session(Liar& /*liar*/, Liar::Victim victim) override { asked_[victim] = false; }
  void on_turn(Liar& liar) override {
    for (Liar::Victim victim = 0; victim < liar.victims(); ++victim) {
      const auto& known = liar.follower().references();
      if (!liar.is_up(victim) || asked_[victim] || known.size() < kQuestionsMin) {
        continue;
      }
      asked_[victim] = true;
      liar.connection(victim)->stop_reading();
      for (std::size_t i = 0; i < kQuestions; ++i) {
        consensus::BatchRequest request;
        for (std::size_t j = 0; j < consensus::kRequestedBatchesMax; ++j) {
          request.digests.push_back(known[(i + j) % known.size()].digest);
        }
        liar.send(victim, request);
      }
    }
    if (pace_.take()) {
      for (Liar::Victim victim = 0; victim < liar.victims(); ++victim) {
        if (liar.is_up(victim)) {
          liar.connection(victim)->send_frame(FrameType::Ping, Bytes(net::kPingBytes, 1));
        }
      }
    }
  }

 private:
  static constexpr std::size_t kQuestionsMin = 16;
  static constexpr std::size_t kQuestions = 1'000;
  std::map<Liar::Victim, bool> asked_;
  Pace pace_{2};
};

// Many frames of one type in a session that is honest otherwise.
class FrameFlood final : public Behaviour {
 public:
  FrameFlood(double per_second, Bytes frame) : pace_(per_second), frame_(std::move(frame)) {}
  void on_turn(Liar& liar) override {
    while (pace_.take()) {
      for (Liar::Victim victim = 0; victim < liar.victims(); ++victim) {
        if (liar.has_room(victim)) {
          liar.connection(victim)->send(frame_);
          liar.tally().messages += 1;
        }
      }
    }
  }

 private:
  Pace pace_;
  Bytes frame_;
};

Row frame_flood(std::string_view name, std::string_view does, double per_second, Bytes frame) {
  return {name, does, per_second, [frame = std::move(frame)](double rate) {
            return std::make_unique<FrameFlood>(rate, frame);
          }};
}

Bytes message_frame(Bytes payload) { return net::encode_frame(FrameType::Message, payload); }

std::vector<Row> hello_rows() {
  return {
      knock_row("hello-other-genesis", "Hellos of another genesis", 10, with_hello(&other_genesis)),
      knock_row("hello-other-chain", "Hellos of another chain", 10, with_hello(&other_chain)),
      knock_row("hello-other-sender", "Hellos in the name of another validator", 10,
                with_hello(&other_sender)),
      knock_row("hello-other-receiver", "Hellos to somebody else", 10, with_hello(&other_receiver)),
      knock_row("hello-other-version", "Hellos of a protocol to come", 10,
                first(hello_of_other_version())),
      knock_row("hello-too-long", "Hellos longer than any may be", 10,
                first(net::encode_frame(FrameType::Hello, Bytes(net::kHelloBytesMax + 1, 1)))),
      knock_row("hello-never", "TLS, and then silence", 10, lasting({}, 60'000, 16)),
      knock_row("hello-slow", "The hello by one byte a second", 10, slowly(with_hello(&same))),
      knock_row("hello-twice", "A second hello in a session", 10,
                then(net::encode_frame(FrameType::Hello, Bytes(64, 1)))),
      knock_row("hello-message-first", "A message in the place of the hello", 10,
                first(message_frame(Bytes(1'000, 1)))),
  };
}

std::vector<Row> frame_rows() {
  return {
      knock_row("frame-endless", "A frame that claims four GiB", 10,
                then(raw_header(~0U, static_cast<std::uint8_t>(FrameType::Message)))),
      knock_row("frame-beyond-limit", "A message one byte above the limit of frames", 10,
                then(joined(raw_header(net::kFrameBytesMax + 1,
                                       static_cast<std::uint8_t>(FrameType::Message)),
                            Bytes(1'000, 1)))),
      knock_row("frame-at-limit", "A junk message exactly at the limit of frames", 2,
                then(message_frame(Bytes(net::kFrameBytesMax, 1)))),
      knock_row("frame-at-message-limit", "A junk message exactly at the limit of messages", 2,
                then(message_frame(Bytes(net::kMessageBytesMax, 2)))),
      knock_row("frame-unknown-type", "A frame of no type that there is", 10,
                then(joined(raw_header(8, 99), Bytes(8, 1)))),
      knock_row("frame-empty", "A frame without payload", 10,
                then(raw_header(0, static_cast<std::uint8_t>(FrameType::Message)))),
      knock_row(
          "frame-cut-off", "Half a message, and then nothing until it is cut", 10,
          lasting(then(joined(raw_header(2'000'000, static_cast<std::uint8_t>(FrameType::Message)),
                              Bytes(1'000'000, 1))),
                  60'000, 4)),
      knock_row("frame-slow", "A message by one byte a second", 10,
                slowly(then(message_frame(Bytes(10'000, 1))))),
      knock_row("frame-long-ping", "A ping of a hundred bytes", 10,
                then(net::encode_frame(FrameType::Ping, Bytes(100, 1)))),
      knock_row("frame-unknown-message", "A message of no kind that there is", 10,
                then(message_frame(Bytes(100, 200)))),
      frame_flood("frame-pings", "Pings without end", 10'000,
                  net::encode_frame(FrameType::Ping, Bytes(net::kPingBytes, 1))),
      frame_flood("frame-pongs", "Pongs that nobody has asked for", 10'000,
                  net::encode_frame(FrameType::Pong, Bytes(net::kPingBytes, 1))),
  };
}

}  // namespace

std::vector<Row> session_rows() {
  std::vector<Row> rows = hello_rows();
  for (Row& row : frame_rows()) {
    rows.push_back(std::move(row));
  }
  rows.push_back(knock_row("session-storm", "Sessions opened and closed fifty times a second", 50,
                           lasting(with_hello(&other_process), 50, 8)));
  rows.push_back(knock_row("session-second", "Second sessions beside one that lives", 10,
                           beside_a_session(with_hello(&other_process))));
  rows.push_back(knock_row("session-same-process", "Second dials of the process that is connected",
                           10, beside_a_session(with_hello(&same))));
  rows.push_back(knock_row("session-deaf", "A session that reads nothing and says nothing", 5,
                           deaf(with_hello(&same))));
  rows.push_back({"session-deaf-asker", "Asks for 64,000 batches and reads no answer", 0,
                  [](double /*per_second*/) { return std::make_unique<DeafAsker>(); }});
  return rows;
}

}  // namespace vitalstream::byzantine
