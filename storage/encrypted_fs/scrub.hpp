#pragma once
// Scrub: reads every file of a database that nobody has open, to its last byte, and tells whatever
// does not authenticate. For `vitalstream ledger verify`. One thread; changes nothing.

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "storage/encrypted_fs/data_keys.hpp"
#include "storage/encrypted_fs/file_fault.hpp"

namespace vitalstream::storage {

// How far it is, in bytes on the disk.
using ScrubProgress = std::function<void(std::uint64_t done, std::uint64_t all)>;

struct ScrubReport {
  std::uint64_t files = 0;
  std::uint64_t bytes = 0;
  std::vector<FileFault> faults;  // the first in each file
  // What the operating system does not let be read, with its reason.
  std::vector<std::string> unreadable;
};

// The reason if not even the names can be listed.
[[nodiscard]] Result<ScrubReport, std::string> scrub(const std::shared_ptr<const DataKeys>& keys,
                                                     const std::filesystem::path& database,
                                                     const ScrubProgress& progress);

}  // namespace vitalstream::storage
