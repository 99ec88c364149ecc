// SPDX-License-Identifier: Apache-2.0
//
// What a hostile page can make of our requests: it may name fields, but the password leaves for
// home alone, no header is ended early, and every address that is asked may be asked.
#include "probes/requests.hpp"

#include "fuzz/fuzz.hpp"
#include "net/url.hpp"

using namespace saksi;
using namespace saksi::probes;

namespace {

constexpr std::string_view kBase = "https://disdik.absen-maju.example";
constexpr std::string_view kPassword = "R4hasiaKunci";

std::vector<Step> steps() {
  std::vector<Step> all;
  for (const StepKind kind :
       {StepKind::page, StepKind::login, StepKind::data, StepKind::upload, StepKind::asset})
    for (const char* path : {"", "/absensi?x=${nilai}", "${nilai|raw}", "https://api.example/a"})
      for (const bool json : {false, true}) {
        Step step;
        step.kind = kind;
        step.path = path;
        step.method = kind == StepKind::page && json ? "POST" : "";
        step.query = {{"q", "${nilai}"}};
        step.headers = {{"Authorization", "Bearer ${nilai}"}};
        step.fields = {
            {"user", "$user"}, {"password", "$password"}, {"id", "${nilai}"}, {"foto", "$picture"}};
        if (json) step.json = Json{{"p", "${password}"}, {"x", {"${nilai}"}}};
        all.push_back(std::move(step));
      }
  return all;
}

}  // namespace

SAKSI_FUZZ(bytes) {
  static const std::vector<Step> all = steps();
  const auto part = fuzz::parts(bytes, 3);
  if (bytes.find("R4hasia") != std::string_view::npos) return;
  Values values;
  values.user = "akun.uji";
  values.password = Secret(std::string(kPassword));
  values.named = {{"nilai", std::string(part[1])}};
  ReadPage page;
  page.facts = read_page(part[2]);
  page.url = net::join_url(std::string(kBase), std::string(part[0]));
  if (page.url.empty()) page.url = std::string(kBase) + "/";
  // A few of them for each input: they are many, and pictures are large.
  for (std::size_t i = 0; i < 5; ++i) {
    const Step& step = all[(bytes.size() * 7 + i * 9) % all.size()];
    for (const ReadPage* read :
         {static_cast<const ReadPage*>(&page), static_cast<const ReadPage*>(nullptr)}) {
      const Asking asking{std::string(kBase), {"api.example"}, values, read, ""};
      const Prepared made = prepare(asking, step);
      const net::HttpRequest& request = made.request;
      if (made.obstacle) {
        CLAIM(request.body.empty() && !made.obstacle->rule.empty());
        CLAIM(fuzz::is_utf8(made.obstacle->rule));
        continue;
      }
      const auto url = net::parse_url(request.url);
      CLAIM(url.has_value() && url->scheme == "https");
      const bool home = url->host == "disdik.absen-maju.example";
      CLAIM(home || url->host == "api.example");
      bool shown = request.url.find(kPassword) != std::string::npos ||
                   request.body.find(kPassword) != std::string::npos;
      for (const auto& [name, value] : request.headers) {
        CLAIM(!value.empty() && !fuzz::has_control(value));
        shown = shown || value.find(kPassword) != std::string::npos;
      }
      CLAIM(!shown || (home && made.secret));
      CLAIM(request.method == "GET" || request.method == "POST");
    }
  }
}
