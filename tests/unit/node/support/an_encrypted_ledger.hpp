#pragma once
// ALedger over the encrypted file system, as a node has it, and the register of what is damaged.

#include <memory>

#include "base/assert.hpp"
#include "node/stores/ledger_keys.hpp"
#include "storage/encrypted_fs/limits.hpp"
#include "support/a_ledger.hpp"
#include "support/flip_byte.hpp"
#include "tests/storage/encrypted_fs/fixed_keys.hpp"

namespace vitalstream::node::testing {

class AnEncryptedLedger {
 public:
  AnEncryptedLedger()
      : ledger_([this](storage::MissingDatabase missing) {
          const LedgerFiles files{.keyring = keys_};
          faults_ = files.faults;
          storage::DatabaseOptions options;
          options.missing = missing;
          auto database = open_ledger(files, folder(), std::move(options));
          VS_ASSERT(database);
          return std::move(*database);
        }) {}

  [[nodiscard]] ALedger& ledger() { return ledger_; }
  [[nodiscard]] std::filesystem::path folder() const { return directory_.path() / "db"; }
  [[nodiscard]] std::shared_ptr<const storage::DataKeys> keys() const { return keys_; }
  // Of the last opening.
  [[nodiscard]] std::shared_ptr<storage::FaultRegister> faults() const { return faults_; }

  // The first page of each file of bodies of this family, or of each table if it has no bodies. The
  // database is open, since it would not be if this lay in what every opening reads.
  void damage(std::string_view family) {
    ledger_.reopen();
    const char* const kind = has(family, ".blob") ? ".blob" : ".sst";
    ASSERT_TRUE(has(family, kind)) << family;
    for (const storage::FamilyFile& file : ledger_.database().files()) {
      if (file.family == family && file.name.ends_with(kind)) {
        flip_byte(folder() / file.name, storage::kFileHeaderBytes + 100);
      }
    }
  }

 private:
  [[nodiscard]] bool has(std::string_view family, const char* kind) {
    for (const storage::FamilyFile& file : ledger_.database().files()) {
      if (file.family == family && file.name.ends_with(kind)) {
        return true;
      }
    }
    return false;
  }

  vitalstream::testing::TempDirectory directory_;
  std::shared_ptr<storage::FixedKeys> keys_ = std::make_shared<storage::FixedKeys>();
  std::shared_ptr<storage::FaultRegister> faults_;
  ALedger ledger_;
};

}  // namespace vitalstream::node::testing
