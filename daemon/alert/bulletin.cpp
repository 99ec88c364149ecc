// SPDX-License-Identifier: Apache-2.0
#include "alert/bulletin.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "alert/channels.hpp"
#include "alert/episode.hpp"
#include "alert/people.hpp"
#include "alert/story.hpp"
#include "base/json.hpp"
#include "base/timestamp.hpp"
#include "base/zone.hpp"
#include "model/announcement.hpp"
#include "model/words.hpp"
#include "settings/cause.hpp"

namespace saksi::alert {
namespace {

using namespace std::chrono_literals;

constexpr Duration kGather = 5s;

class Text {
 public:
  Text(const Settings& settings, const Episode& episode, Instant now, Language language, bool demo,
       const AckLinks& links)
      : settings_(settings),
        episode_(episode),
        now_(now),
        language_(language),
        demo_(demo),
        links_(links),
        place_(place_of(settings, lead().outage)) {}

  [[nodiscard]] std::string opened() const {
    const Outage& outage = lead().outage;
    std::set<std::string> bad, all;
    for (const Vote& vote : outage.votes) {
      all.insert(vote.vantage.text);
      if (vote.eligible && vote.bad) bad.insert(vote.vantage.text);
    }
    std::string text = demo_mark();
    line(text, Word::bulletin_opened, {{"agencies", agencies()}, {"time", at(since())}});
    line(text, Word::bulletin_votes,
         {{"bad", std::to_string(bad.size())},
          {"all", std::to_string(all.size())},
          {"networks", fmt::format("{}", fmt::join(outage.groups, ", "))}});
    shared_line(text);
    line(text, outage.step.empty() ? Word::bulletin_sign : Word::bulletin_step,
         {{"step", outage.step}, {"cause", cause(outage)}});
    limit_line(text);
    line(text, action(about(outage.cause).stage), {});
    references(text);
    what_to_do(text);
    return text;
  }

  [[nodiscard]] std::string closed() const {
    std::optional<Instant> end;
    Duration least{0};
    for (const Incident* incident : episode_) {
      const Bounds& bounds = incident->outage.bounds;
      if (bounds.end_hi) end = end ? std::max(*end, *bounds.end_hi) : *bounds.end_hi;
      least = std::max(least, bounds.at_least());
    }
    std::string text = demo_mark();
    line(text, Word::bulletin_closed, {{"agencies", agencies()}, {"time", at(end.value_or(now_))}});
    line(text, Word::bulletin_length,
         {{"since", at(since())},
          {"length", length_text(std::chrono::floor<std::chrono::seconds>(least), language_)}});
    references(text);
    return text;
  }

  [[nodiscard]] std::string withdrawn(const Incident& incident) const {
    std::string text = demo_mark();
    line(text, Word::bulletin_withdrawn, {{"number", incident.number}});
    return text;
  }

 private:
  [[nodiscard]] const Incident& lead() const { return *episode_.front(); }

  void line(std::string& text, Word key,
            std::initializer_list<std::pair<std::string_view, std::string>> values) const {
    if (!text.empty()) text += '\n';
    text += fill(word(key, language_), values);
  }

  [[nodiscard]] std::string demo_mark() const {
    return demo_ ? std::string(word(Word::bulletin_demo, language_)) : std::string();
  }
  [[nodiscard]] std::string at(Instant when) const {
    return clock_time(place_.zone.local(when), language_);
  }
  [[nodiscard]] std::string cause(const Outage& outage) const {
    return cause_text(settings_, outage.cause, outage.journey, language_);
  }
  [[nodiscard]] Instant since() const { return since_of(episode_); }
  [[nodiscard]] std::string agencies() const { return agencies_of(settings_, episode_, language_); }

  // The message goes out with those that are confirmed by then; the rest stand on the same host.
  void shared_line(std::string& text) const {
    std::set<TargetId> named, served;
    for (const Incident* incident : episode_) named.insert(incident->outage.target);
    for (const Target& target : settings_.targets)
      if (target.backend == place_.backend) served.insert(target.id);
    if (served.size() <= named.size()) return;
    std::string name;
    for (const Backend& backend : settings_.backends)
      if (backend.id == place_.backend)
        name = backend.name.empty() ? backend.id.text : backend.name;
    line(text, Word::bulletin_shared, {{"backend", name}, {"n", std::to_string(served.size())}});
  }

