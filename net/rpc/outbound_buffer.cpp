#include "net/rpc/outbound_buffer.hpp"

#include "net/rpc/limits.hpp"

namespace vitalstream::net {
namespace {

// A piece that was larger gives its memory back.
constexpr std::size_t kKeptBytes = 64 * kRpcKiB;

}  // namespace

std::string_view OutboundBuffer::next() {
  if (written_ == leaving_.size()) {
    leaving_.clear();
    if (leaving_.capacity() > kKeptBytes) {
      leaving_.shrink_to_fit();
    }
    leaving_.swap(gathering_);
    written_ = 0;
  }
  return std::string_view(leaving_).substr(written_);
}

}  // namespace vitalstream::net
