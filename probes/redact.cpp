// SPDX-License-Identifier: Apache-2.0
//
// One pass from left to right over clean UTF-8. At each beginning of a word the rules are tried in
// order; what none of them takes is copied. Every replacement is written whole or not at all, looks
// like nothing that a rule would take, and counts as the beginning of a new word for what follows
// it: so the result is a fixed point, and redacting twice gives the same bytes.
//
//   key and value   password, token, csrf, session, cookie, authorization, NIP ... = or : something
//   form values     value="..." of an input, content="..." of a meta tag, whatever it is
//   pictures        data:...;base64,...
//   addresses       e-mail
//   tokens          "Bearer x", JWTs, runs of 24 letters and digits mixed, runs of 64 of base64
//   numbers         9 digits in a row (NIP has 18, NIK 16), 15 with single separators, telephones
//
// All look-ahead is bounded or consumed, so the time is linear.
#include <array>

#include "probes/probes.hpp"
#include "probes/text.hpp"

namespace saksi::probes {

namespace {

constexpr std::array<std::string_view, 13> kSecretNames{
    "password", "passwd",  "passphrase", "sandi",         "secret", "token",  "csrf",
    "xsrf",     "session", "cookie",     "authorization", "apikey", "api_key"};

constexpr bool digit(char c) { return c >= '0' && c <= '9'; }
constexpr bool letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
constexpr bool word(char c) { return digit(c) || letter(c) || c == '_'; }
constexpr bool name_char(char c) { return word(c) || c == '-'; }
constexpr bool mail_char(char c) { return name_char(c) || c == '.' || c == '%' || c == '+'; }
constexpr bool token_char(char c) { return name_char(c) || c == '+' || c == '='; }
constexpr bool blob_char(char c) { return token_char(c) || c == '/' || c == '%'; }
constexpr bool blank(char c) { return c == ' ' || c == '\t' || c == '\n'; }
constexpr bool quote(char c) { return c == '"' || c == '\'' || c == '`'; }

template <class Test>
std::size_t run(std::string_view text, Test test, std::size_t most = std::string_view::npos) {
  std::size_t n = 0;
  while (n < text.size() && n < most && test(text[n])) ++n;
  return n;
}

// "nip" in "nip_baru", not in "snippet": a word among words parted by - and _.
bool has_part(std::string_view name, std::string_view part) {
  for (std::size_t at = name.find(part); at != std::string_view::npos;
       at = name.find(part, at + 1)) {
    const bool begins = at == 0 || !letter(name[at - 1]);
    const std::size_t end = at + part.size();
    if (begins && (end == name.size() || !letter(name[end]))) return true;
  }
  return false;
}

bool secret_name(std::string_view lowered) {
  for (const std::string_view name : kSecretNames)
    if (lowered.find(name) != std::string_view::npos) return true;
  return has_part(lowered, "nip") || has_part(lowered, "nik") || has_part(lowered, "pwd");
}

class Redactor {
 public:
  Redactor(std::string_view text, std::size_t most) : text_(text), most_(most) {}

  // But for what begins in the last `unsure` bytes.
  std::string all(std::size_t unsure) {
    while (text_.size() > unsure && !full_) {
      const bool begins = out_.empty() || !word(out_.back());
      if (word(text_.front()) && begins && take_word()) continue;
      if ((digit(text_.front()) || text_.front() == '+') && (out_.empty() || !digit(out_.back())) &&
          take_number())
        continue;
      copy(std::max<std::size_t>(utf8_length(text_), 1));
    }
    return std::move(out_);
  }

 private:
  enum class Tag : std::uint8_t { none, input, meta };

  // The first character is about to be passed. Follows only what the rule for form values needs:
  // are we inside <input ...> or <meta ...>, and there inside quotes?
  void pass() {
    const char c = text_.front();
    if (tag_ == Tag::none) {
      if (c != '<') return;
      const std::string begin = lower(text_.substr(1, 6));
      if (begin.starts_with("input") && (begin.size() == 5 || !name_char(begin[5])))
        tag_ = Tag::input;
      if (begin.starts_with("meta") && (begin.size() == 4 || !name_char(begin[4])))
        tag_ = Tag::meta;
      tag_quote_ = 0;
    } else if (tag_quote_ != 0) {
      if (c == tag_quote_) tag_quote_ = 0;
    } else if (c == '"' || c == '\'') {
      tag_quote_ = c;
    } else if (c == '>') {
      tag_ = Tag::none;
    }
  }

