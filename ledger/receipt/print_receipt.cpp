#include <string>

#include "base/base64url.hpp"
#include "base/byte_writer.hpp"
#include "consensus/types/codec.hpp"
#include "ledger/receipt/receipt_document.hpp"

namespace vitalstream::ledger {
namespace {

std::string quoted(std::string_view text) { return "\"" + std::string(text) + "\""; }
std::string quoted(ByteView bytes) { return "\"" + to_base64url(bytes) + "\""; }

template <class Elements, class Print>
std::string list_of(const Elements& elements, Print print) {
  std::string text = "[";
  for (const auto& element : elements) {
    text += (text.size() == 1 ? "" : ",") + print(element);
  }
  return text + "]";
}

std::string hashes(const std::vector<Hash32>& path) {
  return list_of(path, [](const Hash32& hash) { return quoted(ByteView(hash)); });
}

std::string header_text(const consensus::BlockHeader& header) {
  ByteWriter writer;
  consensus::write_block_header(writer, header);
  return quoted(ByteView(writer.bytes()));
}

std::string position_text(const ReceiptPosition& position) {
  return "{\"height\":" + std::to_string(position.height.value()) +
         ",\"index\":" + std::to_string(position.index.value()) +
         ",\"leaf\":" + std::to_string(position.leaf.value()) + "}";
}

std::string finalization_text(const consensus::Certificate& certificate) {
  const auto signature = [](const consensus::SignerSignature& one) {
    return "{\"signer\":" + std::to_string(one.signer.value()) +
           ",\"signature\":" + quoted(ByteView(one.signature)) + "}";
  };
  return "{\"epoch\":" + std::to_string(certificate.subject.epoch.value()) +
         ",\"view\":" + std::to_string(certificate.subject.view.value()) +
         ",\"parent_view\":" + std::to_string(certificate.subject.parent_view.value()) +
         ",\"signatures\":" + list_of(certificate.signatures, signature) + "}";
}

std::string result_text(const ReceiptResult& result) {
  const auto step = [](const ReceiptStep& one) {
    return "{\"results\":" + quoted(one.results.view()) + ",\"delta\":" + quoted(one.delta.view()) +
           "}";
  };
  return "{\"status\":" + quoted(to_string(result.status)) +
         ",\"code\":" + quoted(to_string(result.code)) +
         ",\"value\":" + std::to_string(result.value) +
         ",\"transactions\":" + std::to_string(result.transactions) +
         ",\"path\":" + hashes(result.path) +
         ",\"previous_root\":" + quoted(result.previous_root.view()) +
         ",\"steps\":" + list_of(result.steps, step) + "}";
}

std::string seal_member(const std::optional<consensus::Seal>& seal) {
  return !seal ? ""
               : ",\"seal\":{\"validator\":" + std::to_string(seal->validator.value()) +
                     ",\"height\":" + std::to_string(seal->height.value()) +
                     ",\"executed_root\":" + quoted(seal->executed_root.view()) +
                     ",\"signature\":" + quoted(ByteView(seal->signature)) + "}";
}

}  // namespace

// A compact JWS, names of codes and base64url need no escapes.
std::string print_receipt(const ReceiptDocument& receipt) {
  return "{\"format\":\"vitalstream-receipt-1\",\"genesis\":" +
         quoted(as_bytes(receipt.genesis_file)) +
         ",\"set_changes\":[],\"transaction\":" + quoted(std::string_view(receipt.transaction)) +
         ",\"position\":" + position_text(receipt.position) +
         ",\"path\":" + hashes(receipt.path) +
         ",\"headers\":" + list_of(receipt.headers, header_text) +
         ",\"finalization\":" + finalization_text(receipt.finalization) +
         ",\"result\":" + result_text(receipt.result) + seal_member(receipt.seal) + "}";
}

}  // namespace vitalstream::ledger
