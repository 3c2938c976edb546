#include "node/cli/context.hpp"

#include <boost/json/serialize.hpp>
#include <cstdio>
#include <string_view>
#include <utility>

#include "base/printable.hpp"

namespace vitalstream::cli {

void Context::print(const std::string& text, const std::string& json) const {
  const std::string whole = output == Output::Json ? json : printable(text, LineEnds::Keep);
  std::string_view answer = whole;
  while (answer.ends_with('\n')) {
    answer.remove_suffix(1);
  }
  std::printf("%.*s\n", static_cast<int>(answer.size()), answer.data());
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
