#include "node/process/claim_resources.hpp"

#include <algorithm>
#include <thread>

#include "node/process/resource_fit.hpp"

namespace vitalstream::node {

Result<void, SetupFailure> claim_resources(const Config& config, std::size_t validators, Log& log) {
  const MachineLimits limits = read_machine_limits(config.data_dir);
  const std::size_t cores = std::max(1U, std::thread::hardware_concurrency());
  std::string unfit;
  for (const Resource resource : kResources) {
    const ResourceSum sum = sum_of(resource, config, validators, cores);
    if (const auto refused = refuse_sum(sum, limits.of(resource))) {
      unfit += (unfit.empty() ? "" : "\n") + *refused;
    }
  }
  if (!unfit.empty()) {
    return SetupFailure{unfit};
  }
  const ResourceSum descriptors = sum_of(Resource::Descriptors, config, validators, cores);
  if (!raise_descriptor_limit(descriptors.total())) {
    log.warn("the limit of open files could not be raised",
             {{"wanted", std::to_string(descriptors.total())}});
  }
  return {};
}

}  // namespace vitalstream::node
