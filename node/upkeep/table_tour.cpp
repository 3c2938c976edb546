#include "node/upkeep/table_tour.hpp"

#include <algorithm>
#include <utility>

namespace vitalstream::node {

std::vector<DamagedFile> TableTour::go_on(std::uint64_t bytes_more) {
  std::vector<DamagedFile> found;
  // What was allowed and found nothing to read is not kept for later.
  allowance_ = std::min<std::int64_t>(allowance_, 0) + static_cast<std::int64_t>(bytes_more);
  while (allowance_ > 0) {
    if (!file_ && !open_next()) {
      return found;
    }
    if (const std::size_t read = file_->step(); read > 0) {
      allowance_ -= static_cast<std::int64_t>(read);
      progress_.bytes += read;
      continue;
    }
    if (const auto fault = file_->fault()) {
      found.push_back({name_, storage::locate(*fault)});
    }
    file_.reset();
    progress_.files_done += 1;
    if (round_.empty()) {
      // Not at once again: a small ledger is through in a moment.
      progress_.rounds += 1;
      return found;
    }
  }
  return found;
}

bool TableTour::open_next() {
  if (round_.empty()) {
    plan_round();
  }
  if (round_.empty()) {
    return false;
  }
  name_ = std::move(round_.back());
  round_.pop_back();
  file_.emplace(parts_.keys, parts_.folder / name_);
  return true;
}

void TableTour::plan_round() {
  for (const storage::FamilyFile& file : parts_.database->files()) {
    round_.push_back(file.name);
  }
  std::ranges::sort(round_);
  const auto first =
      static_cast<std::ptrdiff_t>(parts_.beginning * static_cast<double>(round_.size()));
  std::ranges::rotate(round_, round_.begin() + first);
  std::ranges::reverse(round_);
  progress_.files = round_.size();
  progress_.files_done = 0;
}

}  // namespace vitalstream::node
