// SPDX-License-Identifier: Apache-2.0
//
// The configuration that `saksi init` writes of a stranger's login page and of typed answers: it is
// YAML, and its shape is the same whatever they say.
#include "cli/init.hpp"
#include "fuzz/fuzz.hpp"
#include "settings/yaml.hpp"

using namespace saksi;

namespace {

// Kinds and keys, but for the names of the form's fields.
std::string shape(const settings::Yaml& node) {
  std::string text = std::to_string(static_cast<int>(node.kind));
  for (const settings::Yaml& item : node.items) text += "[" + shape(item) + "]";
  bool own = false;
  for (const auto& [key, value] : node.entries) own = own || key.text == "kind";
  for (const auto& [key, value] : node.entries) {
    const bool fields = own && key.text == "fields";
    text +=
        "{" + key.text + ":" + (fields ? std::to_string(value.entries.size()) : shape(value)) + "}";
  }
  return text;
}

std::string shape_of(const cli::Seen& seen, const cli::Answers& answers) {
  std::vector<settings::Mistake> mistakes;
  const settings::Yaml yaml = settings::parse_yaml(cli::starter_yaml(seen, answers), mistakes);
  for (const settings::Mistake& one : mistakes) std::fprintf(stderr, "%s\n", one.text.c_str());
  CLAIM(mistakes.empty());
  return shape(yaml);
}

}  // namespace

SAKSI_FUZZ(bytes) {
  if (!fuzz::is_utf8(bytes)) return;  // what is typed and fetched is cleaned before
  const auto part = fuzz::parts(bytes, 2);
  const std::string told(part[0].substr(0, 200));
  cli::Seen seen;
  seen.base = "https://" + told;
  seen.path = "/" + told;
  seen.page = probes::read_login_page(part[1]);
  cli::Answers answers;
  for (std::string* one :
       {&answers.agency, &answers.short_name, &answers.zone, &answers.owner, &answers.contact,
        &answers.network, &answers.consent, &answers.after_login, &answers.days, &answers.place,
        &answers.ca_file, &answers.directory, &answers.password_file})
    *one = told;
  answers.controls = answers.dns_servers = {told, told, told};
  answers.opening = answers.limit = answers.close = "07:30";
  const std::string& name = seen.page.user_field;
  if (!name.empty() && name != seen.page.password_field && !seen.page.password_field.empty() &&
      name.size() <= 100 && seen.page.password_field.size() <= 100)
    answers.account = "akun " + told;

  cli::Seen plain = seen;
  plain.base = plain.path = "x";
  plain.page.user_field = "a";
  plain.page.password_field = "b";
  plain.page.words.assign(seen.page.words.size(), "kata");
  cli::Answers calm;
  calm.controls = calm.dns_servers = {"x", "x", "x"};
  calm.account = answers.account.empty() ? "" : "x";
  CLAIM(shape_of(seen, answers) == shape_of(plain, calm));
}
