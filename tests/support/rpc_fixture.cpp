#include "tests/support/rpc_fixture.hpp"

namespace vitalstream::testing {

using namespace vitalstream::net;

void SessionFeed::give(std::string_view bytes) {
  left_ += bytes;
  go_on();
}

void SessionFeed::go_on() {
  for (;;) {
    const InputProgress progress = session_.on_input({left_.data(), left_.size()});
    left_.erase(0, progress.consumed);
    if (progress.consumed == 0) {
      wanted_ = progress.wanted;
      return;
    }
  }
}

DispatcherBench::DispatcherBench(MethodList methods, RpcLimits limits_given)
    : limits(limits_given),
      table(methods),
      stats(methods),
      queue(std::make_shared<CompletionQueue>(context.get_executor(), *this)),
      dispatcher({table, limits, load, stats, *this}, {node, limits, open_rpc}, queue) {}

void DispatcherBench::settle() {
  context.restart();
  context.run();
}

}  // namespace vitalstream::testing
