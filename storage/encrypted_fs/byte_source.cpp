#include "storage/encrypted_fs/byte_source.hpp"

#include <algorithm>

#include "storage/encrypted_fs/limits.hpp"

namespace vitalstream::storage {

Result<std::size_t, SourceError> MemorySource::read(std::uint64_t offset,
                                                    std::span<std::uint8_t> target) {
  if (offset >= bytes_.size()) {
    return std::size_t{0};
  }
  const ByteView rest = bytes_.subspan(static_cast<std::size_t>(offset));
  const std::size_t count = std::min(rest.size(), target.size());
  std::ranges::copy(rest.first(count), target.begin());
  return count;
}

SourceWindow::SourceWindow(ByteSource& source, std::uint64_t end)
    : source_(source), end_(std::min(end, source.size())) {}

Result<ByteView, SourceError> SourceWindow::view(std::uint64_t offset, std::size_t bytes) {
  if (offset >= end_) {
    return ByteView();
  }
  bytes = static_cast<std::size_t>(std::min<std::uint64_t>(bytes, end_ - offset));
  const bool is_held = offset >= begin_ && offset + bytes <= begin_ + held_.size();
  if (!is_held) {
    const std::uint64_t wanted = std::max<std::uint64_t>(bytes, kScanWindowBytes);
    held_.resize(static_cast<std::size_t>(std::min(wanted, end_ - offset)));
    begin_ = offset;
    const auto count = source_.read(offset, held_);
    if (!count) {
      held_.clear();
      return count.error();
    }
    held_.resize(*count);
  }
  const ByteView rest = ByteView(held_).subspan(static_cast<std::size_t>(offset - begin_));
  return rest.first(std::min(bytes, rest.size()));
}

}  // namespace vitalstream::storage
