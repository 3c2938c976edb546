#pragma once
// TableTour: reads the tables and files of bodies of the running node's database, one after the
// other and round after round, to find damage before a query or a merge does. Each validator begins
// elsewhere, so that one kind of damage in several of them is found by one of them soon. Used by
// DamageWatch on its thread.

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "storage/database.hpp"
#include "storage/encrypted_fs/scrub.hpp"

namespace vitalstream::node {

// A file of which something cannot be read, and in words what.
struct DamagedFile {
  std::string name;
  std::string what;
};

class TableTour {
 public:
  struct Parts {
    const storage::Database* database = nullptr;
    std::shared_ptr<const storage::DataKeys> keys;
    std::filesystem::path folder;  // of the database
    // Where of its files the tour begins: in [0, 1).
    double beginning = 0;
  };
  struct Progress {
    std::uint64_t bytes = 0;   // read since the start
    std::uint64_t rounds = 0;  // completed since the start
    std::uint64_t files = 0;   // of this round
    std::uint64_t files_done = 0;
  };

  explicit TableTour(Parts parts) : parts_(std::move(parts)) {}

  // Reads on while it has read less than it was allowed by now, by pieces of a file: a piece beyond
  // that is made up for the next times. Answers with what it has found damaged.
  [[nodiscard]] std::vector<DamagedFile> go_on(std::uint64_t bytes_more);
  [[nodiscard]] const Progress& progress() const { return progress_; }

 private:
  // False if there is nothing to read.
  [[nodiscard]] bool open_next();
  void plan_round();

  const Parts parts_;
  Progress progress_;
  std::int64_t allowance_ = 0;      // less than nothing after a piece that was too long
  std::vector<std::string> round_;  // what of it is left, the next one last
  std::string name_;
  std::optional<storage::FileScrub> file_;
};

}  // namespace vitalstream::node
