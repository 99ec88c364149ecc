// SPDX-License-Identifier: Apache-2.0
#include "metrics/writer.hpp"

#include <prometheus/metric_family.h>
#include <prometheus/text_serializer.h>

#include <cstdio>
#include <cstdlib>
#include <limits>
#include <locale>
#include <sstream>

namespace saksi::metrics {
namespace {

[[noreturn]] void bug(std::string_view name, const char* what) {
  std::fprintf(stderr, "metrics: %.*s %s\n", static_cast<int>(name.size()), name.data(), what);
  std::abort();
}

std::vector<std::string> label_names(std::string_view list) {
  std::vector<std::string> names;
  while (!list.empty()) {
    const auto comma = std::min(list.find(','), list.size());
    names.emplace_back(list.substr(0, comma));
    list.remove_prefix(std::min(comma + 1, list.size()));
  }
  return names;
}

prometheus::MetricType type_of(const MetricHelp& row) {
  if (row.type == "counter") return prometheus::MetricType::Counter;
  if (row.type == "histogram") return prometheus::MetricType::Histogram;
  if (row.type == "gauge") return prometheus::MetricType::Gauge;
  bug(row.name, "has a type that does not exist");
}

prometheus::ClientMetric::Histogram cumulative(const Histogram& histogram) {
  prometheus::ClientMetric::Histogram out;
  for (std::size_t i = 0; i < histogram.counts.size(); ++i) {
    out.sample_count += histogram.counts[i];
    const double bound =
        i < kDurationBuckets.size() ? kDurationBuckets[i] : std::numeric_limits<double>::infinity();
    out.bucket.push_back({out.sample_count, bound});
  }
  out.sample_sum = histogram.sum;
  return out;
}

// Length of the well-formed UTF-8 sequence at the start (RFC 3629), or 0.
std::size_t utf8_length(std::string_view text) {
  const auto lead = static_cast<unsigned char>(text[0]);
  const std::size_t length = lead < 0x80                   ? 1
                             : lead >= 0xC2 && lead < 0xE0 ? 2
                             : lead >= 0xE0 && lead < 0xF0 ? 3
                             : lead >= 0xF0 && lead < 0xF5 ? 4
                                                           : 0;
  if (length == 0 || text.size() < length) return 0;
  for (std::size_t i = 1; i < length; ++i)
    if ((static_cast<unsigned char>(text[i]) & 0xC0U) != 0x80U) return 0;
  const unsigned char second = length > 1 ? static_cast<unsigned char>(text[1]) : 0;
  if ((lead == 0xE0 && second < 0xA0) || (lead == 0xED && second > 0x9F) ||
      (lead == 0xF0 && second < 0x90) || (lead == 0xF4 && second > 0x8F))
    return 0;
  return length;
}

}  // namespace

std::string label_value(std::string_view text) {
  constexpr std::size_t most = 256;
  std::string out;
  while (!text.empty()) {
    const std::size_t length = utf8_length(text);
    const auto lead = static_cast<unsigned char>(text[0]);
    const bool bad = length == 0 || lead < 0x20 || lead == 0x7F;
    const std::string_view piece = bad ? std::string_view("\xEF\xBF\xBD") : text.substr(0, length);
    if (out.size() + piece.size() > most) break;
    out += piece;
    text.remove_prefix(std::max<std::size_t>(length, 1));
  }
  return out;
}

Writer::Series& Writer::series(std::string_view name, std::string_view type, const Labels& labels) {
  for (const MetricHelp& row : table()) {
    if (row.name != name) continue;
    if (row.type != type) bug(name, "is served as another type than the table says");
    if (label_names(row.labels).size() != labels.size())
      bug(name, "is served with other labels than the table says");
    Labels clean;
    for (const std::string& label : labels) clean.push_back(label_value(label));
    return families_[row.name][clean];
  }
  bug(name, "is served, but it is not in the table");
}

void Writer::gauge(std::string_view name, const Labels& labels, double value) {
  series(name, "gauge", labels).value = value;
}

// Two texts may have become the same label; one series must then carry both, or Prometheus refuses
// it.
void Writer::counter(std::string_view name, const Labels& labels, double value) {
  series(name, "counter", labels).value += value;
}

void Writer::histogram(std::string_view name, const Labels& labels, const Histogram& value) {
  Histogram& sum = series(name, "histogram", labels).histogram;
  for (std::size_t i = 0; i < sum.counts.size(); ++i) sum.counts[i] += value.counts[i];
  sum.sum += value.sum;
}

std::string Writer::text() const {
  std::vector<prometheus::MetricFamily> all;
  for (const MetricHelp& row : table()) {
    const auto found = families_.find(row.name);
    if (found == families_.end()) continue;
    prometheus::MetricFamily family;
    family.name = row.name;
    family.help = row.help;
    family.type = type_of(row);
    const std::vector<std::string> names = label_names(row.labels);
    for (const auto& [values, series] : found->second) {
      prometheus::ClientMetric metric;
      for (std::size_t i = 0; i < names.size(); ++i) metric.label.push_back({names[i], values[i]});
      switch (family.type) {
        case prometheus::MetricType::Counter:
          metric.counter.value = series.value;
          break;
        case prometheus::MetricType::Gauge:
          metric.gauge.value = series.value;
          break;
        case prometheus::MetricType::Histogram:
          metric.histogram = cumulative(series.histogram);
          break;
        case prometheus::MetricType::Summary:
        case prometheus::MetricType::Untyped:
          bug(row.name, "has a type that is not served");
      }
      family.metric.push_back(std::move(metric));
    }
    all.push_back(std::move(family));
  }
  std::ostringstream out;
  out.imbue(std::locale::classic());
  prometheus::TextSerializer().Serialize(out, all);
  return std::move(out).str();
}

}  // namespace saksi::metrics
