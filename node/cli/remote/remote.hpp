#pragma once
// What the subcommands share that ask a running node: `--rpc HOST:PORT`, and how a failed call ends
// the program.

#include <CLI/CLI.hpp>
#include <boost/json/value.hpp>
#include <optional>
#include <string>

#include "node/cli/context.hpp"
#include "node/cli/remote/rpc_client.hpp"

namespace vitalstream::cli {

struct RemoteOptions {
  std::string rpc = "127.0.0.1:8545";
  int timeout_s = 15;
};

inline constexpr int kTimeoutSecondsMax = 3600;

void add_remote_options(CLI::App& command, RemoteOptions& options,
                        int timeout_s_max = kTimeoutSecondsMax);

[[nodiscard]] Result<boost::json::value, CallFailure> call_node(const RemoteOptions& options,
                                                                const std::string& method,
                                                                const boost::json::value& params);
[[nodiscard]] ExitCode exit_code_of(CallFailure::Kind kind);

// Nothing after it has told the context what went wrong.
[[nodiscard]] std::optional<boost::json::value> ask(const RemoteOptions& options,
                                                    const std::string& method,
                                                    const boost::json::value& params,
                                                    Context& context);

// A JSON value for people: one member a line, nested values indented.
[[nodiscard]] std::string readable(const boost::json::value& value);

}  // namespace vitalstream::cli
