#include "net/rpc/ops_site.hpp"

#include <array>
#include <charconv>

#include "net/rpc/json_writer.hpp"
#include "net/rpc/request_rules.hpp"

namespace vitalstream::net {
namespace {

constexpr std::string_view kLevelPath = "/loglevel";
constexpr std::array<std::string_view, 6> kGetPaths{"/livez",   "/readyz",  "/startupz",
                                                    "/metrics", "/version", kLevelPath};

HeadVerdict refused(RpcCause cause, std::string_view more_fields = {}) {
  return {.kind = HeadVerdict::Kind::Refused, .cause = cause, .more_fields = more_fields};
}

HeadVerdict answered() { return {.kind = HeadVerdict::Kind::Answered}; }

HeadVerdict probe(const ProbeAnswer& answer, HttpSession& session) {
  const std::string body = (answer.ok ? "ok" : answer.why) + "\n";
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

// False if the query gives the bound, but no number.
bool read_bound(std::string_view query, std::string_view name,
                std::optional<std::uint64_t>& bound) {
  const auto text = query_value(query, name);
  if (!text) {
    return true;
  }
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), number);
  bound = number;
  return error == std::errc{} && end == text->data() + text->size();
}

}  // namespace

HeadVerdict OpsSite::on_head(const HttpHead& head, HttpSession& session) {
  if (std::find(kGetPaths.begin(), kGetPaths.end(), head.path) == kGetPaths.end()) {
    return refused(RpcCause::PathUnknown);
  }
  if (head.has_transfer_encoding || head.content_length.value_or(0) != 0) {
    return refused(RpcCause::MalformedHttp);
  }
  if (head.method == "PUT" && head.path == kLevelPath) {
    return on_set_level(head, session);
  }
  if (head.method != "GET") {
    return refused(RpcCause::HttpMethodRefused, "Allow: GET\r\n");
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
  ReadinessBounds bounds;
  if (!read_bound(head.query, "minPeers", bounds.min_peers) ||
      !read_bound(head.query, "maxBlocksBehind", bounds.max_blocks_behind)) {
    return misunderstood("minPeers and maxBlocksBehind are whole numbers\n", session);
  }
  return probe(node_.readiness(bounds), session);
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