  bool take_word() {
    return take_key_and_value() || take_bearer() || take_picture() || take_mail() || take_token();
  }

  bool take_key_and_value() {
    const std::size_t length = run(text_, name_char, 81);
    if (length > 80) return false;
    const std::string name = lower(text_.substr(0, length));
    const bool form_value = tag_quote_ == 0 && ((tag_ == Tag::input && name == "value") ||
                                                (tag_ == Tag::meta && name == "content"));
    if (!form_value && !secret_name(name)) return false;
    std::size_t at = length;
    if (text_.substr(at).starts_with("\\\""))
      at += 2;
    else if (at < text_.size() && quote(text_[at]))
      ++at;
    at += run(text_.substr(at), blank);
    if (at >= text_.size() || (text_[at] != ':' && text_[at] != '=')) return false;
    const bool header = text_[at] == ':' && (name.find("cookie") != std::string::npos ||
                                             name.find("authorization") != std::string::npos);
    ++at;
    if (at < text_.size() && text_[at] == '>') ++at;  // PHP's =>
    at += run(text_.substr(at), blank);
    // A key that is itself a token is no key to keep.
    if (token_length(text_.substr(0, length)) == length)
      replace(length, "[token]");
    else
      copy_key(length);
    copy(at - length);
    take_value(header);
    return true;
  }

  // What stands after = or :, in whichever brackets. Nothing there: nothing is written.
  void take_value(bool to_line_end) {
    if (text_.empty()) return;
    const char first = text_.front();
    // A line ends what was never closed, except in a tag, where values may have several.
    const bool lines = tag_ != Tag::none && quote(first);
    const auto until = [&](auto stop) {
      return run(text_, [&](char c) { return (c != '\n' || lines) && !stop(c); });
    };
    if (text_.starts_with("\\\"")) {
      replace(2, "\\\"");  // whole or not at all: a lone backslash would be taken for a value
      replace(until([](char c) { return c == '\\' || c == '"'; }), "[redacted]");
    } else if (quote(first)) {
      copy(1);
      bool escaped = false;
      replace(until([&](char c) {
                if (escaped) return escaped = false;
                escaped = c == '\\';
                return c == first;
              }),
              "[redacted]");
      if (!full_ && !text_.empty() && text_.front() == first) copy(1);
    } else if (first == '[' || first == '{') {
      std::size_t length = until([&](char c) { return c == (first == '[' ? ']' : '}'); });
      if (length < text_.size() && text_[length] != '\n') ++length;
      replace(length, "[redacted]");
    } else if (to_line_end) {
      replace(until([](char c) { return c == '<' || c == '"'; }), "[redacted]");
    } else {
      replace(until([](char c) {
                return blank(c) || quote(c) || c == '&' || c == ';' || c == ',' || c == '<' ||
                       c == '>' || c == ')' || c == ']' || c == '}';
              }),
              "[redacted]");
    }
  }

  bool take_bearer() {
    if (lower(text_.substr(0, 7)) != "bearer ") return false;
    const std::size_t length =
        run(text_.substr(7), [](char c) { return blob_char(c) || c == '.' || c == '~'; });
    if (length < 8) return false;
    copy(7);
    replace(length, "[token]");
    return true;
  }

  bool take_picture() {
    if (lower(text_.substr(0, 5)) != "data:") return false;
    const std::size_t kind = run(
        text_.substr(5),
        [](char c) {
          return name_char(c) || c == '/' || c == '+' || c == '.' || c == ';' || c == '=';
        },
        120);
    const std::size_t comma = 5 + kind;
    if (comma >= text_.size() || text_[comma] != ',' ||
        !lower(text_.substr(0, comma)).ends_with(";base64"))
      return false;
    const std::size_t end = comma + 1 + run(text_.substr(comma + 1), blob_char);
    copy(5);
    replace(end - 5, "[picture]");
    return true;
  }

