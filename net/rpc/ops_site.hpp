#pragma once
// OpsSite: what is at which path of the operations port (9545): probes, metrics, version and log
// level; no ledger data. GET needs no Host of ours, because probes and scrapers come by address.
// The one thing that changes something, since it could silence evidence, is a PUT over loopback to
// a name of loopback and without Origin: no other machine, and no web page, can send that.

#include "net/rpc/http_session.hpp"
#include "net/rpc/ops_api.hpp"

namespace vitalstream::net {

class OpsSite final : public HttpSite {
 public:
  // The node outlives the site.
  explicit OpsSite(OpsApi& node) : node_(node) {}

  [[nodiscard]] HeadVerdict on_head(const HttpHead& head, HttpSession& session) override;
  void on_body(std::string_view, HttpSession&) override {}
  void on_refused(RpcCause) override {}

 private:
  [[nodiscard]] HeadVerdict on_get(const HttpHead& head, HttpSession& session);
  [[nodiscard]] HeadVerdict on_readiness(const HttpHead& head, HttpSession& session);
  [[nodiscard]] HeadVerdict on_set_level(const HttpHead& head, HttpSession& session);

  OpsApi& node_;
};

}  // namespace vitalstream::net
