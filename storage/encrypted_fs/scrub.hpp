#pragma once
// Scrub: reads files of a database to their last byte, and tells whatever does not authenticate:
// all of one that nobody has open, for `vitalstream ledger verify`; or a table or a file of bodies
// of one in use, piece by piece, for the running node. One thread; changes nothing.

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
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

class FileScrub {
 public:
  FileScrub(std::shared_ptr<const DataKeys> keys, const std::filesystem::path& file);
  FileScrub(FileScrub&&) noexcept;
  FileScrub& operator=(FileScrub&&) noexcept;
  ~FileScrub();

  // Reads the next piece; how many bytes. 0: it is through, or does not come any further.
  [[nodiscard]] std::size_t step();

  // The first thing that is wrong with it.
  [[nodiscard]] std::optional<FileFault> fault() const;
  // Why the operating system does not let it be read, if nothing is wrong with it otherwise; empty
  // if it does.
  [[nodiscard]] std::string unreadable() const;
  // It is not there: a database gives files up while it is open.
  [[nodiscard]] bool is_gone() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

// The reason if not even the names can be listed.
[[nodiscard]] Result<ScrubReport, std::string> scrub(const std::shared_ptr<const DataKeys>& keys,
                                                     const std::filesystem::path& database,
                                                     const ScrubProgress& progress);

}  // namespace vitalstream::storage
