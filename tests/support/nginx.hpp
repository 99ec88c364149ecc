// SPDX-License-Identifier: Apache-2.0
//
// Debian's nginx in front of a test: one foreground process, its files in a folder of the test's,
// its own configuration and nothing of /etc/nginx.
#pragma once

#include <fstream>
#include <stdexcept>
#include <string>

#include "support/process.hpp"

namespace saksi::test {

class Nginx {
 public:
  // `http` is what stands inside http { }: server blocks. Throws when nginx does not come up, with
  // its error log. `port` is one that `http` listens on at 127.0.0.1.
  Nginx(const std::string& folder, const std::string& http, std::uint16_t port) {
    const std::string log = folder + "/nginx-error.log";
    std::ofstream(folder + "/nginx.conf")
        << "user root;\ndaemon off;\nmaster_process off;\npid " << folder
        << "/nginx.pid;\nerror_log " << log
        << " info;\nevents {\n  worker_connections 8192;\n}\nhttp {\n  access_log " << folder
        << "/access.log;\n"
        << "  client_body_temp_path " << folder << "/tmp-body;\n  proxy_temp_path " << folder
        << "/tmp-proxy;\n  fastcgi_temp_path " << folder << "/tmp-fastcgi;\n  uwsgi_temp_path "
        << folder << "/tmp-uwsgi;\n  scgi_temp_path " << folder << "/tmp-scgi;\n"
        << http << "\n}\n";
    process_ = Process({"nginx", "-p", folder, "-c", folder + "/nginx.conf", "-e", log},
                       folder + "/nginx.out");
    if (!wait_for_port(port))
      throw std::runtime_error("nginx did not start: " + slurp(log) + slurp(folder + "/nginx.out"));
  }

 private:
  Process process_;
};

}  // namespace saksi::test
