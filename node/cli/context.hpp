#pragma once
// Context: what every subcommand shares: the form of its output and where the outcome goes. A
// subcommand registers itself with CLI11, and its callback sets the exit code.

#include <CLI/CLI.hpp>
#include <boost/json/object.hpp>
#include <string>
#include <string_view>

#include "node/cli/exit_code.hpp"
#include "node/stores/genesis_file.hpp"

namespace vitalstream::cli {

enum class Output { Text, Json };

struct Context {
  Output output = Output::Text;
  ExitCode exit_code = ExitCode::Done;

  // One line of JSON, or the text, to standard output. Control characters are shown, not sent to
  // the terminal: much of what is printed was written by others.
  // What cannot be written (a full disk, a reader that is gone) is a failure like any other, or a
  // script would go on with half a receipt.
  void print(const std::string& text, const std::string& json);
  // The same for text in whatever form, as it is.
  void put(std::string_view text);
  // The reason to standard error, and the exit code. `more` is for programs: further members of the
  // line of JSON, in which the reason is `error`.
  void fail(ExitCode code, const std::string& reason, boost::json::object more = {});
  // The same, for work on the node's own files.
  void fail(const node::SetupFailure& failure);
};

// Each in the file of its name.
void add_version(CLI::App& app, Context& context);
void add_config(CLI::App& app, Context& context);
void add_keys(CLI::App& app, Context& context);
void add_genesis(CLI::App& app, Context& context);
void add_halt(CLI::App& app, Context& context);
void add_ledger(CLI::App& app, Context& context);
void add_init(CLI::App& app, Context& context);
void add_testnet(CLI::App& app, Context& context);
void add_start(CLI::App& app, Context& context);
void add_status(CLI::App& app, Context& context);
void add_tx(CLI::App& app, Context& context);
void add_query(CLI::App& app, Context& context);
void add_receipt(CLI::App& app, Context& context);
void add_backup(CLI::App& app, Context& context);
void add_restore(CLI::App& app, Context& context);

}  // namespace vitalstream::cli
