#include "tests/storage/crash_disk.hpp"

#include <algorithm>
#include <utility>

namespace vitalstream::storage {

class CrashFile final : public AppendFile {
 public:
  CrashFile(CrashDisk& disk, CrashDisk::Node node) : disk_(disk), node_(node) {}

  Result<void, FileError> append(ByteView bytes) override {
    return disk_.operate([&] {
      CrashDisk::Contents& contents = disk_.nodes_[node_];
      vitalstream::append(contents.current, bytes);
      contents.appended.push_back(to_bytes(bytes));
    });
  }

  Result<void, FileError> sync() override {
    return disk_.operate([&] {
      if (!disk_.lies_) {
        CrashDisk::Contents& contents = disk_.nodes_[node_];
        contents.durable = contents.current;
        contents.appended.clear();
      }
    });
  }

 private:
  CrashDisk& disk_;
  CrashDisk::Node node_;
};

template <class Action>
Result<void, FileError> CrashDisk::operate(Action action) {
  if (has_crashed_) {
    return FileError::Io;
  }
  const std::uint64_t mine = operations_++;
  if (failure_ && failure_->first == mine) {
    return failure_->second;
  }
  const bool crashes = crash_point_ && crash_point_->operation == mine;
  if (!crashes || crash_point_->is_after) {
    action();
  }
  if (crashes) {
    has_crashed_ = true;
    return FileError::Io;
  }
  return {};
}

void CrashDisk::apply(const NameChange& change, Names& names) {
  if (change.removed) {
    names.erase(*change.removed);
  }
  if (change.linked) {
    names[change.linked->first] = change.linked->second;
  }
}

void CrashDisk::change_name(NameChange change) {
  apply(change, current_names_);
  pending_names_.push_back(std::move(change));
}

Bytes* CrashDisk::contents(const Path& path) {
  const auto found = current_names_.find(path.string());
  return found == current_names_.end() ? nullptr : &nodes_[found->second].current;
}

Result<std::unique_ptr<AppendFile>, FileError> CrashDisk::create(const Path& path) {
  const Node node = next_node_++;
  auto outcome = operate([&] {
    nodes_[node];
    change_name({.directory = path.parent_path().string(),
                 .removed = std::nullopt,
                 .linked = {{path.string(), node}}});
  });
  if (!outcome) {
    return outcome.error();
  }
  return std::unique_ptr<AppendFile>(std::make_unique<CrashFile>(*this, node));
}

Result<std::unique_ptr<AppendFile>, FileError> CrashDisk::open_append(const Path& path) {
  const auto found = current_names_.find(path.string());
  if (has_crashed_ || found == current_names_.end()) {
    return has_crashed_ ? FileError::Io : FileError::NotFound;
  }
  return std::unique_ptr<AppendFile>(std::make_unique<CrashFile>(*this, found->second));
}

Result<Bytes, FileError> CrashDisk::read(const Path& path, std::uint64_t bytes_max) {
  const Bytes* bytes = contents(path);
  if (has_crashed_ || bytes == nullptr) {
    return has_crashed_ ? FileError::Io : FileError::NotFound;
  }
  if (bytes->size() > bytes_max) {
    return FileError::TooLong;
  }
  return *bytes;
}

Result<void, FileError> CrashDisk::truncate(const Path& path, std::uint64_t bytes) {
  const auto found = current_names_.find(path.string());
  if (found == current_names_.end()) {
    return FileError::NotFound;
  }
  return operate([&] {
    Contents& contents = nodes_[found->second];
    contents.current.resize(bytes);
    // A truncation that is lost leaves the old tail; one that lasts leaves none. No mode tears it.
    contents.appended.clear();
  });
}

Result<void, FileError> CrashDisk::rename(const Path& from, const Path& to) {
  const auto found = current_names_.find(from.string());
  if (found == current_names_.end()) {
    return FileError::NotFound;
  }
  const Node node = found->second;
  return operate([&] {
    change_name({.directory = to.parent_path().string(),
                 .removed = from.string(),
                 .linked = {{to.string(), node}}});
  });
}

Result<void, FileError> CrashDisk::unlink(const Path& path) {
  if (!current_names_.contains(path.string())) {
    return FileError::NotFound;
  }
  return operate([&] {
    change_name({.directory = path.parent_path().string(),
                 .removed = path.string(),
                 .linked = std::nullopt});
  });
}

Result<void, FileError> CrashDisk::make_directory(const Path& path) {
  return operate([&] { directories_.push_back(path.string()); });
}

Result<void, FileError> CrashDisk::sync_directory(const Path& path) {
  return operate([&] {
    if (lies_) {
      return;
    }
    std::vector<NameChange> others;
    for (NameChange& change : pending_names_) {
      if (change.directory == path.string()) {
        apply(change, durable_names_);
      } else {
        others.push_back(std::move(change));
      }
    }
    pending_names_ = std::move(others);
  });
}

Result<std::vector<std::string>, FileError> CrashDisk::list(const Path& path) {
  if (has_crashed_) {
    return FileError::Io;
  }
  if (std::ranges::find(directories_, path.string()) == directories_.end()) {
    return FileError::NotFound;
  }
  std::vector<std::string> names;
  for (const auto& [name, node] : current_names_) {
    if (Path(name).parent_path() == path) {
      names.push_back(Path(name).filename().string());
    }
  }
  return names;
}

void CrashDisk::restart(Loss loss) {
  current_names_ = surviving_names(loss);
  durable_names_ = current_names_;
  pending_names_.clear();
  for (auto& [node, contents] : nodes_) {
    contents.current = surviving_contents(contents, loss);
    contents.durable = contents.current;
    contents.appended.clear();
  }
  has_crashed_ = false;
  crash_point_.reset();
  failure_.reset();
  operations_ = 0;
}

CrashDisk::Names CrashDisk::surviving_names(Loss loss) {
  if (loss == Loss::Nothing) {
    return current_names_;
  }
  Names names = durable_names_;
  if (loss == Loss::Everything) {
    return names;
  }
  const std::size_t kept = below(pending_names_.size());
  for (std::size_t index = 0; index < pending_names_.size(); ++index) {
    const bool survives =
        loss == Loss::Reordered && !keeps_names_in_order_ ? coin() : index < kept;
    if (survives) {
      apply(pending_names_[index], names);
    }
  }
  return names;
}

Bytes CrashDisk::torn(const Contents& contents, std::size_t unit_bytes) {
  Bytes image = contents.current;
  for (std::size_t begin = 0; begin < image.size(); begin += unit_bytes) {
    if (coin()) {
      continue;
    }
    for (std::size_t at = begin; at < std::min(begin + unit_bytes, image.size()); ++at) {
      image[at] = at < contents.durable.size() ? contents.durable[at] : std::uint8_t{0};
    }
  }
  return image;
}

Bytes CrashDisk::surviving_contents(const Contents& contents, Loss loss) {
  const bool is_truncated = contents.current.size() < contents.durable.size();
  if (loss == Loss::Nothing || (is_truncated && loss != Loss::Everything)) {
    return loss == Loss::Nothing || coin() ? contents.current : contents.durable;
  }
  Bytes image = contents.durable;
  switch (loss) {
    case Loss::Nothing:
    case Loss::Everything:
      return image;
    case Loss::Tail: {
      const std::size_t more = contents.current.size() - image.size();
      return {contents.current.begin(),
              contents.current.begin() + static_cast<std::ptrdiff_t>(image.size() + below(more))};
    }
    case Loss::TornSectors:
      return torn(contents, 512);
    case Loss::TornPages:
      return torn(contents, 4096);
    case Loss::Reordered:
      break;
  }
  std::size_t end = contents.durable.size();
  for (const Bytes& appended : contents.appended) {
    const std::size_t begin = std::exchange(end, end + appended.size());
    if (coin()) {
      image.resize(std::max(image.size(), end));
      std::ranges::copy(appended, image.begin() + static_cast<std::ptrdiff_t>(begin));
    }
  }
  return image;
}

}  // namespace vitalstream::storage
