// vitalstream halt
#include <unistd.h>

#include <iostream>
#include <memory>
#include <string>

#include "base/printable.hpp"
#include "json/json_writer.hpp"
#include "node/cli/context.hpp"
#include "node/cli/node_config.hpp"
#include "node/stores/halt_words.hpp"
#include "storage/data_directory.hpp"
#include "storage/files/posix_file_ops.hpp"
#include "storage/halt_note.hpp"

namespace vitalstream::cli {
namespace {

using consensus::HaltKind;
using storage::HaltNote;

struct HaltOptions {
  ConfigOptions config;
  bool is_confirmed = false;
};

// Where the note lies, and what it says. A directory that is not there is no sign of good health.
struct Found {
  std::filesystem::path safety;
  std::optional<HaltNote> note;
};

std::optional<Found> find(const HaltOptions& options, storage::FileOps& files, Context& context) {
  const auto loaded = load_config(options.config, context);
  if (!loaded) {
    return std::nullopt;
  }
  Found found{storage::safety_path(loaded->config.data_dir), std::nullopt};
  if (const auto listed = files.list(found.safety); !listed) {
    context.fail(ExitCode::Failed,
                 "the safety record's directory " + found.safety.string() +
                     " cannot be read: " + std::string(to_string(listed.error())));
    return std::nullopt;
  }
  auto note = storage::read_halt_note(files, found.safety);
  if (note) {
    found.note = std::move(*note);
  } else if (note.error() == storage::FileError::Damaged) {
    found.note = HaltNote{{HaltKind::Halted, "the note of the halt is damaged"}, UnixMs{0}};
  } else {
    context.fail(ExitCode::Failed, (found.safety / storage::kHaltNoteName).string() + ": " +
                                       std::string(to_string(note.error())));
    return std::nullopt;
  }
  return found;
}

std::string_view kind_name(HaltKind kind) {
  return kind == HaltKind::Halted ? "halted" : "revoked";
}

std::string explain(const consensus::Halt& halt) {
  return std::string(kind_name(halt.kind)) + ": " + halt.reason + '\n' + node::way_out(halt);
}

std::string to_json(const std::optional<HaltNote>& note) {
  std::string text;
  JsonWriter json(text);
  json.begin_object().name("halted").boolean(note.has_value());
  if (note) {
    json.name("kind").text(kind_name(note->halt.kind)).name("reason").text(note->halt.reason);
    json.name("sinceMs").number(static_cast<std::uint64_t>(note->since.value()));
  }
  json.end_object();
  return text;
}

void show(const HaltOptions& options, Context& context) {
  storage::PosixFileOps files;
  const auto found = find(options, files, context);
  if (!found) {
    return;
  }
  if (!found->note) {
    context.print(
        "no halt is noted; whether the safety record is whole and this validator may vote, says "
        "`vitalstream status` of the running node",
        to_json(found->note));
    return;
  }
  const consensus::Halt& halt = found->note->halt;
  context.exit_code = ExitCode::Refused;
  context.print(explain(halt), to_json(found->note));
}

// The question waits for an answer as long as the operator does; without a terminal none is asked.
bool is_confirmed(const HaltOptions& options, const consensus::Halt& halt, Context& context) {
  if (options.is_confirmed) {
    return true;
  }
  if (::isatty(STDIN_FILENO) == 0) {
    context.fail(ExitCode::Usage, "to let this validator sign again, give --yes");
    return false;
  }
  std::cerr << "halted: " << printable(halt.reason, LineEnds::Keep) << '\n'
            << "Does no other process sign with this key, and is the cause of the halt gone? "
               "Then type yes: "
            << std::flush;
  std::string answer;
  std::getline(std::cin, answer);
  if (answer != "yes") {
    context.fail(ExitCode::Refused, "the halt stays");
    return false;
  }
  return true;
}

void clear(const HaltOptions& options, Context& context) {
  storage::PosixFileOps files;
  const auto found = find(options, files, context);
  if (!found) {
    return;
  }
  if (!found->note) {
    context.print("not halted: there is nothing to clear", R"({"cleared":false})");
    return;
  }
  const consensus::Halt& halt = found->note->halt;
  if (halt.kind == HaltKind::Revoked) {
    context.fail(ExitCode::Refused, explain(halt));
    return;
  }
  if (!is_confirmed(options, halt, context)) {
    return;
  }
  if (const auto removed = storage::remove_halt_note(files, found->safety); !removed) {
    context.fail(ExitCode::Failed, (found->safety / storage::kHaltNoteName).string() + ": " +
                                       std::string(to_string(removed.error())));
    return;
  }
  context.print(
      "cleared: the validator signs again from its next start on, once enough others "
      "bear it out; one that runs must be started again",
      R"({"cleared":true})");
}

}  // namespace

void add_halt(CLI::App& app, Context& context) {
  CLI::App* group = app.add_subcommand(
      "halt", "Why a validator has stopped signing for good, and its way back (docs/recovery.md)");
  group->require_subcommand(1);
  const auto options = std::make_shared<HaltOptions>();
  CLI::App* command = group->add_subcommand(
      "show", "The reason, from beside the safety record; exit status 3 if there is one");
  add_config_options(*command, options->config);
  command->callback([options, &context] { show(*options, context); });
  command = group->add_subcommand(
      "clear",
      "Let a halted validator sign again from its next start on; the node may run or stand still. "
      "DANGER: only when no other process signs with its key and the cause is gone");
  add_config_options(*command, options->config);
  command->add_flag("--yes", options->is_confirmed, "Do not ask");
  command->callback([options, &context] { clear(*options, context); });
}

}  // namespace vitalstream::cli
