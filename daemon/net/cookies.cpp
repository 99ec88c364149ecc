// SPDX-License-Identifier: Apache-2.0
#include "net/cookies.hpp"

#include <string_view>
#include <vector>

namespace saksi::net {

// Of libcurl's cookie list, in Netscape's format: domain, subdomains too, path, secure, expires,
// name, value. A cookie of this very host wins over one of a parent domain.
std::optional<std::string> cookie_in(const curl_slist* list, const std::string& name,
                                     const std::string& host) {
  std::optional<std::string> found;
  bool exact = false;
  for (const curl_slist* at = list; at != nullptr; at = at->next) {
    std::vector<std::string_view> field;
    for (std::string_view rest = at->data; field.size() < 7;) {
      const auto tab = field.size() == 6 ? std::string_view::npos : rest.find('\t');
      field.push_back(rest.substr(0, tab));
      if (tab == std::string_view::npos) break;
      rest.remove_prefix(tab + 1);
    }
    if (field.size() != 7 || field[5] != name) continue;
    std::string_view domain = field[0];
    if (domain.starts_with("#HttpOnly_")) domain.remove_prefix(10);
    if (domain.starts_with('.')) domain.remove_prefix(1);
    const bool same = host == domain;
    const bool under = field[1] == "TRUE" && host.size() > domain.size() &&
                       host.ends_with(domain) && host[host.size() - domain.size() - 1] == '.';
    if ((!same && !under) || (exact && !same)) continue;
    exact = same;
    found = std::string(field[6]);
  }
  return found;
}

}  // namespace saksi::net
