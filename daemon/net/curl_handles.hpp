// SPDX-License-Identifier: Apache-2.0
//
// libcurl's handles, each closed by its owner.
#pragma once

#include <curl/curl.h>

#include <memory>
#include <new>
#include <string>

namespace saksi::net {

struct EasyCloser {
  void operator()(CURL* easy) const { curl_easy_cleanup(easy); }
};
struct MultiCloser {
  void operator()(CURLM* multi) const { curl_multi_cleanup(multi); }
};
struct ListCloser {
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};
using HeaderList = std::unique_ptr<curl_slist, ListCloser>;

inline void append(HeaderList& list, const std::string& line) {
  // curl_slist_append returns the head, which changes only for an empty list.
  curl_slist* head = curl_slist_append(list.get(), line.c_str());
  if (head == nullptr) throw std::bad_alloc();
  if (!list) list.reset(head);
}

}  // namespace saksi::net
