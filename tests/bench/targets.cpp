// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <fstream>

#include "bench.hpp"

namespace saksi::bench {

Targets::Targets(const std::string& folder, std::uint16_t dns)
    : http_port(test::free_port()), https_port(test::free_port()), dns_port(dns) {
  ca = std::make_unique<test::TlsFiles>(folder);
  const test::Leaf leaf = ca->leaf("server", "IP:127.0.0.1,DNS:absen.test");
  bundle = folder + "/bundle.pem";
  std::ofstream(bundle) << test::slurp("/etc/ssl/certs/ca-certificates.crt")
                        << test::slurp(ca->ca_file());
  std::uint16_t stuck_port = 0;
  stuck = test::listen_tcp(stuck_port);
  ::listen(stuck, 4096);
  const std::string places = fmt::format(
      R"(keepalive_requests 1000000; default_type text/html;
      location = / {{ return 200 "<html><title>Absen</title><body>ya</body></html>"; }}
      location = /login {{ return 200 "<html><form action=/masuk method=post><input type=hidden name=_token value=t0k3n><input name=nip><input type=password name=sandi></form></html>"; }}
      location = /masuk {{ return 302 /beranda; }}
      location = /beranda {{ return 200 "<html><body>Selamat datang</body></html>"; }}
      location = /lambat {{ proxy_read_timeout 300s; proxy_pass http://127.0.0.1:{}; }})",
      stuck_port);
  const std::string conf = fmt::format(
      "access_log off; ssl_session_tickets on;\n"
      "server {{ listen 127.0.0.1:{} backlog=4096; {} }}\n"
      "server {{ listen 127.0.0.1:{} ssl backlog=4096; ssl_certificate {}; ssl_certificate_key "
      "{};\n{} }}",
      http_port, places, https_port, leaf.certificate_file, leaf.key_file, places);
  nginx = std::make_unique<test::Nginx>(folder, conf, http_port);
  http = fmt::format("http://127.0.0.1:{}", http_port);
  https = fmt::format("https://127.0.0.1:{}", https_port);
}

}  // namespace saksi::bench
