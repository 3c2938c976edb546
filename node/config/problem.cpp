#include "node/config/problem.hpp"

namespace vitalstream::node {

std::string to_string(const Problem& problem) {
  std::string line;
  if (!problem.origin.empty()) {
    line += problem.origin + ": ";
  }
  if (!problem.key.empty()) {
    line += problem.key + ": ";
  }
  if (!problem.value.empty()) {
    line += "\"" + problem.value + "\": ";
  }
  return line + problem.advice;
}

}  // namespace vitalstream::node
