// SPDX-License-Identifier: Apache-2.0
//
// Between the routes and the pages for people: what each page needs is fetched here, so that the
// pages themselves stay functions of values.
#include "base/log.hpp"
#include "web/pages/pages.hpp"
#include "web/site.hpp"

namespace saksi::web {
namespace {

constexpr std::size_t kMostIncidents = 500;  // of one month
constexpr std::size_t kMostSamples = 2000;   // around one incident

}  // namespace

Language language_of(const Call& call) {
  return call.parameter("lang") == "en" ? Language::english : Language::indonesian;
}

net::ServerResponse page(int status, std::string html) {
  net::ServerResponse response;
  response.status = status;
  response.content_type = "text/html; charset=utf-8";
  response.body = std::move(html);
  return response;
}

// Answers are remembered for a second, so a crowd of readers is one line a second at most.
net::ServerResponse trouble(const pages::View& view, const Error& error) {
  log::error("page: {}", error.message);
  net::ServerResponse response = page(503, pages::trouble(view, "saksi.db"));
  response.headers.emplace_back("Retry-After", "30");
  return response;
}
net::ServerResponse today(const Site& site, const Call& call) {
  const auto board = site.context.board->current();
  const bool reload = call.parameter("segar") != pages::kStopReload;
  return page(200, pages::today({site.context, *board, site.context.clock->wall(),
                                 language_of(call), reload}));
}

net::ServerResponse outage_log(const Site& site, const Call& call) {
  const auto board = site.context.board->current();
  const pages::View view{site.context, *board, site.context.clock->wall(), language_of(call)};
  const std::string month = call.parameter("bulan");
  const pages::Span span = pages::log_span(view, month);
  auto reader = site.open_reader();
  if (!reader) return trouble(view, reader.error());
  store::IncidentFilter filter;
  filter.from = span.from;
  filter.to = span.to;
  filter.most = kMostIncidents;
  const auto found = (*reader)->incidents(filter);
  if (!found) return trouble(view, found.error());
  return page(200, pages::log(view, *found, month));
}

net::ServerResponse outage(const Site& site, const Call& call) {
  const auto board = site.context.board->current();
  const pages::View view{site.context, *board, site.context.clock->wall(), language_of(call)};
  auto reader = site.open_reader();
  if (!reader) return trouble(view, reader.error());
  const auto revisions = (*reader)->revisions(call.parts.front());
  if (!revisions) return trouble(view, revisions.error());
  if (revisions->empty()) return page(404, pages::not_found(view));
  const Incident* latest = &revisions->front();
  for (const Incident& revision : *revisions)
    if (revision.revision > latest->revision) latest = &revision;
  const pages::Span span = pages::sample_span(*latest, view.now);
  store::SampleFilter filter;
  filter.from = span.from;
  filter.to = span.to;
  filter.target = latest->outage.target;
  filter.most = kMostSamples;
  const auto seen = (*reader)->samples(filter);
  if (!seen) return trouble(view, seen.error());
  const auto acknowledged = (*reader)->acknowledgements(latest->number);
  if (!acknowledged) return trouble(view, acknowledged.error());
  return page(200, pages::incident(view, *revisions, *seen, *acknowledged));
}

net::ServerResponse page_not_found(const Site& site, const Call& call) {
  const auto board = site.context.board->current();
  return page(
      404, pages::not_found({site.context, *board, site.context.clock->wall(), language_of(call)}));
}

}  // namespace saksi::web
