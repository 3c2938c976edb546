#include "storage/files/posix_file_ops.hpp"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <utility>

#include "storage/files/file_descriptor.hpp"

namespace vitalstream::storage {
namespace {

constexpr mode_t kFileMode = S_IRUSR | S_IWUSR;
constexpr mode_t kDirectoryMode = S_IRWXU;
constexpr std::size_t kReadBytes = 1024 * 1024;

FileError last_error() {
  switch (errno) {
    case ENOENT:
      return FileError::NotFound;
    case EACCES:
    case EPERM:
      return FileError::Denied;
    case EROFS:
      return FileError::ReadOnly;
    case ENOTDIR:
      return FileError::NotADirectory;
    case ENOSPC:
    case EDQUOT:
      return FileError::Full;
    case EMFILE:
    case ENFILE:
      return FileError::NoDescriptors;
    default:
      return FileError::Io;
  }
}

Result<void, FileError> checked(int outcome) {
  if (outcome != 0) {
    return last_error();
  }
  return {};
}

class PosixAppendFile final : public AppendFile {
 public:
  PosixAppendFile(FileDescriptor descriptor, PosixFileOps::MakeRoom make_room)
      : descriptor_(std::move(descriptor)), make_room_(std::move(make_room)) {}

  Result<void, FileError> append(ByteView bytes) override {
    while (!bytes.empty()) {
      const ssize_t written = ::write(descriptor_.get(), bytes.data(), bytes.size());
      if (written < 0 && errno == EINTR) {
        continue;
      }
      if (written <= 0) {
        const FileError error = last_error();
        if (error == FileError::Full && make_room_()) {
          continue;
        }
        return error;
      }
      bytes = bytes.subspan(static_cast<std::size_t>(written));
    }
    return {};
  }

  Result<void, FileError> sync() override { return checked(::fdatasync(descriptor_.get())); }

 private:
  FileDescriptor descriptor_;
  PosixFileOps::MakeRoom make_room_;
};

}  // namespace

PosixFileOps::PosixFileOps() : PosixFileOps([] { return false; }) {}

PosixFileOps::PosixFileOps(MakeRoom make_room) : make_room_(std::move(make_room)) {}

Result<void, FileError> PosixFileOps::attempt(const std::function<int()>& call) const {
  auto outcome = checked(call());
  while (!outcome && outcome.error() == FileError::Full && make_room_()) {
    outcome = checked(call());
  }
  return outcome;
}

Result<std::unique_ptr<AppendFile>, FileError> PosixFileOps::open_for_append(
    const Path& path, int extra_flags) const {
  int opened = -1;
  const auto outcome = attempt([&] {
    opened =
        ::open(path.c_str(), O_WRONLY | O_APPEND | O_CLOEXEC | O_NOFOLLOW | extra_flags, kFileMode);
    return opened < 0 ? opened : 0;
  });
  if (!outcome) {
    return outcome.error();
  }
  return std::unique_ptr<AppendFile>(
      std::make_unique<PosixAppendFile>(FileDescriptor(opened), make_room_));
}

Result<std::unique_ptr<AppendFile>, FileError> PosixFileOps::create(const Path& path) {
  return open_for_append(path, O_CREAT | O_TRUNC);
}

Result<std::unique_ptr<AppendFile>, FileError> PosixFileOps::open_append(const Path& path) {
  return open_for_append(path, 0);
}

Result<Bytes, FileError> PosixFileOps::read(const Path& path, std::uint64_t bytes_max) {
  const FileDescriptor descriptor(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW));
  if (!descriptor.is_open()) {
    return last_error();
  }
  Bytes contents;
  std::size_t length = 0;
  while (true) {
    contents.resize(length + kReadBytes);
    const ssize_t count = ::read(descriptor.get(), contents.data() + length, kReadBytes);
    if (count < 0 && errno != EINTR) {
      return last_error();
    }
    if (count == 0) {
      contents.resize(length);
      return contents;
    }
    length += count > 0 ? static_cast<std::size_t>(count) : 0;
    if (length > bytes_max) {
      return FileError::TooLong;
    }
  }
}

Result<void, FileError> PosixFileOps::truncate(const Path& path, std::uint64_t bytes) {
  return checked(::truncate(path.c_str(), static_cast<off_t>(bytes)));
}

Result<void, FileError> PosixFileOps::rename(const Path& from, const Path& to) {
  return attempt([&] { return ::rename(from.c_str(), to.c_str()); });
}

Result<void, FileError> PosixFileOps::unlink(const Path& path) {
  return checked(::unlink(path.c_str()));
}

Result<void, FileError> PosixFileOps::make_directory(const Path& path) {
  const auto made = attempt([&] {
    const int outcome = ::mkdir(path.c_str(), kDirectoryMode);
    return outcome != 0 && errno == EEXIST ? 0 : outcome;
  });
  if (!made) {
    return made;
  }
  struct stat status {};
  if (::stat(path.c_str(), &status) != 0) {
    return last_error();
  }
  if (!S_ISDIR(status.st_mode)) {
    return FileError::NotADirectory;
  }
  constexpr mode_t kOthers = S_IRWXG | S_IRWXO;
  return (status.st_mode & kOthers) == 0 ? Result<void, FileError>{}
                                         : checked(::chmod(path.c_str(), kDirectoryMode));
}

Result<void, FileError> PosixFileOps::sync_directory(const Path& path) {
  const FileDescriptor descriptor(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!descriptor.is_open()) {
    return last_error();
  }
  return checked(::fsync(descriptor.get()));
}

Result<std::vector<std::string>, FileError> PosixFileOps::list(const Path& path) {
  DIR* directory = ::opendir(path.c_str());
  if (directory == nullptr) {
    return last_error();
  }
  std::vector<std::string> names;
  const dirent* entry = nullptr;
  // Only errno tells the end from a failure, which would hide names: the newest record, perhaps.
  for (errno = 0; (entry = ::readdir(directory)) != nullptr; errno = 0) {
    const std::string_view name = entry->d_name;
    if (name != "." && name != "..") {
      names.emplace_back(name);
    }
  }
  const int reason = errno;
  ::closedir(directory);
  if (errno = reason; reason != 0) {
    return last_error();
  }
  std::ranges::sort(names);
  return names;
}

}  // namespace vitalstream::storage
