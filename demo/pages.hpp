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

// What differs between the makes: where a form goes, the name of its token, of its first field.
struct FormNames {
  std::string_view action, token, field;
};

// The application.
[[nodiscard]] net::ServerResponse login_page(const Agency& agency, const FormNames& names,
                                             std::string_view token, std::string_view message);
[[nodiscard]] net::ServerResponse menu_page(const Agency& agency, std::string_view person,
                                            std::string_view form_path, std::string_view more = {});
[[nodiscard]] net::ServerResponse form_page(const Agency& agency, const Day& day,
                                            const FormNames& names, std::string_view token);
[[nodiscard]] net::ServerResponse not_open_page(const Agency& agency, std::string_view words);
[[nodiscard]] net::ServerResponse formless_page(const Agency& agency);  // its form never came
[[nodiscard]] net::ServerResponse shell_page(const Agency& agency);     // all of it comes by script
[[nodiscard]] net::ServerResponse history_page(const Agency& agency,
                                               const std::vector<std::string>& rows);
[[nodiscard]] net::ServerResponse redirect(std::string location);
[[nodiscard]] net::ServerResponse expired_page();       // 419
[[nodiscard]] net::ServerResponse not_found_page();     // 404
[[nodiscard]] std::string people_time(TimeOfDay time);  // "07.30", as Indonesian writes it

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
[[nodiscard]] std::string_view shell_script();

}  // namespace saksi::demo
