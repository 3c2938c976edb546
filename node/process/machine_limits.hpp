#pragma once
// What this machine, or the container that the process runs in, allows it: limits of the process,
// of its control groups (version 1 and 2), memory, size of the disk. Any thread.

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "node/process/resource_sum.hpp"

namespace vitalstream::node {

struct Allowance {
  std::uint64_t amount = 0;
  std::string by;  // what sets it, and where it is changed
};

// Nothing where nothing limits it, or cannot be read.
struct MachineLimits {
  std::optional<Allowance> descriptors;  // the hard limit: the soft one is raised
  std::optional<Allowance> threads;
  std::optional<Allowance> memory;
  std::optional<Allowance> disk;

  [[nodiscard]] const std::optional<Allowance>& of(Resource resource) const;
};

// The first of the place's parents that exists tells about the disk.
[[nodiscard]] MachineLimits read_machine_limits(const std::filesystem::path& data_dir);

// Where the tree of control groups is mounted, and which groups the process is in
// (/proc/self/cgroup).
struct ControlGroups {
  std::filesystem::path root;
  std::string memberships;
};

enum class GroupLimit { Memory, Threads };

// The least that the groups of the process and those above them allow; nothing if they do not.
[[nodiscard]] std::optional<std::uint64_t> group_limit(const ControlGroups& groups,
                                                       GroupLimit limit);

// Raises the soft limit to the sum, as far as the hard one allows. False if it could not.
[[nodiscard]] bool raise_descriptor_limit(std::uint64_t wanted);

}  // namespace vitalstream::node
