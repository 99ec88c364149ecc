// SPDX-License-Identifier: Apache-2.0
#include "settings/yaml.hpp"

#include <fmt/format.h>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include <sstream>

namespace saksi::settings {
namespace {

// Length of the UTF-8 sequence at `at` (RFC 3629), or 0.
std::size_t utf8_length(std::string_view text, std::size_t at) {
  const auto byte = [&](std::size_t i) -> unsigned {
    return at + i < text.size() ? static_cast<unsigned char>(text[at + i]) : 0U;
  };
  const auto tail = [&](std::size_t i) { return (byte(i) & 0xC0U) == 0x80U; };
  const unsigned lead = byte(0);
  if (lead < 0x80) return 1;
  if (lead >= 0xC2 && lead <= 0xDF) return tail(1) ? 2 : 0;
  if (lead >= 0xE0 && lead <= 0xEF) {
    if (!tail(1) || !tail(2)) return 0;
    if ((lead == 0xE0 && byte(1) < 0xA0) || (lead == 0xED && byte(1) > 0x9F)) return 0;
    return 3;
  }
  if (lead >= 0xF0 && lead <= 0xF4) {
    if (!tail(1) || !tail(2) || !tail(3)) return 0;
    if ((lead == 0xF0 && byte(1) < 0x90) || (lead == 0xF4 && byte(1) > 0x8F)) return 0;
    return 4;
  }
  return 0;
}

// What no configuration of ours contains, whatever YAML says of it. One mistake a line is enough.
void check_bytes(std::string_view text, std::vector<Mistake>& mistakes) {
  constexpr std::size_t most_told = 20;
  Place at;
  int told_line = 0;
  for (std::size_t i = 0; i < text.size() && mistakes.size() < most_told;) {
    const std::size_t length = utf8_length(text, i);
    const auto byte = static_cast<unsigned char>(text[i]);
    std::string wrong;
    if (length == 0)
      wrong = fmt::format("byte 0x{:02X} is not UTF-8; save the file as UTF-8", byte);
    else if (i == 0 && text.substr(0, 3) == "\xEF\xBB\xBF")
      wrong = "the file starts with a byte order mark; save it as UTF-8 without one";
    else if (byte == '\t')
      wrong = "a tab; YAML's indentation is spaces, and tabs hide mistakes; write spaces";
    else if ((byte < 0x20 && byte != '\n' && byte != '\r') || byte == 0x7F)
      wrong = fmt::format("control character 0x{:02X}; remove it", byte);
    if (!wrong.empty() && told_line != at.line) {
      mistakes.push_back({at, wrong});
      told_line = at.line;
    }
    if (byte == '\n') {
      ++at.line;
      at.column = 1;
    } else {
      at.column += static_cast<int>(std::max<std::size_t>(length, 1));
    }
    i += std::max<std::size_t>(length, 1);
  }
}

// What an escape can write that the file itself may not hold; empty where the text is text. A line
// feed is left to the options: most refuse it, a block of JSON may want it. yaml-cpp makes one byte
// of "\N" and "\_", which is no UTF-8, and records, pages and terminals would all read it their own
// way.
std::string not_text(std::string_view text) {
  for (std::size_t i = 0; i < text.size();) {
    const std::size_t length = utf8_length(text, i);
    const auto byte = static_cast<unsigned char>(text[i]);
    if (length == 0)
      return fmt::format(
          "an escape that gives byte 0x{:02X}, which is not UTF-8; write the character itself",
          byte);
    // U+0080 to U+009F are controls too; a terminal may obey them.
    const bool control = (byte < 0x20 && byte != '\n') || byte == 0x7F ||
                         (byte == 0xC2 && static_cast<unsigned char>(text[i + 1]) < 0xA0);
    if (control)
      return fmt::format(
          "an escape that gives control character 0x{:02X}, which could forge a header or a log "
          "line; remove it",
          length == 1 ? byte : static_cast<unsigned char>(text[i + 1]));
    i += length;
  }
  return {};
}

struct TooMuch {
  Mistake mistake;
};

Place place(const YAML::Mark& mark) {
  return mark.is_null() ? Place{} : Place{mark.line + 1, mark.column + 1};
}

// Builds the tree from yaml-cpp's events. Its own YAML::Node is not used: it resolves aliases
// before anyone can refuse them, and hides duplicate keys.
class Builder final : public YAML::EventHandler {
 public:
  explicit Builder(std::vector<Mistake>& mistakes) : mistakes_(mistakes) {}
  Yaml take() { return std::move(root_); }

