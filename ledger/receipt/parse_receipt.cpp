#include <boost/json/array.hpp>
#include <string>
#include <utility>

#include "base/base64url.hpp"
#include "base/byte_reader.hpp"
#include "consensus/types/codec.hpp"
#include "consensus/types/limits.hpp"
#include "json/strict_json.hpp"
#include "ledger/receipt/document_reader.hpp"
#include "ledger/receipt/receipt_document.hpp"
#include "ledger/types/limits.hpp"

namespace vitalstream::ledger {
namespace {

namespace json = boost::json;
using Code = ReceiptErrorCode;

constexpr std::string_view kFormat = "vitalstream-receipt-1";
constexpr auto kNumberMax = static_cast<std::uint64_t>(kJsonIntegerMax);

std::string element_path(std::string_view list, std::size_t position) {
  return std::string(list) + "[" + std::to_string(position) + "]";
}

class Parser {
 public:
  Result<ReceiptDocument, ReceiptError> parse(const json::value& document);

 private:
  void parse_document(const json::value& document);
  void parse_position(const json::value& value);
  void parse_headers(const json::array& headers);
  void parse_finalization(const json::value& value);
  void parse_result(const json::value& value);
  void parse_steps(const json::array& steps);
  void parse_seal(const json::value& value);

  ReceiptDocument receipt_;
  std::optional<ReceiptError> error_;
};

Result<ReceiptDocument, ReceiptError> Parser::parse(const json::value& document) {
  parse_document(document);
  if (error_) {
    return std::move(*error_);
  }
  return std::move(receipt_);
}

void Parser::parse_document(const json::value& document) {
  DocumentReader reader(document, "", error_,
                        {"format", "genesis", "set_changes", "transaction", "position", "path",
                         "headers", "finalization", "result"},
                        "seal");
  if (error_) {
    return;
  }
  if (reader.text("format") != kFormat) {
    reader.refuse(Code::WrongFormat, "format");
  }
  const Bytes genesis = reader.bytes("genesis");
  receipt_.genesis_file = as_text(genesis);
  // Reserved for changes of the validator set: until there are any, the list is empty.
  static_cast<void>(reader.array("set_changes", 0));
  receipt_.transaction = reader.text("transaction");
  receipt_.path = reader.hashes("path", kReceiptPathMax);
  if (const json::array* headers = reader.array("headers", kReceiptHeadersMax)) {
    parse_headers(*headers);
  }
  parse_position(*reader.member("position"));
  parse_finalization(*reader.member("finalization"));
  parse_result(*reader.member("result"));
  if (const json::value* seal = reader.member("seal")) {
    parse_seal(*seal);
  }
}

void Parser::parse_position(const json::value& value) {
  DocumentReader reader(value, "position", error_, {"height", "index", "leaf"});
  receipt_.position.height = BlockHeight{reader.number("height", kNumberMax)};
  receipt_.position.index =
      BlockIndex{static_cast<std::uint32_t>(reader.number("index", kBlockTransactionsMax - 1))};
  receipt_.position.leaf = LeafIndex{reader.number("leaf", kNumberMax)};
}

void Parser::parse_headers(const json::array& headers) {
  if (headers.empty()) {
    error_ = error_.value_or(ReceiptError{Code::BadMember, "headers"});
  }
  for (const json::value& element : headers) {
    const json::string* text = element.if_string();
    const auto bytes = from_base64url(
        text == nullptr ? std::string_view("?") : std::string_view(text->data(), text->size()));
    ByteReader reader(bytes ? ByteView(*bytes) : ByteView{});
    consensus::BlockHeader header = consensus::read_block_header(reader);
    if (!reader.finished()) {
      error_ = error_.value_or(
          ReceiptError{Code::BadMember, element_path("headers", receipt_.headers.size())});
      return;
    }
    receipt_.headers.push_back(header);
  }
}

void Parser::parse_finalization(const json::value& value) {
  DocumentReader reader(value, "finalization", error_,
                        {"epoch", "view", "parent_view", "signatures"});
  consensus::VoteSubject& subject = receipt_.finalization.subject;
  subject.kind = consensus::VoteKind::Finalize;
  subject.epoch = consensus::Epoch{reader.number("epoch", kNumberMax)};
  subject.view = consensus::View{reader.number("view", kNumberMax)};
  subject.parent_view = consensus::View{reader.number("parent_view", kNumberMax)};
  const json::array* signatures = reader.array("signatures", consensus::kValidatorsMax);
  if (signatures == nullptr) {
    return;
  }
  for (const json::value& element : *signatures) {
    DocumentReader one(
        element, element_path("finalization.signatures", receipt_.finalization.signatures.size()),
        error_, {"signer", "signature"});
    const auto signer = static_cast<std::uint16_t>(one.number("signer", UINT16_MAX));
    receipt_.finalization.signatures.push_back(
        {consensus::ValidatorIndex{signer}, one.bytes("signature")});
  }
}

void Parser::parse_result(const json::value& value) {
  DocumentReader reader(
      value, "result", error_,
      {"status", "code", "value", "transactions", "path", "previous_root", "steps"});
  const auto status = tx_status_named(reader.text("status"));
  const auto code = result_code_named(reader.text("code"));
  if (!status) {
    reader.refuse(Code::BadMember, "status");
  }
  if (!code) {
    reader.refuse(Code::BadMember, "code");
  }
  ReceiptResult& result = receipt_.result;
  result.status = status.value_or(TxStatus::Refused);
  result.code = code.value_or(ResultCode::None);
  result.value = reader.number("value", kNumberMax);
  result.transactions =
      static_cast<std::uint32_t>(reader.number("transactions", kBlockTransactionsMax));
  result.path = reader.hashes("path", kReceiptPathMax);
  result.previous_root = StateRoot{reader.hash("previous_root")};
  if (const json::array* steps = reader.array("steps", kReceiptHeadersMax)) {
    parse_steps(*steps);
  }
}

void Parser::parse_steps(const json::array& steps) {
  for (const json::value& element : steps) {
    DocumentReader reader(element, element_path("result.steps", receipt_.result.steps.size()),
                          error_, {"results", "delta"});
    receipt_.result.steps.push_back(
        {ResultsRoot{reader.hash("results")}, DeltaDigest{reader.hash("delta")}});
  }
}

void Parser::parse_seal(const json::value& value) {
  DocumentReader reader(value, "seal", error_,
                        {"validator", "height", "executed_root", "signature"});
  consensus::Seal& seal = receipt_.seal.emplace();
  seal.validator =
      consensus::ValidatorId{static_cast<std::uint32_t>(reader.number("validator", UINT32_MAX))};
  seal.height = consensus::Height{reader.number("height", kNumberMax)};
  seal.executed_root = consensus::ExecutedRoot{reader.hash("executed_root")};
  seal.signature = reader.bytes("signature");
}

}  // namespace

Result<ReceiptDocument, ReceiptError> parse_receipt(std::string_view text) {
  const auto document =
      parse_strict_json(text, {.bytes_max = kReceiptBytesMax, .depth_max = kReceiptDepthMax});
  if (document.has_error()) {
    const bool too_large = document.error() == JsonError::TooLong;
    return ReceiptError{too_large ? Code::TooLarge : Code::NotStrictJson, ""};
  }
  return Parser{}.parse(*document);
}

}  // namespace vitalstream::ledger
