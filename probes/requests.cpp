// SPDX-License-Identifier: Apache-2.0
#include "probes/requests.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "probes/picture.hpp"
#include "probes/text.hpp"

namespace saksi::probes {

namespace {

using Fields = std::vector<std::pair<std::string, std::string>>;

bool token_name(const std::string& name) {
  const std::string lowered = lower(name);
  return lowered.find("csrf") != std::string::npos || lowered.find("token") != std::string::npos;
}

// A value of the page that becomes a header line must not become two.
bool header_safe(const std::string& value) {
  return !value.empty() && value.size() <= 1024 &&
         std::all_of(value.begin(), value.end(), [](char c) { return c > ' ' && c < '\x7F'; });
}

void set(Fields& fields, const std::string& name, const std::string& value) {
  const auto same =
      std::find_if(fields.begin(), fields.end(), [&](const auto& f) { return f.first == name; });
  if (same != fields.end())
    same->second = value;
  else
    fields.emplace_back(name, value);
}

// "https://host:port" of a URL.
std::string origin(const std::string& url) {
  const std::size_t host = url.find("://");
  return host == std::string::npos ? url : url.substr(0, url.find_first_of("/?#", host + 3));
}

// Where the step is sent to, and with whose fields; or why not.
Prepared begin_post(const std::string& base, const Step& step, const ReadPage* page) {
  Prepared prepared;
  prepared.request.method = "POST";
  const Form* form = page && page->facts.form ? &*page->facts.form : nullptr;
  if (!step.path.empty()) {
    prepared.request.url = net::join_url(base, step.path);
  } else if (form) {
    prepared.request.url =
        net::join_url(page->url, form->action.empty() ? page->url : form->action);
  }
  if (!page || (!form && (step.path.empty() || page->facts.csrf_meta.empty()))) {
    prepared.obstacle =
        Verdict{Class::assert_missing_marker, "the page before has no form to send"};
  } else if (!stays_home(base, prepared.request.url)) {
    const std::string host = clean_utf8(net::host_of(prepared.request.url), 100);
    prepared.obstacle =
        Verdict{Class::http_redirect_bad,
                fmt::format("the form would be sent to \"{}\", which is not the site", host)};
  } else {
    prepared.request.headers = {{"Origin", origin(page->url)}, {"Referer", page->url}};
  }
  return prepared;
}

// The form's fields under the step's own; the account's two where they are asked for.
Fields filled(const Step& step, const ReadPage& page, const std::string& user,
              const std::string& password) {
  Fields fields = page.facts.form ? page.facts.form->fields : Fields{};
  for (const auto& [name, value] : step.fields)
    set(fields, name, value == "$user" ? user : value == "$password" ? password : value);
  return fields;
}

void add_csrf_header(net::HttpRequest& request, const ReadPage& page) {
  const bool in_form =
      page.facts.form && std::any_of(page.facts.form->fields.begin(), page.facts.form->fields.end(),
                                     [](const auto& f) { return token_name(f.first); });
  if (!in_form && header_safe(page.facts.csrf_meta))
    request.headers.emplace_back("X-CSRF-TOKEN", page.facts.csrf_meta);
}

}  // namespace

bool stays_home(const std::string& base, const std::string& url) {
  const std::string host = net::host_of(url);
  const bool weaker = lower(base).starts_with("https://") && !lower(url).starts_with("https://");
  return !host.empty() && host == net::host_of(base) && !weaker;
}

net::HttpRequest page_request(const std::string& base, const Step& step) {
  net::HttpRequest request;
  request.url = net::join_url(base, step.path.empty() ? "/" : step.path);
  if (step.kind == StepKind::data)
    request.headers = {{"Accept", "application/json"}, {"X-Requested-With", "XMLHttpRequest"}};
  else
    request.headers = {{"Accept", "text/html,application/xhtml+xml;q=0.9,*/*;q=0.8"}};
  return request;
}

Prepared login_request(const std::string& base, const Step& step, const ReadPage* page,
                       const std::string& user, const Secret& password) {
  Prepared prepared = begin_post(base, step, page);
  if (prepared.obstacle) return prepared;
  prepared.request.headers.emplace_back("Accept",
                                        "text/html,application/xhtml+xml;q=0.9,*/*;q=0.8");
  prepared.request.headers.emplace_back("Content-Type", "application/x-www-form-urlencoded");
  add_csrf_header(prepared.request, *page);
  prepared.request.body = net::form_body(filled(step, *page, user, password.reveal()));
  return prepared;
}

Prepared upload_request(const std::string& base, const Step& step, const ReadPage* page,
                        const std::string& user) {
  Prepared prepared = begin_post(base, step, page);
  if (prepared.obstacle) return prepared;
  std::vector<std::string> pictures =
      page->facts.form ? page->facts.form->files : std::vector<std::string>{};
  std::vector<net::HttpPart> parts;
  for (auto& [name, value] : filled(step, *page, user, "")) {
    if (value != "$picture")
      parts.push_back({name, "", "", std::move(value)});
    else if (std::find(pictures.begin(), pictures.end(), name) == pictures.end())
      pictures.push_back(name);
  }
  if (pictures.empty()) pictures.emplace_back("foto");
  for (const std::string& name : pictures)
    parts.push_back({name, "saksi-uji.png", "image/png", test_picture()});
  // No field can hold the boundary by chance, and one that holds it on purpose only spoils its own
  // form.
  const std::string boundary = "----saksi-4b1d6f0a92c7e358";
  prepared.request.headers.emplace_back("Content-Type",
                                        "multipart/form-data; boundary=" + boundary);
  add_csrf_header(prepared.request, *page);
  prepared.request.body = net::multipart_body(parts, boundary);
  return prepared;
}

}  // namespace saksi::probes