  void OnDocumentStart(const YAML::Mark&) override {}
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    anchored(mark, anchor);
    add({Yaml::Kind::nothing, place(mark), {}, false, {}, {}});
  }
  void OnAlias(const YAML::Mark& mark, YAML::anchor_t) override {
    mistakes_.push_back({place(mark),
                         "an alias (*name); a small file can grow without bound through "
                         "them; write the value out"});
    add({Yaml::Kind::refused, place(mark), {}, false, {}, {}});
  }
  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& value) override {
    anchored(mark, anchor);
    tagged(mark, tag);
    if (std::string wrong = not_text(value); !wrong.empty()) {
      mistakes_.push_back({place(mark), std::move(wrong)});
      add({Yaml::Kind::refused, place(mark), {}, false, {}, {}});
      return;
    }
    add({Yaml::Kind::scalar, place(mark), value, tag == "!", {}, {}});
  }
  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value) override {
    open(mark, tag, anchor, Yaml::Kind::list);
  }
  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value) override {
    open(mark, tag, anchor, Yaml::Kind::map);
  }
  void OnSequenceEnd() override { close(); }
  void OnMapEnd() override { close(); }

 private:
  struct Level {
    Yaml node;
    bool key_waits = false;  // of a map: the next node is the value of the last key
  };

  void anchored(const YAML::Mark& mark, YAML::anchor_t anchor) {
    if (anchor != 0)
      mistakes_.push_back({place(mark), "an anchor (&name); aliases are not used here; remove it"});
  }
  void tagged(const YAML::Mark& mark, const std::string& tag) {
    if (tag.size() > 1)
      mistakes_.push_back(
          {place(mark),
           fmt::format("tag \"{}\"; types follow from the option; remove it", shown(tag))});
  }
  void open(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
            Yaml::Kind kind) {
    anchored(mark, anchor);
    tagged(mark, tag);
    if (levels_.size() >= kMostLevels)
      throw TooMuch{
          {place(mark), fmt::format("nested deeper than {} levels, which no option needs; "
                                    "reading stops here",
                                    kMostLevels)}};
    levels_.push_back({{kind, place(mark), {}, false, {}, {}}, false});
  }
  void close() {
    Yaml done = std::move(levels_.back().node);
    levels_.pop_back();
    add(std::move(done));
  }
  void add(Yaml node) {
    if (++nodes_ > kMostNodes)
      throw TooMuch{
          {node.at, fmt::format("more than {} values, which no configuration needs; reading "
                                "stops here",
                                kMostNodes)}};
    if (levels_.empty()) {
      root_ = std::move(node);
      return;
    }
    Level& level = levels_.back();
    if (level.node.kind == Yaml::Kind::list) {
      level.node.items.push_back(std::move(node));
    } else if (!level.key_waits) {
      if (node.kind != Yaml::Kind::scalar && node.kind != Yaml::Kind::refused) {
        mistakes_.push_back({node.at, "a key that is not plain text; write name: value"});
        node.kind = Yaml::Kind::refused;
      }
      level.node.entries.push_back({std::move(node), Yaml{}});
      level.key_waits = true;
    } else {
      level.node.entries.back().value = std::move(node);
      level.key_waits = false;
    }
  }

  std::vector<Mistake>& mistakes_;
  std::vector<Level> levels_;
  std::size_t nodes_ = 0;
  Yaml root_;
};

// Refuses a second document: an operator who writes "---" in the middle would silently lose the
// rest.
class SecondDocument final : public YAML::EventHandler {
 public:
  void OnDocumentStart(const YAML::Mark& mark) override {
    throw TooMuch{
        {place(mark), "a second document starts; one file is one configuration; remove \"---\""}};
  }
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark&, YAML::anchor_t) override {}
  void OnAlias(const YAML::Mark&, YAML::anchor_t) override {}
  void OnScalar(const YAML::Mark&, const std::string&, YAML::anchor_t,
                const std::string&) override {}
  void OnSequenceStart(const YAML::Mark&, const std::string&, YAML::anchor_t,
                       YAML::EmitterStyle::value) override {}
  void OnSequenceEnd() override {}
  void OnMapStart(const YAML::Mark&, const std::string&, YAML::anchor_t,
                  YAML::EmitterStyle::value) override {}
  void OnMapEnd() override {}
};

}  // namespace

std::string shown(std::string_view text) {
  constexpr std::size_t most = 60;
  std::string out;
  for (std::size_t i = 0; i < text.size();) {
    const std::size_t length = utf8_length(text, i);
    if (out.size() + std::max<std::size_t>(length, 1) > most) return out + "...";
    const auto byte = static_cast<unsigned char>(text[i]);
    if (length == 0 || byte < 0x20 || byte == 0x7F)
      out += '?';
    else
      out += text.substr(i, length);
    i += std::max<std::size_t>(length, 1);
  }
  return out;
}

Yaml parse_yaml(const std::string& text, std::vector<Mistake>& mistakes) {
  if (text.size() > kMostBytes) {
    mistakes.push_back(
        {{},
         fmt::format("the file has {} bytes; at most {} are read, so that a wrong path "
                     "cannot fill the memory",
                     text.size(), kMostBytes)});
    return {};
  }
  check_bytes(text, mistakes);
  if (!mistakes.empty()) return {};
  Builder builder(mistakes);
  try {
    std::istringstream stream(text);
    YAML::Parser parser(stream);
    if (!parser.HandleNextDocument(builder)) return {};
    SecondDocument second;
    parser.HandleNextDocument(second);
  } catch (const TooMuch& reason) {
    mistakes.push_back(reason.mistake);
    return {};
  } catch (const YAML::Exception& exception) {
    mistakes.push_back(
        {place(exception.mark),
         fmt::format("not YAML ({}); nothing after this place was read", shown(exception.msg))});
    return {};
  }
  return builder.take();
}

}  // namespace saksi::settings
