// SPDX-License-Identifier: Apache-2.0
//
// A run as a waterfall: a row for each request, redirects included, on one scale of time. A letter
// says what was waited for; below it what was asked, why the step has its class, and the phases.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/timestamp.hpp"
#include "cli/look.hpp"

namespace saksi::cli {
namespace {

constexpr std::size_t kWidth = 80;

struct Part {
  const char* name;
  char letter;
  std::optional<Duration> Phases::*length;
};
constexpr std::array<Part, 6> kParts{{{"dns", 'd', &Phases::dns},
                                      {"connect", 'c', &Phases::tcp},
                                      {"tls", 't', &Phases::tls},
                                      {"send", 's', &Phases::send},
                                      {"wait", '.', &Phases::wait},
                                      {"receive", '=', &Phases::recv}}};

double ms(Duration length) { return static_cast<double>(length.count()) / 1000; }

std::string time_text(Duration length) {
  return length >= std::chrono::seconds(10) ? fmt::format("{:.1f} s", ms(length) / 1000)
                                            : fmt::format("{:.1f} ms", ms(length));
}

// What the step was waiting for at that time of it.
char letter_at(const StepFinding& step, Duration at) {
  Duration end{0};
  for (const Part& part : kParts)
    if (const auto& length = step.phases.*part.length; length && at < (end += *length))
      return part.letter;
  return end == Duration{0} ? '#' : '.';
}

std::string bar(const StepFinding& step, Duration whole, std::size_t width) {
  std::string cells(width, ' ');
  if (!step.sent) return cells;
  const auto cell = [&](Duration at) {
    return std::min(width - 1,
                    static_cast<std::size_t>(std::max<std::int64_t>(0, at.count())) * width /
                        static_cast<std::size_t>(std::max<std::int64_t>(1, whole.count())));
  };
  const std::size_t from = cell(step.offset), to = cell(step.offset + step.total);
  for (std::size_t i = from; i <= to; ++i) {
    // The middle of this cell, in the step's own time.
    const Duration at =
        whole * static_cast<std::int64_t>(2 * i + 1) / static_cast<std::int64_t>(2 * width) -
        step.offset;
    cells[i] = letter_at(step, std::clamp<Duration>(at, Duration{0}, step.total));
  }
  return cells;
}

std::string phases_text(const StepFinding& step, const std::string& address_before) {
  std::string text;
  for (const Part& part : kParts)
    if (const auto& length = step.phases.*part.length)
      text += fmt::format("{}{} {:.1f}", text.empty() ? "" : ", ", part.name, ms(*length));
  if (!text.empty()) text += " ms";
  if (step.reused) text += "; on the same connection";
  if (step.bytes > 0) text += fmt::format("; {} bytes", step.bytes);
  if (!step.address.empty() && step.address != address_before)
    text += step.proxied ? "; through " + step.address + ", whose dns, tcp and wait these are"
                         : "; server " + step.address;
  return text;
}

// "POST /masuk", or the whole address where it is another host's.
std::string asked_text(const Look& look, const std::string& step) {
  for (const probes::Exchange& one : look.outcome.exchanges) {
    if (one.step != step) continue;
    const bool home = one.url.starts_with(look.target.url + "/");
    return one.method + " " + (home ? one.url.substr(look.target.url.size()) : one.url);
  }
  return {};
}

std::string head(const Look& look) {
  std::string from = look.vantage.id.text;
  if (!look.vantage.isp.empty()) from += " (" + look.vantage.isp + ")";
  return wrapped(fmt::format("{}, {}, from {}", look.target.agency, look.target.url, from), 0) +
         wrapped(
             fmt::format("journey {}, mode {}{}, {}", look.journey.id.text, code(look.journey.mode),
                         look.journey.preset.empty() ? "" : ", preset " + look.journey.preset,
                         utc_text(std::chrono::floor<std::chrono::seconds>(look.sample.start))),
             0);
}

std::string rows(const Look& look) {
  std::size_t name = 4, found = 5;
  for (const StepFinding& step : look.sample.steps) {
    name = std::max(name, step.id.size());
    found = std::max(found, code(step.cls).size());
  }
  const std::size_t used = name + 1 + 4 + 2 + 12 + 2 + found;
  const std::size_t width = used + 10 > kWidth ? 10 : std::min<std::size_t>(40, kWidth - used);
  std::string text = fmt::format("{:<{}} http |{:<{}}{:>{}}|       time  found\n", "step", name,
                                 "0", width / 2, time_text(look.outcome.took), width - width / 2);
  std::string address;
  for (const StepFinding& step : look.sample.steps) {
    text +=
        fmt::format("{:<{}} {:>4} |{}| {:>10}  {}\n", step.id, name,
                    step.http_status == 0 ? "-" : std::to_string(step.http_status),
                    bar(step, look.outcome.took, width),
                    !step.sent ? "not sent" : time_text(step.total) + (step.censored ? "+" : ""),
                    code(step.cls));
    const std::string asked = asked_text(look, step.id);
    text += wrapped(asked + (asked.empty() || step.rule.empty() ? "" : ": ") + step.rule, 2);
    if (step.sent) text += wrapped(phases_text(step, address), 2);
    if (!step.address.empty()) address = step.address;
  }
  return text + "\nd look-up, c connect, t TLS, s send, . wait for the first byte, = receive\n";
}

std::string taken_text(const Look& look) {
  std::string text;
  for (const probes::Taken& one : look.outcome.taken)
    text += wrapped(fmt::format("taken at {}: ${{{}}} = {}", one.step, one.name, one.masked), 0);
  return text;
}

std::string controls_text(const Look& look) {
  std::string text;
  for (const ControlFinding& control : look.sample.controls)
    text += fmt::format("{}{} {}", text.empty() ? "neutral hosts: " : ", ", control.host,
                        control.ok ? time_text(control.total) : "did NOT answer");
  if (text.empty()) return text;
  if (!look.sample.controls_ok())
    text += ". This vantage's own network is in trouble: the run accuses nobody";
  return wrapped(text, 0);
}

}  // namespace

std::string wrapped(std::string_view text, std::size_t indent, std::size_t width) {
  std::string out, line;
  std::size_t columns = 0;  // of the line; bytes that go on a character are none
  const auto end_line = [&] {
    if (!line.empty()) out += std::string(indent, ' ') + line + "\n";
    line.clear();
    columns = 0;
  };
  while (!text.empty()) {
    const std::size_t blank = std::min(text.find_first_of(" \n"), text.size());
    const std::string_view word = text.substr(0, blank);
    text.remove_prefix(std::min(blank + 1, text.size()));
    if (word.empty()) continue;
    const auto length = static_cast<std::size_t>(
        std::count_if(word.begin(), word.end(), [](char c) { return (c & 0xC0) != 0x80; }));
    if (!line.empty() && indent + columns + 1 + length > width) end_line();
    if (!line.empty()) line += ' ', ++columns;
    line += word;
    columns += length;
  }
  end_line();
  return out;
}

std::string waterfall(const Look& look) {
  const Sample& sample = look.sample;
  std::string text = head(look) + "\n" + rows(look) + taken_text(look) + controls_text(look) + "\n";
  text += wrapped(
      fmt::format("{}{}: {}", code(sample.cls),
                  sample.step.empty() ? "" : " at step " + sample.step, about(sample.cls).english),
      0);
  if (!sample.rule.empty()) text += wrapped("because: " + sample.rule, 0);
  return text;
}

}  // namespace saksi::cli
