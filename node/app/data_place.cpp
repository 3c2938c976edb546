#include "node/app/data_place.hpp"

#include <utility>

namespace vitalstream::node {

SetupFailure describe(const storage::DirectoryFailure& failure, const Config& config) {
  std::string reason =
      config.data_dir.string() + ": " + std::string(storage::to_string(failure.error));
  if (!failure.detail.empty() && failure.error != storage::DirectoryError::Missing) {
    reason += ": " + failure.detail;
  }
  if (failure.error == storage::DirectoryError::Locked) {
    reason += "; stop it first";
  }
  if (failure.error == storage::DirectoryError::OlderFormat) {
    reason +=
        "; its ledger is not encrypted: move the directory away and run `vitalstream init "
        "--new-safety-record`, and the ledger is fetched from the others";
  }
  if (failure.error == storage::DirectoryError::Missing) {
    reason +=
        "; if this validator has never run, run `vitalstream init`; if it has and lost its data, "
        "only `vitalstream init --new-safety-record` is safe";
  }
  return {std::move(reason)};
}

Result<std::unique_ptr<storage::DataDirectory>, SetupFailure> open_data_directory(
    storage::FileOps& files, const Config& config, const LoadedGenesis& genesis) {
  auto directory = storage::DataDirectory::open(files, config.data_dir, identity_of(genesis),
                                                storage::MissingDirectory::Refuse);
  if (!directory) {
    return describe(directory.error(), config);
  }
  if (directory->is_new()) {
    return SetupFailure{config.data_dir.string() +
                        " was not initialised to its end; run `vitalstream init` again"};
  }
  return std::make_unique<storage::DataDirectory>(std::move(*directory));
}

}  // namespace vitalstream::node
