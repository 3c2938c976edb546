#include "net/rpc/ws_session.hpp"

#include <gtest/gtest.h>

#include "tests/support/rpc_fixture.hpp"

namespace vitalstream::net {
namespace {

constexpr std::string_view kInfo = R"({"jsonrpc":"2.0","method":"ledger_getInfo","id":1})";

// A frame as a client writes it.
std::string frame(WsOpcode opcode, std::string payload, bool final = true) {
  std::string out;
  append_ws_frame(out, opcode, payload);
  const std::size_t head = out.size() - payload.size();
  if (!final) {
    out[0] = static_cast<char>(out[0] & 0x7f);
  }
  out[1] = static_cast<char>(out[1] | '\x80');
  const std::array<std::uint8_t, 4> mask{9, 8, 7, 6};
  unmask({payload.data(), payload.size()}, mask);
  return out.substr(0, head) + "\x09\x08\x07\x06" + payload;
}

std::string text(std::string_view payload) { return frame(WsOpcode::Text, std::string(payload)); }

class WsSessionTest : public ::testing::Test {
 protected:
  WsSessionTest() { bench_.caller = &session_; }

  std::string ask(const std::string& bytes) {
    feed_.give(bytes);
    bench_.settle();
    return host_.take();
  }

  // The code of the close frame that was sent; 0 if none was.
  static unsigned close_code(const std::string& sent) {
    if (sent.size() < 4 || sent[0] != '\x88') {
      return 0;
    }
    return unsigned{static_cast<unsigned char>(sent[2])} * 256 +
           static_cast<unsigned char>(sent[3]);
  }

  testing::DispatcherBench bench_;
  testing::RecordingHost host_;
  WsSession session_{host_, bench_.dispatcher, bench_.limits};
  testing::SessionFeed feed_{session_};
};

TEST_F(WsSessionTest, AnswersAMessage) {
  const std::string answer = ask(text(kInfo));
  EXPECT_EQ(answer[0], '\x81');
  EXPECT_NE(answer.find("consortium-1"), std::string::npos);
}

TEST_F(WsSessionTest, AnswersAMessageThatArrivesByteByByte) {
  const std::string bytes = text(kInfo);
  for (std::size_t i = 0; i + 1 < bytes.size(); ++i) {
    EXPECT_EQ(ask(bytes.substr(i, 1)), "");
  }
  EXPECT_NE(ask(bytes.substr(bytes.size() - 1)), "");
}

TEST_F(WsSessionTest, PutsFragmentsTogetherAroundControlFrames) {
  const std::string whole(kInfo);
  EXPECT_EQ(ask(frame(WsOpcode::Text, whole.substr(0, 10), false)), "");
  EXPECT_EQ(ask(frame(WsOpcode::Ping, "hi")), std::string("\x8a\x02hi"));
  EXPECT_EQ(ask(frame(WsOpcode::Continuation, whole.substr(10, 10), false)), "");
  EXPECT_NE(ask(frame(WsOpcode::Continuation, whole.substr(20))).find("consortium-1"),
            std::string::npos);
}

TEST_F(WsSessionTest, ClosesOnFragmentsOutOfOrder) {
  EXPECT_EQ(close_code(ask(frame(WsOpcode::Continuation, "x"))), 1002U);
  EXPECT_TRUE(host_.finished);
}

TEST_F(WsSessionTest, ClosesOnAnUnmaskedFrame) {
  std::string unmasked;
  append_ws_frame(unmasked, WsOpcode::Text, kInfo);
  EXPECT_EQ(close_code(ask(unmasked)), 1002U);
}

TEST_F(WsSessionTest, ClosesOnBinaryMessages) {
  EXPECT_EQ(close_code(ask(frame(WsOpcode::Binary, "x"))), 1003U);
}

TEST_F(WsSessionTest, ClosesOnTextThatIsNotUtf8) {
  EXPECT_EQ(close_code(ask(text("\"\xff\""))), 1007U);
}

TEST_F(WsSessionTest, ClosesByTheHeadOfAMessageThatIsTooLarge) {
  const std::string largest = text(std::string(kRpcBodyBytesMax, ' '));
  EXPECT_EQ(ask(largest.substr(0, 14)), "");
  EXPECT_EQ(feed_.wanted(), largest.size());
  testing::RecordingHost other;
  WsSession session(other, bench_.dispatcher, bench_.limits);
  testing::SessionFeed(session).give(text(std::string(kRpcBodyBytesMax + 1, ' ')).substr(0, 14));
  EXPECT_EQ(close_code(other.sent), 1009U);
}

TEST_F(WsSessionTest, CountsAllFragmentsOfAMessage) {
  const std::string half(kRpcBodyBytesMax / 2, ' ');
  EXPECT_EQ(ask(frame(WsOpcode::Text, half, false)), "");
  EXPECT_EQ(ask(frame(WsOpcode::Continuation, half, false)), "");
  EXPECT_EQ(close_code(ask(frame(WsOpcode::Continuation, " ", false))), 1009U);
}

TEST_F(WsSessionTest, AnswersACloseWithAClose) {
  EXPECT_EQ(close_code(ask(frame(WsOpcode::Close,
                                 "\x03\xe8"
                                 "bye"))),
            1000U);
  EXPECT_TRUE(host_.finished);
  EXPECT_EQ(ask(text(kInfo)), "");
}

TEST_F(WsSessionTest, RefusesACloseWithACodeThatMustNotBeSent) {
  EXPECT_EQ(close_code(ask(frame(WsOpcode::Close, "\x03\xed"))), 1002U);
}

TEST_F(WsSessionTest, BeginsTheDeadlineWithTheFirstByteOfAMessage) {
  const std::string bytes = text(kInfo);
  EXPECT_EQ(ask(bytes.substr(0, 1)), "");
  EXPECT_EQ(host_.phases.back(), SessionPhase::Body);
  const std::size_t begun = host_.phases.size();
  EXPECT_EQ(ask(bytes.substr(1, 20)), "");
  EXPECT_EQ(host_.phases.size(), begun);
  session_.on_deadline();
  EXPECT_EQ(close_code(host_.take()), 1008U);
}

TEST_F(WsSessionTest, AsksAnIdleClientWhetherItIsThereBeforeItCloses) {
  session_.on_half_idle();
  EXPECT_EQ(host_.take(), std::string("\x89\x00", 2));
  session_.on_deadline();
  EXPECT_EQ(close_code(host_.take()), 1008U);
}

TEST_F(WsSessionTest, DoesNotCallAClientIdleThatWaitsForAnAnswer) {
  bench_.node.hold_submissions = true;
  EXPECT_EQ(ask(text(R"({"jsonrpc":"2.0","method":"tx_submit","params":{"tx":"a"},"id":1})")), "");
  session_.on_deadline();
  EXPECT_FALSE(host_.finished);
  session_.on_stop();
  EXPECT_FALSE(host_.finished);
  bench_.node.release_all();
  bench_.settle();
  EXPECT_NE(host_.take().find("txId"), std::string::npos);
  session_.on_stop();
  EXPECT_EQ(close_code(host_.take()), 1001U);
}

TEST_F(WsSessionTest, ClosesWithTryAgainWhenThereIsNoMemory) {
  session_.on_no_memory();
  EXPECT_EQ(close_code(host_.take()), 1013U);
}

}  // namespace
}  // namespace vitalstream::net
