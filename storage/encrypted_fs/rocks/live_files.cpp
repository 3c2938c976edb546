#include "storage/encrypted_fs/rocks/live_files.hpp"

#include <filesystem>

namespace vitalstream::storage {
namespace {

std::string normal(const std::string& path) {
  return std::filesystem::path(path).lexically_normal().string();
}

}  // namespace

std::shared_ptr<LiveExtent> LiveFiles::begin(const std::string& path) {
  auto extent = std::make_shared<LiveExtent>();
  const std::lock_guard lock(mutex_);
  std::erase_if(files_, [](const auto& entry) { return entry.second.expired(); });
  files_[normal(path)] = extent;
  return extent;
}

std::shared_ptr<const LiveExtent> LiveFiles::find(const std::string& path) const {
  const std::lock_guard lock(mutex_);
  const auto found = files_.find(normal(path));
  return found == files_.end() ? nullptr : found->second.lock();
}

}  // namespace vitalstream::storage
