#pragma once
// ByteSource: a file on the disk as frames are read from it, whoever reads it: RocksDB's files, the
// safety record's, memory in tests. And SourceWindow, which reads ahead so that small frames cost
// no system call each. One thread at a time.

#include <cstdint>
#include <span>

#include "base/bytes.hpp"
#include "base/result.hpp"

namespace vitalstream::storage {

// Reading failed; the source's owner knows why.
enum class SourceError { Failed };

class ByteSource {
 public:
  ByteSource() = default;
  ByteSource(const ByteSource&) = delete;
  ByteSource& operator=(const ByteSource&) = delete;
  virtual ~ByteSource() = default;

  [[nodiscard]] virtual std::uint64_t size() const = 0;
  // Fills the target, or as much of it as there is; answers with the number of bytes.
  [[nodiscard]] virtual Result<std::size_t, SourceError> read(std::uint64_t offset,
                                                              std::span<std::uint8_t> target) = 0;
};

class MemorySource final : public ByteSource {
 public:
  // The bytes must outlive the source.
  explicit MemorySource(ByteView bytes) : bytes_(bytes) {}

  std::uint64_t size() const override { return bytes_.size(); }
  Result<std::size_t, SourceError> read(std::uint64_t offset,
                                        std::span<std::uint8_t> target) override;

 private:
  ByteView bytes_;
};

class SourceWindow {
 public:
  // Bytes beyond `end` are not there. The source must outlive the window.
  SourceWindow(ByteSource& source, std::uint64_t end);

  [[nodiscard]] std::uint64_t end() const { return end_; }
  // Up to `bytes` from `offset` on, fewer only at the end. Valid until the next call.
  [[nodiscard]] Result<ByteView, SourceError> view(std::uint64_t offset, std::size_t bytes);

 private:
  ByteSource& source_;
  std::uint64_t end_;
  std::uint64_t begin_ = 0;
  Bytes held_;
};

}  // namespace vitalstream::storage
