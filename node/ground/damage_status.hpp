#pragma once
// What is damaged on this node's disk and what becomes of it, as status, metrics and log tell it.
// Values.

#include <cstdint>
#include <string>
#include <vector>

namespace vitalstream::node {

struct DamageStatus {
  struct File {
    std::string family;  // of the database; empty: of none
    std::string name;
  };
  std::vector<File> files;  // damaged now

  bool is_repairing = false;
  std::uint64_t repaired_to = 0;  // the block up to which the state has been made anew
  std::uint64_t repairs = 0;      // completed since the start
  std::string obstacle;           // why the state could not be made anew; empty if nothing was

  std::uint64_t scrubbed_bytes = 0;  // since the start
  std::uint64_t rounds = 0;
  std::uint64_t round_files = 0;
  std::uint64_t round_files_done = 0;
};

// For `vitalstream status`; empty if nothing is damaged.
[[nodiscard]] std::string damage_words(const DamageStatus& status);

}  // namespace vitalstream::node
