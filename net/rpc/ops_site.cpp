#include "net/rpc/ops_site.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include "json/json_writer.hpp"
#include "net/rpc/request_rules.hpp"

namespace vitalstream::net {
namespace {

constexpr std::string_view kLevelPath = "/loglevel";
constexpr std::array<std::string_view, 6> kGetPaths{"/livez",   "/readyz",  "/startupz",
                                                    "/metrics", "/version", kLevelPath};

using Fields = std::span<const HttpField>;

constexpr HttpField kAllowGet[] = {{"Allow", "GET, HEAD"}};
constexpr HttpField kAllowGetAndPut[] = {{"Allow", "GET, HEAD, PUT"}};

HeadVerdict refused(RpcCause cause, Fields more_fields = {}) {
  HeadVerdict verdict;
  verdict.kind = HeadVerdict::Kind::Refused;
  verdict.cause = cause;
  verdict.more_fields = more_fields;
  return verdict;
}

HeadVerdict answered() { return {.kind = HeadVerdict::Kind::Answered}; }

HeadVerdict probe(const ProbeAnswer& answer, HttpSession& session) {
  const std::string body = (answer.ok ? "ok" : "") +
                           std::string(answer.ok && !answer.why.empty() ? "; " : "") + answer.why +
                           "\n";
  session.reply({.status = static_cast<std::uint16_t>(answer.ok ? 200 : 503),
                 .content_type = kTextType,
                 .body = body});
  return answered();
}

// The path is right and what follows it is not.
HeadVerdict misunderstood(std::string_view advice, HttpSession& session) {
  session.reply({.status = 400, .content_type = kTextType, .body = advice});
  return answered();
}

HeadVerdict level(std::string_view word, HttpSession& session) {
  std::string body;
  JsonWriter(body).begin_object().name("level").text(word).end_object();
  session.reply({.body = body});
  return answered();
}

std::optional<std::uint64_t> whole_number(std::string_view text) {
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc{} && end == text.data() + text.size() ? std::optional(number)
                                                                  : std::nullopt;
}

// False for a word that means nothing here: a bound that is misspelt must not count as held.
bool read_bound(std::string_view name, std::string_view value, ReadinessBounds& bounds) {
  if (name == "minPeers") {
    bounds.min_peers = whole_number(value);
    return bounds.min_peers.has_value();
  }
  if (name == "maxBlocksBehind") {
    bounds.max_blocks_behind = whole_number(value);
    return bounds.max_blocks_behind.has_value();
  }
  if (name == "mayVote") {
    bounds.may_vote = value == "true";
    return value == "true" || value == "false";
  }
  return false;
}

// Nothing unless every part of the query is one of these; the last of two alike counts.
std::optional<ReadinessBounds> read_bounds(std::string_view query) {
  ReadinessBounds bounds;
  while (!query.empty()) {
    const auto end = std::min(query.find('&'), query.size());
    const auto pair = query.substr(0, end);
    const auto equals = std::min(pair.find('='), pair.size());
    const auto value = pair.substr(std::min(equals + 1, pair.size()));
    if (!read_bound(pair.substr(0, equals), value, bounds)) {
      return std::nullopt;
    }
    query.remove_prefix(std::min(end + 1, query.size()));
  }
  return bounds;
}

}  // namespace

HeadVerdict OpsSite::on_head(const HttpHead& head, HttpSession& session) {
  if (std::find(kGetPaths.begin(), kGetPaths.end(), head.path) == kGetPaths.end()) {
    return refused(RpcCause::PathUnknown);
  }
  if (head.transfer_encoding || head.content_length.value_or(0) != 0) {
    return refused(RpcCause::MalformedHttp);
  }
  if (head.method == "PUT" && head.path == kLevelPath) {
    return on_set_level(head, session);
  }
  if (head.method != "GET" && head.method != "HEAD") {
    return refused(RpcCause::HttpMethodRefused,
                   head.path == kLevelPath ? Fields(kAllowGetAndPut) : Fields(kAllowGet));
  }
  return on_get(head, session);
}

HeadVerdict OpsSite::on_get(const HttpHead& head, HttpSession& session) {
  if (head.path == "/livez") {
    return probe(node_.liveness(), session);
  }
  if (head.path == "/readyz") {
    return on_readiness(head, session);
  }
  if (head.path == "/startupz") {
    return probe(node_.startup(), session);
  }
  if (head.path == "/metrics") {
    const std::string body = node_.metrics();
    session.reply({.content_type = kMetricsType, .body = body});
    return answered();
  }
  if (head.path == "/version") {
    const std::string body = node_.version_json();
    session.reply({.body = body});
    return answered();
  }
  return level(node_.log_level(), session);
}

HeadVerdict OpsSite::on_readiness(const HttpHead& head, HttpSession& session) {
  const auto bounds = read_bounds(head.query);
  if (!bounds) {
    return misunderstood(
        "what may be asked: minPeers and maxBlocksBehind, whole numbers, and mayVote, true or "
        "false\n",
        session);
  }
  return probe(node_.readiness(*bounds), session);
}

HeadVerdict OpsSite::on_set_level(const HttpHead& head, HttpSession& session) {
  if (!session.caller().is_local) {
    session.reply({.status = 403,
                   .content_type = kTextType,
                   .body = "the log level is set over loopback only: from the machine itself, or "
                           "in its container\n"});
    return answered();
  }
  if (head.origin) {
    return refused(RpcCause::OriginRefused);
  }
  // A page whose name leads to loopback sends no Origin of ours, but the Host of that name.
  if (const auto cause = refuse_source(RequestRules{}, head)) {
    return refused(*cause);
  }
  const auto word = query_value(head.query, "level");
  if (!word || !node_.set_log_level(*word)) {
    return misunderstood("write ?level= and one of trace, debug, info, warn, error\n", session);
  }
  return level(*word, session);
}

}  // namespace vitalstream::net
