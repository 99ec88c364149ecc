// SPDX-License-Identifier: Apache-2.0
#include "net/http_wire.hpp"

#include <string_view>

namespace saksi::net {
namespace {

std::string_view reason(int status) {
  switch (status) {
    case 200:
      return "OK";
    case 201:
      return "Created";
    case 202:
      return "Accepted";
    case 204:
      return "No Content";
    case 301:
      return "Moved Permanently";
    case 302:
      return "Found";
    case 303:
      return "See Other";
    case 304:
      return "Not Modified";
    case 307:
      return "Temporary Redirect";
    case 308:
      return "Permanent Redirect";
    case 400:
      return "Bad Request";
    case 401:
      return "Unauthorized";
    case 403:
      return "Forbidden";
    case 404:
      return "Not Found";
    case 405:
      return "Method Not Allowed";
    case 408:
      return "Request Timeout";
    case 409:
      return "Conflict";
    case 413:
      return "Content Too Large";
    case 414:
      return "URI Too Long";
    case 415:
      return "Unsupported Media Type";
    case 422:
      return "Unprocessable Content";
    case 429:
      return "Too Many Requests";
    case 431:
      return "Request Header Fields Too Large";
    case 500:
      return "Internal Server Error";
    case 501:
      return "Not Implemented";
    case 502:
      return "Bad Gateway";
    case 503:
      return "Service Unavailable";
    case 504:
      return "Gateway Timeout";
    case 508:
      return "Loop Detected";  // hosting panels use it for "Resource Limit Is Reached"
    default:
      return "";
  }
}

void append_field(std::string& head, std::string_view name, std::string_view value) {
  for (const char c : name)
    head.push_back(static_cast<unsigned char>(c) <= ' ' || c == ':' ? '_' : c);
  head += ": ";
  for (const char c : value) {
    const bool control = (static_cast<unsigned char>(c) < ' ' && c != '\t') || c == '\x7f';
    head.push_back(control ? ' ' : c);
  }
  head += "\r\n";
}

}  // namespace

std::string wire_text(const ServerResponse& response, bool keep_alive, bool head_only) {
  const bool never_has_body =
      response.status == 204 || response.status == 304 || response.status < 200;
  std::string text;
  text.reserve(512 + (head_only ? 0 : response.body.size()));
  text += "HTTP/1.1 " + std::to_string(response.status) + ' ';
  text += reason(response.status);
  text += "\r\n";
  if (!response.content_type.empty()) append_field(text, "Content-Type", response.content_type);
  for (const auto& [name, value] : response.headers) append_field(text, name, value);
  if (!never_has_body) append_field(text, "Content-Length", std::to_string(response.body.size()));
  append_field(text, "Connection", keep_alive ? "keep-alive" : "close");
  text += "\r\n";
  if (!never_has_body && !head_only) text += response.body;
  return text;
}

ServerResponse plain_answer(int status, std::string sentence) {
  ServerResponse answer;
  answer.status = status;
  answer.headers.emplace_back("X-Content-Type-Options", "nosniff");
  answer.headers.emplace_back("Cache-Control", "no-store");
  if (status == 503) answer.headers.emplace_back("Retry-After", "5");
  answer.body = std::move(sentence) + "\n";
  return answer;
}

}  // namespace saksi::net
