// SPDX-License-Identifier: Apache-2.0
#include "alert/letter.hpp"

#include <fmt/format.h>

#include <array>

#include "base/digest.hpp"
#include "base/zone.hpp"

namespace saksi::alert {
namespace {

constexpr std::size_t kMostSubject = 150;  // bytes; the whole text follows below

std::string base64(std::string_view bytes) {
  constexpr std::string_view kDigits =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string text;
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    const auto byte = [&](std::size_t at) {
      return at < bytes.size() ? static_cast<unsigned char>(bytes[at]) : 0U;
    };
    const unsigned group = byte(i) << 16U | byte(i + 1) << 8U | byte(i + 2);
    for (unsigned digit = 0; digit < 4; ++digit)
      text += i + digit > bytes.size() ? '=' : kDigits[group >> (18U - 6U * digit) & 63U];
  }
  return text;
}

// The longest front of at most `most` bytes that ends at a character's end (UTF-8).
std::string_view front(std::string_view text, std::size_t most) {
  if (text.size() <= most) return text;
  while (most > 0 && (static_cast<unsigned char>(text[most]) & 0xC0U) == 0x80U) --most;
  return text.substr(0, most);
}

// RFC 2047 section 2: words of at most 75 characters, each whole characters, folded.
std::string encoded_words(std::string_view text) {
  std::string words;
  while (!text.empty()) {
    std::string_view some = front(text, 42);
    if (some.empty()) some = text.substr(0, 1);  // no UTF-8: any cut is as good
    words += (words.empty() ? "=?UTF-8?B?" : "\r\n =?UTF-8?B?") + base64(some) + "?=";
    text.remove_prefix(some.size());
  }
  return words;
}

std::string subject_line(const std::string& text) {
  std::size_t from = 0;
  if (text.starts_with('(')) from = text.find('\n') == std::string::npos ? 0 : text.find('\n') + 1;
  const std::string line(front(text.substr(from, text.find('\n', from) - from), kMostSubject));
  return from == 0 ? line : text.substr(0, text.find('\n')) + " " + line;
}

// RFC 5322 section 3.3, in UTC.
std::string date(Instant now) {
  constexpr std::array kDays{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  constexpr std::array kMonths{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                               "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const auto day = std::chrono::floor<std::chrono::days>(now);
  const std::chrono::year_month_day of(day);
  const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(now - day).count();
  return fmt::format("{}, {:02} {} {:04} {:02}:{:02}:{:02} +0000",
                     kDays[std::chrono::weekday(day).c_encoding()], static_cast<unsigned>(of.day()),
                     kMonths[static_cast<unsigned>(of.month()) - 1], static_cast<int>(of.year()),
                     seconds / 3600, seconds / 60 % 60, seconds % 60);
}

}  // namespace

std::string letter(const Channel& channel, const std::string& event_id, const std::string& text,
                   Instant now) {
  std::string mail;
  const auto header = [&](std::string_view name, std::string_view value) {
    mail.append(name).append(": ").append(value).append("\r\n");
  };
  std::string to;
  for (const std::string& one : channel.to) to += (to.empty() ? "" : ",\r\n ") + one;
  const std::string host = channel.from.substr(channel.from.find('@') + 1);
  header("Date", date(now));
  header("From", "Saksi <" + channel.from + ">");
  header("To", to);
  header("Subject", encoded_words(subject_line(text)));
  header("Message-ID", "<" + hex(sha256(event_id)).substr(0, 32) + "@" + host + ">");
  header("Auto-Submitted", "auto-generated");  // RFC 3834: no robot answers it
  header("MIME-Version", "1.0");
  header("Content-Type", "text/plain; charset=utf-8");
  header("Content-Transfer-Encoding", "base64");
  header("Content-Language", channel.language == Language::english ? "en" : "id");
  mail += "\r\n";
  std::string lines;  // RFC 2045 section 6.8: a text's line ends are CR LF before it is encoded
  for (const char c : text + "\n") lines += c == '\n' ? "\r\n" : std::string(1, c);
  const std::string body = base64(lines);
  for (std::size_t at = 0; at < body.size(); at += 76) mail += body.substr(at, 76) + "\r\n";
  return mail;
}

}  // namespace saksi::alert
