#pragma once
// How a backup asks the node that holds a data directory for a checkpoint, and keeps it while it
// copies: SIGUSR1 to the process that the kernel names as the holder, which only the node's own
// user can send. One backup at a time: who copies has the checkpoint's folder locked, and a second
// one is refused instead of taking it away under the first.

#include <filesystem>

#include "node/stores/genesis_file.hpp"
#include "storage/directory_lock.hpp"
#include "storage/files/file_descriptor.hpp"

namespace vitalstream::node {

// A checkpoint that is this process's until the object goes; it removes the folder then.
class TakenCheckpoint {
 public:
  // Asks `holder`, waits for the checkpoint to appear, at most kCheckpointTimeout, and takes it.
  [[nodiscard]] static Result<TakenCheckpoint, SetupFailure> ask(
      const std::filesystem::path& data_dir, const storage::LockFailure& holder);
  ~TakenCheckpoint();
  TakenCheckpoint(TakenCheckpoint&&) noexcept = default;
  TakenCheckpoint& operator=(TakenCheckpoint&&) = delete;

  [[nodiscard]] const std::filesystem::path& folder() const { return folder_; }

 private:
  TakenCheckpoint(std::filesystem::path folder, storage::FileDescriptor locked);

  std::filesystem::path folder_;
  storage::FileDescriptor locked_;
};

}  // namespace vitalstream::node
