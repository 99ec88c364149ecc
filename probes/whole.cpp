// SPDX-License-Identifier: Apache-2.0
#include "probes/whole.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "probes/ending.hpp"
#include "probes/text.hpp"

namespace saksi::probes {

namespace {

constexpr std::uint64_t kLeastUsual = 512;  // what is smaller is an answer, no page

std::string media_type(const net::HttpObservation& seen) {
  const std::string* header = seen.header("content-type");
  std::string type = header ? lower(header->substr(0, header->find(';'))) : "";
  std::erase_if(type, [](char c) { return c == ' ' || c == '\t'; });
  return type;
}

bool fits(const std::string& type, const std::string& wanted) {
  if (wanted.ends_with("/*")) return type.starts_with(wanted.substr(0, wanted.size() - 1));
  // "*/javascript": servers say text, application and x-... of one and the same file.
  if (wanted.starts_with("*/")) return type.ends_with(wanted.substr(1));
  return type == wanted;
}

// What a browser takes a file of this name for. Empty: anything but a page.
std::vector<std::string_view> types_of_asset(std::string_view path) {
  path = path.substr(0, path.find_first_of("?#"));
  const std::size_t dot = path.rfind('.');
  const std::string end = dot == std::string_view::npos ? "" : lower(path.substr(dot + 1));
  if (end == "js" || end == "mjs")
    return {"text/javascript", "application/javascript", "application/x-javascript"};
  if (end == "css") return {"text/css"};
  if (end == "json" || end == "webmanifest")
    return {"application/json", "application/manifest+json"};
  for (const std::string_view picture : {"png", "jpg", "jpeg", "gif", "svg", "webp", "ico"})
    if (end == picture) return {"image/*"};
  return {};
}

std::optional<Verdict> check_type(const Step& step, const net::HttpObservation& seen) {
  const std::string type = media_type(seen);
  const std::string shown = clean_utf8(type, 60);
  if (!step.type.empty()) {
    if (fits(type, lower(step.type))) return std::nullopt;
    return Verdict{Class::assert_wrong_type,
                   fmt::format("type \"{}\", not \"{}\"", shown, step.type)};
  }
  if (step.kind != StepKind::asset) return std::nullopt;
  const auto wanted = types_of_asset(step.path);
  const bool right = wanted.empty()
                         ? type != "text/html"
                         : std::any_of(wanted.begin(), wanted.end(), [&](std::string_view one) {
                             return fits(type, std::string(one));
                           });
  if (right) return std::nullopt;
  return Verdict{Class::assert_wrong_type,
                 fmt::format("type \"{}\", not {}", shown,
                             wanted.empty() ? "a file's" : "\"" + std::string(wanted[0]) + "\"")};
}

// What a browser would show as a page: by its type, or without one by how it begins.
bool is_page(Answer& answer) {
  const std::string type = media_type(answer.seen());
  if (!type.empty()) return type == "text/html" || type == "application/xhtml+xml";
  return answer.folded().starts_with("<!doctype html") || answer.folded().starts_with("<html");
}

// Cut somewhere, although the transport ended well: what a proxy or a script that died leaves. What
// a script writes into another window ("</body></html>") does not close this page.
std::optional<Verdict> check_complete(const Step& step, Answer& answer) {
  const bool shown = step.kind == StepKind::page || step.kind == StepKind::login;
  if (step.complete ? !*step.complete : !shown || !is_page(answer)) return std::nullopt;
  const Ending ending = ending_of(answer.folded());
  const std::string after = fmt::format(", after {} bytes", answer.seen().body.size());
  if (!ending.closed && (ending.began || step.complete))
    return Verdict{Class::http_truncated, "the page ends without </html>" + after};
  if (*ending.inside != '\0')
    return Verdict{Class::http_truncated,
                   fmt::format("the page breaks off in {}{}", ending.inside, after)};
  return std::nullopt;
}

std::optional<Verdict> check_size(const Step& step, const net::HttpObservation& seen) {
  const std::uint64_t bytes = seen.body.size();
  const bool empty_asset = step.kind == StepKind::asset && bytes == 0 && step.method != "HEAD";
  if (bytes < step.size.least || empty_asset)
    return Verdict{
        Class::assert_too_small,
        fmt::format("{} bytes, fewer than {}", bytes, std::max<std::uint64_t>(step.size.least, 1))};
  if (step.size.most != 0 && bytes > step.size.most)
    return Verdict{Class::http_body_too_large,
                   fmt::format("{} bytes, more than {}", bytes, step.size.most)};
  return std::nullopt;
}

std::optional<std::string> missing_of_page(const Step& step, Answer& answer) {
  if (!step.title.empty() && !holds(fold(answer.page().title), step.title))
    return fmt::format("title \"{}\" missing", step.title);
  if (step.token && !answer.page().token) return "the page brings no token";
  return std::nullopt;
}

Verdict classify_data(const Step& step, Answer& answer) {
  const auto& document = answer.json();
  if (!document)
    return {Class::assert_schema,
            fmt::format("status {}, {}", answer.seen().status, document.error().message)};
  for (const std::string& path : step.requires_json)
    if (!find_path(*document, path))
      return {Class::assert_schema, fmt::format("JSON key \"{}\" missing", path)};
  for (const Assertion& one : step.expect)
    if (Held held = check(one, answer); !held.holds)
      return {Class::assert_schema, std::move(held.words)};
  return {Class::ok, fmt::format("status {}, JSON with {} required keys", answer.seen().status,
                                 step.requires_json.size())};
}

// A data step answers with JSON, unless its checks are about text: "success|...|in".
bool speaks_text(const Step& step) {
  return step.requires_json.empty() && !step.expect.empty() &&
         std::all_of(step.expect.begin(), step.expect.end(), [](const Assertion& one) {
           return one.of == Assertion::Of::split ||
                  (one.of == Assertion::Of::body && one.test != Assertion::Test::contains);
         });
}

}  // namespace

std::vector<std::string> title_words(std::string_view title) {
  std::vector<std::string> words;
  std::string word;
  for (const char c : fold(title) + " ") {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (c & 0x80) != 0;
    if (letter) {
      word += c;
    } else {
      if (word.size() >= 5) words.push_back(word);
      word.clear();
    }
  }
  return words;
}

// Smaller than usual is a shell; another size *and* another title is another page. A page that only
// grew, or only got a new title, has been worked on.
std::optional<Verdict> classify_usual(const Step& step, Answer& answer, const Baseline& usual) {
  const bool asset = step.kind == StepKind::asset && step.method != "HEAD";
  const bool shown = step.kind == StepKind::page || step.kind == StepKind::login;
  if ((!asset && !(shown && is_page(answer))) || usual.bytes < kLeastUsual) return std::nullopt;
  // What the step says itself goes before what was learned.
  const bool stated = step.size.least != 0 || step.size.most != 0;
  const auto bytes = static_cast<double>(answer.seen().body.size());
  const auto before = static_cast<double>(usual.bytes);
  // Thirty percent unless the step says otherwise: OONI's rule for two copies of one page.
  const double share = (100.0 - step.size.tolerance) / 100;
  if (stated || (bytes >= before * share && bytes * share <= before)) return std::nullopt;
  const auto words = title_words(answer.page().title);
  const bool shared = asset || usual.title_words.empty() ||
                      std::any_of(words.begin(), words.end(), [&](const std::string& word) {
                        return std::find(usual.title_words.begin(), usual.title_words.end(),
                                         word) != usual.title_words.end();
                      });
  const std::string sizes =
      fmt::format("{} bytes, usually {}, which is more than {} % {}", answer.seen().body.size(),
                  usual.bytes, step.size.tolerance, bytes < before ? "less" : "more");
  if (!shared)
    return Verdict{Class::wrong_page, sizes + ", and the title shares no word with the usual one"};
  if (bytes < before) return Verdict{Class::assert_too_small, sizes};
  return std::nullopt;
}

std::optional<Verdict> classify_whole(const Step& step, Answer& answer) {
  if (auto verdict = check_complete(step, answer)) return verdict;
  if (auto verdict = check_type(step, answer.seen())) return verdict;
  return check_size(step, answer.seen());
}

Verdict classify_expected(const Step& step, Answer& answer, bool after_login) {
  if (step.kind == StepKind::data && !speaks_text(step)) return classify_data(step, answer);
  std::optional<Verdict> missing;
  if (auto words = missing_of_page(step, answer))
    missing = Verdict{Class::assert_missing_marker, *std::move(words)};
  for (const Assertion& one : step.expect) {
    if (missing) break;
    if (Held held = check(one, answer); !held.holds)
      missing = Verdict{step.kind == StepKind::upload   ? Class::upload_fail
                        : one.of == Assertion::Of::json ? Class::assert_schema
                                                        : Class::assert_missing_marker,
                        std::move(held.words)};
  }
  if (missing && (after_login || step.kind == StepKind::login) && answer.page().form &&
      answer.page().form->password)
    return {Class::login_loop, missing->rule + "; it is the login page again"};
  if (missing) return *std::move(missing);
  if (step.kind == StepKind::upload && answer.seen().body.empty() && answer.seen().status == 200)
    return {Class::upload_fail, "status 200 without a word"};
  return {Class::ok,
          fmt::format("status {}, {} markers found", answer.seen().status, step.expect.size())};
}

}  // namespace saksi::probes
