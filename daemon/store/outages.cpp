// SPDX-License-Identifier: Apache-2.0
//
// Outages as the registry keeps them: internal to the store, unlike records.
#include "base/timestamp.hpp"
#include "store/fields.hpp"
#include "store/records.hpp"

namespace saksi::store {
namespace {

constexpr std::size_t kMostText = 4096;
constexpr std::size_t kMostList = 1000;
constexpr std::int64_t kMostCount = 1000000000;

}  // namespace

Json to_json(const Outage& outage) {
  Json json{{"target", outage.target.text},
            {"backend", outage.backend.text},
            {"journey", outage.journey.text},
            {"opened", utc_text(outage.opened)},
            {"start_lo", utc_text(outage.bounds.start_lo)},
            {"start_hi", utc_text(outage.bounds.start_hi)},
            {"cause", code(outage.cause)},
            {"step", outage.step},
            {"votes", Json::array()},
            {"groups", outage.groups},
            {"episodes", outage.episodes},
            {"bad_samples", outage.bad_samples}};
  if (outage.closed) json["closed"] = utc_text(*outage.closed);
  if (outage.bounds.end_lo) json["end_lo"] = utc_text(*outage.bounds.end_lo);
  if (outage.bounds.end_hi) json["end_hi"] = utc_text(*outage.bounds.end_hi);
  for (const Vote& vote : outage.votes)
    json["votes"].push_back(Json{{"vantage", vote.vantage.text},
                                 {"group", vote.group},
                                 {"eligible", vote.eligible},
                                 {"bad", vote.bad},
                                 {"class", code(vote.cls)},
                                 {"step", vote.step}});
  return json;
}

Result<Outage> outage_from_json(const Json& json) {
  std::string mistake;
  Fields fields(json, mistake);
  Outage outage;
  outage.target = fields.id<TargetTag>("target");
  outage.backend = fields.id<BackendTag>("backend");
  outage.journey = fields.id<JourneyTag>("journey");
  outage.opened = fields.time("opened");
  outage.closed = fields.maybe_time("closed");
  outage.bounds.start_lo = fields.time("start_lo");
  outage.bounds.start_hi = fields.time("start_hi");
  outage.bounds.end_lo = fields.maybe_time("end_lo");
  outage.bounds.end_hi = fields.maybe_time("end_hi");
  outage.cause = fields.cls("cause");
  outage.step = fields.text("step", kMostText);
  for (const Json* element : fields.array("votes", kMostList)) {
    Fields vote(*element, mistake);
    outage.votes.push_back({vote.id<VantageTag>("vantage"), vote.text("group", kMostText),
                            vote.flag("eligible"), vote.flag("bad"), vote.cls("class"),
                            vote.text("step", kMostText)});
    vote.finish();
  }
  for (const Json* group : fields.array("groups", kMostList)) {
    if (group->is_string())
      outage.groups.push_back(group->get<std::string>());
    else
      fields.wrong("groups", "text");
  }
  outage.episodes = static_cast<unsigned>(fields.integer("episodes", 0, kMostCount));
  outage.bad_samples = static_cast<unsigned>(fields.integer("bad_samples", 0, kMostCount));
  fields.finish();
  if (!mistake.empty()) return fail("a stored outage cannot be read: " + mistake);
  return outage;
}

}  // namespace saksi::store
