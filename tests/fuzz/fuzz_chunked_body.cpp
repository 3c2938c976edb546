#include "fuzz_input.hpp"
#include "net/rpc/chunked_body.hpp"

using namespace vitalstream;
using namespace vitalstream::net;

namespace {

constexpr std::size_t kBytesMax = 4'096;

// What it takes of input that comes in pieces of this size; nothing if it refuses.
std::optional<std::string> take_in_pieces(std::string_view input, std::size_t size) {
  ChunkedBody body(kBytesMax);
  std::string waiting;
  while (!input.empty() && !body.is_complete()) {
    waiting += input.substr(0, size);
    input.remove_prefix(std::min(size, input.size()));
    const auto progress = body.take(waiting);
    if (progress.refusal) {
      return std::nullopt;
    }
    VS_ASSERT(progress.consumed <= waiting.size());
    waiting.erase(0, progress.consumed);
  }
  VS_ASSERT(body.text().size() <= kBytesMax);
  return body.is_complete() ? std::optional(body.text()) : std::nullopt;
}

}  // namespace

// The pieces in which a body arrives make no difference.
VS_FUZZ_TARGET(input) {
  const std::string_view received = as_text(input);
  const auto whole = take_in_pieces(received, received.size());
  VS_ASSERT(take_in_pieces(received, 1) == whole);
}
