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
sigset_t awaited_signals() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGINT);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGHUP);
  sigaddset(&signals, SIGUSR1);
  return signals;
}

// SIGHUP reloads and SIGUSR1 makes a checkpoint, as often as they come; any other ends the wait.
int serve_until_stopped(node::Node& node, const sigset_t& signals) {
  int received = 0;
  for (;;) {
    sigwait(&signals, &received);
    if (received == SIGHUP) {
      node.reload_certificates();
    } else if (received == SIGUSR1) {
      node.make_checkpoint();
    } else {
      return received;
    }
  }
}

void run(const ConfigOptions& options, Context& context) {
  const auto loaded = load_config(options, context);
  if (!loaded) {
    return;
  }
  const sigset_t signals = awaited_signals();
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  std::signal(SIGPIPE, SIG_IGN);
  node::Log log(loaded->config.log.level, loaded->config.log.format);
  auto node = node::Node::open(loaded->config, log);
  if (!node) {
    context.fail(node.error());
    return;
  }
  if (const auto started = (*node)->start(); !started) {
    context.fail(started.error());
    (*node)->stop();
    return;
  }
  const int received = serve_until_stopped(**node, signals);
  log.info("signal", {{"number", std::to_string(received)}});
  (*node)->stop();
}

}  // namespace

void add_start(CLI::App& app, Context& context) {
  CLI::App* command = app.add_subcommand(
      "start",
      "Run the validator until SIGTERM, which drains it and hands its view over; SIGHUP reloads "
      "the peer certificates");
  const auto options = std::make_shared<ConfigOptions>();
  add_config_options(*command, *options);
  command->callback([options, &context] { run(*options, context); });
}

}  // namespace vitalstream::cli
