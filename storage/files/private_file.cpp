#include "storage/files/private_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <string>
#include <system_error>

#include "base/assert.hpp"

namespace vitalstream::storage {
namespace {

constexpr uid_t kRoot = 0;

ProcessIdentity this_process() {
  ProcessIdentity process{::geteuid(), {::getegid()}};
  const int count = ::getgroups(0, nullptr);
  if (count > 0) {
    std::vector<gid_t> others(static_cast<std::size_t>(count));
    const int read = ::getgroups(count, others.data());
    others.resize(static_cast<std::size_t>(std::max(read, 0)));
    process.groups.insert(process.groups.end(), others.begin(), others.end());
  }
  return process;
}

FileAccess access_of(const struct stat& status) {
  return {status.st_uid, status.st_gid, status.st_mode};
}

// The folders of the opened file as the kernel knows it, from the innermost to the root.
bool lies_behind_a_closed_folder(const FileDescriptor& file, const ProcessIdentity& process) {
  std::error_code failed;
  std::filesystem::path folder =
      std::filesystem::read_symlink("/proc/self/fd/" + std::to_string(file.get()), failed);
  while (!failed && folder.has_relative_path()) {
    folder = folder.parent_path();
    struct stat status = {};
    if (::lstat(folder.c_str(), &status) != 0 || !S_ISDIR(status.st_mode)) {
      return false;
    }
    if (lets_nobody_else_in(access_of(status), process)) {
      return true;
    }
  }
  return false;
}

}  // namespace

bool lets_nobody_else_in(const FileAccess& folder, const ProcessIdentity& process) {
  return (folder.owner == kRoot || folder.owner == process.user) &&
         (folder.mode & (S_IXGRP | S_IXOTH)) == 0;
}

bool is_private(const FileAccess& file, const ProcessIdentity& process) {
  if (file.owner != kRoot && file.owner != process.user) {
    return false;
  }
  if ((file.mode & (S_IRWXG | S_IRWXO)) == 0) {
    return true;
  }
  return file.owner == kRoot && (file.mode & (S_IRWXG | S_IRWXO)) == S_IRGRP &&
         std::ranges::find(process.groups, file.group) != process.groups.end();
}

std::string_view to_string(PrivateFileRefusal refusal) {
  switch (refusal) {
    case PrivateFileRefusal::NotFound:
      return "there is no such file";
    case PrivateFileRefusal::CannotOpen:
      return "the file cannot be read";
    case PrivateFileRefusal::NotARegularFile:
      return "it is not a regular file";
    case PrivateFileRefusal::TooOpen:
      return "others may read it: give it to this user with mode 0600, or to root with mode 0440 "
             "and a group of this process (in Kubernetes: defaultMode 0440 and the pod's fsGroup), "
             "or keep it in a folder with mode 0700";
  }
  base::assertion_failed("a known PrivateFileRefusal", __FILE__, __LINE__);
}

Result<OpenedPrivateFile, PrivateFileRefusal> open_private_file(const std::filesystem::path& path) {
  // Not blocking: the name may be that of a pipe to which nobody writes.
  FileDescriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  if (!file.is_open()) {
    return errno == ENOENT ? PrivateFileRefusal::NotFound : PrivateFileRefusal::CannotOpen;
  }
  struct stat status = {};
  if (::fstat(file.get(), &status) != 0) {
    return PrivateFileRefusal::CannotOpen;
  }
  if (!S_ISREG(status.st_mode)) {
    return PrivateFileRefusal::NotARegularFile;
  }
  const ProcessIdentity process = this_process();
  if (!is_private(access_of(status), process) && !lies_behind_a_closed_folder(file, process)) {
    return PrivateFileRefusal::TooOpen;
  }
  return OpenedPrivateFile{std::move(file), static_cast<std::uint64_t>(status.st_size)};
}

}  // namespace vitalstream::storage
