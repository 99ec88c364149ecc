// SPDX-License-Identifier: Apache-2.0
#include "net/head_parser.hpp"

#include <algorithm>
#include <charconv>

namespace saksi::net {
namespace {

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view space = " \t\r\n";
  const auto first = text.find_first_not_of(space);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(space) - first + 1);
}

// The elements of a Content-Encoding, in small letters; those that change nothing are left out.
std::vector<std::string> codings_in(std::string_view list) {
  std::vector<std::string> all;
  while (!list.empty()) {
    const std::size_t comma = std::min(list.find(','), list.size());
    std::string one(trimmed(list.substr(0, comma)));
    for (char& c : one)
      if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    if (!one.empty() && one != "identity") all.push_back(std::move(one));
    list.remove_prefix(std::min(comma + 1, list.size()));
  }
  return all;
}

// Not asked for. Brotli's window takes 16 MiB of memory at the other side's word.
bool unasked(const std::string& coding) { return coding == "br" || coding == "zstd"; }

// More than libcurl, and anybody, can count: it would be read as if no length were told.
bool beyond_counting(const std::string& length) {
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(length.data(), length.data() + length.size(), value);
  return error == std::errc::result_out_of_range;
}

}  // namespace

bool HeadParser::refuse(Class cls, const char* why) {
  refused_ = cls;
  why_ = why;
  return false;
}

bool HeadParser::line(std::string_view text) {
  bytes_ += text.size();
  if (bytes_ > limits_.headers)
    return refuse(Class::http_header_too_long, "the headers passed their limit");
  const std::string_view content = trimmed(text);
  if (content.empty()) {
    // RFC 9110 section 15.2: a 1xx is only an interim response, and another head follows.
    if (status_ >= 200) done_ = true;
    inside_ = false;
    return true;
  }
  if (++lines_ > limits_.header_lines)
    return refuse(Class::http_too_many_headers, "the headers passed their limit");
  if (done_) return true;  // a trailer
  if (!inside_ && text.starts_with("HTTP/")) return begin_head(content);
  if ((text.front() == ' ' || text.front() == '\t') && !headers_.empty()) {
    headers_.back().second.append(" ").append(content);  // obs-fold, RFC 9112 section 5.2
    return true;
  }
  return field(content);
}

bool HeadParser::begin_head(std::string_view content) {
  if (status_ >= 100 && status_ < 200 && ++interim_ > limits_.interim)
    return refuse(Class::http_too_many_headers, "the interim answers passed their limit");
  headers_.clear();
  codings_.clear();
  status_ = 0;
  inside_ = true;
  if (const auto space = content.find(' '); space != std::string_view::npos)
    std::from_chars(content.data() + space + 1, content.data() + content.size(), status_);
  // RFC 9112 section 4: three digits. libcurl reads the first three of more.
  if (status_ > 999) return refuse(Class::http_malformed, "a status of more than three digits");
  return true;
}

bool HeadParser::field(std::string_view content) {
  const auto colon = content.find(':');
  if (colon == std::string_view::npos) return true;
  std::string name(trimmed(content.substr(0, colon)));
  for (char& c : name)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  std::string value(trimmed(content.substr(colon + 1)));
  // A bare CR is no line's end; RFC 9112 section 2.2 lets a space stand for it.
  std::replace(value.begin(), value.end(), '\r', ' ');
  if (name == "content-length") {
    if (!length_.empty() && length_ != value)
      return refuse(Class::http_malformed, "two lengths that contradict each other");
    if (beyond_counting(value))
      return refuse(Class::http_malformed, "a length that nobody can count");
    length_ = value;
  }
  if (name == "content-encoding")
    for (std::string& coding : codings_in(value)) {
      if (unasked(coding))
        return refuse(Class::http_decode_error, "a content coding that was not asked for");
      codings_.push_back(std::move(coding));
    }
  coded_ = coded_ || name == "transfer-encoding";
  headers_.emplace_back(std::move(name), std::move(value));
  return true;
}

const std::string* HttpObservation::header(std::string_view lower_name) const {
  for (const auto& [name, value] : headers)
    if (name == lower_name) return &value;
  return nullptr;
}

}  // namespace saksi::net
