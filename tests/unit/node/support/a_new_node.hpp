#pragma once
// ANewNode: what an operator has before the first start: a genesis file in which this node is
// validator 1, the file of its key, and a configuration that names both.

#include "crypto/provider/local_provider.hpp"
#include "node/config/config.hpp"
#include "support/genesis_builder.hpp"
#include "tests/support/temp_directory.hpp"

namespace vitalstream::node::testing {

class ANewNode {
 public:
  ANewNode();

  [[nodiscard]] Config& config() { return config_; }
  [[nodiscard]] const std::string& genesis_text() const { return text_; }
  [[nodiscard]] const std::filesystem::path& folder() const { return folder_.path(); }
  // Puts another document into the file. Its hash is pinned, too.
  void write_genesis(const ledger::GenesisDocument& document);
  // A key that genesis does not name.
  void use_another_key();

 private:
  [[nodiscard]] crypto::PublicKey make_key(std::string_view name);

  vitalstream::testing::TempDirectory folder_;
  std::string text_;
  Config config_;
};

}  // namespace vitalstream::node::testing
