#include "node/process/machine_limits.hpp"

#include <sys/resource.h>
#include <sys/statvfs.h>
#include <sys/sysinfo.h>

#include <algorithm>
#include <charconv>
#include <fstream>
#include <sstream>
#include <vector>

namespace vitalstream::node {
namespace {

namespace fs = std::filesystem;

// Version 1 writes "no limit" as the largest number of pages.
constexpr std::uint64_t kUnlimitedFrom = 1ULL << 60U;

struct Files {
  const char* version_2;
  const char* version_1;
  const char* controller;
};

Files files_of(GroupLimit limit) {
  switch (limit) {
    case GroupLimit::Memory:
      return {"memory.max", "memory.limit_in_bytes", "memory"};
    case GroupLimit::Threads:
      return {"pids.max", "pids.max", "pids"};
  }
  return {};
}

std::string read_text(const fs::path& path) {
  const std::ifstream file(path);
  std::ostringstream text;
  if (file) {
    text << file.rdbuf();
  }
  return text.str();
}

// "max", and what is not there, is no limit.
std::optional<std::uint64_t> read_number(const fs::path& path) {
  const std::string text = read_text(path);
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || number >= kUnlimitedFrom) {
    return std::nullopt;
  }
  return number;
}

// The least of the group's and its parents', up to the root. In a container the path is often that
// of the host, which is not there, while the root is the container's own group.
std::optional<std::uint64_t> least_above(const fs::path& root, fs::path group,
                                         const std::string& file) {
  std::optional<std::uint64_t> least = read_number(root / file);
  while (!group.empty()) {
    const auto here = read_number(root / group / file);
    if (here && (!least || *here < *least)) {
      least = here;
    }
    group = group.parent_path();
  }
  return least;
}

bool names_controller(std::string_view list, std::string_view controller) {
  while (!list.empty()) {
    const std::size_t comma = std::min(list.find(','), list.size());
    if (list.substr(0, comma) == controller) {
      return true;
    }
    list.remove_prefix(std::min(comma + 1, list.size()));
  }
  return false;
}

std::optional<Allowance> least_of(std::vector<std::optional<Allowance>> all) {
  std::optional<Allowance> least;
  for (auto& one : all) {
    if (one && (!least || one->amount < least->amount)) {
      least = std::move(one);
    }
  }
  return least;
}

std::optional<Allowance> hard_limit(__rlimit_resource_t resource, const char* by) {
  rlimit limit{};
  if (getrlimit(resource, &limit) != 0 || limit.rlim_max == RLIM_INFINITY) {
    return std::nullopt;
  }
  return Allowance{limit.rlim_max, by};
}

std::optional<Allowance> of_groups(const ControlGroups& groups, GroupLimit limit, const char* by) {
  const auto amount = group_limit(groups, limit);
  return amount ? std::optional(Allowance{*amount, by}) : std::nullopt;
}

std::optional<Allowance> size_of_disk(fs::path place) {
  struct statvfs space {};
  while (::statvfs(place.c_str(), &space) != 0) {
    if (!place.has_parent_path() || place == place.parent_path()) {
      return std::nullopt;
    }
    place = place.parent_path();
  }
  return Allowance{space.f_blocks * space.f_frsize, "the file system of data_dir"};
}

std::optional<Allowance> size_of_memory() {
  struct sysinfo machine {};
  if (::sysinfo(&machine) != 0) {
    return std::nullopt;
  }
  return Allowance{std::uint64_t{machine.totalram} * machine.mem_unit, "the machine's memory"};
}

}  // namespace

const std::optional<Allowance>& MachineLimits::of(Resource resource) const {
  switch (resource) {
    case Resource::Descriptors:
      return descriptors;
    case Resource::Threads:
      return threads;
    case Resource::Memory:
      return memory;
    case Resource::Disk:
      return disk;
  }
  return disk;
}

std::optional<std::uint64_t> group_limit(const ControlGroups& groups, GroupLimit limit) {
  const Files files = files_of(limit);
  std::optional<std::uint64_t> least;
  std::istringstream lines(groups.memberships);
  // "0::/path" of version 2, "4:memory:/path" of version 1.
  for (std::string line; std::getline(lines, line);) {
    const std::size_t first = line.find(':');
    const std::size_t second = first == std::string::npos ? first : line.find(':', first + 1);
    if (second == std::string::npos || line.size() <= second + 1) {
      continue;
    }
    const std::string controllers = line.substr(first + 1, second - first - 1);
    const fs::path group = fs::path(line.substr(second + 1)).relative_path();
    std::optional<std::uint64_t> found;
    if (controllers.empty()) {
      found = least_above(groups.root, group, files.version_2);
    } else if (names_controller(controllers, files.controller)) {
      found = least_above(groups.root / files.controller, group, files.version_1);
    }
    if (found && (!least || *found < *least)) {
      least = found;
    }
  }
  return least;
}

MachineLimits read_machine_limits(const fs::path& data_dir) {
  const ControlGroups groups{"/sys/fs/cgroup", read_text("/proc/self/cgroup")};
  MachineLimits limits;
  limits.descriptors = hard_limit(RLIMIT_NOFILE,
                                  "the hard limit of open files (`ulimit -Hn`, LimitNOFILE of "
                                  "systemd, ulimits of a container)");
  limits.threads = of_groups(groups, GroupLimit::Threads,
                             "pids.max of the control group (TasksMax of systemd, the pod's pid "
                             "limit)");
  limits.memory = least_of({of_groups(groups, GroupLimit::Memory,
                                      "the memory limit of the control group (resources.limits of "
                                      "a pod, MemoryMax of systemd)"),
                            size_of_memory()});
  limits.disk = size_of_disk(data_dir);
  return limits;
}

bool raise_descriptor_limit(std::uint64_t wanted) {
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0) {
    return false;
  }
  if (limit.rlim_cur >= wanted) {
    return true;
  }
  limit.rlim_cur = std::min<rlim_t>(wanted, limit.rlim_max);
  return setrlimit(RLIMIT_NOFILE, &limit) == 0 && limit.rlim_cur >= wanted;
}

}  // namespace vitalstream::node
