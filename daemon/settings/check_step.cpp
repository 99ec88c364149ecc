// SPDX-License-Identifier: Apache-2.0
//
// What a step may be, and what it may send to whom. The last lines of defence stand in the probes;
// here a configuration that would need them is refused, with its place.
#include <algorithm>
#include <array>

#include "settings/check.hpp"
#include "settings/direct.hpp"
#include "settings/values.hpp"

namespace saksi::settings {
namespace {

bool has_page(const JourneySettings& journey) {
  return std::any_of(journey.steps.begin(), journey.steps.end(),
                     [](const StepSettings& step) { return step.kind == StepKind::page; });
}

// What HTTP itself or Saksi's identification needs.
constexpr std::array<std::string_view, 9> kReserved{
    "host",       "content-length", "transfer-encoding", "connection",      "cookie",
    "user-agent", "x-saksi-probe",  "accept-encoding",   "proxy-connection"};

void check_headers(Section& s, const StepSettings& step) {
  for (const auto& [name, value] : step.headers) {
    const std::string low = lowered(name);
    if (name.find_first_not_of(
            "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_") !=
        std::string::npos)
      s.wrong("headers", fmt::format("\"{}\" is not the name of a header", name));
    if (std::find(kReserved.begin(), kReserved.end(), low) != kReserved.end())
      s.wrong("headers",
              fmt::format("\"{}\" is written by Saksi itself: who asks must stay readable; use "
                          "user_agent of the journey for what the application demands",
                          name));
    if (low.find("authorization") != std::string::npos && value.find("${") == std::string::npos)
      s.wrong("headers",
              fmt::format("\"{}\" is written out, and configurations are copied and shown; take it "
                          "out of an answer, as in \"Bearer ${{token}}\"",
                          name));
  }
}

void check_address_later(Section& s, const StepSettings& step, const JourneySettings& journey,
                         const Settings& all) {
  if (!step.path.starts_with("http")) return;
  s.draft().later.push_back([&all, id = journey.id, hosts = journey.hosts, url = step.path,
                             kind = step.kind, tell = s.complaint("path")] {
    const std::string host = host_in(url);
    if (url.starts_with("http://"))
      return tell("is http, and the targets are https: what is sent could be read on the way");
    for (const Target& target : all.targets) {
      if (target.journey != id || host_in(target.url) == host) continue;
      if (std::find(hosts.begin(), hosts.end(), host) == hosts.end() &&
          std::find(target.hosts.begin(), target.hosts.end(), host) == target.hosts.end())
        return tell(fmt::format(
            "leads to {}, which is neither the host of target \"{}\" nor among hosts; add it there "
            "if its owner agreed too",
            shown(host), target.id.text));
      if (kind == StepKind::login)
        return tell(
            fmt::format("would send the account to {}, which is not the host of target "
                        "\"{}\"; write a path",
                        shown(host), target.id.text));
    }
  });
}

}  // namespace

void check_step(Section& s, const StepSettings& step, const JourneySettings& so_far,
                const Settings& all) {
  if (s.has_mistake("kind")) return;
  check_direct(s, step, so_far, all);
  if (is_direct(step.kind)) return;
  const bool form = step.kind == StepKind::login || step.kind == StepKind::upload;
  const bool post = form || step.method == "POST";
  if (step.path.empty() && !s.has_mistake("path")) {
    if (!post || step.kind == StepKind::data || step.kind == StepKind::asset)
      s.wrong("path",
              "is missing, and this kind of step has no form to take it from; write path: /...");
    else if (!has_page(so_far))
      s.wrong("path",
              "is missing, and no page step stands before this one whose form could say it; write "
              "path: /...");
  }
  if (!post && !step.fields.empty())
    s.wrong("fields",
            "are sent by steps of kind login and upload alone; remove them or change the kind");
  if (step.kind != StepKind::data && !step.requires_json.empty())
    s.wrong("requires_json", "is for steps of kind data alone; use expect here");
  if (form && so_far.mode == Mode::anonymous)
    s.wrong("kind",
            "sends a form, but the journey's mode is anonymous, which looks at pages only; write "
            "mode: login "
            "or mode: dry");
  if (step.kind == StepKind::upload && so_far.mode == Mode::login)
    s.wrong(
        "kind",
        "builds an upload, but the journey's mode is login, which ends before it; write mode: dry");
}

void check_request(Section& s, const StepSettings& step, const JourneySettings& so_far,
                   const Settings& all) {
  if (s.has_mistake("kind") || s.has_mistake("method") || is_direct(step.kind)) return;
  const bool form = step.kind == StepKind::login || step.kind == StepKind::upload;
  const bool post = form || step.method == "POST";
  if (form && !step.method.empty() && step.method != "POST")
    s.wrong("method", "of a login or an upload is POST; remove the line");
  if (!form && post && !step.safe)
    s.wrong("method",
            "is POST, and a POST may change something at the target: only a login is sent without "
            "further words. If its owner says that this one changes nothing, write safe: true");
  if (!form && post && so_far.mode == Mode::anonymous)
    s.wrong("method",
            "is POST, but the journey's mode is anonymous, which only looks; write mode: login or "
            "mode: dry");
  if (step.safe && !post) s.wrong("safe", "is about a POST; remove it or write method: POST");
  if (step.json && !post)
    s.wrong("json", "is sent by POST alone; write method: POST and safe: true");
  if (step.json && !step.fields.empty())
    s.wrong("json", "goes in the place of fields, and both are there; remove one");
  if (step.sending != Sending::usual && !post)
    s.wrong("sending", "is about what a POST carries; remove it");
  check_headers(s, step);
  check_address_later(s, step, so_far, all);
  if (step.kind == StepKind::upload && so_far.mode == Mode::sink)
    s.draft().later.push_back([&all, id = so_far.id, tell = s.complaint("kind")] {
      for (const Target& target : all.targets)
        for (const Backend& backend : all.backends)
          if (target.journey == id && backend.id == target.backend && backend.sink_url.empty())
            return tell(fmt::format(
                "is sent in mode sink, and backend \"{}\" has no sink_url; write the address that "
                "its owner set aside, or mode: dry",
                backend.id.text));
    });
}

}  // namespace saksi::settings
