#include "net/wire/message_codec.hpp"

#include <gtest/gtest.h>

#include "tests/unit/net/wire/wire_samples.hpp"

namespace vitalstream::net {
namespace {

std::uint8_t kind_of(const consensus::Message& message) {
  return static_cast<std::uint8_t>(message.index() + 1);
}

TEST(MessageCodec, ReadsBackEveryMessage) {
  for (const consensus::Message& message : samples::every_message()) {
    ByteWriter writer;
    write_message(writer, message);
    ByteReader reader(writer.bytes());
    const auto read = read_message(reader, kind_of(message));
    ASSERT_TRUE(read.has_value());
    EXPECT_TRUE(reader.finished()) << "kind " << message.index();
    EXPECT_TRUE(*read == message) << "kind " << message.index();
  }
}

TEST(MessageCodec, SamplesCoverEveryKind) {
  std::vector<bool> seen(std::variant_size_v<consensus::Message>);
  for (const consensus::Message& message : samples::every_message()) {
    seen[message.index()] = true;
  }
  EXPECT_EQ(seen, std::vector<bool>(seen.size(), true));
}

TEST(MessageCodec, RefusesEveryTruncation) {
  for (const consensus::Message& message : samples::every_message()) {
    ByteWriter writer;
    write_message(writer, message);
    const Bytes& bytes = writer.bytes();
    for (std::size_t length = 0; length < bytes.size(); ++length) {
      ByteReader reader(ByteView(bytes).first(length));
      const auto read = read_message(reader, kind_of(message));
      EXPECT_FALSE(read.has_value() && reader.finished()) << message.index() << " at " << length;
    }
  }
}

TEST(MessageCodec, RefusesUnknownKinds) {
  ByteReader reader(ByteView{});
  EXPECT_FALSE(read_message(reader, 0).has_value());
  EXPECT_FALSE(read_message(reader, std::variant_size_v<consensus::Message> + 1).has_value());
}

}  // namespace
}  // namespace vitalstream::net
