// SPDX-License-Identifier: Apache-2.0
//
// Are the times true? Each part measures against a truth of its own and prints figures; the exit
// code is 1 where one misses its limit. Meant for a machine that does nothing else, of two cores.
#include <cstring>

#include "net/http_client.hpp"
#include "timing.hpp"

int main(int argc, char** argv) {
  using namespace saksi::prove;
  struct Part {
    const char* name;
    bool (*run)();
  };
  constexpr Part parts[] = {{"first-byte", first_byte},
                            {"stall", stalled_page},
                            {"exporter", beside_the_exporter},
                            {"dead-dns", dead_name_server},
                            {"slots", slots_on_time}};
  bool all = true, any = false;
  for (const Part& part : parts) {
    if (argc > 1 && std::strcmp(argv[1], part.name) != 0) continue;
    any = true;
    // Each in a process of its own: forks come before threads, and no part warms up another.
    const pid_t child = ::fork();
    if (child == 0) {
      saksi::net::initialise();
      const bool right = part.run();
      std::fflush(stdout);
      ::_exit(right ? 0 : 1);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    if (!WIFEXITED(status)) fmt::print("MISSED  {} did not end: signal {}\n", part.name, status);
    all = all && status == 0;
  }
  if (!any) fmt::print("there is no part of that name\n");
  return all && any ? 0 : 1;
}
