// SPDX-License-Identifier: Apache-2.0
//
// Collects series and writes them in the exposition format 0.0.4. A series names a row of the
// table; a name without a row, another type or another number of labels stops the process. Not
// thread-safe.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "metrics/metrics.hpp"
#include "model/board.hpp"

namespace saksi::metrics {

class Writer {
 public:
  using Labels = std::vector<std::string>;  // values, in the order of the row's labels
  void gauge(std::string_view name, const Labels& labels, double value);
  void counter(std::string_view name, const Labels& labels, double value);
  void histogram(std::string_view name, const Labels& labels, const Histogram& value);
  // In the order of the table, series sorted by their labels. A row without series is left out.
  [[nodiscard]] std::string text() const;

 private:
  struct Series {
    double value = 0;
    Histogram histogram;
  };
  Series& series(std::string_view name, std::string_view type, const Labels& labels);
  std::map<std::string_view, std::map<Labels, Series>> families_;  // by the row's name
};

// Foreign text as a label may carry it: UTF-8 of at most 256 bytes without control characters; each
// bad byte becomes U+FFFD. prometheus-cpp escapes quotes, but would write bad bytes out raw, and
// Prometheus then refuses the whole scrape.
[[nodiscard]] std::string label_value(std::string_view text);

}  // namespace saksi::metrics
