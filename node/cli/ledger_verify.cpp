// vitalstream ledger verify
#include "node/cli/ledger_verify.hpp"

#include <memory>
#include <set>

#include "json/json_writer.hpp"
#include "node/cli/keys/generation_table.hpp"
#include "node/cli/node_config.hpp"
#include "node/cli/progress.hpp"
#include "node/upkeep/verify_ledger.hpp"

namespace vitalstream::cli {
namespace {

using node::LedgerVerification;

// Everything that is wrong, one line each.
std::vector<std::string> findings(const LedgerVerification& verification) {
  std::vector<std::string> lines;
  std::set<storage::FaultKind> advised;  // what to do is the same for all of one kind
  for (const storage::FileFault& fault : verification.files.faults) {
    lines.push_back(advised.insert(fault.kind).second ? storage::describe(fault)
                                                      : storage::locate(fault));
  }
  lines.insert(lines.end(), verification.files.unreadable.begin(),
               verification.files.unreadable.end());
  if (!verification.record.empty()) {
    lines.push_back(verification.record);
  }
  if (!verification.unopened.empty()) {
    lines.push_back("the blocks could not be looked at" +
                    (lines.empty() ? ": " + verification.unopened
                                   : std::string(": the database does not open")));
  }
  for (const node::AuditFinding& finding : verification.findings) {
    lines.push_back("block " + std::to_string(finding.height.value()) + ": " + finding.what);
  }
  return lines;
}

std::string describe(const LedgerVerification& verification,
                     const std::vector<std::string>& wrong) {
  std::string text;
  for (const std::string& line : wrong) {
    text += line + "\n";
  }
  const node::AuditCounts& counts = verification.counts;
  text += std::to_string(verification.files.files) + " files, " +
          in_words(verification.files.bytes) + "; " + std::to_string(counts.blocks) + " of " +
          std::to_string(verification.newest.value()) + " blocks with " +
          std::to_string(counts.transactions) + " transactions, certified up to block " +
          std::to_string(verification.certified.value());
  if (counts.seals > 0) {
    text += ", " + std::to_string(counts.seals) + " seals of this validator";
  }
  if (counts.batches_without_attachments > 0) {
    text += "; the content of " + std::to_string(counts.batches_without_attachments) +
            " batches is not here";
  }
  return text + (wrong.empty() ? "; all of it is what the validators have signed"
                               : "; " + std::to_string(wrong.size()) +
                                     (wrong.size() == 1 ? " finding" : " findings"));
}

std::string to_json(const LedgerVerification& verification, const std::vector<std::string>& wrong) {
  std::string text;
  JsonWriter json(text);
  const node::AuditCounts& counts = verification.counts;
  json.begin_object()
      .name("sound")
      .boolean(verification.is_sound())
      .name("files")
      .number(verification.files.files)
      .name("bytes")
      .number(verification.files.bytes)
      .name("height")
      .number(verification.newest.value())
      .name("certifiedHeight")
      .number(verification.certified.value())
      .name("blocks")
      .number(counts.blocks)
      .name("batches")
      .number(counts.batches)
      .name("transactions")
      .number(counts.transactions)
      .name("certificates")
      .number(counts.certificates)
      .name("seals")
      .number(counts.seals)
      .name("batchesWithoutContent")
      .number(counts.batches_without_attachments)
      .name("findings")
      .begin_array();
  for (const std::string& line : wrong) {
    json.text(line);
  }
  json.end_array().end_object();
  return text;
}

void run(const ConfigOptions& options, Context& context) {
  const auto loaded = load_config(options, context);
  if (!loaded) {
    return;
  }
  ProgressLine line;
  const auto verification =
      node::verify_ledger(loaded->config, [&](std::string_view of, std::uint64_t done,
                                              std::uint64_t all) { line.show(of, done, all); });
  if (!verification) {
    context.fail(verification.error());
    return;
  }
  const std::vector<std::string> wrong = findings(*verification);
  context.print(describe(*verification, wrong), to_json(*verification, wrong));
  if (!verification->is_sound()) {
    context.exit_code = ExitCode::Refused;
  }
}

}  // namespace

void add_ledger_verify(CLI::App& group, Context& context) {
  CLI::App* command = group.add_subcommand(
      "verify",
      "Read every file and every block of a stopped node: tags, hashes, signatures, certificates, "
      "seals, Merkle log. Exit 3 if anything is not what the validators have signed; changes "
      "nothing");
  const auto options = std::make_shared<ConfigOptions>();
  add_config_options(*command, *options);
  command->callback([options, &context] { run(*options, context); });
}

}  // namespace vitalstream::cli
