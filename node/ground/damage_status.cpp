#include "node/ground/damage_status.hpp"

namespace vitalstream::node {

std::string damage_words(const DamageStatus& status) {
  if (status.files.empty() && !status.is_repairing) {
    return {};
  }
  std::string words = "damaged on this disk:";
  for (const DamageStatus::File& file : status.files) {
    words.append(" ").append(file.name);
    if (!file.family.empty()) {
      words.append(" of ").append(file.family);
    }
    words.append(",");
  }
  words.back() = ';';
  if (status.is_repairing) {
    return words + " the state is being made anew, up to block " +
           std::to_string(status.repaired_to);
  }
  if (!status.obstacle.empty()) {
    words += " the state could not be made anew (" + status.obstacle + ");";
  }
  return words + " stop the node and run `vitalstream ledger rebuild`";
}

}  // namespace vitalstream::node
