#include "node/commit/block_sealer.hpp"

#include <utility>

#include "base/byte_writer.hpp"
#include "node/commit/limits.hpp"
#include "node/stores/ledger_reader.hpp"

namespace vitalstream::node {

BlockSealer::BlockSealer(Parts parts) : parts_(std::move(parts)) {
  thread_.post([this] { look(); });
}

void BlockSealer::look() {
  seal_newest();
  timer_.expires_after(parts_.interval);
  timer_.async_wait([this](const boost::system::error_code& error) {
    if (!error) {
      look();
    }
  });
}

void BlockSealer::seal_newest() {
  const LedgerReader reader(parts_.database);
  const auto tip = reader.tip();
  if (!tip) {
    return;  // no block yet; or a database that fails, which stops the process elsewhere
  }
  const consensus::Height height = tip->block.header.height;
  const auto executed = reader.executed(height);
  const auto present = reader.first_seal_from(height);
  if (present) {
    sealed_height_ = present->height.value();
  } else if (executed && present.error() == ReadError::NotFound) {
    seal({parts_.own, height, tip->digest, executed->executed_root, {}});
  }
}

void BlockSealer::seal(consensus::Seal unsigned_seal) {
  auto signature =
      parts_.provider.sign(parts_.provider.public_key().algorithm,
                           consensus::seal_signing_bytes(parts_.genesis, unsigned_seal),
                           std::chrono::steady_clock::now() + kSealDeadline);
  if (!signature) {
    parts_.on_failed({signature.error().reason, !is_failing_});
    is_failing_ = true;
    return;
  }
  is_failing_ = false;
  unsigned_seal.signature = std::move(*signature);
  ByteWriter writer;
  consensus::write_seal(writer, unsigned_seal);
  if (parts_.database.put_seal(unsigned_seal.height, writer.bytes())) {
    sealed_height_ = unsigned_seal.height.value();
  }
}

}  // namespace vitalstream::node
