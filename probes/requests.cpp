// SPDX-License-Identifier: Apache-2.0
#include "probes/requests.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "probes/picture.hpp"
#include "probes/text.hpp"

namespace saksi::probes {

namespace {

using Fields = std::vector<std::pair<std::string, std::string>>;

constexpr std::string_view kAcceptPage = "text/html,application/xhtml+xml;q=0.9,*/*;q=0.8";
// No field can hold the boundary by chance, and one that holds it on purpose only spoils its own
// form.
constexpr std::string_view kBoundary = "----saksi-4b1d6f0a92c7e358";

// A value of the page that becomes a header line must not become two.
bool header_safe(const std::string& value, bool blanks = false) {
  return !value.empty() && value.size() <= 8192 &&
         std::all_of(value.begin(), value.end(),
                     [&](char c) { return (c > ' ' || (blanks && c == ' ')) && c < '\x7F'; });
}

void set(Fields& fields, const std::string& name, const std::string& value) {
  const auto same =
      std::find_if(fields.begin(), fields.end(), [&](const auto& f) { return f.first == name; });
  if (same != fields.end())
    same->second = value;
  else
    fields.emplace_back(name, value);
}

void set_header(Fields& headers, const std::string& name, const std::string& value) {
  const std::string low = lower(name);
  std::erase_if(headers, [&](const auto& h) { return lower(h.first) == low; });
  headers.emplace_back(name, value);
}

// "https://host:port" of a URL.
std::string origin(const std::string& url) {
  const std::size_t host = url.find("://");
  return host == std::string::npos ? url : url.substr(0, url.find_first_of("/?#", host + 3));
}

bool posts(const Step& step) {
  if (!step.method.empty()) return step.method == "POST";
  return step.kind == StepKind::login || step.kind == StepKind::upload;
}

// One request in the making. The first obstacle stays; what is left of the making is then idle.
class Maker {
 public:
  Maker(const Asking& asking, const Step& step) : asking_(asking), step_(step) {
    made_.request.method = !step.method.empty() ? step.method
                           : posts(step)        ? "POST"
                                                : std::string("GET");
  }

  Prepared make() {
    address();
    default_headers();
    if (posts(step_) && !made_.obstacle) body();
    own_headers();
    // Filled in last, and looked at last: whatever came together above, the password stays home.
    if (!made_.obstacle && made_.secret && !stays_home(asking_.base, made_.request.url))
      away("the account");
    if (made_.obstacle) made_.request.body.clear();
    return std::move(made_);
  }

 private:
  const Form* form() const {
    return asking_.page && asking_.page->facts.form ? &*asking_.page->facts.form : nullptr;
  }

  // Is the latest page's form what is sent?
  bool sends_form() const {
    return posts(step_) && !step_.json && step_.kind != StepKind::data &&
           step_.kind != StepKind::asset;
  }

  // A page was read, so what it lacks is missed: a login without its token proves nothing. Where
  // none was, a step that says its path speaks to an API.
  bool needs_form() const {
    if (step_.path.empty()) return true;
    return step_.kind == StepKind::login && asking_.page && asking_.page->facts.csrf_meta.empty();
  }

  void stop(Class cls, std::string rule) {
    if (!made_.obstacle) made_.obstacle = Verdict{cls, std::move(rule)};
  }

  void away(const std::string& what) {
    const std::string host = clean_utf8(net::host_of(made_.request.url), 100);
    stop(Class::http_redirect_bad,
         fmt::format("{} would be sent to \"{}\", which is not the site", what, host));
  }

  std::string fill(const std::string& text, Encoder by_itself) {
    auto filled = asking_.values.fill(text, by_itself);
    if (!filled) return stop(Class::invalid_monitor, filled.error().message), "";
    made_.secret |= filled->secret;
    return std::move(filled->text);
  }

  void address() {
    std::string& url = made_.request.url;
    if (step_.kind == StepKind::upload && !asking_.sink_url.empty()) {
      url = asking_.sink_url;  // set aside by its owner, and so where it may go
      if (sends_form() && !form() && needs_form()) no_form();
      return;
    }
    if (!step_.path.empty()) {
      // A link that a page gave is relative to that page.
      const bool link = step_.path.starts_with("${") && asking_.page;
      url = net::join_url(link ? asking_.page->url : asking_.base, fill(step_.path, Encoder::url));
    } else if (sends_form() && form()) {
      url = net::join_url(asking_.page->url,
                          form()->action.empty() ? asking_.page->url : form()->action);
    } else {
      url = net::join_url(asking_.base, "/");
    }
    if (!step_.query.empty()) {
      Fields query;
      for (const auto& [name, value] : step_.query)
        query.emplace_back(name, fill(value, Encoder::raw));
      url = url.substr(0, url.find('#'));
      url += (url.find('?') == std::string::npos ? "?" : "&") + net::form_body(query);
    }
    const bool account = step_.kind == StepKind::login || step_.kind == StepKind::upload;
    if (sends_form() && !form() && needs_form()) return no_form();
    if (account && !step_.json ? !stays_home(asking_.base, url) : !may_ask(asking_, url))
      away(sends_form() ? "the form" : "the request");
  }

