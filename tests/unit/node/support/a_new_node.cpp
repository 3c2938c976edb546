#include "support/a_new_node.hpp"

#include <string>

#include "base/assert.hpp"
#include "crypto/sha256.hpp"

namespace vitalstream::node::testing {

ANewNode::ANewNode() {
  config_.node.id = 1;
  config_.data_dir = folder_.path() / "data";
  config_.genesis.file = folder_.path() / "genesis.json";
  ledger::GenesisDocument document = ledger::testing::a_genesis_document();
  document.validators.front().key = make_key("own.key");
  write_genesis(document);
}

void ANewNode::write_genesis(const ledger::GenesisDocument& document) {
  text_ = ledger::print_document(document);
  folder_.write("genesis.json", text_);
  config_.genesis.hash = GenesisHash{crypto::sha256(as_bytes(text_))};
}

void ANewNode::use_another_key() { std::ignore = make_key("another.key"); }

crypto::PublicKey ANewNode::make_key(std::string_view name) {
  config_.keys.local.file = folder_.path() / name;
  crypto::provider::LocalKeyRequest request;
  request.file = config_.keys.local.file;
  const auto made = crypto::provider::generate_local_key(request, std::nullopt);
  VS_ASSERT(made);
  return *made;
}

}  // namespace vitalstream::node::testing
