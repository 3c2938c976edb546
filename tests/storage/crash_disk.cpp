#include "tests/storage/crash_disk.hpp"

#include <algorithm>

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

std::optional<CrashDisk::Node> CrashDisk::find(const Path& path) const {
  Node node = kRoot;
  for (const Path& part : path.relative_path()) {
    const auto found = current_names_.find({node, part.string()});
    if (found == current_names_.end()) {
      return std::nullopt;
    }
    node = found->second;
  }
  return node;
}

CrashDisk::Name CrashDisk::name_of(const Path& path) {
  Node node = kRoot;
  for (const Path& part : path.relative_path().parent_path()) {
    const Name name{node, part.string()};
    const auto [found, is_new] = current_names_.emplace(name, next_node_);
    if (is_new) {
      durable_names_.emplace(name, next_node_);
      directories_.insert(next_node_++);
    }
    node = found->second;
  }
  return {node, path.filename().string()};
}

void CrashDisk::change_name(NameChange change) {
  apply(change, current_names_);
  pending_names_.push_back(std::move(change));
}

Bytes* CrashDisk::contents(const Path& path) {
  const auto found = find(path);
  return found && !directories_.contains(*found) ? &nodes_[*found].current : nullptr;
}

Result<std::unique_ptr<AppendFile>, FileError> CrashDisk::create(const Path& path) {
  const Node node = next_node_++;
  auto outcome = operate([&] {
    nodes_[node];
    const Name name = name_of(path);
    change_name({.directory = name.first, .removed = std::nullopt, .linked = {{name, node}}});
  });
  if (!outcome) {
    return outcome.error();
  }
  return std::unique_ptr<AppendFile>(std::make_unique<CrashFile>(*this, node));
}

Result<std::unique_ptr<AppendFile>, FileError> CrashDisk::open_append(const Path& path) {
  const auto found = find(path);
  if (has_crashed_ || !found) {
    return has_crashed_ ? FileError::Io : FileError::NotFound;
  }
  return std::unique_ptr<AppendFile>(std::make_unique<CrashFile>(*this, *found));
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
  const auto found = find(path);
  if (!found) {
    return FileError::NotFound;
  }
  return operate([&] {
    Contents& contents = nodes_[*found];
    contents.current.resize(bytes);
    // A truncation that is lost leaves the old tail; one that lasts leaves none. No mode tears it.
    contents.appended.clear();
  });
}

Result<void, FileError> CrashDisk::rename(const Path& from, const Path& to) {
  const auto found = find(from);
  if (!found) {
    return FileError::NotFound;
  }
  return operate([&] {
    const Name name = name_of(to);
    change_name({.directory = name.first, .removed = name_of(from), .linked = {{name, *found}}});
  });
}

Result<void, FileError> CrashDisk::unlink(const Path& path) {
  if (!find(path)) {
    return FileError::NotFound;
  }
  return operate([&] {
    const Name name = name_of(path);
    change_name({.directory = name.first, .removed = name, .linked = std::nullopt});
  });
}

Result<void, FileError> CrashDisk::make_directory(const Path& path) {
  return operate([&] {
    if (find(path)) {
      return;
    }
    const Name name = name_of(path);
    const Node node = next_node_++;
    directories_.insert(node);
    change_name({.directory = name.first, .removed = std::nullopt, .linked = {{name, node}}});
    if (!loses_directories_) {
      apply(pending_names_.back(), durable_names_);
      pending_names_.pop_back();
    }
  });
}

Result<void, FileError> CrashDisk::sync_directory(const Path& path) {
  return operate([&] {
    if (lies_) {
      return;
    }
    const auto directory = find(path);
    std::vector<NameChange> others;
    for (NameChange& change : pending_names_) {
      if (change.directory == directory) {
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
  const auto directory = find(path);
  if (!directory || !directories_.contains(*directory)) {
    return FileError::NotFound;
  }
  std::vector<std::string> names;
  for (auto name = current_names_.lower_bound({*directory, {}});
       name != current_names_.end() && name->first.first == *directory; ++name) {
    names.push_back(name->first.second);
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
  const auto reordered = reordered_directory_ ? find(*reordered_directory_) : std::nullopt;
  const std::size_t kept = below(pending_names_.size());
  for (std::size_t index = 0; index < pending_names_.size(); ++index) {
    const bool is_ordered = loss != Loss::Reordered ||
                            (keeps_names_in_order_ && pending_names_[index].directory != reordered);
    if (is_ordered ? index < kept : coin()) {
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
