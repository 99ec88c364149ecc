// SPDX-License-Identifier: Apache-2.0
//
// Minutes as shapes. Each state has its own height and pattern, so that a black-and-white print and
// a colour-blind reader lose nothing; the whole drawing is one image with one sentence.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "web/pages/page.hpp"

namespace saksi::web::pages {
namespace {

constexpr std::size_t kMostRunsInASentence = 12;

}  // namespace

void draw_box(Html& svg, Mark mark, double x, double width, double top, double h) {
  const auto rect = [&](std::string_view kind, double y, double height) {
    svg.markup(fmt::format(
        "<rect class=\"{}\" x=\"{:.2f}%\" width=\"{:.2f}%\" y=\"{:.1f}\" height=\"{:.1f}\"/>", kind,
        x, width, top + y, height));
  };
  switch (mark) {
    case Mark::good:
      rect("m-good", h * 0.78, h * 0.22);
      return;
    case Mark::slow:
      rect("m-slow", h * 0.5, h * 0.5);
      return;
    case Mark::intermittent:
      rect("m-mid", h * 0.28, h * 0.72);
      return;
    case Mark::bad:
      rect("m-bad", 0, h);
      return;
    case Mark::one_network:
      rect("m-frame", 0.5, h - 1);
      rect("m-half", h * 0.5, h * 0.5);
      return;
    case Mark::not_open:
      rect("m-shut", h * 0.6, h * 0.4 - 0.5);
      return;
    case Mark::unknown:
      rect("m-none", h * 0.78, h * 0.22 - 0.5);
      return;
    case Mark::aside:
      rect("m-aside", h * 0.6, h * 0.4);
      return;
  }
}

Mark mark_of(MinuteState state) {
  switch (state) {
    case MinuteState::good:
      return Mark::good;
    case MinuteState::slow:
      return Mark::slow;
    case MinuteState::intermittent:
      return Mark::intermittent;
    case MinuteState::bad:
      return Mark::bad;
    case MinuteState::one_network:
      return Mark::one_network;
    case MinuteState::not_open:
      return Mark::not_open;
    case MinuteState::unknown:
      return Mark::unknown;
  }
  return Mark::unknown;
}

Word word_for(Mark mark, const Strip& strip) {
  switch (mark) {
    case Mark::good:
      return Word::minute_good;
    case Mark::slow:
      return Word::minute_slow;
    case Mark::intermittent:
      return Word::minute_intermittent;
    case Mark::bad:
      return strip.small ? Word::network_fails : Word::minute_bad;
    case Mark::one_network:
      return Word::minute_one_network;
    case Mark::not_open:
      return Word::minute_not_open;
    case Mark::unknown:
      return strip.unknown;
    case Mark::aside:
      return Word::timeline_aside;
  }
  return strip.unknown;
}

std::string lower_word(const Reading& reading, Mark mark, const Strip& strip) {
  std::string text(reading.say(word_for(mark, strip)));
  if (!text.empty() && text[0] >= 'A' && text[0] <= 'Z') text[0] = static_cast<char>(text[0] + 32);
  return text;
}

std::vector<Run> runs(const Strip& strip) {
  std::vector<Run> joined;
  Instant at = strip.from;
  for (const Mark mark : strip.marks) {
    if (!joined.empty() && joined.back().mark == mark)
      joined.back().to = at + strip.step;
    else
      joined.push_back({at, at + strip.step, mark});
    at += strip.step;
  }
  return joined;
}

std::string sentence_of(const Reading& reading, const Strip& strip, const Zone& zone) {
  const std::vector<Run> all = runs(strip);
  std::vector<std::string> parts;
  if (all.size() <= kMostRunsInASentence) {
    for (const Run& run : all)
      parts.push_back(fmt::format("{} {}", reading.range(run.from, run.to, zone),
                                  lower_word(reading, run.mark, strip)));
  } else {
    std::array<std::int64_t, 8> minutes{};
    for (const Run& run : all)
      minutes[static_cast<std::size_t>(run.mark)] +=
          std::chrono::duration_cast<std::chrono::minutes>(run.to - run.from).count();
    for (std::size_t i = 0; i < minutes.size(); ++i)
      if (minutes[i] > 0)
        parts.push_back(reading.say(Word::strip_counts,
                                    {{"n", std::to_string(minutes[i])},
                                     {"state", lower_word(reading, static_cast<Mark>(i), strip)}}));
  }
  return fmt::format("{}", fmt::join(parts, ", "));
}

Html draw(const Reading& reading, const Strip& strip, const Zone& zone, std::string_view sentence) {
  const Duration whole = std::max<Duration>(strip.to - strip.from, strip.step);
  const auto percent = [&](Instant at) {
    return std::clamp(
        100.0 * static_cast<double>((at - strip.from).count()) / static_cast<double>(whole.count()),
        0.0, 100.0);
  };
  const double height = strip.small ? 26 : 46;
  // On a narrow screen a label needs some two fifths of the width, and stands around its minute:
  // nearer ones stand on two lines.
  const bool two_lines =
      strip.pins.size() > 1 && percent(strip.pins[1].at) - percent(strip.pins[0].at) < 60;
  const double top = strip.pins.empty() ? 2 : two_lines ? 36 : 20;
  const double foot = top + height;

  Html svg;
  svg << "<svg class=\"strip\" role=\"img\" height=\"";
  svg.markup(fmt::format("{:.0f}", foot + 19));
  svg << "\" aria-label=\"" << sentence << "\">";
  svg.markup(fmt::format(
      "<line class=\"base\" x1=\"0\" x2=\"100%\" y1=\"{0:.1f}\" y2=\"{0:.1f}\"/>", foot + 0.5));
  for (const Run& run : runs(strip)) {
    const double x = percent(run.from);
    draw_box(svg, run.mark, x, percent(run.to) - x, top, height);
  }
  double baseline = 12;
  for (const Pin& pin : strip.pins) {
    if (pin.at < strip.from || pin.at > strip.to) continue;
    const double x = percent(pin.at);
    svg.markup(fmt::format(
        "<line class=\"pin\" x1=\"{0:.2f}%\" x2=\"{0:.2f}%\" y1=\"{1:.0f}\" y2=\"{2:.0f}\"/>", x,
        baseline + 4, foot + 1));
    const std::string_view anchor = x < 16 ? "start" : x > 84 ? "end" : "middle";
    svg.markup(fmt::format("<text class=\"pinned\" x=\"{:.2f}%\" y=\"{:.0f}\" text-anchor=\"{}\">",
                           x, baseline, anchor));
    svg << reading.say(pin.label) << " " << reading.at(pin.at, zone) << "</text>";
    if (two_lines) baseline += 16;
  }
  svg.markup(fmt::format("<text x=\"0\" y=\"{:.0f}\">", foot + 15));
  svg << reading.at(strip.from, zone) << "</text>";
  svg.markup(fmt::format("<text x=\"100%\" y=\"{:.0f}\" text-anchor=\"end\">", foot + 15));
  svg << reading.at(strip.to, zone) << "</text></svg>";
  return svg;
}

Html mark_glyph(Mark mark) {
  Html svg;
  svg << "<svg viewBox=\"0 0 14 22\" aria-hidden=\"true\" focusable=\"false\">";
  draw_box(svg, mark, 4, 92, 0, 21.5);
  svg << "</svg>";
  return svg;
}

Html legend(const Reading& reading, const std::vector<Mark>& marks, const Strip& strip) {
  std::vector<Mark> seen;
  for (const Mark mark : marks)
    if (std::find(seen.begin(), seen.end(), mark) == seen.end()) seen.push_back(mark);
  std::sort(seen.begin(), seen.end());
  Html list;
  list << "<ul class=\"legend\">";
  for (const Mark mark : seen)
    list << "<li>" << mark_glyph(mark) << reading.say(word_for(mark, strip)) << "</li>";
  list << "</ul>";
  return list;
}

}  // namespace saksi::web::pages
