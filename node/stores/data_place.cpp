#include "node/stores/data_place.hpp"

#include <utility>

namespace vitalstream::node {
namespace {

using storage::DirectoryError;

// Each names a way that works; nothing where the error says it all.
std::string_view advice(DirectoryError error) {
  switch (error) {
    case DirectoryError::Missing:
      return "; if this validator has never run, run `vitalstream init`; if it has and lost its "
             "data, only `vitalstream init --new-safety-record` is safe";
    case DirectoryError::Locked:
      return "; stop it first";
    case DirectoryError::NotOurs:
      return "; let `data_dir` name an empty folder, or one that is not there yet";
    case DirectoryError::Damaged:
      return "; put the file back from a backup of this directory, or move the directory away and "
             "run `vitalstream init --new-safety-record`, and the ledger is fetched from the "
             "others";
    case DirectoryError::WrongChain:
    case DirectoryError::WrongGenesis:
    case DirectoryError::WrongNode:
      return "; correct `data_dir`, `node.id` or `genesis`, whichever is not this validator's";
    case DirectoryError::NewerFormat:
      return "; start it with the version that has written it, or a newer one";
    case DirectoryError::OlderFormat:
      return "; its ledger is not encrypted: move the directory away and run `vitalstream init "
             "--new-safety-record`, and the ledger is fetched from the others";
    case DirectoryError::Denied:
      return "; it must belong to the user that the node runs as";
    case DirectoryError::Full:
      return "; make room, and start again: nothing acknowledged is lost";
    case DirectoryError::ReadOnly:
    case DirectoryError::NotADirectory:
    case DirectoryError::NoParent:
    case DirectoryError::Io:
      break;
  }
  return {};
}

}  // namespace

SetupFailure describe(const storage::DirectoryFailure& failure, const Config& config) {
  std::string reason =
      config.data_dir.string() + ": " + std::string(storage::to_string(failure.error));
  if (!failure.detail.empty() && failure.error != DirectoryError::Missing) {
    reason += ": " + failure.detail;
  }
  return {reason + std::string(advice(failure.error))};
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
