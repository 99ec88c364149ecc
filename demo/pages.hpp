// SPDX-License-Identifier: Apache-2.0
//
// What "Absen Maju" and the hosting under it show to people, in the words that such applications
// and panels use. Pure text; nothing that a client sent is ever repeated in it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "demo/demo.hpp"
#include "net/http_server.hpp"

namespace saksi::demo {

// The application.
[[nodiscard]] net::ServerResponse login_page(const Agency& agency, std::string_view token,
                                             std::string_view message);
[[nodiscard]] net::ServerResponse menu_page(const Agency& agency, std::string_view person);
[[nodiscard]] net::ServerResponse form_page(const Agency& agency, const Day& day,
                                            std::string_view token);
[[nodiscard]] net::ServerResponse not_open_page(const Agency& agency, const Day& day);
[[nodiscard]] net::ServerResponse holiday_page(const Agency& agency);
[[nodiscard]] net::ServerResponse formless_page(const Agency& agency);  // its form never came
[[nodiscard]] net::ServerResponse history_page(const Agency& agency,
                                               const std::vector<std::string>& rows);
[[nodiscard]] net::ServerResponse redirect(std::string location);
[[nodiscard]] net::ServerResponse expired_page();     // 419
[[nodiscard]] net::ServerResponse unauthenticated();  // 401, JSON
[[nodiscard]] net::ServerResponse not_found_page();   // 404

// The hosting.
[[nodiscard]] net::ServerResponse resource_limit_page();  // 508
[[nodiscard]] net::ServerResponse database_page();        // 500, error text shown
[[nodiscard]] net::ServerResponse gateway_page();         // 504
[[nodiscard]] net::ServerResponse default_host_page();    // a name that nobody has set up
[[nodiscard]] net::ServerResponse method_page();          // 405

// In place of the application's answer, by whoever stands before it; none for a fault of its own.
[[nodiscard]] std::optional<net::ServerResponse> hosting_page(Fault fault);
[[nodiscard]] net::ServerResponse isp_page();  // of a network that blocks the site

// Static files.
[[nodiscard]] std::string_view logo_png();
[[nodiscard]] std::string_view camera_script();
[[nodiscard]] std::string_view map_script();

}  // namespace saksi::demo
