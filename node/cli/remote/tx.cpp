// vitalstream tx
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <memory>

#include "base/hex.hpp"
#include "crypto/sha256.hpp"
#include "json/strict_json.hpp"
#include "node/cli/context.hpp"
#include "node/cli/limits.hpp"
#include "node/cli/remote/remote.hpp"
#include "node/cli/remote/signed_transaction.hpp"
#include "node/cli/text_file.hpp"

namespace vitalstream::cli {
namespace {

namespace json = boost::json;

struct SubmitOptions {
  RemoteOptions remote;
  std::filesystem::path jws_file;
  std::filesystem::path jws_attachments_file;
  TransactionDraft draft;
  std::filesystem::path key_file;
  std::filesystem::path data_file;
  std::vector<std::filesystem::path> attachments;
  std::string mode = "committed";
  bool receipt = false;
};

// The `attachments` of tx_submit, as they stand in a file; nothing after the context has been told
// why. The node checks each against the transaction's commitment to it.
std::optional<json::array> read_attachments(const std::filesystem::path& file, Context& context) {
  if (file.empty()) {
    return json::array();
  }
  const auto text = read_file(file, kAttachmentsFileBytesMax);
  if (!text) {
    context.fail(text.error().code, text.error().reason);
    return std::nullopt;
  }
  auto value = parse_strict_json(*text, {.bytes_max = kAttachmentsFileBytesMax});
  if (!value || !value->is_array()) {
    context.fail(ExitCode::Usage,
                 "--attachments holds no JSON array of {salt, content}" +
                     (value ? std::string() : ": " + std::string(to_string(value.error()))));
    return std::nullopt;
  }
  return std::move(value->get_array());
}

// The params of tx_submit without mode; nothing after the context has been told why.
std::optional<json::object> ready_made(const SubmitOptions& options, Context& context) {
  auto text = read_file(options.jws_file, kJwsFileBytesMax);
  if (!text) {
    context.fail(text.error().code, text.error().reason);
    return std::nullopt;
  }
  auto attachments = read_attachments(options.jws_attachments_file, context);
  if (!attachments) {
    return std::nullopt;
  }
  while (!text->empty() && (text->back() == '\n' || text->back() == '\r')) {
    text->pop_back();
  }
  return json::object{{"tx", *text}, {"attachments", std::move(*attachments)}};
}

std::optional<json::object> freshly_signed(SubmitOptions& options, Context& context) {
  const auto key = read_file(options.key_file, kKeyFileBytesMax);
  const auto data = key ? read_file(options.data_file, kDataFileBytesMax) : key;
  if (!data) {
    context.fail(data.error().code, data.error().reason);
    return std::nullopt;
  }
  options.draft.data_json = *data;
  options.draft.attachments.clear();
  std::size_t room = ledger::kAttachmentContentBytesMax;  // all of one transaction
  for (const std::filesystem::path& path : options.attachments) {
    auto content = read_file(path, room);
    if (!content) {
      context.fail(content.error().code, content.error().reason);
      return std::nullopt;
    }
    room -= content->size();
    options.draft.attachments.push_back(std::move(*content));
  }
  auto made = sign_transaction(options.draft, *key);
  if (!made) {
    context.fail(ExitCode::Usage, made.error().reason);
    return std::nullopt;
  }
  return std::move(*made);
}

// The node's own deadline for an answer (docs/api.md).
constexpr int kNodeTimeoutSecondsMax = 60;

// Whether the node may have taken the transaction although the call failed. Every other reason
// means that it has not (docs/api.md).
bool is_outcome_unknown(const CallFailure& failure) {
  return failure.kind == CallFailure::Kind::Unreachable || failure.reason == "timeout" ||
         failure.reason == "shutting_down" || failure.reason == "internal_error";
}

void tell(const CallFailure& failure, const std::string& tx_id, Context& context) {
  json::object more{{"txId", tx_id}};
  if (!failure.reason.empty()) {
    more["reason"] = failure.reason;
  }
  std::string text = failure.text;
  if (is_outcome_unknown(failure)) {
    text += "\nit may have been taken all the same: ask with `vitalstream tx status " + tx_id +
            "` before it is sent anew";
  }
  context.fail(exit_code_of(failure.kind), text, std::move(more));
}

// SHA-256 of the signing input, known whatever became of the transaction.
std::string id_of(std::string_view jws) {
  return to_hex(crypto::sha256(as_bytes(jws.substr(0, jws.rfind('.')))));
}

void submit(SubmitOptions& options, Context& context) {
  auto params =
      options.jws_file.empty() ? freshly_signed(options, context) : ready_made(options, context);
  if (!params) {
    return;
  }
  (*params)["mode"] = options.mode;
  (*params)["timeoutMs"] = options.remote.timeout_s * 1000;
  if (options.receipt) {
    (*params)["receipt"] = true;
  }
  RemoteOptions remote = options.remote;
  remote.timeout_s += 5;  // the node's own deadline comes first and says more
  const auto answer = call_node(remote, "tx_submit", *params);
  if (!answer) {
    tell(answer.error(), id_of(params->at("tx").as_string()), context);
    return;
  }
  context.print(readable(*answer), json::serialize(*answer));
  const json::value* result = answer->as_object().if_contains("result");
  const json::value* outcome = result != nullptr && result->is_object()
                                   ? result->get_object().if_contains("outcome")
                                   : nullptr;
  if (outcome != nullptr && *outcome != "applied" && *outcome != "duplicate") {
    context.exit_code = ExitCode::Refused;
  }
}

void add_submit_options(CLI::App& command, SubmitOptions& options) {
  add_remote_options(command, options.remote, kNodeTimeoutSecondsMax);
  CLI::Option* jws =
      command.add_option("--jws", options.jws_file, "A compact JWS that is signed already")
          ->type_name("FILE");
  CLI::Option* key =
      command
          .add_option("--key", options.key_file,
                      "Private JWK to sign with, or testnet's clients.json (its first key)")
          ->type_name("FILE");
  jws->excludes(key);
  command
      .add_option("--attachments", options.jws_attachments_file,
                  "JSON: the array of {salt, content} that the JWS commits to, as for tx_submit")
      ->type_name("FILE")
      ->needs(jws);
  command.add_option("--chain", options.draft.chain, "The chain id")->needs(key);
  command.add_option("--op", options.draft.op, "record.put, audit.append, consent.grant, ...")
      ->needs(key);
  command.add_option("--data", options.data_file, "JSON: the members of `data`")
      ->type_name("FILE")
      ->needs(key);
  command.add_option("--attach", options.attachments, "Content to attach; may be repeated")
      ->type_name("FILE")
      ->needs(key);
  command.add_option("--media-type", options.draft.media_type, "Of the attachments")
      ->capture_default_str();
  command.add_option("--mode", options.mode, "Wait until accepted, ordered or committed")
      ->capture_default_str()
      ->check(CLI::IsMember({"accepted", "ordered", "committed"}));
  command.add_flag("--receipt", options.receipt, "Ask for the receipt too (committed)");
}

void add_status_command(CLI::App& group, Context& context) {
  struct Options {
    RemoteOptions remote;
    std::string tx_id;
  };
  CLI::App* command = group.add_subcommand(
      "status", "How far a transaction has come; exit 3 if the node knows none of this id");
  const auto options = std::make_shared<Options>();
  add_remote_options(*command, options->remote);
  command->add_option("id", options->tx_id, "The transaction's id")->required();
  command->callback([options, &context] {
    const json::object params{{"txId", options->tx_id}};
    if (const auto answer = ask(options->remote, "tx_getStatus", params, context)) {
      context.print(readable(*answer), json::serialize(*answer));
    }
  });
}

}  // namespace

void add_tx(CLI::App& app, Context& context) {
  CLI::App* group = app.add_subcommand("tx", "Submit transactions and follow them");
  group->require_subcommand(1);
  add_status_command(*group, context);
  CLI::App* command = group->add_subcommand(
      "submit",
      "Submit a transaction and wait; exit 3 if it is refused. Give --jws, or --key with "
      "--chain, --op and --data (docs/transactions.md)");
  const auto options = std::make_shared<SubmitOptions>();
  add_submit_options(*command, *options);
  command->callback([options, &context] {
    const bool is_draft = !options->key_file.empty() && !options->draft.chain.empty() &&
                          !options->draft.op.empty() && !options->data_file.empty();
    if (options->jws_file.empty() && !is_draft) {
      context.fail(ExitCode::Usage, "give --jws, or --key with --chain, --op and --data");
      return;
    }
    if (options->receipt && options->mode != "committed") {
      context.fail(ExitCode::Usage, "--receipt needs --mode committed");
      return;
    }
    submit(*options, context);
  });
}

}  // namespace vitalstream::cli
