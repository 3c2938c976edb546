#pragma once
// RpcSite: what is at which path of the RPC port (8545). POST / and the WebSocket /ws carry
// JSON-RPC; GET /healthz and GET /consensus/status are for people and probes. RPC thread only.

#include "net/rpc/http_session.hpp"
#include "net/rpc/request_rules.hpp"
#include "net/rpc/rpc_dispatcher.hpp"

namespace vitalstream::net {

class RpcSite final : public HttpSite {
 public:
  // All outlive the site.
  RpcSite(RpcDispatcher& dispatcher, NodeApi& node, RpcStats& stats, RequestRules rules);

  [[nodiscard]] HeadVerdict on_head(const HttpHead& head, HttpSession& session) override;
  void on_body(std::string_view body, HttpSession& session) override;
  void on_refused(RpcCause cause) override { stats_.count_refusal(cause); }

 private:
  [[nodiscard]] HeadVerdict on_post(const HttpHead& head) const;
  [[nodiscard]] HeadVerdict on_websocket(const HttpHead& head, HttpSession& session) const;
  [[nodiscard]] HeadVerdict on_get(const HttpHead& head, HttpSession& session);

  RpcDispatcher& dispatcher_;
  NodeApi& node_;
  RpcStats& stats_;
  RequestRules rules_;
};

}  // namespace vitalstream::net
