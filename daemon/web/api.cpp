// SPDX-License-Identifier: Apache-2.0
//
// The records for programs: JSON in UTF-8, times in RFC 3339 UTC, durations in whole microseconds.
// A question that cannot be understood gets 400 and one sentence that says what to write instead.
#include <algorithm>
#include <charconv>
#include <optional>
#include <set>

#include "base/json.hpp"
#include "base/log.hpp"
#include "base/timestamp.hpp"
#include "settings/cause.hpp"
#include "web/site.hpp"

namespace saksi::web {
namespace {

using net::ServerResponse;

constexpr std::size_t kMostAnswered = 1000;
constexpr std::size_t kUsuallyAnswered = 200;
constexpr std::size_t kLongestQuoted = 100;  // of the question, in a sentence about it

// A query, read field by field; the first mistake is kept and the rest no longer matters.
class Query {
 public:
  explicit Query(const Call& call) : call_(call) {
    for (const auto& [name, value] : call.request.parameters()) {
      if (("," + std::string(call.parameters) + ",").find("," + name + ",") == std::string::npos)
        wrong("unknown parameter \"" + name.substr(0, kLongestQuoted) + "\"; known are " +
              std::string(call.parameters));
      else if (!given_.insert(name).second)
        wrong(name + ": given twice; give it once");
    }
  }

  std::optional<Instant> time(std::string_view name) {
    const auto text = value(name);
    if (!text) return std::nullopt;
    const auto at = parse_utc(*text);
    if (at) return *at;
    wrong(std::string(name) + ": \"" + *text +
          "\" is not a time in UTC; write for example 2023-01-02T00:30:00Z");
    return std::nullopt;
  }

  std::size_t limit() {
    const auto text = value("limit");
    if (!text) return kUsuallyAnswered;
    std::size_t most = 0;
    const auto [end, failed] = std::from_chars(text->data(), text->data() + text->size(), most);
    if (failed == std::errc{} && end == text->data() + text->size() && most >= 1 &&
        most <= kMostAnswered)
      return most;
    wrong("limit: \"" + *text + "\" is not a whole number from 1 to " +
          std::to_string(kMostAnswered));
    return kUsuallyAnswered;
  }

  // One of the ids that the configuration knows.
  template <class Thing>
  auto id(std::string_view name, const std::vector<Thing>& things)
      -> std::optional<decltype(Thing::id)> {
    const auto text = value(name);
    if (!text) return std::nullopt;
    std::string known;
    for (const Thing& thing : things) {
      if (thing.id.text == *text) return thing.id;
      known += (known.empty() ? "" : ", ") + thing.id.text;
    }
    wrong(std::string(name) + ": there is no \"" + *text + "\"; known are " + known);
    return std::nullopt;
  }

