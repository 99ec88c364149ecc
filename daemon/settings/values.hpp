// SPDX-License-Identifier: Apache-2.0
//
// The small texts of a configuration, each with its own check. An error says what is wrong, why and
// what to write instead, without naming the option: whoever asked knows it. Pure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace saksi::settings {

[[nodiscard]] bool is_id(std::string_view text);          // [a-z0-9-]{1,40}
[[nodiscard]] bool is_short_name(std::string_view text);  // [A-Z0-9]{2,12}
[[nodiscard]] bool is_ip(const std::string& text);        // an IPv4 or IPv6 literal

// "mon-thu, sat" -> {1, 2, 3, 4, 6}; 0 = Sunday; sorted; a range may pass the week's end.
Result<std::vector<unsigned>> parse_weekdays(std::string_view text);

Result<void> check_https(const std::string& text);    // https://host[:port]
Result<void> check_address(const std::string& text);  // http(s)://host[:port][/path], no user part
Result<void> check_mail_server(const std::string& text);   // smtp(s)://host:port
Result<void> check_mail_address(const std::string& text);  // name@host, RFC 5321 without quotes
Result<void> check_control(const std::string& text);  // https://host[:port]/ or tls://host:port
Result<void> check_host(const std::string& text);     // absen.example, 192.0.2.1, 2001:db8::1
Result<void> check_name_server(
    const std::string& text);  // 192.0.2.53, 192.0.2.53:53, [2001:db8::1]:53
Result<void> check_interface(const std::string& text);   // of Linux: at most 15 bytes
Result<void> check_namespace(const std::string& text);   // a name below /run/netns, or a path
Result<void> check_proxy(const std::string& text);       // http://host:port, socks5h://host:port
Result<void> check_path(const std::string& text);        // /absensi/masuk?x=y
Result<void> check_step_path(const std::string& text);   // a path, a whole address, or ${link|raw}
Result<void> check_other_host(const std::string& text);  // cdn.example
Result<void> check_latitude(const std::string& text);
Result<void> check_longitude(const std::string& text);
[[nodiscard]] std::string host_in(const std::string& url);  // "host" of https://host:port/path
[[nodiscard]] std::string lowered(std::string text);        // A-Z alone

// The candidate that the writer may have meant, or empty: at most two typing errors away.
[[nodiscard]] std::string nearest(std::string_view text,
                                  const std::vector<std::string>& candidates);

}  // namespace saksi::settings
