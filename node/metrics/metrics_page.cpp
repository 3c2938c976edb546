#include "node/metrics/metrics_page.hpp"

#include <string_view>

#include "node/metrics/metric_table.hpp"

namespace vitalstream::node {
namespace {

constexpr std::string_view kHead = R"(# Metrics

What `/metrics` on the operations port shows, in the text format of Prometheus (`api.md` says where
it listens). Counters and histograms count from the start of the process. What a label may say is a
short, fixed list; a metric with labels has no line before its first value. This page is generated
from the table in `node/metrics`.

| name | kind | labels | |
|---|---|---|---|
)";

std::string_view name_of(MetricKind kind) {
  switch (kind) {
    case MetricKind::Counter:
      return "counter";
    case MetricKind::Gauge:
      return "gauge";
    case MetricKind::Histogram:
      break;
  }
  return "histogram";
}

std::string line_of(const MetricRow& row) {
  std::string line = "| `" + std::string(row.name) + "` | ";
  line += std::string(name_of(row.kind)) + " | ";
  for (std::size_t i = 0; i < label_count(row); ++i) {
    line += (i == 0 ? "`" : ", `") + std::string(row.labels[i]) + "`";
  }
  line += (label_count(row) == 0 ? "| " : " | ") + std::string(row.help) + " |\n";
  return line;
}

}  // namespace

std::string metrics_page() {
  std::string page(kHead);
  for (const MetricRow& row : kMetrics) {
    page += line_of(row);
  }
  return page;
}

}  // namespace vitalstream::node
