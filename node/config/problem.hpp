#pragma once
// Problem: one thing that is wrong with a configuration, in the words of the person who must mend
// it. A check reports all of them at once.

#include <string>
#include <vector>

namespace vitalstream::node {

struct Problem {
  std::string key;     // dotted path; empty if the document as a whole is meant
  std::string value;   // as written; empty if there is none, never a secret
  std::string advice;  // what is wrong and what to do
  std::string origin;  // "node.yaml:12", "environment variable X", "flag --x"; empty: nowhere

  friend bool operator==(const Problem&, const Problem&) = default;
};

using Problems = std::vector<Problem>;

// One line: `node.yaml:12: rpc.listen: "8545": write host:port`.
[[nodiscard]] std::string to_string(const Problem& problem);

}  // namespace vitalstream::node
