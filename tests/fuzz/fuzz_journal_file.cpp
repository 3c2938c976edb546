#include "fuzz_input.hpp"
#include "storage/journal_frame.hpp"
#include "storage/journal_header.hpp"

using namespace vitalstream;
using namespace vitalstream::storage;

VS_FUZZ_TARGET(input) {
  const auto header = decode_journal_header(input);
  if (header) {
    VS_ASSERT(equal(encode_journal_header(header->header), input.first(header->bytes)));
  }
  const std::size_t start = header ? header->bytes : 0;
  const std::uint32_t seed = header ? header->seed : 0;
  const FrameScan scan = scan_frames(input, start, seed);
  Bytes rewritten = to_bytes(input.first(start));
  std::uint64_t sequence = kFirstFrameSequence;
  for (const ByteView payload : scan.payloads) {
    append_frame(rewritten, payload, sequence++, seed);
  }
  VS_ASSERT(scan.good_bytes <= input.size());
  VS_ASSERT(equal(rewritten, input.first(scan.good_bytes)));
  VS_ASSERT(scan.tail != Tail::Clean || scan.good_bytes == input.size());
}