  void no_form() { stop(Class::assert_missing_marker, "the page before has no form to send"); }

  void default_headers() {
    Fields& headers = made_.request.headers;
    if (posts(step_) && asking_.page)
      headers = {{"Origin", origin(asking_.page->url)}, {"Referer", asking_.page->url}};
    if (step_.kind == StepKind::data || step_.json) {
      headers.emplace_back("Accept", "application/json");
      headers.emplace_back("X-Requested-With", "XMLHttpRequest");
    } else if (step_.kind == StepKind::asset) {
      headers.emplace_back("Accept", "*/*");
    } else if (step_.kind != StepKind::upload) {
      headers.emplace_back("Accept", kAcceptPage);
    }
  }

  void body() {
    net::HttpRequest& request = made_.request;
    if (step_.json) {
      auto filled = asking_.values.fill(*step_.json, made_.secret);
      if (!filled) return stop(Class::invalid_monitor, filled.error().message);
      request.headers.emplace_back("Content-Type", "application/json");
      request.body = filled->dump(-1, ' ', false, Json::error_handler_t::replace);
      return csrf_header();
    }
    const bool multipart =
        step_.encoding ? *step_.encoding == Encoding::multipart : step_.kind == StepKind::upload;
    if (multipart) return parts();
    request.headers.emplace_back("Content-Type", "application/x-www-form-urlencoded");
    csrf_header();
    Fields fields = sends_form() && form() ? form()->fields : Fields{};
    for (const auto& [name, value] : step_.fields) set(fields, name, fill(value, Encoder::raw));
    request.body = net::form_body(fields);
  }

  void parts() {
    std::vector<std::string> pictures =
        sends_form() && form() ? form()->files : std::vector<std::string>{};
    Fields fields = sends_form() && form() ? form()->fields : Fields{};
    for (const auto& [name, value] : step_.fields) {
      if (lone_name(value) != "picture") {
        set(fields, name, fill(value, Encoder::raw));
        continue;
      }
      std::erase_if(fields, [&same = name](const auto& field) { return field.first == same; });
      if (std::find(pictures.begin(), pictures.end(), name) == pictures.end())
        pictures.push_back(name);
    }
    const bool has_text_picture = std::any_of(
        step_.fields.begin(), step_.fields.end(),
        [](const auto& field) { return field.second.find("${picture|") != std::string::npos; });
    if (pictures.empty() && step_.kind == StepKind::upload && !has_text_picture)
      pictures.emplace_back("foto");
    std::vector<net::HttpPart> all;
    for (auto& [name, value] : fields) all.push_back({name, "", "", std::move(value)});
    for (const std::string& name : pictures)
      all.push_back({name, "saksi-uji.png", "image/png", test_picture()});
    made_.request.headers.emplace_back("Content-Type",
                                       "multipart/form-data; boundary=" + std::string(kBoundary));
    csrf_header();
    made_.request.body = net::multipart_body(all, std::string(kBoundary));
  }

  void csrf_header() {
    const auto& page = asking_.page;
    const bool in_form = form() && std::any_of(form()->fields.begin(), form()->fields.end(),
                                               [](const auto& f) { return token_name(f.first); });
    if (page && !in_form && header_safe(page->facts.csrf_meta) &&
        page->facts.csrf_meta.size() <= 1024)
      made_.request.headers.emplace_back("X-CSRF-TOKEN", page->facts.csrf_meta);
  }

  void own_headers() {
    for (const auto& [name, text] : step_.headers) {
      const std::string value = fill(text, Encoder::raw);
      if (made_.obstacle) return;
      if (!header_safe(value, true))
        return stop(Class::assert_schema,
                    fmt::format("a value of an answer cannot stand in header \"{}\"", name));
      set_header(made_.request.headers, name, value);
    }
  }

  const Asking& asking_;
  const Step& step_;
  Prepared made_;
};

}  // namespace

bool stays_home(const std::string& base, const std::string& url) {
  const std::string host = net::host_of(url);
  const bool weaker = lower(base).starts_with("https://") && !lower(url).starts_with("https://");
  return !host.empty() && host == net::host_of(base) && !weaker;
}

bool may_ask(const Asking& asking, const std::string& url) {
  if (stays_home(asking.base, url)) return true;
  const bool weaker =
      lower(asking.base).starts_with("https://") && !lower(url).starts_with("https://");
  const std::string host = net::host_of(url);
  return !host.empty() && !weaker &&
         std::find(asking.hosts.begin(), asking.hosts.end(), host) != asking.hosts.end();
}

Prepared prepare(const Asking& asking, const Step& step) { return Maker(asking, step).make(); }

}  // namespace saksi::probes
