// SPDX-License-Identifier: Apache-2.0
#include "net/usable.hpp"

#include <algorithm>

#include "net/socket_address.hpp"

namespace saksi::net {

Usable usable_addresses(const std::string& name, const Resolution& answer,
                        const std::string& source_address, unsigned family, bool allow_private) {
  if (family != 0 && !source_address.empty() && is_ipv6(source_address) != (family == 6))
    return {Class::invalid_monitor,
            "IPv" + std::to_string(family) + " cannot leave from the source address " +
                source_address + "; give the vantage one of that family, or the step family: any",
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
  if (!source_address.empty()) keep(is_ipv6(source_address));
  if (usable.addresses.empty())
    return {Class::dns_nodata, name + ": no address of the source address's family", {}};
  if (family != 0) keep(family == 6);
  if (usable.addresses.empty())
    return {Class::dns_nodata, name + ": no IPv" + std::to_string(family) + " address", {}};
  return usable;
}

}  // namespace saksi::net
