#pragma once
// BackupManifest: what one backup consists of, as a JSON document that people can read, too. It is
// not authenticated: the files are (AES-256-GCM), and the ledger in them is held against the
// validators' certificates. The hashes, one of them over the manifest itself, find damage
// before anything is restored.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/digest.hpp"
#include "base/time.hpp"
#include "storage/identity.hpp"
#include "storage/types.hpp"

namespace vitalstream::storage {

struct BackupFile {
  std::string name;  // within the data directory: "keyring", "db/000012.sst"
  std::uint64_t bytes = 0;
  Hash32 sha256{};
  friend bool operator==(const BackupFile&, const BackupFile&) = default;
};

struct BackupManifest {
  Identity identity;
  UnixMs taken;
  Tip tip;  // at least so far; height 0 without any block
  std::vector<BackupFile> files;
  friend bool operator==(const BackupManifest&, const BackupManifest&) = default;
};

// Whose it is, for people: "validator 1 of chain demo (genesis 4f1c...)".
[[nodiscard]] std::string describe(const Identity& identity);

[[nodiscard]] std::string to_json(const BackupManifest& manifest);
// Nothing unless the text is such a document. A name never leads out of the data directory.
[[nodiscard]] std::optional<BackupManifest> manifest_from_json(std::string_view text);

}  // namespace vitalstream::storage