  bool take_mail() {
    const std::size_t local = run(text_, mail_char, 65);
    if (local > 64 || local >= text_.size() || text_[local] != '@') return false;
    const std::string_view after = text_.substr(local + 1);
    const std::size_t domain = run(
        after, [](char c) { return name_char(c) || c == '.'; }, 255);
    if (after.substr(0, domain).find('.') == std::string_view::npos) return false;
    replace(local + 1 + domain, "[email]");
    return true;
  }

  // Length of the token that starts `text`, or 0.
  static std::size_t token_length(std::string_view text) {
    if (text.starts_with("eyJ")) {  // a JWT: base64url of {" three times, parted by dots
      const std::size_t jwt =
          run(text, [](char c) { return name_char(c) || c == '.' || c == '='; });
      if (jwt >= 20) return jwt;
    }
    // Paths are made of the same characters, so with slashes it takes more to be a blob.
    if (const std::size_t blob = run(text, blob_char); blob >= 64) return blob;
    const std::size_t length = run(text, token_char);
    if (length < 24) return 0;
    bool letters = false, digits = false;
    for (const char c : text.substr(0, length)) {
      letters = letters || letter(c);
      digits = digits || digit(c);
    }
    return letters && digits ? length : 0;
  }

  bool take_token() {
    const std::size_t length = token_length(text_);
    if (length == 0) return false;
    replace(length, "[token]");
    return true;
  }

  bool take_number() {
    const std::size_t plus = text_.front() == '+' ? 1 : 0;
    const std::string_view number = text_.substr(plus);
    const std::size_t plain = run(number, digit);
    if (plain == 0) return false;
    if (plain >= 9) return replace(plus + plain, "[digits]");
    // Groups with one separator between them. It ends early: 15 digits are enough.
    std::size_t digits = 0, end = 0;
    for (std::size_t at = 0; at < number.size(); ++at) {
      if (digit(number[at]))
        ++digits, end = at + 1;
      else if ((number[at] != ' ' && number[at] != '-' && number[at] != '.') || at != end)
        break;
    }
    const bool telephone = number.starts_with("08") || number.starts_with("62");
    if (digits < (telephone ? 9u : 15u)) return false;
    return replace(plus + end, "[digits]");
  }

  // A name may have a number in it that names a person: "cookie_198001012005011001". The number
  // ends within the name, because what follows a key is no digit.
  void copy_key(std::size_t length) {
    const std::size_t rest = text_.size() - length;
    while (text_.size() > rest && !full_) {
      const bool begins = digit(text_.front()) && (out_.empty() || !digit(out_.back()));
      if (!begins || !take_number()) copy(1);
    }
  }

  void copy(std::size_t length) {
    while (length > 0 && !full_) {
      const std::size_t one = std::max<std::size_t>(utf8_length(text_), 1);
      pass();
      write(text_.substr(0, one));
      text_.remove_prefix(one);
      length -= std::min(one, length);
    }
  }
  bool replace(std::size_t length, std::string_view by) {
    if (length == 0) return true;
    write(by);
    text_.remove_prefix(length);
    return true;
  }
  void write(std::string_view piece) {
    full_ = full_ || out_.size() + piece.size() > most_;
    if (!full_) out_ += piece;
  }

  std::string_view text_;
  const std::size_t most_;
  std::string out_;
  bool full_ = false;
  Tag tag_ = Tag::none;
  char tag_quote_ = 0;
};

}  // namespace

std::string redact(std::string_view body, std::size_t most, bool goes_on) {
  // Half a number is none that a rule would take, so near a cut nothing is copied.
  constexpr std::size_t near_a_cut = 1024;
  const std::string clean = clean_utf8(body, std::string::npos);
  return Redactor(clean, most).all(goes_on ? near_a_cut : 0);
}

}  // namespace saksi::probes
