#pragma once
// What a node may come to need of its machine, summed from the configuration: every bound that an
// operator sets or the program has, each by name, so that what does not fit is known at the start
// and not when it runs out. Used by resource_fit and `vitalstream config validate`. Pure.

#include <cstdint>
#include <string>
#include <vector>

#include "node/config/config.hpp"

namespace vitalstream::node {

enum class Resource { Descriptors, Threads, Memory, Disk };
inline constexpr Resource kResources[]{Resource::Descriptors, Resource::Threads, Resource::Memory,
                                       Resource::Disk};

struct Addend {
  std::string what;  // with the key of the configuration that changes it, where there is one
  std::uint64_t amount = 0;  // pieces, or bytes of memory and disk
};

struct ResourceSum {
  Resource resource = Resource::Descriptors;
  std::vector<Addend> addends;

  [[nodiscard]] std::uint64_t total() const;
};

// Of a network of so many validators; `cores` is what `verify.threads: 0` means.
[[nodiscard]] ResourceSum sum_of(Resource resource, const Config& config, std::size_t validators,
                                 std::size_t cores);

// "descriptors", as in "2304 descriptors".
[[nodiscard]] std::string_view to_string(Resource resource);
// 2304, or "1290 MiB".
[[nodiscard]] std::string amount_words(Resource resource, std::uint64_t amount);
// "900 for connections of applications (rpc.connections_max), 1024 for ..."; the largest first.
[[nodiscard]] std::string addend_words(const ResourceSum& sum);

}  // namespace vitalstream::node
