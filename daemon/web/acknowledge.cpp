// SPDX-License-Identifier: Apache-2.0
//
// To acknowledge an incident. Following a link does nothing: mail filters and previews of links do
// that too. Only the button does, and only with the incident's token.
#include <algorithm>

#include "base/json.hpp"
#include "base/log.hpp"
#include "web/pages/pages.hpp"
#include "web/site.hpp"

namespace saksi::web {
namespace {

using pages::AckPage;

constexpr std::size_t kLongestName = 60;  // letters

// Well-formed UTF-8 without control characters, of at most so many letters.
bool is_name(std::string_view text) {
  std::size_t letters = 0;
  for (std::size_t at = 0; at < text.size(); ++letters) {
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    const unsigned first = byte(at);
    if (first < 0x20 || first == 0x7F) return false;
    const std::size_t size = first < 0x80                    ? 1
                             : first >= 0xC2 && first < 0xE0 ? 2
                             : first >= 0xE0 && first < 0xF0 ? 3
                             : first >= 0xF0 && first < 0xF5 ? 4
                                                             : 0;
    if (size == 0 || at + size > text.size()) return false;
    for (std::size_t i = 1; i < size; ++i)
      if ((byte(at + i) & 0xC0U) != 0x80) return false;
    at += size;
  }
  return letters <= kLongestName;
}

std::string trimmed(std::string text) {
  while (!text.empty() && text.back() == ' ') text.pop_back();
  text.erase(0, text.find_first_not_of(' '));
  return text;
}

bool opens(const Site& site, const std::string& number, const std::string& token) {
  return site.context.token_holds && site.context.token_holds(number, token);
}

net::ServerResponse shown(const Site& site, int status, const AckPage& form, Language language) {
  const auto board = site.context.board->current();
  net::ServerResponse response =
      page(status,
           pages::acknowledge({site.context, *board, site.context.clock->wall(), language}, form));
  response.headers.emplace_back("Cache-Control", "no-store");
  response.headers.emplace_back("Referrer-Policy", "no-referrer");  // the address holds the token
  return response;
}

}  // namespace

net::ServerResponse acknowledge_form(const Site& site, const Call& call) {
  AckPage form{call.parts.front(), call.parameter("t"), {}, std::nullopt, false};
  const Language language = language_of(call);
  if (!opens(site, form.number, form.token)) {
    form.says = Word::ack_wrong;
    return shown(site, 403, form, language);
  }
  const auto board = site.context.board->current();
  form.asks = std::ranges::any_of(board->open,
                                  [&](const Incident& open) { return open.number == form.number; });
  for (const Acknowledgement& said : board->acknowledged)
    if (said.number == form.number) form.known.push_back(said);
  if (!form.asks) form.says = Word::ack_over;
  return shown(site, 200, form, language);
}

net::ServerResponse acknowledge_it(const Site& site, const Call& call) {
  net::ServerRequest fields;
  fields.query = call.request.body;
  AckPage form{call.parts.front(), fields.parameter("t"), {}, std::nullopt, false};
  const std::string by = trimmed(fields.parameter("nama"));
  int status = 200;
  std::string outcome;
  const auto say = [&](int code, const char* name, Word words) {
    status = code;
    outcome = name;
    form.says = words;
  };
  if (!opens(site, form.number, form.token)) {
    say(403, "wrong token", Word::ack_wrong);
  } else if (!is_name(by)) {
    say(400, "wrong name", Word::ack_long_name);
    form.asks = true;
  } else if (!site.context.acknowledge) {
    say(503, "nobody records here: this saksi only shows what is recorded", Word::ack_unheard);
  } else {
    const Acknowledgement said{form.number, site.context.clock->wall(), by};
    const auto answer = site.context.acknowledge(said);
    if (!answer) {
      log::error("an acknowledgement of {} was not recorded: {}", form.number,
                 answer.error().message);
      say(503, "not recorded", Word::ack_unheard);
      form.asks = true;
    } else {
      switch (*answer) {
        case AckOutcome::recorded:
          say(200, "recorded", Word::ack_done);
          break;
        case AckOutcome::already:
          say(200, "already", Word::ack_done);
          break;
        case AckOutcome::over:
          say(409, "over", Word::ack_over);
          break;
        case AckOutcome::unknown:
          say(404, "unknown", Word::ack_over);
          break;
      }
    }
  }
  if (fields.parameter("bentuk") != "json") return shown(site, status, form, language_of(call));
  net::ServerResponse response;
  response.status = status;
  response.content_type = "application/json";
  response.headers.emplace_back("Cache-Control", "no-store");
  response.body = Json{{"outcome", outcome}}.dump() + "\n";
  return response;
}

}  // namespace saksi::web
