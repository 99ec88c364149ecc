// SPDX-License-Identifier: Apache-2.0
//
// Kejadian: one outage with its evidence, to be read, printed and cited.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <set>
#include <tuple>

#include "web/pages/page.hpp"
#include "web/pages/phrases.hpp"

namespace saksi::web::pages {
namespace {

using std::chrono::minutes;

constexpr Duration kMargin = minutes(5);   // drawn before and after the outage
constexpr std::int64_t kMostBoxes = 120;   // of one timeline
constexpr std::size_t kMostEvidence = 10;  // lines
constexpr std::size_t kMostRuns = 160;     // rows of the timeline's table
constexpr std::size_t kMostRevisions = 30;

// Everything that the sections of this page look at.
struct Subject {
  const Incident& latest;
  const std::vector<const Incident*>& revisions;  // newest first
  const std::vector<const Sample*>& samples;      // of the target, in order of their end
  const Zone zone;
  const Outage& outage;
  std::vector<const Sample*> failed;  // during the outage
};

// "login.2" is the second hop of the step "login".
std::string_view base_step(std::string_view step) { return step.substr(0, step.find('.')); }

std::string step_name(const Reading& reading, const Outage& outage, std::string_view step) {
  const JourneySettings* journey = reading.journey(outage.journey);
  if (journey != nullptr)
    for (const StepSettings& one : journey->steps)
      if (one.id == base_step(step)) {
        const std::string word(reading.say(step_word(one.kind)));
        return word == one.id ? word : fmt::format("{} ({})", one.id, word);
      }
  return std::string(step);
}

void cell(Html& html, const Reading& reading, Word column, const Html& content) {
  html << "<td data-k=\"" << reading.say(column) << "\">" << content << "</td>";
}

Html head(const Reading& reading, std::string_view caption, std::initializer_list<Word> columns) {
  Html html;
  html << "<table class=\"stack\"><caption class=\"vh\">" << caption << "</caption><thead><tr>";
  for (const Word column : columns) html << "<th scope=\"col\">" << reading.say(column) << "</th>";
  html << "</tr></thead><tbody>";
  return html;
}

Html draw_summary(const Reading& reading, const Subject& subject) {
  const Outage& outage = subject.outage;
  const bool going = !subject.latest.withdrawn && !outage.bounds.end_hi;
  const Tone tone = subject.latest.withdrawn ? Tone::off : going ? Tone::outage : Tone::ok;
  const Word state = subject.latest.withdrawn ? Word::withdrawn
                     : going                  ? Word::ongoing
                                              : Word::ended;
  const std::string where = reading.list(networks_line(reading, outage));

  Html html;
  html << "<section class=\"card answer "
       << name(subject.latest.withdrawn ? Tone::off : Tone::outage) << "\"><p><b>";
  if (subject.latest.withdrawn)
    html << "<del>" << subject.latest.number << "</del>";
  else
    html << subject.latest.number;
  html << "</b> · " << reading.agency(outage.target) << " · <span class=\"chip " << name(tone)
       << "\">" << glyph(tone) << " " << reading.say(state) << "</span> · "
       << reading.say(Word::incident_revision, {{"n", std::to_string(subject.latest.revision)}})
       << "</p><h1>";
  if (subject.latest.withdrawn)
    html << reading.say(Word::incident_headline_withdrawn);
  else if (!going)
    html << reading.say(Word::incident_headline, {{"least", least_text(reading, outage)},
                                                  {"most", most_text(reading, outage)}});
  else if (outage.bounds.end_lo)
    html << reading.say(Word::incident_headline_open, {{"least", least_text(reading, outage)}});
  else
    html << reading.say(Word::incident_headline_since,
                        {{"time", reading.moment(outage.bounds.start_hi, subject.zone)}});
  html << "</h1><p class=\"lead\">" << when_text(reading, outage, subject.zone) << "</p>";
  if (subject.latest.withdrawn)
    html << "<p class=\"lead\">" << reading.say(Word::incident_withdrawn_lead) << "</p>";
  html << "<p>"
       << reading.say(going ? Word::incident_lead_open : Word::incident_lead,
                      {{"agency", reading.agency(outage.target)}, {"networks", where}})
       << " " << reading.say(Word::incident_most_found, {{"cause", cause_line(reading, outage)}});
  if (!outage.step.empty())
    html << " "
         << reading.say(Word::incident_at_step,
                        {{"step", step_name(reading, outage, outage.step)}});
  if (outage.episodes > 1)
    html << " " << reading.say(Word::incident_episodes, {{"n", std::to_string(outage.episodes)}});
  html << " " << reading.say(Word::incident_unknown) << "</p>";
  if (going)
    html << "<p class=\"screen\"><a href=\""
         << reading.link("/gangguan/" + subject.latest.number + "/daftar-hadir") << "\">"
         << reading.say(Word::paper_link_list) << "</a></p>";
  html << "</section>";
  return html;
}

// While it lasts: who is at it, and what to tell everybody else.
Html draw_going_on(const Reading& reading, const Subject& subject,
                   const std::vector<Acknowledgement>& acknowledged) {
  Html html;
  if (!acknowledged.empty())
    html << "<section class=\"card\">" << acknowledged_lines(reading, acknowledged, subject.zone)
         << "</section>";
  const Outage& outage = subject.outage;
  if (subject.latest.withdrawn || outage.closed) return html;
  std::string site = reading.settings.web.public_url;
  while (site.ends_with('/')) site.pop_back();
  html << announcement_block(
      reading,
      {reading.agency(outage.target), reading.moment(outage.bounds.start_hi, subject.zone),
       subject.latest.number, site.empty() ? site : site + "/gangguan/" + subject.latest.number});
  return html;
}

Html draw_bounds(const Reading& reading, const Subject& subject) {
  const Bounds& bounds = subject.outage.bounds;
  Html html;
  html << "<section class=\"card\"><h2>" << reading.say(Word::bounds_title) << "</h2><p>"
       << reading.say(Word::bounds_lead) << "</p>"
       << head(reading, reading.say(Word::bounds_caption),
               {Word::bounds_point, Word::col_meaning_at, Word::bounds_meaning});
  struct Row {
    Word point;
    std::optional<Instant> at;
    Word why;
  };
  for (const Row& row : {Row{Word::bounds_start_lo, bounds.start_lo, Word::bounds_start_lo_why},
                         Row{Word::bounds_start_hi, bounds.start_hi, Word::bounds_start_hi_why},
                         Row{Word::bounds_end_lo, bounds.end_lo, Word::bounds_end_lo_why},
                         Row{Word::bounds_end_hi, bounds.end_hi, Word::bounds_end_hi_why}}) {
    html << "<tr><th scope=\"row\">" << reading.say(row.point) << "</th>";
    cell(html, reading, Word::col_meaning_at,
         Html() << (row.at ? reading.moment(*row.at, subject.zone, true)
                           : std::string(reading.say(Word::bounds_not_yet))));
    cell(html, reading, Word::bounds_meaning, Html() << reading.say(row.why));
    html << "</tr>";
  }
  html << "</tbody></table><p class=\"note\">" << reading.say(Word::bounds_arithmetic)
       << "</p></section>";
  return html;
}

// What a box shows that holds these samples of one vantage.
Mark mark_of(const std::vector<const Sample*>& inside) {
  bool worked_once = false, slow = false, failed = false, closed = false, aside = false;
  for (const Sample* sample : inside) {
    if (!sample->controls_ok())
      aside = true;
    else if (is_failure(sample->cls))
      failed = true;
    else if (sample->cls == Class::not_open)
      closed = true;
    else if (casts_no_vote(sample->cls))
      aside = true;
    else
      worked_once = true;
    slow = slow || sample->cls == Class::slow;
  }
  if (failed) return worked_once ? Mark::intermittent : Mark::bad;
  if (slow) return Mark::slow;
  if (worked_once) return Mark::good;
  if (closed) return Mark::not_open;
  return aside ? Mark::aside : Mark::unknown;
}

Html draw_timeline(const Reading& reading, const Subject& subject) {
  Html html;
  html << "<section class=\"card track\"><h2>" << reading.say(Word::timeline_title) << "</h2>";
  if (subject.samples.empty()) {
    html << "<p>" << reading.say(Word::timeline_empty) << "</p></section>";
    return html;
  }
  // The smallest round box that lets the whole outage fit.
  const Span wanted = sample_span(subject.latest, reading.view.now);
  Duration step = minutes(1);
  for (const int size : {1, 2, 5, 10, 30, 60, 240, 1440}) {
    step = minutes(size);
    if ((wanted.to - wanted.from) / step <= kMostBoxes) break;
  }
  const Instant from{wanted.from.time_since_epoch() / step * step};
  const std::int64_t boxes =
      std::clamp<std::int64_t>((wanted.to - from + step - Duration(1)) / step, 1, kMostBoxes);
  const Instant to = from + step * boxes;

  std::map<VantageId, std::vector<std::vector<const Sample*>>> by_vantage;
  for (const Sample* sample : subject.samples) {
    if (sample->end < from || sample->end >= to) continue;
    auto& row = by_vantage[sample->vantage];
    row.resize(static_cast<std::size_t>(boxes));
    row[static_cast<std::size_t>((sample->end - from) / step)].push_back(sample);
  }

  std::vector<Mark> all;
  Html rows;
  std::size_t listed = 0;
  Strip strip;
  strip.small = true;
  strip.from = from;
  strip.to = to;
  strip.step = step;
  strip.unknown = Word::timeline_none;
  for (const auto& [vantage, row] : by_vantage) {
    strip.marks.clear();
    for (const auto& inside : row) strip.marks.push_back(mark_of(inside));
    all.insert(all.end(), strip.marks.begin(), strip.marks.end());
    const std::string place = reading.place(vantage);
    html << "<div><h3>" << place << "</h3>"
         << draw(reading, strip, subject.zone,
                 reading.say(Word::timeline_sentence,
                             {{"vantage", place},
                              {"range", reading.range(from, to, subject.zone)},
                              {"runs", sentence_of(reading, strip, subject.zone)}}))
         << "</div>";
    for (const Run& run : runs(strip)) {
      if (++listed > kMostRuns) break;
      rows << "<tr><th scope=\"row\">" << place << "</th>";
      cell(rows, reading, Word::col_time, Html() << reading.range(run.from, run.to, subject.zone));
      cell(rows, reading, Word::col_state, Html() << reading.say(word_for(run.mark, strip)));
      rows << "</tr>";
    }
  }
  html << legend(reading, all, strip);
  if (step > minutes(1))
    html << "<p class=\"note\">"
         << reading.say(Word::timeline_bucket,
                        {{"n", std::to_string(std::chrono::duration_cast<minutes>(step).count())}})
         << "</p>";
  if (to < wanted.to)
    html << "<p class=\"note\">"
         << reading.say(Word::timeline_cut, {{"shown", length_text(to - from, reading.language)}})
         << "</p>";
  html << "<details><summary>" << reading.say(Word::show_table) << "</summary>"
       << head(reading, reading.say(Word::timeline_caption),
               {Word::col_vantage, Word::col_time, Word::col_state})
       << rows << "</tbody></table></details></section>";
  return html;
}

// Counted from the failed samples themselves: what each of them passed, where it stopped.
Html draw_steps(const Reading& reading, const Subject& subject) {
  Html html;
  const JourneySettings* journey = reading.journey(subject.outage.journey);
  if (journey == nullptr || subject.failed.empty()) return html;
  html << "<section class=\"card\"><h2>" << reading.say(Word::steps_title) << "</h2><p>"
       << reading.say(Word::steps_lead, {{"n", std::to_string(subject.failed.size())}})
       << "</p><ol class=\"steps\">";
  for (const StepSettings& step : journey->steps) {
    std::size_t failed = 0, passed = 0, held = 0;
    for (const Sample* sample : subject.failed) {
      if (base_step(sample->step) == step.id) {
        ++failed;
        continue;
      }
      bool seen = false, sent = true;
      for (const StepFinding& finding : sample->steps)
        if (base_step(finding.id) == step.id) {
          seen = true;
          sent = sent && finding.sent;
        }
      if (seen && sent)
        ++passed;
      else if (seen)
        ++held;
    }
    std::vector<std::string> parts;
    if (failed > 0)
      parts.push_back(reading.say(Word::steps_failed, {{"n", std::to_string(failed)}}));
    if (passed > 0)
      parts.push_back(reading.say(Word::steps_passed, {{"n", std::to_string(passed)}}));
    if (held > 0) parts.emplace_back(reading.say(Word::steps_not_sent));
    if (parts.empty()) parts.emplace_back(reading.say(Word::steps_not_reached));
    const Tone tone = failed > 0 ? Tone::outage : passed > 0 ? Tone::ok : Tone::off;
    html << "<li>" << glyph(tone) << "<span><b>" << step_name(reading, subject.outage, step.id)
         << "</b>: " << fmt::format("{}", fmt::join(parts, ", ")) << "</span></li>";
  }
  html << "</ol></section>";
  return html;
}

Html draw_evidence(const Reading& reading, const Subject& subject) {
  Html html;
  html << "<section class=\"card\"><h2>" << reading.say(Word::evidence_title) << "</h2>";
  if (subject.failed.empty()) {
    html << "<p>" << reading.say(Word::evidence_none) << "</p></section>";
    return html;
  }
  html << "<p>" << reading.say(Word::evidence_lead) << "</p>"
       << head(reading, reading.say(Word::evidence_caption),
               {Word::col_time, Word::col_vantage, Word::col_found, Word::col_rule});
  // Of each vantage the first of each kind: ten times the same line would tell no more.
  std::set<std::tuple<VantageId, Class, std::string>> told;
  for (const Sample* sample : subject.failed) {
    if (told.size() == kMostEvidence) break;
    if (!told.emplace(sample->vantage, sample->cls, sample->step).second) continue;
    int status = 0;
    Duration took = sample->end - sample->start;
    for (const StepFinding& finding : sample->steps)
      if (finding.id == sample->step) {
        status = finding.http_status;
        took = finding.total;
      }
    html << "<tr><th scope=\"row\" class=\"nb\">" << reading.moment(sample->end, subject.zone, true)
         << "</th>";
    cell(html, reading, Word::col_vantage, Html() << reading.network(sample->vantage));
    cell(html, reading, Word::col_found,
         Html() << "<p>" << reading.found(sample->cls, took, sample->journey)
                << "</p><p class=\"quiet\">" << step_name(reading, subject.outage, sample->step)
                << " · "
                << (status == 0 ? std::string(reading.say(Word::http_none))
                                : reading.say(Word::http_status, {{"n", std::to_string(status)}}))
                << "</p>");
    cell(html, reading, Word::col_rule,
         Html() << "<code>" << code(sample->cls) << "</code> " << sample->rule);
    html << "</tr>";
  }
  html << "</tbody></table>";
  html << "<p class=\"note\">"
       << reading.say(Word::evidence_rest, {{"n", std::to_string(subject.failed.size())}})
       << "</p>";
  html << "</section>";
  return html;
}

Html draw_votes(const Reading& reading, const Subject& subject) {
  Html html;
  html << "<section class=\"card\"><h2>" << reading.say(Word::votes_title) << "</h2><p>"
       << reading.say(Word::votes_lead,
                      {{"time", reading.moment(subject.outage.opened, subject.zone, true)}})
       << "</p>"
       << head(reading, reading.say(Word::votes_caption),
               {Word::col_vantage, Word::col_group, Word::col_vote, Word::col_found});
  for (const Vote& vote : subject.outage.votes) {
    html << "<tr><th scope=\"row\">" << reading.place(vote.vantage) << "</th>";
    cell(html, reading, Word::col_group, Html() << vote.group);
    cell(html, reading, Word::col_vote,
         Html() << reading.say(!vote.eligible ? Word::vote_unfit
                               : vote.bad     ? Word::vote_bad
                                              : Word::vote_good));
    cell(html, reading, Word::col_found,
         Html() << reading.found(vote.cls, std::nullopt, subject.outage.journey));
    html << "</tr>";
  }
  html << "</tbody></table></section>";
  return html;
}

// The registry writes reasons as short English codes, some followed by ": " and what changed. A
// code that has no words of ours stays as it is.
std::string reason_text(const Reading& reading, const Incident& revision) {
  using Known = std::pair<std::string_view, Word>;
  static constexpr std::array codes{Known{"opened", Word::reason_opened},
                                    Known{"closed", Word::reason_closed},
                                    Known{"reopened", Word::reason_reopened},
                                    Known{"revised", Word::reason_revised},
                                    Known{"late samples", Word::reason_late},
                                    Known{"more samples", Word::reason_more},
                                    Known{"withdrawn", Word::reason_withdrawn},
                                    Known{"no sample supports it any more", Word::reason_withdrawn},
                                    Known{"supported by samples again", Word::reason_again}};
  static constexpr std::array changes{
      Known{"start", Word::changed_start},    Known{"end", Word::changed_end},
      Known{"cause", Word::changed_cause},    Known{"networks", Word::changed_networks},
      Known{"votes", Word::changed_votes},    Known{"episodes", Word::changed_episodes},
      Known{"samples", Word::changed_samples}};
  const auto words_for = [&](const auto& known, std::string_view text) {
    for (const auto& [code, word] : known)
      if (code == text) return std::string(reading.say(word));
    return std::string(text);
  };
  const std::string_view reason = revision.reason;
  const std::size_t colon = reason.find(": ");
  std::string text = words_for(codes, reason.substr(0, colon));
  if (colon == std::string_view::npos) return text;
  std::vector<std::string> parts;
  for (std::size_t at = colon + 2; at < reason.size();) {
    const std::size_t comma = std::min(reason.find(", ", at), reason.size());
    parts.push_back(words_for(changes, reason.substr(at, comma - at)));
    at = comma + 2;
  }
  return text + ": " + reading.list(parts);
}

Html draw_revisions(const Reading& reading, const Subject& subject) {
  Html html;
  html << "<section class=\"card\"><h2>" << reading.say(Word::revisions_title) << "</h2>"
       << head(reading, reading.say(Word::revisions_caption),
               {Word::col_revision, Word::col_written, Word::col_reason, Word::col_duration});
  std::size_t shown = 0;
  for (const Incident* one : subject.revisions) {
    if (++shown > kMostRevisions) break;
    html << "<tr><th scope=\"row\">"
         << reading.say(Word::incident_revision, {{"n", std::to_string(one->revision)}}) << "</th>";
    cell(html, reading, Word::col_written,
         Html() << reading.date(one->revised, subject.zone) << ", "
                << reading.at(one->revised, subject.zone, true));
    cell(html, reading, Word::col_reason, Html() << reason_text(reading, *one));
    cell(html, reading, Word::col_duration,
         Html() << (one->withdrawn ? std::string(reading.say(Word::withdrawn))
                                   : length_line(reading, one->outage, subject.zone)));
    html << "</tr>";
  }
  html << "</tbody></table></section>";
  return html;
}

Html draw_papers(const Reading& reading, const Subject& subject) {
  const std::string path = "/gangguan/" + subject.latest.number;
  Html html;
  html << "<section class=\"card screen\"><h2>" << reading.say(Word::paper_links_title) << "</h2>";
  const auto link = [&](const std::string& to, Word label) {
    html << "<p class=\"screen\"><a href=\"" << reading.link(to) << "\">" << reading.say(label)
         << "</a></p>";
  };
  link(path + "/lembar", Word::paper_link_sheet);
  if (!subject.latest.withdrawn) {
    link(path + "/daftar-hadir", Word::paper_link_list);
    link(path + "/surat", Word::paper_link_letters);
  }
  link("/v", Word::paper_link_verify);
  html << "</section>";
  return html;
}

Html draw_citation(const Reading& reading, const Subject& subject) {
  const std::string path = "/gangguan/" + subject.latest.number;
  std::string host = reading.settings.web.public_url;
  while (host.ends_with('/')) host.pop_back();
  const std::string url = host + path;
  if (const auto scheme = host.find("://"); scheme != std::string::npos) host.erase(0, scheme + 3);
  if (host.empty()) host = reading.settings.web.title;
  Html html;
  html << "<section class=\"card\"><h2>" << reading.say(Word::cite_title)
       << "</h2><p class=\"cite\">"
       << reading.say(Word::cite_text,
                      {{"host", host},
                       {"number", subject.latest.number},
                       {"revision", std::to_string(subject.latest.revision)},
                       {"agency", reading.agency(subject.outage.target)},
                       {"date", when_text(reading, subject.outage, subject.zone)},
                       {"length", subject.latest.withdrawn
                                      ? std::string(reading.say(Word::withdrawn))
                                      : length_line(reading, subject.outage, subject.zone)},
                       {"accessed", reading.date(reading.view.now, subject.zone) + ", " +
                                        reading.at(reading.view.now, subject.zone)}})
       << " " << url << "</p><p class=\"note screen\">" << reading.say(Word::cite_print) << " "
       << reading.say(Word::paper_cite_sheet) << "</p>";
  if (reading.target(subject.outage.target) != nullptr) {
    const Date date = subject.zone.local(subject.outage.bounds.start_hi).date;
    html << "<p class=\"screen\"><a href=\""
         << reading.link("/cek?tgl=" + date_text(date) + "&opd=" + subject.outage.target.text +
                         "&mulai=1")
         << "\">" << reading.say(Word::check_this_date) << "</a></p>";
  }
  html << "<h2 class=\"gap\">" << reading.say(Word::not_proven_title)
       << "</h2><ul class=\"plain\"><li>" << reading.say(Word::not_proven_person) << "</li><li>"
       << reading.say(Word::not_proven_cause) << "</li><li>" << reading.say(Word::not_proven_upload)
       << "</li></ul></section>";
  return html;
}

}  // namespace

Span sample_span(const Incident& latest, Instant now) {
  const Bounds& bounds = latest.outage.bounds;
  const Instant end = bounds.end_hi      ? *bounds.end_hi + kMargin
                      : latest.withdrawn ? bounds.start_hi + kMargin
                                         : std::max(now, bounds.start_hi);
  return {std::chrono::floor<minutes>(bounds.start_lo - kMargin), std::chrono::ceil<minutes>(end)};
}

std::string incident(const View& view, const std::vector<Incident>& revisions,
                     const std::vector<Sample>& samples,
                     const std::vector<Acknowledgement>& acknowledged) {
  if (revisions.empty()) return not_found(view);
  const Reading reading(view);

  std::vector<const Incident*> newest_first;
  for (const Incident& one : revisions) newest_first.push_back(&one);
  std::sort(newest_first.begin(), newest_first.end(),
            [](const Incident* a, const Incident* b) { return a->revision > b->revision; });
  const Incident& latest = *newest_first.front();
  const Outage& outage = latest.outage;

  std::vector<const Sample*> ours;
  for (const Sample& one : samples)
    if (one.target == outage.target) ours.push_back(&one);
  std::stable_sort(ours.begin(), ours.end(), [](const Sample* a, const Sample* b) {
    return std::tie(a->end, a->vantage, a->seq) < std::tie(b->end, b->vantage, b->seq);
  });
  std::vector<const Sample*> failed;
  for (const Sample* one : ours)
    if (is_failure(one->cls) && one->controls_ok() && one->end > outage.bounds.start_lo &&
        (!outage.bounds.end_hi || one->end <= *outage.bounds.end_hi))
      failed.push_back(one);

  const Subject subject{latest, newest_first,     ours, reading.zone(outage.target),
                        outage, std::move(failed)};
  Html body;
  body << draw_summary(reading, subject) << draw_going_on(reading, subject, acknowledged)
       << draw_bounds(reading, subject) << draw_timeline(reading, subject)
       << draw_steps(reading, subject) << draw_evidence(reading, subject)
       << draw_votes(reading, subject) << draw_revisions(reading, subject)
       << draw_papers(reading, subject) << draw_citation(reading, subject);

  Frame frame;
  frame.title = latest.number + ", " + reading.agency(outage.target);
  frame.path = "/gangguan/" + latest.number;
  frame.nav = Word::nav_log;
  frame.current = false;
  return framed(reading, frame, body);
}

}  // namespace saksi::web::pages
