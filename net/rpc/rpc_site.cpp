#include "net/rpc/rpc_site.hpp"

#include "net/rpc/methods/methods.hpp"
#include "net/rpc/ws_frame.hpp"

namespace vitalstream::net {
namespace {

constexpr std::string_view kRpcPath = "/";
constexpr std::string_view kWebSocketPath = "/ws";
constexpr std::string_view kHealthPath = "/healthz";
constexpr std::string_view kStatusPath = "/consensus/status";

constexpr std::string_view kAllowPost = "Allow: POST\r\n";
constexpr std::string_view kAllowGet = "Allow: GET\r\n";
constexpr std::string_view kWebSocketVersion = "13";
constexpr std::string_view kUpgradeFields =
    "Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\n";

HeadVerdict refused(RpcCause cause, std::string_view more_fields = {}) {
  return {.kind = HeadVerdict::Kind::Refused, .cause = cause, .more_fields = more_fields};
}

bool has_body(const HttpHead& head) {
  return head.has_transfer_encoding || head.content_length.value_or(0) != 0;
}

// Turns the answer of a node that is not well into a refusal, which becomes the HTTP status.
class HealthSink final : public ReplySink<NodeHealth> {
 public:
  explicit HealthSink(Reply<NodeHealth> reply) : reply_(std::move(reply)) {}

  void deliver(RpcResult<NodeHealth> answer) override {
    const std::unique_ptr<HealthSink> ends_here(this);
    if (answer && !answer->healthy) {
      reply_.refuse({.cause = RpcCause::Unhealthy, .detail = answer->why});
    } else if (answer) {
      reply_.send(std::move(*answer));
    } else {
      reply_.refuse(std::move(answer.error()));
    }
  }

 private:
  Reply<NodeHealth> reply_;
};

void write_health(JsonWriter& writer, const NodeHealth& health) {
  writer.begin_object().name("healthy").boolean(health.healthy).end_object();
}

}  // namespace

RpcSite::RpcSite(RpcDispatcher& dispatcher, NodeApi& node, RpcStats& stats, RequestRules rules)
    : dispatcher_(dispatcher), node_(node), stats_(stats), rules_(std::move(rules)) {}

HeadVerdict RpcSite::on_head(const HttpHead& head, HttpSession& session) {
  if (const auto cause = refuse_source(rules_, head)) {
    return refused(*cause);
  }
  if (head.path == kRpcPath) {
    return on_post(head);
  }
  if (head.method != "GET") {
    const bool known =
        head.path == kWebSocketPath || head.path == kHealthPath || head.path == kStatusPath;
    return known ? refused(RpcCause::HttpMethodRefused, kAllowGet)
                 : refused(RpcCause::PathUnknown);
  }
  if (has_body(head)) {
    return refused(RpcCause::MalformedHttp);
  }
  return head.path == kWebSocketPath ? on_websocket(head, session) : on_get(head, session);
}

HeadVerdict RpcSite::on_post(const HttpHead& head) const {
  if (head.method != "POST") {
    return refused(RpcCause::HttpMethodRefused, kAllowPost);
  }
  if (!is_json_content(head)) {
    return refused(RpcCause::ContentTypeRefused);
  }
  return {.kind = HeadVerdict::Kind::ReadBody};
}

HeadVerdict RpcSite::on_websocket(const HttpHead& head, HttpSession& session) const {
  const bool asks = head.asks_upgrade && head.upgrade && !head.is_http_1_0 &&
                    equal_ignoring_case(*head.upgrade, "websocket");
  const std::string accept =
      asks && head.websocket_version == kWebSocketVersion && head.websocket_key
          ? ws_accept(*head.websocket_key)
          : std::string{};
  if (accept.empty()) {
    return refused(RpcCause::UpgradeRefused, kUpgradeFields);
  }
  session.upgrade(accept);
  return {.kind = HeadVerdict::Kind::Upgraded};
}

HeadVerdict RpcSite::on_get(const HttpHead& head, HttpSession& session) {
  if (head.path == kStatusPath) {
    dispatcher_.on_bare(kConsensusGetStatusMethod, session);
    return {.kind = HeadVerdict::Kind::Answered};
  }
  if (head.path == kHealthPath) {
    auto reply = dispatcher_.start_bare(session).reply<NodeHealth>(write_health);
    auto sink = std::make_unique<HealthSink>(std::move(reply));
    node_.node_get_health(Reply<NodeHealth>(sink.release()));
    return {.kind = HeadVerdict::Kind::Answered};
  }
  return refused(RpcCause::PathUnknown);
}

void RpcSite::on_body(std::string_view body, HttpSession& session) {
  if (!dispatcher_.on_message(body, session)) {
    session.reply({.status = 204});
  }
}

}  // namespace vitalstream::net
