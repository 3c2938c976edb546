#include "ledger/receipt/receipt_form.hpp"

#include <utility>

#include "base/base64url.hpp"
#include "base/byte_writer.hpp"
#include "consensus/types/codec.hpp"

namespace vitalstream::ledger {
namespace {

// A hash in base64url, between quotation marks, and a comma.
constexpr std::size_t kHashChars = (kDigestBytes * 4 + 2) / 3 + 3;
// The names, numbers and braces between a transaction's own.
constexpr std::size_t kOwnCharsMax = 320;

void append_quoted(std::string& text, ByteView bytes) {
  text += '"';
  append_base64url(text, bytes);
  text += '"';
}

template <class Elements, class Append>
void append_list(std::string& text, const Elements& elements, Append append) {
  text += '[';
  bool is_first = true;
  for (const auto& element : elements) {
    if (!std::exchange(is_first, false)) {
      text += ',';
    }
    append(element);
  }
  text += ']';
}

void append_hashes(std::string& text, const std::vector<Hash32>& path) {
  append_list(text, path, [&text](const Hash32& hash) { append_quoted(text, hash); });
}

void append_number(std::string& text, std::string_view name, std::uint64_t number) {
  text += name;
  text += std::to_string(number);
}

void append_position(std::string& text, const ReceiptPosition& position) {
  append_number(text, "{\"height\":", position.height.value());
  append_number(text, ",\"index\":", position.index.value());
  append_number(text, ",\"leaf\":", position.leaf.value());
  text += '}';
}

void append_headers(std::string& text, const std::vector<consensus::BlockHeader>& headers) {
  append_list(text, headers, [&text](const consensus::BlockHeader& header) {
    ByteWriter writer;
    consensus::write_block_header(writer, header);
    append_quoted(text, writer.bytes());
  });
}

void append_finalization(std::string& text, const consensus::Certificate& certificate) {
  append_number(text, "{\"epoch\":", certificate.subject.epoch.value());
  append_number(text, ",\"view\":", certificate.subject.view.value());
  append_number(text, ",\"parent_view\":", certificate.subject.parent_view.value());
  text += ",\"signatures\":";
  append_list(text, certificate.signatures, [&text](const consensus::SignerSignature& one) {
    append_number(text, "{\"signer\":", one.signer.value());
    text += ",\"signature\":";
    append_quoted(text, one.signature);
    text += '}';
  });
  text += '}';
}

void append_steps(std::string& text, const std::vector<ReceiptStep>& steps) {
  append_list(text, steps, [&text](const ReceiptStep& step) {
    text += "{\"results\":";
    append_quoted(text, step.results.view());
    text += ",\"delta\":";
    append_quoted(text, step.delta.view());
    text += '}';
  });
}

void append_seal(std::string& text, const consensus::Seal& seal) {
  append_number(text, ",\"seal\":{\"validator\":", seal.validator.value());
  append_number(text, ",\"height\":", seal.height.value());
  text += ",\"executed_root\":";
  append_quoted(text, seal.executed_root.view());
  text += ",\"signature\":";
  append_quoted(text, seal.signature);
  text += '}';
}

}  // namespace

std::string receipt_opening(std::string_view genesis_file) {
  std::string text = "{\"format\":\"vitalstream-receipt-1\",\"genesis\":";
  append_quoted(text, as_bytes(genesis_file));
  return text + ",\"set_changes\":[],\"transaction\":\"";
}

ReceiptForm::ReceiptForm(const ReceiptCommon& common)
    : middle_(",\"headers\":"), transactions_(std::to_string(common.transactions)) {
  append_headers(middle_, common.headers);
  middle_ += ",\"finalization\":";
  append_finalization(middle_, common.finalization);
  middle_ += ",\"result\":{\"status\":\"";
  ending_ = ",\"previous_root\":";
  append_quoted(ending_, common.previous_root.view());
  ending_ += ",\"steps\":";
  append_steps(ending_, common.steps);
  ending_ += '}';
  if (common.seal) {
    append_seal(ending_, *common.seal);
  }
  ending_ += '}';
}

// A compact JWS, names of codes and base64url need no escapes.
std::string ReceiptForm::fill(std::string_view opening, const ReceiptOwn& own) const {
  std::string text;
  text.reserve(opening.size() + own.transaction.size() + bytes() + kOwnCharsMax +
               (own.path.size() + own.result_path.size()) * kHashChars);
  text += opening;
  text += own.transaction;
  text += "\",\"position\":";
  append_position(text, own.position);
  text += ",\"path\":";
  append_hashes(text, own.path);
  text += middle_;
  text += to_string(own.result.status);
  text += "\",\"code\":\"";
  text += to_string(own.result.code);
  append_number(text, "\",\"value\":", own.result.value);
  text += ",\"transactions\":";
  text += transactions_;
  text += ",\"path\":";
  append_hashes(text, own.result_path);
  text += ending_;
  return text;
}

std::string print_receipt(const ReceiptDocument& receipt) {
  const ReceiptResult& result = receipt.result;
  const ReceiptForm form({receipt.headers, receipt.finalization, result.transactions,
                          result.previous_root, result.steps, receipt.seal});
  return form.fill(receipt_opening(receipt.genesis_file),
                   {receipt.transaction, receipt.position, receipt.path,
                    TxResult{{}, result.status, result.code, result.value}, result.path});
}

std::optional<std::size_t> committing_header(std::span<const consensus::BlockHeader> headers,
                                             BlockHeight height) {
  for (std::size_t i = 0; i < headers.size(); ++i) {
    if (headers[i].executed_height.value() >= height.value()) {
      return i;
    }
  }
  return std::nullopt;
}

}  // namespace vitalstream::ledger
