#include "node/cli/context.hpp"

#include <poll.h>
#include <unistd.h>

#include <boost/json/serialize.hpp>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <utility>

#include "base/printable.hpp"

namespace vitalstream::cli {
namespace {

// Where whoever shares standard output has said that it shall not block.
constexpr int kLookAgainMs = 1000;

}  // namespace

void Context::print(const std::string& text, const std::string& json) {
  const std::string whole = output == Output::Json ? json : printable(text, LineEnds::Keep);
  std::string_view answer = whole;
  while (answer.ends_with('\n')) {
    answer.remove_suffix(1);
  }
  put(std::string(answer) + '\n');
}

void Context::put(std::string_view text) {
  while (!text.empty()) {
    const ssize_t written = ::write(STDOUT_FILENO, text.data(), text.size());
    if (written < 0 && errno == EAGAIN) {
      pollfd wanted{STDOUT_FILENO, POLLOUT, 0};
      static_cast<void>(::poll(&wanted, 1, kLookAgainMs));
    } else if (written < 0 && errno != EINTR) {
      return fail(ExitCode::Failed, "the answer could not be written to standard output: " +
                                        std::string(std::strerror(errno)));
    }
    text.remove_prefix(written < 0 ? 0 : static_cast<std::size_t>(written));
  }
}

void Context::fail(ExitCode code, const std::string& reason, boost::json::object more) {
  exit_code = code;
  if (output == Output::Json) {
    boost::json::object members{{"error", reason}};
    for (auto& member : more) {
      members.emplace(member.key(), std::move(member.value()));
    }
    std::fprintf(stderr, "%s\n", boost::json::serialize(members).c_str());
    return;
  }
  std::fprintf(stderr, "vitalstream: %s\n", printable(reason, LineEnds::Keep).c_str());
}

void Context::fail(const node::SetupFailure& failure) {
  switch (failure.cause) {
    case node::SetupFailure::Cause::Other:
      return fail(ExitCode::Failed, failure.reason);
    case node::SetupFailure::Cause::ProviderUnavailable:
      return fail(ExitCode::KeysAway, failure.reason);
  }
}

}  // namespace vitalstream::cli
