#include "node/process/resource_fit.hpp"

namespace vitalstream::node {

std::optional<std::string> refuse_sum(const ResourceSum& sum,
                                      const std::optional<Allowance>& allowed) {
  if (!allowed || sum.total() <= allowed->amount) {
    return std::nullopt;
  }
  return std::string(to_string(sum.resource)) + ": " + amount_words(sum.resource, sum.total()) +
         " may be needed, and " + allowed->by + " allows " +
         amount_words(sum.resource, allowed->amount) +
         "; raise it, or lower what adds up: " + addend_words(sum);
}

std::string sum_words(const ResourceSum& sum, const std::optional<Allowance>& allowed) {
  return std::string(to_string(sum.resource)) + ": " + amount_words(sum.resource, sum.total()) +
         (allowed ? " of " + amount_words(sum.resource, allowed->amount) : std::string()) + " (" +
         addend_words(sum) + ")";
}

}  // namespace vitalstream::node
