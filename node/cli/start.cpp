// vitalstream start
#include <csignal>
#include <memory>

#include "node/app/log.hpp"
#include "node/app/node.hpp"
#include "node/cli/context.hpp"
#include "node/cli/node_config.hpp"

namespace vitalstream::cli {
namespace {

// Blocked in every thread of the node, and waited for in this one.
sigset_t stop_signals() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGINT);
  sigaddset(&signals, SIGTERM);
  return signals;
}

void run(const ConfigOptions& options, Context& context) {
  const auto loaded = load_config(options, context);
  if (!loaded) {
    return;
  }
  const sigset_t signals = stop_signals();
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  std::signal(SIGPIPE, SIG_IGN);
  node::Log log(loaded->config.log.level, loaded->config.log.format);
  auto node = node::Node::open(loaded->config, log);
  if (!node) {
    context.fail(ExitCode::Failed, node.error().reason);
    return;
  }
  if (const auto started = (*node)->start(); !started) {
    context.fail(ExitCode::Failed, started.error().reason);
    (*node)->stop();
    return;
  }
  int received = 0;
  sigwait(&signals, &received);
  log.info("signal", {{"number", std::to_string(received)}});
  (*node)->stop();
}

}  // namespace

void add_start(CLI::App& app, Context& context) {
  CLI::App* command = app.add_subcommand(
      "start", "Run the validator until SIGTERM, which drains it and hands its view over");
  const auto options = std::make_shared<ConfigOptions>();
  add_config_options(*command, *options);
  command->callback([options, &context] { run(*options, context); });
}

}  // namespace vitalstream::cli