  std::string number() {
    const auto text = value("number");
    if (!text) return {};
    const bool plain = std::ranges::all_of(
        *text, [](char c) { return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-'; });
    if (!plain || !text->starts_with("K-") || text->size() > 80)
      wrong("number: \"" + *text +
            "\" is not an incident's number; write for example K-20230102-DISDIK-1");
    return *text;
  }

  bool flag(std::string_view name) {
    const auto text = value(name);
    if (!text || *text == "false") return false;
    if (*text != "true") wrong(std::string(name) + ": \"" + *text + "\" is neither true nor false");
    return true;
  }

  void wrong(std::string sentence) {
    if (mistake_.empty()) mistake_ = std::move(sentence);
  }
  [[nodiscard]] const std::string& mistake() const { return mistake_; }

 private:
  [[nodiscard]] std::optional<std::string> value(std::string_view name) const {
    if (!given_.contains(std::string(name))) return std::nullopt;
    const std::string text = call_.parameter(name);
    return text.substr(0, kLongestQuoted);
  }

  const Call& call_;
  std::set<std::string> given_;
  std::string mistake_;
};

ServerResponse store_trouble(const Error& error) {
  log::error("api: {}", error.message);
  ServerResponse response =
      json_error(503, "the records cannot be read at present; the operator's journal says why");
  response.headers.emplace_back("Retry-After", "30");
  return response;
}

ServerResponse json_answer(const Json& json) {
  ServerResponse response;
  response.content_type = "application/json";
  // Rules quote the target, which may have sent anything.
  response.body = json.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
  return response;
}

Json time_or_null(const std::optional<Instant>& at) {
  return at ? Json(utc_text(*at)) : Json(nullptr);
}

Json cause_json(Class cls, const Settings& settings, const JourneyId& journey) {
  const ClassInfo& info = about(cls);
  return Json{{"class", info.code},
              {"stage", code(info.stage)},
              {"blame", code(info.blame)},
              {"id", cause_text(settings, cls, journey, Language::indonesian)},
              {"en", cause_text(settings, cls, journey, Language::english)}};
}

Json incident_json(const Incident& incident, const Settings& settings,
                   const std::vector<Acknowledgement>& acknowledged) {
  Json heard = Json::array();
  for (const Acknowledgement& said : acknowledged)
    if (said.number == incident.number)
      heard.push_back({{"at", utc_text(said.at)}, {"by", said.by}});
  const Outage& outage = incident.outage;
  const auto target = std::ranges::find(settings.targets, outage.target, &Target::id);
  Json votes = Json::array();
  for (const Vote& vote : outage.votes)
    votes.push_back({{"vantage", vote.vantage.text},
                     {"group", vote.group},
                     {"eligible", vote.eligible},
                     {"bad", vote.bad},
                     {"class", code(vote.cls)},
                     {"step", vote.step}});
  const auto at_most = outage.bounds.at_most();
  return Json{{"number", incident.number},
              {"revision", incident.revision},
              {"reason", incident.reason},
              {"revised", utc_text(incident.revised)},
              {"withdrawn", incident.withdrawn},
              {"target", outage.target.text},
              {"agency", target == settings.targets.end() ? Json(nullptr) : Json(target->agency)},
              {"backend", outage.backend.text},
              {"journey", outage.journey.text},
              {"opened", utc_text(outage.opened)},
              {"closed", time_or_null(outage.closed)},
              {"start_lo", utc_text(outage.bounds.start_lo)},
              {"start_hi", utc_text(outage.bounds.start_hi)},
              {"end_lo", time_or_null(outage.bounds.end_lo)},
              {"end_hi", time_or_null(outage.bounds.end_hi)},
              {"at_least_us", outage.bounds.at_least().count()},
              {"at_most_us", at_most ? Json(at_most->count()) : Json(nullptr)},
              {"cause", cause_json(outage.cause, settings, outage.journey)},
              {"step", outage.step},
              {"votes", std::move(votes)},
              {"groups", outage.groups},
              {"episodes", outage.episodes},
              {"bad_samples", outage.bad_samples},
              {"acknowledged", std::move(heard)}};
}

// "complete" is false when the limit cut the answer; asking for one more than the limit tells.
template <class Row>
bool cut(std::vector<Row>& rows, std::size_t most) {
  if (rows.size() <= most) return false;
  rows.resize(most);
  return true;
}

}  // namespace

ServerResponse incidents(const Site& site, const Call& call) {
  Query query(call);
  store::IncidentFilter filter;
  filter.from = query.time("from");
  filter.to = query.time("to");
  filter.target = query.id("target", site.context.settings->targets);
  filter.number = query.number();
  const std::size_t most = query.limit();
  if (filter.from && filter.to && *filter.to <= *filter.from)
    query.wrong("to: must be later than from");
  if (!query.mistake().empty()) return json_error(400, query.mistake());

  filter.most = most + 1;
  auto reader = site.open_reader();
  if (!reader) return store_trouble(reader.error());
  auto found = (*reader)->incidents(filter);
  if (!found) return store_trouble(found.error());
  const auto acknowledged = (*reader)->acknowledgements(filter.number);
  if (!acknowledged) return store_trouble(acknowledged.error());
  const bool incomplete = cut(*found, most);
  Json rows = Json::array();
  for (const Incident& incident : *found)
    rows.push_back(incident_json(incident, *site.context.settings, *acknowledged));
  return json_answer({{"at", utc_text(site.context.clock->wall())},
                      {"complete", !incomplete},
                      {"incidents", std::move(rows)}});
}

ServerResponse samples(const Site& site, const Call& call) {
  Query query(call);
  store::SampleFilter filter;
  filter.from = query.time("from");
  filter.to = query.time("to");
  filter.target = query.id("target", site.context.settings->targets);
  filter.vantage = query.id("vantage", site.context.settings->vantages);
  filter.failures_only = query.flag("failures");
  const std::size_t most = query.limit();
  // Unbounded questions would read the whole history: a side that is missing is one day away.
  if (!filter.to && !filter.from) filter.to = site.context.clock->wall() + Duration(1);
  if (!filter.to) filter.to = *filter.from + std::chrono::days(1);
  if (!filter.from) filter.from = *filter.to - std::chrono::days(1);
  if (*filter.to <= *filter.from) query.wrong("to: must be later than from");
  if (!query.mistake().empty()) return json_error(400, query.mistake());

  filter.most = most + 1;
  auto reader = site.open_reader();
  if (!reader) return store_trouble(reader.error());
  auto found = (*reader)->samples(filter);
  if (!found) return store_trouble(found.error());
  const bool incomplete = cut(*found, most);
  Json rows = Json::array();
  Json classes = Json::object();
  const auto mention = [&](Class cls) {
    classes[std::string(code(cls))] = {{"id", about(cls).indonesian}, {"en", about(cls).english}};
  };
  for (const Sample& sample : *found) {
    Json row = store::to_json(store::Entry(sample));
    row["seq"] = sample.seq;
    rows.push_back(std::move(row));
    mention(sample.cls);
    for (const StepFinding& step : sample.steps) mention(step.cls);
  }
  Json answer{{"from", utc_text(*filter.from)},
              {"to", utc_text(*filter.to)},
              {"complete", !incomplete},
              {"samples", std::move(rows)},
              {"classes", std::move(classes)}};
  // Ask again from here for the rest; samples that ended at this very instant come twice.
  answer["next"] = incomplete ? Json(utc_text(found->back().end)) : Json(nullptr);
  return json_answer(answer);
}

ServerResponse seals(const Site& site, const Call& call) {
  Query query(call);
  const std::size_t most = query.limit();
  if (!query.mistake().empty()) return json_error(400, query.mistake());
  auto reader = site.open_reader();
  if (!reader) return store_trouble(reader.error());
  auto found = (*reader)->seals(most + 1);
  if (!found) return store_trouble(found.error());
  const bool incomplete = cut(*found, most);
  Json rows = Json::array();
  for (const DaySeal& seal : *found)
    rows.push_back({{"since", seal.since},
                    {"date", seal.date},
                    {"zone", seal.zone},
                    {"at", utc_text(seal.at)},
                    {"purpose", seal.purpose},
                    {"digest", hex(seal.digest)}});
  return json_answer({{"complete", !incomplete}, {"seals", std::move(rows)}});
}

}  // namespace saksi::web
