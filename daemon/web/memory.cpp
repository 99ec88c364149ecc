// SPDX-License-Identifier: Apache-2.0
#include "web/memory.hpp"

#include <algorithm>
#include <utility>

namespace saksi::web {

net::ServerResponse Memory::answer(const net::ServerRequest& request, const std::string& key,
                                   Duration now_outside,
                                   const std::function<net::ServerResponse()>& make) {
  auto found = entries_.find(key);
  if (found == entries_.end() || found->second.until <= now_outside) {
    net::ServerResponse made = make();
    if (made.body.size() > kMostBytes) return net::finish(request, std::move(made));
    if (found == entries_.end()) make_room(now_outside);
    // Each form is finished for a reader of our own, who knows nothing yet.
    net::ServerRequest taking_gzip;
    taking_gzip.method = "GET";
    taking_gzip.headers = {{"accept-encoding", "gzip"}};
    net::ServerRequest plain;
    plain.method = "GET";
    Entry entry{now_outside + kKept, net::finish(plain, made), net::finish(taking_gzip, made)};
    found = entries_.insert_or_assign(key, std::move(entry)).first;
  }
  return net::revalidated(request,
                          net::takes_gzip(request) ? found->second.packed : found->second.plain);
}

void Memory::make_room(Duration now_outside) {
  std::erase_if(entries_, [&](const auto& entry) { return entry.second.until <= now_outside; });
  if (entries_.size() < kMostEntries) return;
  entries_.erase(
      std::ranges::min_element(entries_, {}, [](const auto& entry) { return entry.second.until; }));
}

}  // namespace saksi::web
