#pragma once
// SpaceReserve: a file that holds nothing but room, so that when the disk is full what must be
// written still can be: whoever finds it full releases the reserve and tries again
// (PosixFileOps::MakeRoom); when there is room again it is restored. Any thread.

#include <atomic>
#include <cstdint>
#include <filesystem>

#include "storage/files/file_ops.hpp"

namespace vitalstream::storage {

class SpaceReserve {
 public:
  // One that is there already, from an earlier process, is taken as it is.
  SpaceReserve(std::filesystem::path path, std::uint64_t bytes);

  // Whether there was any to give back.
  [[nodiscard]] bool release();
  // Nothing happens if it is held. From one thread at a time.
  [[nodiscard]] Result<void, FileError> restore();
  [[nodiscard]] bool is_held() const { return is_held_; }
  [[nodiscard]] std::uint64_t bytes() const { return bytes_; }

 private:
  std::filesystem::path path_;
  std::uint64_t bytes_;
  std::atomic<bool> is_held_;
};

}  // namespace vitalstream::storage
