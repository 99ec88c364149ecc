// SPDX-License-Identifier: Apache-2.0
//
// Finished answers, kept for one second of the world outside: a crowd that asks for the same page
// costs one rendering, one compression and one look into the store a second. One thread.
#pragma once

#include <functional>
#include <map>
#include <string>

#include "base/clock.hpp"
#include "net/http_server.hpp"

namespace saksi::web {

class Memory {
 public:
  static constexpr Duration kKept = std::chrono::seconds(1);
  static constexpr std::size_t kMostEntries = 64;
  static constexpr std::size_t kMostBytes = 256u << 10;  // of one body; larger ones are not kept

  // `now_outside`: a steady time as the world outside counts it. `make` is called when nothing
  // fresh is known under `key`.
  [[nodiscard]] net::ServerResponse answer(const net::ServerRequest& request,
                                           const std::string& key, Duration now_outside,
                                           const std::function<net::ServerResponse()>& make);
  [[nodiscard]] std::size_t size() const { return entries_.size(); }

 private:
  struct Entry {
    Duration until{0};
    net::ServerResponse plain, packed;
  };
  void make_room(Duration now_outside);
  std::map<std::string, Entry> entries_;
};

}  // namespace saksi::web