  void limit_line(std::string& text) const {
    if (place_.calendar == nullptr) return;
    const LocalTime local = place_.zone.local(now_);
    const auto hours = place_.calendar->hours(local.date);
    if (!hours) return;
    const Instant limit = place_.zone.instant(local.date, hours->limit);
    const auto left = std::chrono::duration_cast<std::chrono::minutes>(limit - now_).count();
    line(text, left >= 0 ? Word::bulletin_limit : Word::bulletin_limit_past,
         {{"limit", at(limit)}, {"n", std::to_string(left >= 0 ? left : -left)}});
  }

  static Word action(Stage stage) {
    switch (stage) {
      case Stage::dns:
        return Word::action_dns;
      case Stage::tcp:
        return Word::action_tcp;
      case Stage::tls:
        return Word::action_tls;
      case Stage::http:
        return Word::action_http;
      case Stage::auth:
        return Word::action_auth;
      case Stage::content:
      case Stage::upload:
      case Stage::none:
        return Word::action_content;
    }
    return Word::action_content;
  }

  void references(std::string& text) const {
    if (episode_.size() == 1) {
      line(text, Word::bulletin_number, {{"number", lead().number}});
    } else {
      line(text, Word::bulletin_numbers,
           {{"number", lead().number}, {"n", std::to_string(episode_.size() - 1)}});
    }
    const std::string page = page_of(settings_, episode_);
    if (!page.empty()) text += '\n' + page;
  }

  // For staff the way to say that they are at it; for everybody else what to tell them.
  void what_to_do(std::string& text) const {
    const std::string link = links_(lead().number, language_);
    if (!link.empty()) line(text, Word::ack_link, {{"url", link}});
    text += "\n\n" + std::string(word(Word::announcement_title, language_)) + '\n' +
            announcement({agencies(), at(since()), lead().number, page_of(settings_, episode_)},
                         language_);
  }

  const Settings& settings_;
  const Episode& episode_;
  Instant now_;
  Language language_;
  bool demo_;
  const AckLinks& links_;
  Place place_;
};

}  // namespace

std::vector<store::Message> bulletins(const Settings& settings, const std::vector<Incident>& known,
                                      const std::vector<store::Change>& changes, Instant now,
                                      bool demo, const AckLinks& links) {
  std::map<BackendId, std::vector<const store::Change*>> by_backend;
  for (const store::Change& change : changes)
    if (begins(change) || ends(change))
      by_backend[place_of(settings, change.incident.outage).backend].push_back(&change);

  std::vector<store::Message> messages;
  for (const auto& entry : by_backend) {
    const BackendId& backend = entry.first;
    const std::vector<const store::Change*>& its = entry.second;
    const Episode episode = episode_of(settings, known, backend, now);
    const bool open =
        std::any_of(episode.begin(), episode.end(), [](const Incident* i) { return is_open(*i); });
    const bool begun = std::any_of(its.begin(), its.end(), [](auto* c) { return begins(*c); });
    const store::Change& last = *its.back();
    if (open && !begun) continue;  // one has recovered, others have not: nothing to say yet
    // Was the backend out before this? Then it has been told; an unsent message takes the new
    // names.
    const bool told =
        open && std::any_of(episode.begin(), episode.end(), [&](const Incident* one) {
          return is_open(*one) && std::none_of(its.begin(), its.end(), [&](auto* change) {
                   return change->incident.number == one->number;
                 });
        });
    for (const Channel& channel : people_of(settings.alerts)) {
      const Language language = channel.language;
      std::string text;
      if (episode.empty()) {
        const Episode only{&last.incident};
        text = Text(settings, only, now, language, demo, links).withdrawn(last.incident);
      } else {
        const Text words(settings, episode, now, language, demo, links);
        text = open ? words.opened() : words.closed();
      }
      store::Message message;
      message.event_id = fmt::format("{}/{}/{}/{}/bulletin", last.incident.number, last.event,
                                     last.incident.revision, channel.id);
      message.incident = last.incident.number;
      message.subject = "backend/" + backend.text;
      message.kind = open ? "opened" : "closed";
      message.channel = channel.id;
      message.payload = canonical(Json{{"text", text}});
      message.not_before = open ? now + kGather : now;
      message.unsent = told              ? store::Unsent::only_rewrite
                       : episode.empty() ? store::Unsent::takes_back
                                         : store::Unsent::rewrite;
      messages.push_back(std::move(message));
    }
  }
  return messages;
}

}  // namespace saksi::alert
