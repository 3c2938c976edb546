// Frames are the same however the stream is cut into pieces; the first byte says how.
#include <algorithm>

#include "fuzz_input.hpp"
#include "net/p2p/frame_reader.hpp"

using namespace vitalstream;
using namespace vitalstream::net;

namespace {

constexpr std::size_t kMessageBytesMax = 4'096;

// All frames of the stream, encoded one after the other, and whether it ended in an error.
struct Reading {
  Bytes frames;
  bool failed = false;
  friend bool operator==(const Reading&, const Reading&) = default;
};

void take_frames(FrameReader& reader, Reading& reading) {
  while (true) {
    const auto next = reader.next();
    if (!next) {
      reading.failed = true;
      return;
    }
    if (!next->has_value()) {
      return;
    }
    append(reading.frames, encode_frame((*next)->type, (*next)->payload));
  }
}

Reading read_in_pieces(ByteView stream, std::size_t piece) {
  FrameReader reader{kMessageBytesMax};
  Reading reading;
  while (!stream.empty() && !reading.failed) {
    const auto space = reader.free_space();
    const std::size_t count = std::min({piece, space.size(), stream.size()});
    std::copy_n(stream.begin(), count, space.begin());
    reader.commit(count);
    stream = stream.subspan(count);
    take_frames(reader, reading);
  }
  return reading;
}

}  // namespace

VS_FUZZ_TARGET(input) {
  const auto [number, stream] = fuzz::choice_of(input);
  const Reading whole = read_in_pieces(stream, stream.size());
  VS_ASSERT(read_in_pieces(stream, 1U + number) == whole);
  VS_ASSERT(whole.frames.size() <= stream.size());
  VS_ASSERT(equal(whole.frames, stream.first(whole.frames.size())));
}
