#include "node/config/key_rows.hpp"

namespace vitalstream::node {
namespace {

constexpr Range kTransactions{1, 1'000'000};

}  // namespace

std::vector<KeySpec> quota_rows() {
  return {
      count("quotas.member_tx_per_second", at<&Config::quotas, &QuotasConfig::member_tx_per_second>,
            "500", kTransactions,
            "Transactions that one member may submit at this node each second. What is beyond is "
            "refused with `quota_exceeded`."),
      count("quotas.member_tx_burst", at<&Config::quotas, &QuotasConfig::member_tx_burst>, "2000",
            kTransactions, "The same, at once after a pause."),
      size("quotas.member_bytes_per_second",
           at<&Config::quotas, &QuotasConfig::member_bytes_per_second>, "2MiB",
           Range{kKiB, 4 * kGiB},
           "Bytes, attachments included, that one member may submit at this node each second."),
      size("quotas.member_bytes_burst", at<&Config::quotas, &QuotasConfig::member_bytes_burst>,
           "64MiB", Range{kMiB, 64 * kGiB}, "The same, at once after a pause."),
      count("quotas.failed_checks_per_second",
            at<&Config::quotas, &QuotasConfig::failed_checks_per_second>, "50", kTransactions,
            "Signatures that do not verify, each second, for one client certificate, or without "
            "one for one address (a /64 of IPv6; on loopback for one connection). Beyond it, "
            "nothing that comes from there is looked at for a while; ten seconds' worth may come "
            "at once."),
  };
}

}  // namespace vitalstream::node
