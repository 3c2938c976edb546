#include "ledger/types/batch_body.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

#include "base/assert.hpp"
#include "base/base64url.hpp"
#include "base/byte_reader.hpp"
#include "base/byte_writer.hpp"
#include "ledger/types/batch_format.hpp"
#include "ledger/types/limits.hpp"

namespace vitalstream::ledger {
namespace {

std::size_t base64url_chars(std::size_t bytes) { return (bytes * 4 + 2) / 3; }

using Code = BatchBodyErrorCode;

}  // namespace

// One decoding: signers, then the bounds of each item, then the transactions themselves.
class BatchBodyDecoder {
 public:
  explicit BatchBodyDecoder(std::shared_ptr<const Bytes> body) : reader_(*body) {
    batch_.body_ = std::move(body);
  }

  [[nodiscard]] Result<ParsedBatch, BatchBodyError> decode();

 private:
  using Error = std::optional<BatchBodyError>;

  struct Header {
    ByteView bytes;
    crypto::JwsHeader parsed;
    std::string base64url;
  };
  struct Item {
    std::size_t signer = 0;
    EnvelopeView envelope;
  };

  Error read_signers();
  Error read_signer(std::uint32_t position);
  static Result<crypto::JwsHeader, TransactionError> header_of(ByteView bytes,
                                                               const crypto::JwsHeader& expected);
  Error read_items();
  Error check_order() const;
  Error parse_items();
  std::string_view append_compact(const Item& item);

