#include <algorithm>
#include <map>
#include <utility>

#include "base/assert.hpp"
#include "base/byte_writer.hpp"
#include "ledger/types/batch_body.hpp"
#include "ledger/types/batch_format.hpp"
#include "ledger/types/limits.hpp"

namespace vitalstream::ledger {
namespace {

// Orders signers by their bytes; only for finding one again, the encoding keeps first use.
struct SignerLess {
  bool operator()(const BatchItem* left, const BatchItem* right) const {
    if (!equal(left->envelope.header, right->envelope.header)) {
      return std::ranges::lexicographical_compare(left->envelope.header, right->envelope.header);
    }
    return *left->key < *right->key;
  }
};

struct SignerTable {
  std::vector<const BatchItem*> signers;  // the first item of each
  std::vector<std::uint16_t> of_item;
};

SignerTable make_signer_table(std::span<const BatchItem> items) {
  SignerTable table;
  std::map<const BatchItem*, std::uint16_t, SignerLess> positions;
  table.of_item.reserve(items.size());
  for (const BatchItem& item : items) {
    const auto position = static_cast<std::uint16_t>(table.signers.size());
    const auto [found, is_new] = positions.emplace(&item, position);
    if (is_new) {
      table.signers.push_back(&item);
    }
    table.of_item.push_back(found->second);
  }
  return table;
}

}  // namespace

std::size_t batch_item_bytes(const BatchItem& item) {
  const std::size_t signer = 1 + 2 + item.key->bytes.size() + 2 + item.envelope.header.size();
  return signer + 2 + 2 + item.envelope.payload.size() + 2 + item.envelope.signature.size();
}

Bytes build_batch_body(std::span<const BatchItem> items) {
  VS_ASSERT(!items.empty() && items.size() <= kBatchItemsMax);
  const SignerTable table = make_signer_table(items);
  ByteWriter writer(kBatchBodyBytesMax);
  writer.u8(kBatchBodyVersion);
  writer.u16(static_cast<std::uint16_t>(table.signers.size()));
  for (const BatchItem* item : table.signers) {
    writer.u8(static_cast<std::uint8_t>(item->key->algorithm));
    writer.var16(item->key->bytes);
    writer.var16(item->envelope.header);
  }
  writer.u16(static_cast<std::uint16_t>(items.size()));
  for (std::size_t i = 0; i < items.size(); ++i) {
    writer.u16(table.of_item[i]);
    writer.var16(items[i].envelope.payload);
    writer.var16(items[i].envelope.signature);
  }
  VS_ASSERT(writer.bytes().size() <= kBatchBodyBytesMax);
  return writer.take();
}

std::string_view to_string(BatchBodyErrorCode code) {
  switch (code) {
    case BatchBodyErrorCode::TooLarge:
      return "body_too_large";
    case BatchBodyErrorCode::Malformed:
      return "body_malformed";
    case BatchBodyErrorCode::UnknownVersion:
      return "body_unknown_version";
    case BatchBodyErrorCode::NoItems:
      return "body_no_items";
    case BatchBodyErrorCode::BadPublicKey:
      return "body_bad_public_key";
    case BatchBodyErrorCode::BadProtectedHeader:
      return "body_bad_protected_header";
    case BatchBodyErrorCode::AlgorithmMismatch:
      return "body_algorithm_mismatch";
    case BatchBodyErrorCode::KeyMismatch:
      return "body_key_mismatch";
    case BatchBodyErrorCode::SignerOrder:
      return "body_signer_order";
    case BatchBodyErrorCode::BadTransaction:
      return "body_bad_transaction";
  }
  VS_ASSERT(false);
}

}  // namespace vitalstream::ledger
