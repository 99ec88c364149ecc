// SPDX-License-Identifier: Apache-2.0
//
// The three pages that people in the office read: Hari ini, Daftar gangguan, Kejadian; and the two
// for when there is nothing to show. Each is one self-contained HTML document (no script, no second
// request), Indonesian first, English at ?lang=en, at most 14, 20 and 25 KB gzipped.
//
// Pure functions of what they are given: they ask no clock and no store, and never fail. Whatever
// came from outside (names, rules, a month in the query) is escaped here.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/board.hpp"
#include "model/words.hpp"

namespace saksi::web {
struct Context;
}

namespace saksi::web::pages {

struct View {
  const Context& context;
  const Board& board;
  Instant now;
  Language language = Language::indonesian;
  // Today's page reloads itself in peak hours. A reader may stop that (WCAG 2.2.2) with
  // ?segar=0, which the router hands on as false.
  bool reload = true;
};

// The query that stops the reload: "segar" with this value.
inline constexpr std::string_view kStopReload = "0";

// GET /
std::string today(const View& view);
// GET /gangguan?bulan=2023-01. `month` is the query's text, empty or unreadable for the month that
// it is now. Takes the latest revision of each incident, in any order, also from other months:
// it keeps those whose beginning or end lies in the month, and all that are still open when the
// month is the present one.
std::string log(const View& view, const std::vector<Incident>& incidents, const std::string& month);
// The month that log() shows for this query, as [from, to): what to ask the store for.
struct Span {
  Instant from, to;
};
Span log_span(const View& view, const std::string& month);

// GET /gangguan/{nomor}. All revisions of one incident, in any order, at least one; and the samples
// of its target from sample_span(): the page draws what it is given and says when there is more.
std::string incident(const View& view, const std::vector<Incident>& revisions,
                     const std::vector<Sample>& samples,
                     const std::vector<Acknowledgement>& acknowledged = {});
// What the timeline of an incident wants to show: a little before it, to a little after it.
Span sample_span(const Incident& latest, Instant now);

// The page of the operations listener on which an incident is acknowledged.
struct AckPage {
  std::string number;
  std::string token;
  std::vector<Acknowledgement> known;  // that were heard before
  std::optional<Word> says;            // what came of it, or why nothing can
  bool asks = true;                    // with the button
};
std::string acknowledge(const View& view, const AckPage& form);

// 404 and 503. `what` is for the reader to report; it is shown as it is.
std::string not_found(const View& view);
std::string trouble(const View& view, const std::string& what);

}  // namespace saksi::web::pages
