// SPDX-License-Identifier: Apache-2.0
//
// Pages of strangers: what is read of one keeps its caps, and a page made from what was read reads
// the same; the words that a first configuration would look for are really on the page.
#include <fmt/format.h>

#include "fuzz/fuzz.hpp"
#include "probes/login_page.hpp"
#include "probes/text.hpp"

using namespace saksi;
using namespace saksi::probes;

namespace {

std::string in_quotes(std::string_view text) {
  std::string out = "\"";
  for (const char c : text)
    out += c == '&' || c == '"' || (c >= 0 && c < ' ') ? fmt::format("&#{};", int{c})
                                                       : std::string(1, c);
  return out + "\"";
}

std::string print(const Form& form) {
  std::string page = fmt::format("<form method={} action={}>", form.method, in_quotes(form.action));
  for (const auto& [name, value] : form.fields)
    page += fmt::format("<input type=hidden name={} value={}>", in_quotes(name), in_quotes(value));
  for (const std::string& name : form.files)
    page += fmt::format("<input type=file name={}>", in_quotes(name));
  return page + (form.password ? "<input type=password></form>" : "</form>");
}

void check(const Form& form) {
  CLAIM(form.method == "GET" || form.method == "POST");
  CLAIM(form.fields.size() <= 100 && form.files.size() <= 10);
  for (const auto& [name, value] : form.fields)
    CLAIM(!name.empty() && name.size() <= 200 && value.size() <= 16u << 10);
  const auto again = read_page(print(form)).form;
  CLAIM(again.has_value());
  CLAIM(again->method == form.method && again->action == form.action);
  CLAIM(again->fields == form.fields && again->files == form.files);
  CLAIM(again->password == form.password);
}

}  // namespace

SAKSI_FUZZ(html) {
  const PageFacts facts = read_page(html);
  CLAIM(facts.title.size() <= 200 && fuzz::is_utf8(facts.title) && !fuzz::has_control(facts.title));
  if (facts.form) check(*facts.form);

  const LoginPage page = read_login_page(html);
  CLAIM(page.title == facts.title && page.words.size() <= 3 && page.hidden.size() <= 30);
  CLAIM(page.others.size() <= 30 && page.password_forms <= page.forms);
  const std::string folded = fold(html);
  for (const std::string& word : page.words)
    CLAIM(word.size() >= 4 && word.size() <= 60 && !fuzz::has_control(word) && holds(folded, word));
}
