#include "net/rpc/rpc_site.hpp"

#include "net/rpc/methods/methods.hpp"
#include "net/rpc/ws_frame.hpp"

namespace vitalstream::net {
namespace {

constexpr std::string_view kRpcPath = "/";
constexpr std::string_view kWebSocketPath = "/ws";
constexpr std::string_view kHealthPath = "/healthz";
constexpr std::string_view kStatusPath = "/consensus/status";

using Fields = std::span<const HttpField>;

constexpr std::string_view kWebSocketVersion = "13";
constexpr HttpField kAllowPost[] = {{"Allow", "POST"}};
constexpr HttpField kAllowGet[] = {{"Allow", "GET, HEAD"}};
constexpr HttpField kAllowGetAlone[] = {{"Allow", "GET"}};
constexpr HttpField kPlainBodies[] = {{"Accept-Encoding", "identity"}};
constexpr HttpField kUpgradeFields[] = {{"Upgrade", "websocket"},
                                        {"Sec-WebSocket-Version", kWebSocketVersion}};

HeadVerdict refused(RpcCause cause, Fields more_fields = {}) {
  HeadVerdict verdict;
  verdict.kind = HeadVerdict::Kind::Refused;
  verdict.cause = cause;
  verdict.more_fields = more_fields;
  return verdict;
}

bool has_body(const HttpHead& head) {
  return head.transfer_encoding || head.content_length.value_or(0) != 0;
}

// For its coding, if it has one: the client's library may have compressed it on its own.
HeadVerdict refuse_content(const HttpHead& head) {
  const auto coding = head.content_encoding.value_or(std::string_view{});
  const bool is_coded = !coding.empty() && !equal_ignoring_case(coding, "identity");
  HeadVerdict verdict =
      refused(RpcCause::ContentTypeRefused, is_coded ? Fields(kPlainBodies) : Fields{});
  verdict.detail = is_coded ? "Content-Encoding: send the body as it is, not compressed"
                            : "write Content-Type: application/json, at most with charset=utf-8";
  return verdict;
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
  if (head.path != kWebSocketPath && head.path != kHealthPath && head.path != kStatusPath) {
    return refused(RpcCause::PathUnknown);
  }
  const bool is_websocket = head.path == kWebSocketPath;
  if (head.method != "GET" && (is_websocket || head.method != "HEAD")) {
    return refused(RpcCause::HttpMethodRefused,
                   is_websocket ? Fields(kAllowGetAlone) : Fields(kAllowGet));
  }
  if (has_body(head)) {
    return refused(RpcCause::MalformedHttp);
  }
  return is_websocket ? on_websocket(head, session) : on_get(head, session);
}

HeadVerdict RpcSite::on_post(const HttpHead& head) const {
  if (head.method != "POST") {
    return refused(RpcCause::HttpMethodRefused, kAllowPost);
  }
  if (!is_json_content(head)) {
    return refuse_content(head);
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
  auto reply = dispatcher_.start_bare(session).reply<NodeHealth>(write_health);
  auto sink = std::make_unique<HealthSink>(std::move(reply));
  node_.node_get_health(Reply<NodeHealth>(sink.release()));
  return {.kind = HeadVerdict::Kind::Answered};
}

void RpcSite::on_body(std::string_view body, HttpSession& session) {
  if (!dispatcher_.on_message(body, session)) {
    session.reply({.status = 204});
  }
}

}  // namespace vitalstream::net
