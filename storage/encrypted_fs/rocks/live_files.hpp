#pragma once
// LiveFiles: how far the files have got that are being written. Whoever reads one of them, a live
// write-ahead log for instance, stops at what has been appended as a whole: half an append would
// look like a torn frame. Within this module; any thread.

#include <atomic>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <string>

namespace vitalstream::storage {

struct LiveExtent {
  std::atomic<std::uint64_t> physical_bytes{0};
  std::atomic<std::uint64_t> logical_bytes{0};
};

class LiveFiles {
 public:
  // A new file under this path; it is live for as long as somebody keeps the answer.
  [[nodiscard]] std::shared_ptr<LiveExtent> begin(const std::string& path);
  // Null if nobody writes it.
  [[nodiscard]] std::shared_ptr<const LiveExtent> find(const std::string& path) const;

 private:
  mutable std::mutex mutex_;
  std::map<std::string, std::weak_ptr<LiveExtent>> files_;
};

}  // namespace vitalstream::storage
