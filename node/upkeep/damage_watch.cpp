#include "node/upkeep/damage_watch.hpp"

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <limits>
#include <system_error>
#include <utility>

#include "base/result.hpp"
#include "node/upkeep/limits.hpp"

namespace vitalstream::node {
namespace {

using SteadyClock = std::chrono::steady_clock;

// What can be made anew from the blocks.
bool is_of_state(std::string_view family) { return family == "state" || family == "index"; }

// Empty for what is no table and no file of bodies in use.
std::string family_of(const std::vector<storage::FamilyFile>& files, const std::string& name) {
  const auto found = std::ranges::find(files, name, &storage::FamilyFile::name);
  return found == files.end() ? std::string() : std::string(found->family);
}

bool is_table_or_bodies(const std::string& name) {
  return name.ends_with(".sst") || name.ends_with(".blob");
}

}  // namespace

DamageWatch::DamageWatch(Parts parts)
    : parts_(std::move(parts)),
      tour_(parts_.tour),
      status_(std::make_shared<const DamageStatus>()) {
  parts_.need.care(true);
}

void DamageWatch::start() {
  thread_.post([this] { look(); });
}

void DamageWatch::look() {
  hear_of_faults();
  for (const std::string& family : parts_.ledger.database.rest_hindered_merges()) {
    parts_.on_merges_rest(family);
  }
  if (repair_ || is_state_damaged()) {
    repair();
  } else if (parts_.bytes_per_second > 0) {
    const auto looks = std::chrono::seconds(1) / kDamageLook;
    for (DamagedFile& file : tour_.go_on(parts_.bytes_per_second / looks + 1)) {
      find(std::move(file));
    }
  }
  forget_what_is_gone();
  publish();
  look_again_later();
}

// A block waits, or the chain runs away.
bool DamageWatch::is_in_a_hurry() const {
  return repair_ && !handed_over_.valid() && (parts_.need.is_wanted() || rest_ >= rest_before_);
}

void DamageWatch::look_again_later() {
  if (is_in_a_hurry()) {
    thread_.post([this] { look(); });
    return;
  }
  timer_.expires_after(kDamageLook);
  timer_.async_wait([this](const boost::system::error_code& error) {
    if (!error) {
      look();
    }
  });
}

void DamageWatch::hear_of_faults() {
  for (const storage::FileFault& fault : parts_.faults->faults()) {
    find({std::filesystem::path(fault.path).filename().string(), storage::locate(fault)});
  }
}

void DamageWatch::find(DamagedFile file) {
  if (std::ranges::find(found_, file.name, [](const Found& one) { return one.file.name; }) !=
      found_.end()) {
    return;
  }
  std::string family = family_of(parts_.ledger.database.files(), file.name);
  if (family.empty() && is_table_or_bodies(file.name)) {
    return;  // given up meanwhile
  }
  parts_.on_damage(family, file);
  found_.push_back({std::move(family), std::move(file)});
}

// A fault of a table that is being made is kept until the table is taken into use or dropped.
void DamageWatch::forget_what_is_gone() {
  parts_.faults->forget([](const std::string& path) {
    std::error_code error;
    return is_table_or_bodies(path) && !std::filesystem::exists(path, error) && !error;
  });
  if (found_.empty()) {
    return;
  }
  const auto files = parts_.ledger.database.files();
  std::erase_if(found_, [&](const Found& one) {
    return is_table_or_bodies(one.file.name) && family_of(files, one.file.name).empty();
  });
}

bool DamageWatch::is_state_damaged() const {
  return parts_.need.is_cared_for() &&
         (parts_.need.is_wanted() ||
          std::ranges::any_of(found_, [](const Found& one) { return is_of_state(one.family); }));
}

void DamageWatch::repair() {
  if (handed_over_.valid()) {
    if (handed_over_.wait_for(std::chrono::seconds(0)) == std::future_status::ready) {
      end_repair(handed_over_.get());
    }
    return;
  }
  if (!repair_) {
    if (repairs_ >= kStateRepairsMax) {
      end_repair(SetupFailure{"it was made anew " + std::to_string(repairs_) +
                              " times since the start: the disk loses what is written"});
      return;
    }
    auto begun = StateRepair::begin(parts_.ledger);
    if (!begun) {
      end_repair(begun.error());
      return;
    }
    repair_ = std::move(*begun);
    rest_ = std::numeric_limits<std::uint64_t>::max();
    parts_.on_repair_begun();
  }
  if (const auto worked = repair_for_a_while(); !worked) {
    end_repair(worked.error());
  }
}

Result<void, SetupFailure> DamageWatch::repair_for_a_while() {
  if (parts_.is_disk_low()) {
    return SetupFailure{"the disk is nearly full: make room, then start the node anew"};
  }
  VS_TRY(tip, repair_->tip());
  const auto end = SteadyClock::now() + kRepairWork;
  while (repair_->done() < tip && SteadyClock::now() < end) {
    VS_RETURN_IF_ERROR(repair_->step());
  }
  rest_before_ = std::exchange(rest_, tip.value() - repair_->done().value());
  if (rest_ <= kRepairRestBlocksMax) {
    hand_over();
  }
  return {};
}

// The watch may end before the commit thread does: what that gets is its own.
void DamageWatch::hand_over() {
  const auto outcome = std::make_shared<std::promise<Result<void, SetupFailure>>>();
  handed_over_ = outcome->get_future();
  parts_.between_blocks([repair = repair_, outcome, &need = parts_.need] {
    auto finished = repair->finish();
    if (finished) {
      need.meet();
    }
    outcome->set_value(std::move(finished));
  });
}

void DamageWatch::end_repair(const Result<void, SetupFailure>& outcome) {
  const bool was_begun = repair_ != nullptr;
  const consensus::Height done = was_begun ? repair_->done() : consensus::Height{};
  repair_.reset();
  if (outcome) {
    repairs_ += 1;
    parts_.on_repaired(done);
    return;
  }
  obstacle_ = outcome.error().reason;
  parts_.need.care(false);
  parts_.on_not_repaired(obstacle_);
  // A block that waits for it learns that it will not come.
  parts_.between_blocks([] {});
}

void DamageWatch::publish() {
  DamageStatus status;
  for (const Found& one : found_) {
    status.files.push_back({one.family, one.file.name});
  }
  status.is_repairing = repair_ != nullptr;
  status.repaired_to = repair_ && !handed_over_.valid() ? repair_->done().value() : 0;
  status.repairs = repairs_;
  status.obstacle = obstacle_;
  const TableTour::Progress& progress = tour_.progress();
  status.scrubbed_bytes = progress.bytes;
  status.rounds = progress.rounds;
  status.round_files = progress.files;
  status.round_files_done = progress.files_done;
  status_ = std::make_shared<const DamageStatus>(std::move(status));
}

}  // namespace vitalstream::node
