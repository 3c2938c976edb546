#include "node/upkeep/checkpoint_request.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <string>
#include <string_view>
#include <thread>
#include <utility>

// The header of glibc 2.36 does not say that its functions are C.
extern "C" {
#include <sys/pidfd.h>
}

#include "base/result.hpp"
#include "node/stores/checkpoint.hpp"
#include "node/upkeep/limits.hpp"

namespace vitalstream::node {
namespace {

namespace fs = std::filesystem;
using storage::FileDescriptor;

constexpr const char* kBusy = ": another backup is being taken; try again when it is done";

SetupFailure failed(const fs::path& path) { return {path.string() + ": " + std::strerror(errno)}; }

// Only a running node waits for requests: it has blocked the signal. Other subcommands ignore it,
// and what else may hold a lock could die of it. The status file can be read of any process.
bool waits_for_requests(pid_t process) {
  constexpr std::string_view kBlocked = "SigBlk:";
  std::ifstream status("/proc/" + std::to_string(process) + "/status");
  for (std::string line; std::getline(status, line);) {
    if (line.starts_with(kBlocked)) {
      const auto blocked = std::strtoull(line.c_str() + kBlocked.size(), nullptr, 16);
      return ((blocked >> (SIGUSR1 - 1)) & 1U) != 0;
    }
  }
  return false;
}

enum class Lock { Taken, HeldByOther, Nothing, Failed };

// Nothing: there is no such folder, or it was removed meanwhile.
Lock lock(const fs::path& folder, FileDescriptor& locked) {
  locked = FileDescriptor(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!locked.is_open()) {
    return errno == ENOENT ? Lock::Nothing : Lock::Failed;
  }
  if (::flock(locked.get(), LOCK_EX | LOCK_NB) != 0) {
    return errno == EWOULDBLOCK ? Lock::HeldByOther : Lock::Failed;
  }
  struct stat held = {};
  struct stat named = {};
  if (::fstat(locked.get(), &held) != 0) {
    return Lock::Failed;
  }
  const bool is_same = ::stat(folder.c_str(), &named) == 0 && held.st_ino == named.st_ino &&
                       held.st_dev == named.st_dev;
  return is_same ? Lock::Taken : Lock::Nothing;
}

// One that an interrupted backup has left goes; one that is being copied stays.
Result<void, SetupFailure> remove_leftover(const fs::path& folder) {
  FileDescriptor locked;
  switch (lock(folder, locked)) {
    case Lock::Nothing:
      return {};
    case Lock::HeldByOther:
      return SetupFailure{folder.string() + kBusy};
    case Lock::Failed:
      return failed(folder);
    case Lock::Taken:
      break;
  }
  std::error_code error;
  fs::remove_all(folder, error);
  return error ? Result<void, SetupFailure>(SetupFailure{folder.string() + ": " + error.message()})
               : Result<void, SetupFailure>();
}

// The process is fixed first and looked at then, so that no other can get its number in between.
Result<void, SetupFailure> send_request(const fs::path& data_dir, pid_t holder) {
  const FileDescriptor process(holder > 0 ? ::pidfd_open(holder, 0) : -1);
  if (!process.is_open() || !waits_for_requests(holder)) {
    return SetupFailure{data_dir.string() +
                        " is in use, and not by a node that can be asked from here: run this as "
                        "the node's user, on its machine or in its container"};
  }
  if (::pidfd_send_signal(process.get(), SIGUSR1, nullptr, 0) != 0) {
    return SetupFailure{"process " + std::to_string(holder) +
                        " cannot be asked for a checkpoint: " + std::strerror(errno)};
  }
  return {};
}

}  // namespace

TakenCheckpoint::TakenCheckpoint(fs::path folder, FileDescriptor locked)
    : folder_(std::move(folder)), locked_(std::move(locked)) {}

TakenCheckpoint::~TakenCheckpoint() {
  if (locked_.is_open()) {
    std::error_code ignored;
    fs::remove_all(folder_, ignored);
  }
}

Result<TakenCheckpoint, SetupFailure> TakenCheckpoint::ask(const fs::path& data_dir,
                                                           const storage::LockFailure& holder) {
  const fs::path folder = checkpoint_path(data_dir);
  VS_RETURN_IF_ERROR(remove_leftover(folder));
  VS_RETURN_IF_ERROR(send_request(data_dir, holder.holder));
  const auto deadline = std::chrono::steady_clock::now() + kCheckpointTimeout;
  for (;;) {
    FileDescriptor locked;
    switch (lock(folder, locked)) {
      case Lock::Taken:
        return TakenCheckpoint(folder, std::move(locked));
      case Lock::HeldByOther:
        return SetupFailure{folder.string() + kBusy};
      case Lock::Failed:
        return failed(folder);
      case Lock::Nothing:
        break;
    }
    if (std::chrono::steady_clock::now() > deadline) {
      return SetupFailure{"process " + std::to_string(holder.holder) +
                          " has made no checkpoint within " +
                          std::to_string(kCheckpointTimeout.count()) + " s; its log says why"};
    }
    std::this_thread::sleep_for(kCheckpointPoll);
  }
}

}  // namespace vitalstream::node
