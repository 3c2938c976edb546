// The watches over what the machine may take away: room, descriptors, and what has been written.
#include <utility>

#include "node/process/node_parts.hpp"
#include "node/stores/limits.hpp"

namespace vitalstream::node {
namespace {

void on_space_changed(Node::Parts& parts, const SpaceStatus& status) {
  if (status.is_low) {
    parts.metrics->on_alarm();
    parts.log.error("nothing is admitted", {{"reason", low_space_words(status)}});
  } else {
    parts.log.info("there is room on the disk again: transactions are admitted",
                   {{"freeBytes", std::to_string(status.reading.free_bytes)}});
  }
  parts.desk.post(consensus::ClosingPaused{status.is_low});
}

void on_descriptors_changed(Node::Parts& parts, bool is_low, const DescriptorReading& reading) {
  if (is_low) {
    parts.metrics->on_alarm();
    parts.log.error("file descriptors run out", {{"reason", low_descriptor_words(reading)}});
  } else {
    parts.log.info("there are file descriptors again: applications are taken in",
                   {{"open", std::to_string(reading.open)}});
  }
  parts.rpc->give_way(is_low);
}

}  // namespace

void make_watches(Node::Parts& parts) {
  SpaceWatch::Parts wanted;
  wanted.place = parts.config.data_dir;
  wanted.rule = {parts.config.storage.free_space_min_percent,
                 parts.config.storage.free_space_min_bytes};
  wanted.reserve = parts.stores.reserve.get();
  wanted.on_changed = [&parts](const SpaceStatus& status) { on_space_changed(parts, status); };
  wanted.on_reserve_released = [&metrics = *parts.metrics, &log = parts.log,
                                place = parts.config.data_dir.string()] {
    metrics.on_alarm();
    log.error("the disk is full: the room kept back for the safety record is being used",
              {{"dataDir", place}});
  };
  wanted.on_reserve_restored = [&log = parts.log] {
    log.info("room is kept back for the safety record", {{"bytes", std::to_string(kReserveBytes)}});
  };
  parts.descriptors =
      std::make_unique<DescriptorWatch>([&parts](bool is_low, const DescriptorReading& reading) {
        on_descriptors_changed(parts, is_low, reading);
      });
  wanted.on_looked = [&descriptors = *parts.descriptors] { descriptors.look(); };
  parts.space = std::make_unique<SpaceWatch>(std::move(wanted));
}

void make_damage_watch(Node::Parts& parts) {
  const auto& set = parts.context.set;
  DamageWatch::Parts wanted{
      .ledger = {rules_of(parts), parts.context.genesis, *parts.stores.database},
      .faults = parts.stores.faults,
      .tour = {parts.stores.database.get(), parts.stores.keyring,
               parts.stores.directory->database_path(),
               static_cast<double>(parts.own.value()) / static_cast<double>(set.size())},
      .bytes_per_second = parts.config.storage.scrub_bytes_per_second,
      .need = parts.state_need,
      .between_blocks =
          [&commits = *parts.commits](std::function<void()> work) {
            commits.between_blocks(std::move(work));
          },
      .is_disk_low = [&space = *parts.space] { return space.is_low(); }};
  Metrics& metrics = *parts.metrics;
  Log& log = parts.log;
  wanted.on_damage = [&metrics, &log](const std::string& family, const DamagedFile& file) {
    metrics.on_alarm();
    log.error("damaged on this disk",
              {{"family", family}, {"file", file.name}, {"what", file.what}});
  };
  wanted.on_merges_rest = [&log](const std::string& family) {
    log.warn("tables are not merged any more, since one of them is damaged", {{"family", family}});
  };
  wanted.on_repair_begun = [&log] { log.warn("the state is made anew from the blocks"); };
  wanted.on_repaired = [&log](consensus::Height height) {
    log.info("the state has been made anew", {{"height", std::to_string(height.value())}});
  };
  wanted.on_not_repaired = [&metrics, &log](const std::string& reason) {
    metrics.on_alarm();
    log.error(
        "the state could not be made anew: stop the node and run `vitalstream ledger rebuild`",
        {{"reason", reason}});
  };
  parts.damage = std::make_unique<DamageWatch>(std::move(wanted));
}

}  // namespace vitalstream::node
