// SPDX-License-Identifier: Apache-2.0
#include "net/usable.hpp"

#include <algorithm>

#include "net/socket_address.hpp"

namespace saksi::net {

Usable usable_addresses(const std::string& name, const Resolution& answer, const Way& way,
                        unsigned family, bool allow_private) {
  const unsigned only = way.only();
  if (family != 0 && only != 0 && family != only)
    return {Class::invalid_monitor,
            "IPv" + std::to_string(family) + " cannot leave from " +
                (way.family != 0 ? "a vantage of IPv" + std::to_string(only)
                                 : "the source address " + way.address) +
                "; give the vantage one of that family, or the step family: any",
            {}};
  if (answer.cls != Class::ok) return {answer.cls, name + ": " + answer.detail, {}};
  Usable usable;
  usable.addresses = answer.addresses;
  if (!allow_private) {
    const auto bogon = std::find_if(usable.addresses.begin(), usable.addresses.end(), is_bogon);
    if (bogon != usable.addresses.end())
      return {Class::dns_bogon, name + " has the address " + *bogon, {}};
  }
  const auto keep = [&](bool v6) {
    std::erase_if(usable.addresses,
                  [&](const std::string& address) { return is_ipv6(address) != v6; });
  };
  if (only != 0) keep(only == 6);
  if (usable.addresses.empty())
    return {Class::dns_nodata,
            name + (way.family != 0 ? ": no IPv" + std::to_string(only) + " address"
                                    : ": no address of the source address's family"),
            {}};
  if (family != 0) keep(family == 6);
  if (usable.addresses.empty())
    return {Class::dns_nodata, name + ": no IPv" + std::to_string(family) + " address", {}};
  return usable;
}

}  // namespace saksi::net