  ByteReader reader_;
  ParsedBatch batch_;
  std::vector<Header> headers_;  // of the signers
  std::vector<Item> items_;
};

Result<ParsedBatch, BatchBodyError> BatchBodyDecoder::decode() {
  if (batch_.body_->size() > kBatchBodyBytesMax) {
    return BatchBodyError{.code = Code::TooLarge};
  }
  if (reader_.u8() != kBatchBodyVersion) {
    return BatchBodyError{.code = Code::UnknownVersion};
  }
  for (const auto step : {&BatchBodyDecoder::read_signers, &BatchBodyDecoder::read_items}) {
    if (const Error error = (this->*step)()) {
      return *error;
    }
  }
  if (!reader_.finished()) {
    return BatchBodyError{.code = Code::Malformed};
  }
  if (items_.empty()) {
    return BatchBodyError{.code = Code::NoItems};
  }
  if (const Error error = check_order()) {
    return *error;
  }
  if (const Error error = parse_items()) {
    return *error;
  }
  return std::move(batch_);
}

BatchBodyDecoder::Error BatchBodyDecoder::read_signers() {
  const std::size_t count = read_signer_count(reader_);
  batch_.signers_.reserve(count);
  headers_.reserve(count);
  for (std::uint32_t i = 0; i < count; ++i) {
    if (const Error error = read_signer(i)) {
      return error;
    }
  }
  return std::nullopt;
}

BatchBodyDecoder::Error BatchBodyDecoder::read_signer(std::uint32_t position) {
  const EncodedSigner signer = read_encoded_signer(reader_);
  if (reader_.failed()) {
    return BatchBodyError{.code = Code::Malformed, .position = position};
  }
  const auto algorithm = crypto::signature_algorithm_from(signer.algorithm);
  if (!algorithm || signer.key.size() != crypto::public_key_bytes(*algorithm)) {
    return BatchBodyError{.code = Code::BadPublicKey, .position = position};
  }
  crypto::PublicKey key{*algorithm, to_bytes(signer.key)};
  const KeyId key_id = crypto::thumbprint(key);
  const auto header = header_of(signer.header, {*algorithm, key_id});
  if (!header) {
    return BatchBodyError{Code::BadProtectedHeader, header.error(), position};
  }
  if (header->algorithm != *algorithm) {
    return BatchBodyError{.code = Code::AlgorithmMismatch, .position = position};
  }
  if (header->kid != key_id) {
    return BatchBodyError{.code = Code::KeyMismatch, .position = position};
  }
  batch_.signers_.push_back({std::move(key), key_id});
  headers_.push_back({signer.header, *header, to_base64url(signer.header)});
  return std::nullopt;
}

// Most headers are spelled in the shortest way; comparing is cheaper than reading them.
Result<crypto::JwsHeader, TransactionError> BatchBodyDecoder::header_of(
    ByteView bytes, const crypto::JwsHeader& expected) {
  if (as_text(bytes) == crypto::to_jws_header(expected)) {
    return expected;
  }
  return parse_protected_header(bytes);
}

BatchBodyDecoder::Error BatchBodyDecoder::read_items() {
  const std::size_t count = read_item_count(reader_);
  items_.reserve(count);
  for (std::uint32_t i = 0; i < count; ++i) {
    const EncodedItem item = read_encoded_item(reader_);
    if (reader_.failed()) {
      return BatchBodyError{.code = Code::Malformed, .position = i};
    }
    if (item.signer >= headers_.size()) {
      return BatchBodyError{.code = Code::SignerOrder, .position = i};
    }
    items_.push_back({item.signer, {headers_[item.signer].bytes, item.payload, item.signature}});
  }
  return std::nullopt;
}

// Each signer's first use comes after the first use of the one before it.
BatchBodyDecoder::Error BatchBodyDecoder::check_order() const {
  std::size_t used = 0;
  for (std::uint32_t i = 0; i < items_.size(); ++i) {
    if (items_[i].signer > used) {
      return BatchBodyError{.code = Code::SignerOrder, .position = i};
    }
    used = std::max(used, items_[i].signer + 1);
  }
  if (used != headers_.size()) {
    return BatchBodyError{.code = Code::SignerOrder,
                          .position = static_cast<std::uint32_t>(items_.size())};
  }
  return std::nullopt;
}

BatchBodyDecoder::Error BatchBodyDecoder::parse_items() {
  std::size_t compact_chars = 0;
  for (const Item& item : items_) {
    compact_chars += headers_[item.signer].base64url.size() + 2 +
                     base64url_chars(item.envelope.payload.size()) +
                     base64url_chars(item.envelope.signature.size());
  }
  // Reserved once: the transactions keep views into it.
  batch_.compact_.reserve(compact_chars);
  batch_.transactions_.reserve(items_.size());
  batch_.signer_of_item_.reserve(items_.size());
  for (std::uint32_t i = 0; i < items_.size(); ++i) {
    const Item& item = items_[i];
    auto transaction =
        parse_transaction(headers_[item.signer].parsed, item.envelope, append_compact(item));
    if (!transaction) {
      return BatchBodyError{Code::BadTransaction, transaction.error(), i};
    }
    batch_.transactions_.push_back(std::move(*transaction));
    batch_.signer_of_item_.push_back(static_cast<std::uint16_t>(item.signer));
  }
  return std::nullopt;
}

std::string_view BatchBodyDecoder::append_compact(const Item& item) {
  std::string& compact = batch_.compact_;
  const std::size_t begin = compact.size();
  compact += headers_[item.signer].base64url;
  compact += '.';
  append_base64url(compact, item.envelope.payload);
  compact += '.';
  append_base64url(compact, item.envelope.signature);
  VS_ASSERT(compact.size() <= compact.capacity());
  return std::string_view(compact).substr(begin);
}

Result<ParsedBatch, BatchBodyError> decode_batch_body(std::shared_ptr<const Bytes> body) {
  return BatchBodyDecoder(std::move(body)).decode();
}

const BatchSigner& ParsedBatch::signer_of(std::size_t item) const {
  VS_ASSERT(item < signer_of_item_.size());
  return signers_[signer_of_item_[item]];
}

std::vector<crypto::SignedMessage> ParsedBatch::signed_messages() const {
  std::vector<crypto::SignedMessage> messages;
  messages.reserve(transactions_.size());
  for (std::size_t i = 0; i < transactions_.size(); ++i) {
    messages.push_back({&signer_of(i).key, as_bytes(transactions_[i].signing_input),
                        transactions_[i].envelope.signature});
  }
  return messages;
}

std::vector<Hash32> ParsedBatch::leaf_hashes() const {
  std::vector<Hash32> leaves;
  leaves.reserve(transactions_.size());
  for (const Transaction& transaction : transactions_) {
    leaves.push_back(transaction.leaf.value());
  }
  return leaves;
}

}  // namespace vitalstream::ledger
