#include "node/cli/remote/remote.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <utility>

#include "base/printable.hpp"

namespace vitalstream::cli {
namespace {

namespace json = boost::json;

void append_readable(std::string& text, const json::value& value, std::size_t indent) {
  const std::string margin(indent, ' ');
  if (const json::object* object = value.if_object()) {
    for (const auto& member : *object) {
      text += "\n" + margin + printable(member.key(), LineEnds::Show) + ":";
      append_readable(text, member.value(), indent + 2);
    }
  } else if (const json::array* array = value.if_array()) {
    for (const json::value& element : *array) {
      text += "\n" + margin + "-";
      append_readable(text, element, indent + 2);
    }
  } else if (const json::string* string = value.if_string()) {
    text += " " + printable(*string, LineEnds::Show);
  } else {
    text += " " + json::serialize(value);
  }
}

}  // namespace

void add_remote_options(CLI::App& command, RemoteOptions& options, int timeout_s_max) {
  command.add_option("--rpc", options.rpc, "Where the node answers")
      ->capture_default_str()
      ->type_name("HOST:PORT");
  command.add_option("--timeout", options.timeout_s, "How long to wait for the answer, in seconds")
      ->capture_default_str()
      ->check(CLI::Range(1, timeout_s_max));
}

ExitCode exit_code_of(CallFailure::Kind kind) {
  switch (kind) {
    case CallFailure::Kind::BadAddress:
      return ExitCode::Usage;
    case CallFailure::Kind::Unreachable:
      return ExitCode::Unreachable;
    case CallFailure::Kind::NotNow:
      return ExitCode::Failed;
    case CallFailure::Kind::Refused:
      return ExitCode::Refused;
  }
  return ExitCode::Failed;
}

Result<json::value, CallFailure> call_node(const RemoteOptions& options, const std::string& method,
                                           const json::value& params) {
  const auto address = parse_rpc_address(options.rpc);
  if (!address) {
    return CallFailure{CallFailure::Kind::BadAddress, "--rpc: write host:port", {}};
  }
  return call(*address, method, params, std::chrono::seconds(options.timeout_s));
}

std::optional<json::value> ask(const RemoteOptions& options, const std::string& method,
                               const json::value& params, Context& context) {
  auto answer = call_node(options, method, params);
  if (!answer) {
    const CallFailure& failure = answer.error();
    json::object more;
    if (!failure.reason.empty()) {
      more["reason"] = failure.reason;
    }
    context.fail(exit_code_of(failure.kind), failure.text, std::move(more));
    return std::nullopt;
  }
  return std::move(*answer);
}

std::string readable(const json::value& value) {
  std::string text;
  append_readable(text, value, 0);
  return text.empty() ? text : text.substr(1);
}

}  // namespace vitalstream::cli
