#include "node/upkeep/rotate_data.hpp"

#include <algorithm>
#include <condition_variable>
#include <map>
#include <mutex>
#include <stop_token>
#include <thread>
#include <utility>

#include "base/result.hpp"
#include "node/commit/executor.hpp"
#include "node/ground/wall_clock.hpp"
#include "node/stores/own_key.hpp"
#include "node/stores/recovered_state.hpp"
#include "node/stores/stores.hpp"
#include "node/upkeep/stopped_node.hpp"
#include "storage/key_usage.hpp"

namespace vitalstream::node {
namespace {

using storage::KeyGeneration;
using storage::KeyState;

constexpr std::chrono::seconds kProgressInterval{1};

// Tells the progress until it is destroyed.
class Watch {
 public:
  Watch(std::vector<storage::GenerationInfo> generations, std::vector<std::filesystem::path> places,
        const RotationProgress& progress)
      : thread_([this, &progress, generations = std::move(generations),
                 places = std::move(places)](const std::stop_token& stop) {
          std::unique_lock lock(mutex_);
          while (!stop.stop_requested()) {
            waiting_.wait_for(lock, stop, kProgressInterval, [] { return false; });
            const auto usage = measure_generations(generations, places);
            // At the end the files that were replaced are still there: the report tells of them.
            if (usage && !stop.stop_requested()) {
              progress(*usage);
            }
          }
        }) {}

 private:
  std::mutex mutex_;
  std::condition_variable_any waiting_;
  std::jthread thread_;
};

SetupFailure failed(storage::StorageError error) {
  return {"database: " + std::string(storage::to_string(error))};
}

Result<void, SetupFailure> add_generation(const Config& config) {
  const auto node = open_stopped_node(config);
  if (!node) {
    return node.error();
  }
  if (const auto added = node->keyring->add_generation(*node->provider, read_clock().wall);
      !added) {
    return describe(added.error(), config);
  }
  return {};
}

// What is opened for writing may delete files, so it is compared with the safety record first.
Result<Stores, SetupFailure> open_compared(const Config& config, const StoreAccess& access) {
  VS_TRY(stores, open_stores(config, access));
  if (stores.record.journal == nullptr) {
    return SetupFailure{stores.record.trouble};
  }
  const auto same =
      recover({&access.genesis, &stores.record.replay, stores.database.get(),
               Executor::genesis_root(access.genesis.genesis.hash), read_clock().wall});
  if (!same) {
    return same.error();
  }
  if (const auto released = stores.database->release_deletions(); !released) {
    return failed(released.error());
  }
  return std::move(stores);
}

// Which files have another generation than the active one. Those that cannot be told are not among
// them: an opened database has none.
std::function<bool(std::string_view)> is_old_in(const std::vector<storage::KeyedFile>& files,
                                                KeyGeneration active) {
  std::map<std::string, bool, std::less<>> old;
  for (const storage::KeyedFile& file : files) {
    old.emplace(file.name, file.generation && *file.generation != active);
  }
  return [old = std::move(old)](std::string_view name) {
    const auto found = old.find(name);
    return found != old.end() && found->second;
  };
}

Result<void, SetupFailure> rewrite_tables(const Config& config, const StoreAccess& access,
                                          const RotationProgress& progress) {
  VS_TRY(stores, open_compared(config, access));
  const auto path = stores.directory->database_path();
  const auto files = storage::KeyUsage(path).look();
  if (!files) {
    return SetupFailure{path.string() + ": " + std::string(to_string(files.error()))};
  }
  const Watch watch(stores.keyring->generations(), stores.directory->encrypted_paths(), progress);
  const auto rewritten =
      stores.database->rewrite(is_old_in(*files, stores.keyring->active().generation));
  if (!rewritten) {
    return failed(rewritten.error());
  }
  if (const auto synced = stores.database->sync(); !synced) {
    return failed(synced.error());
  }
  return {};
}

// The same records in a file of the newest key.
Result<void, SetupFailure> renew_record(const Stores& stores) {
  const auto renewed = stores.record.journal->rotate(stores.record.replay.records);
  return renewed ? Result<void, SetupFailure>()
                 : describe_record(renewed.error(), *stores.record_files);
}

// Opening writes manifest, log and options anew, and deletes what they replace.
Result<void, SetupFailure> rewrite_the_rest(const Config& config, const StoreAccess& access) {
  {
    VS_TRY(stores, open_compared(config, access));
    VS_RETURN_IF_ERROR(renew_record(stores));
  }
  VS_TRY(node, open_stopped_node(config));
  return renew_identity(node.keyring, node.directory->database_path());
}

Result<void, SetupFailure> rewrite(const Config& config, const RotationPlan& plan, Log& log,
                                   const RotationProgress& progress) {
  VS_TRY(genesis, load_genesis(config));
  VS_TRY(provider, open_own_key(config, genesis));
  StoreAccess access{genesis, *provider, log};
  access.write_bytes_per_second_max = plan.write_bytes_per_second_max;
  VS_RETURN_IF_ERROR(rewrite_tables(config, access, progress));
  return rewrite_the_rest(config, access);
}

bool is_empty_and_old(const GenerationUsage& usage) {
  return usage.info.state == KeyState::ReadOnly && usage.bytes == 0;
}

// A file that cannot be told might be of any generation.
Result<void, SetupFailure> check_all_known(const std::vector<std::filesystem::path>& places) {
  VS_TRY(files, keyed_files(places));
  for (const storage::KeyedFile& file : files) {
    if (!file.generation) {
      return SetupFailure{file.name + " has no readable header: no data key was destroyed"};
    }
  }
  return {};
}

Result<RotationReport, SetupFailure> finish(const Config& config, const RotationPlan& plan) {
  const auto node = open_stopped_node(config);
  if (!node) {
    return node.error();
  }
  const auto places = node->directory->encrypted_paths();
  auto usage = measure_generations(node->keyring->generations(), places);
  if (!usage) {
    return usage.error();
  }
  if (const auto known = check_all_known(places); plan.retires && !known) {
    return known.error();
  }
  RotationReport report;
  for (const GenerationUsage& one : *usage) {
    if (!plan.retires || !is_empty_and_old(one)) {
      continue;
    }
    const auto retired = node->keyring->retire(*node->provider, one.info.generation,
                                               storage::RemainingBytes(one.bytes));
    if (!retired) {
      return describe(retired.error(), config);
    }
    report.retired.push_back(one.info.generation);
  }
  usage = measure_generations(node->keyring->generations(), places);
  if (!usage) {
    return usage.error();
  }
  report.generations = std::move(*usage);
  return report;
}

}  // namespace

Result<RotationReport, SetupFailure> rotate_data(const Config& config, const RotationPlan& plan,
                                                 Log& log, const RotationProgress& progress) {
  if (plan.adds_generation) {
    VS_RETURN_IF_ERROR(add_generation(config));
  }
  if (plan.rewrites) {
    VS_RETURN_IF_ERROR(rewrite(config, plan, log, progress));
  }
  return finish(config, plan);
}

}  // namespace vitalstream::node
