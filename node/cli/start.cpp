// vitalstream start
#include <atomic>
#include <csignal>
#include <memory>

#include "base/result.hpp"
#include "node/cli/context.hpp"
#include "node/cli/node_config.hpp"
#include "node/cli/stop_signals.hpp"
#include "node/ground/log.hpp"
#include "node/ground/serial_thread.hpp"
#include "node/process/node.hpp"

namespace vitalstream::cli {
namespace {

// What a signal asks for beside a stop, done on a thread of its own: a checkpoint takes minutes,
// and a stop must not wait for it. What is asked for again while it waits is one.
class Chores {
 public:
  explicit Chores(node::Node& node) : node_(node) {}

  void reload() {
    if (!reload_waits_.exchange(true)) {
      thread_.post([this] {
        reload_waits_ = false;
        if (!is_closed_) {
          node_.reload_certificates();
        }
      });
    }
  }
  void make_checkpoint() {
    if (!checkpoint_waits_.exchange(true)) {
      thread_.post([this] {
        checkpoint_waits_ = false;
        if (!is_closed_) {
          node_.make_checkpoint();
        }
      });
    }
  }
  // Nothing is begun any more.
  void close() { is_closed_ = true; }

 private:
  node::Node& node_;
  std::atomic<bool> is_closed_{false};
  std::atomic<bool> reload_waits_{false};
  std::atomic<bool> checkpoint_waits_{false};
  node::SerialThread thread_{node::QueueId::Chores};
};

void serve_until_stopped(node::Node& node, StopSignals& signals) {
  Chores chores(node);
  for (;;) {
    switch (signals.next()) {
      case StopSignals::Request::Reload:
        chores.reload();
        break;
      case StopSignals::Request::Checkpoint:
        chores.make_checkpoint();
        break;
      case StopSignals::Request::Stop:
        chores.close();
        node.stop();
        return;
    }
  }
}

Result<void, node::SetupFailure> run_node(const node::Config& config, node::Log& log,
                                          StopSignals& signals) {
  VS_TRY(node, node::Node::open(config, log));
  signals.hand_on();
  if (const auto started = node->start(); !started) {
    signals.must_end(ExitCode::Failed);
    node->stop();
    return started;
  }
  serve_until_stopped(*node, signals);
  signals.must_end(ExitCode::Done);
  return {};
}

void run(const ConfigOptions& options, Context& context) {
  StopSignals signals;
  std::signal(SIGPIPE, SIG_IGN);
  const auto loaded = load_config(options, context);
  if (!loaded) {
    return;
  }
  node::Log log(loaded->config.log.level, loaded->config.log.format);
  log.take_last_words();
  signals.tell(&log);
  if (const auto ran = run_node(loaded->config, log, signals); !ran) {
    signals.must_end(ExitCode::Failed);
    context.fail(ran.error());
  }
  signals.tell(nullptr);
}

}  // namespace

void add_start(CLI::App& app, Context& context) {
  CLI::App* command = app.add_subcommand(
      "start",
      "Run the validator until SIGTERM, which drains it and hands its view over, or ends it at "
      "once while it starts; SIGHUP reloads the peer certificates");
  const auto options = std::make_shared<ConfigOptions>();
  add_config_options(*command, *options);
  command->callback([options, &context] { run(*options, context); });
}

}  // namespace vitalstream::cli
