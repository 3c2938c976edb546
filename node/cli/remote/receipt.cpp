// vitalstream receipt
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <filesystem>
#include <memory>

#include "base/hex.hpp"
#include "json/json_writer.hpp"
#include "ledger/receipt/limits.hpp"
#include "ledger/receipt/verify_receipt.hpp"
#include "node/cli/context.hpp"
#include "node/cli/remote/remote.hpp"
#include "node/cli/text_file.hpp"

namespace vitalstream::cli {
namespace {

struct ReceiptOptions {
  RemoteOptions remote;
  std::string tx_id;
  std::filesystem::path file;
  std::string genesis_hash;
};

std::string to_json(const ledger::VerifiedReceipt& receipt) {
  std::string text;
  JsonWriter json(text);
  json.begin_object()
      .name("valid")
      .boolean(true)
      .name("chain")
      .text(receipt.chain.value())
      .name("txId")
      .hex(receipt.transaction.view())
      .name("op")
      .text(receipt.op)
      .name("organisation")
      .text(receipt.organisation)
      .name("member")
      .text(receipt.member)
      .name("height")
      .number(receipt.position.height.value())
      .name("index")
      .number(receipt.position.leaf.value())
      .name("time")
      .signed_number(receipt.time.value())
      .name("result")
      .text(ledger::to_string(receipt.status))
      .name("code")
      .text(ledger::to_string(receipt.code))
      .name("finalHeight")
      .number(receipt.final_height.value())
      .name("signers")
      .number(receipt.signers)
      .name("validators")
      .number(receipt.validators);
  if (receipt.sealed) {
    json.name("sealedBy").text(receipt.sealed->validator);
    json.name("sealedHeight").number(receipt.sealed->height.value());
  }
  json.end_object();
  return text;
}

void verify(const ReceiptOptions& options, Context& context) {
  const auto bytes = from_hex(options.genesis_hash);
  const auto genesis = bytes ? GenesisHash::from(*bytes) : std::nullopt;
  if (!genesis) {
    context.fail(ExitCode::Usage, "--genesis-hash: write 64 hexadecimal digits");
    return;
  }
  const auto text = read_file(options.file, ledger::kReceiptBytesMax);
  if (!text) {
    context.fail(text.error().code, text.error().reason);
    return;
  }
  const auto receipt = ledger::verify_receipt(*text, *genesis);
  if (!receipt) {
    context.fail(ExitCode::Refused, "the receipt is not valid: " + receipt.error().member + ": " +
                                        std::string(ledger::to_string(receipt.error().code)));
    return;
  }
  context.print(ledger::summary(*receipt), to_json(*receipt));
}

void get(const ReceiptOptions& options, Context& context) {
  const boost::json::object params{{"txId", options.tx_id}};
  const auto receipt = ask(options.remote, "tx_getReceipt", params, context);
  if (!receipt) {
    return;
  }
  const std::string text = boost::json::serialize(*receipt);
  if (options.file.empty()) {
    context.print(text, text);
    return;
  }
  const auto written = write_file(options.file, text + "\n", Readers::Everybody, Existing::Refuse);
  if (!written) {
    context.fail(ExitCode::Failed, written.error().reason);
    return;
  }
  std::string json;
  JsonWriter(json).begin_object().name("file").text(options.file.string()).end_object();
  context.print("the receipt is in " + options.file.string(), json);
}

}  // namespace

void add_receipt(CLI::App& app, Context& context) {
  CLI::App* group = app.add_subcommand("receipt", "Fetch receipts, and verify them offline");
  group->require_subcommand(1);
  const auto options = std::make_shared<ReceiptOptions>();
  CLI::App* command = group->add_subcommand(
      "verify", "Verify a receipt with nothing but the genesis hash; exit 3 if it is not valid");
  command->add_option("file", options->file, "The receipt")->required()->type_name("FILE");
  command
      ->add_option("--genesis-hash", options->genesis_hash,
                   "The genesis hash of the network, as `vitalstream genesis hash` prints it")
      ->required()
      ->type_name("HEX");
  command->callback([options, &context] { verify(*options, context); });
  command = group->add_subcommand("get", "Fetch the receipt of a transaction from a node");
  add_remote_options(*command, options->remote);
  command->add_option("id", options->tx_id, "The transaction's id")->required();
  command->add_option("--save", options->file, "Write it to this file, which must not exist")
      ->type_name("FILE");
  command->callback([options, &context] { get(*options, context); });
}

}  // namespace vitalstream::cli
