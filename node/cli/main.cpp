// The program `vitalstream`: one file per subcommand, in this folder and those below.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <exception>
#include <filesystem>
#include <iostream>
#include <memory>
#include <string>
#include <vector>

#include "node/cli/context.hpp"
#include "node/cli/first_things.hpp"
#include "node/cli/help_format.hpp"
#include "node/ground/build_info.hpp"

namespace {

using vitalstream::cli::Context;
using vitalstream::cli::ExitCode;
using vitalstream::cli::Output;

// CLI11 misses a subcommand before it tells which word was none.
int refuse(const CLI::App& app, const CLI::ParseError& error, Context& context) {
  if (error.get_exit_code() == static_cast<int>(CLI::ExitCodes::Success)) {
    const int code = app.exit(error);
    if (!std::cout.flush()) {
      context.fail(ExitCode::Failed, "the help could not be written to standard output");
    }
    return context.exit_code == ExitCode::Done ? code : static_cast<int>(context.exit_code);
  }
  std::string reason = error.what();
  const std::vector<std::string> unknown = app.remaining(true);
  if (error.get_exit_code() == static_cast<int>(CLI::ExitCodes::RequiredError) &&
      !unknown.empty()) {
    reason = "'" + unknown.front() + "' means nothing here; " + reason;
  }
  context.fail(ExitCode::Usage, reason + "; see --help");
  return static_cast<int>(context.exit_code);
}

// `blockchain-backup` and `blockchain-restore` are this program under other names.
std::vector<std::string> words_of(int argc, char** argv) {
  const std::string name = argc > 0 ? std::filesystem::path(argv[0]).filename().string() : "";
  std::vector<std::string> words;
  if (name == "blockchain-backup") {
    words = {"backup", "take"};
  } else if (name == "blockchain-restore") {
    words = {"restore"};
  }
  for (int i = 1; i < argc; ++i) {
    words.emplace_back(argv[i]);
  }
  std::ranges::reverse(words);  // as CLI11 takes them
  return words;
}

// What holds for every subcommand, before the first of them is made.
void set_up(CLI::App& app, Context& context) {
  app.formatter(std::make_shared<vitalstream::cli::HelpFormat>());
  app.set_help_all_flag("--help-all", "The same, and the keys of the configuration");
  app.footer(
      "Exit status: 0 done; 1 failed; 2 wrong command line or configuration; 3 refused or "
      "invalid; 4 the node does not answer; 5 the key provider does not answer.\n"
      "Start with `vitalstream testnet --help`: four validators on this machine in one command.");
  app.require_subcommand(1);
  app.fallthrough();
  app.set_version_flag("--version", "vitalstream " + std::string(vitalstream::node::version()),
                       "The same as the subcommand `version`");
  app.add_option_function<std::string>(
         "--output",
         [&context](const std::string& form) {
           context.output = form == "json" ? Output::Json : Output::Text;
         },
         "Form of answers and errors; after every subcommand, too")
      ->check(CLI::IsMember({"text", "json"}))
      ->type_name("FORM");
}

}  // namespace

int main(int argc, char** argv) {
  Context context;
  if (const auto begun = vitalstream::cli::do_first_things(); !begun) {
    context.fail(ExitCode::Failed, begun.error());
    return static_cast<int>(context.exit_code);
  }
  CLI::App app("VitalStream: a permissioned blockchain validator for records that must be proven.",
               "vitalstream");
  set_up(app, context);
  vitalstream::cli::add_start(app, context);
  vitalstream::cli::add_testnet(app, context);
  vitalstream::cli::add_init(app, context);
  vitalstream::cli::add_genesis(app, context);
  vitalstream::cli::add_keys(app, context);
  vitalstream::cli::add_ledger(app, context);
  vitalstream::cli::add_config(app, context);
  vitalstream::cli::add_status(app, context);
  vitalstream::cli::add_halt(app, context);
  vitalstream::cli::add_tx(app, context);
  vitalstream::cli::add_query(app, context);
  vitalstream::cli::add_receipt(app, context);
  vitalstream::cli::add_backup(app, context);
  vitalstream::cli::add_restore(app, context);
  vitalstream::cli::add_version(app, context);
  try {
    app.parse(words_of(argc, argv));
  } catch (const CLI::ParseError& error) {
    return refuse(app, error, context);
  } catch (const std::exception& error) {  // a file system or memory that gives out
    context.fail(ExitCode::Failed, error.what());
  }
  return static_cast<int>(context.exit_code);
}
