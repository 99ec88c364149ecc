// SPDX-License-Identifier: Apache-2.0
//
// A paper as a list of blocks, in one language: what the print page and the PDF both draw, so that
// the two cannot say different things. Made by compose.hpp; it knows neither HTML nor points.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "base/clock.hpp"
#include "model/incident.hpp"
#include "model/words.hpp"

namespace saksi::paper {

struct Title {
  std::string text;
  std::vector<std::string> below;  // "Nomor ...": bold, centred
};
struct Heading {
  std::string text;
};
struct Paragraph {
  enum class Look : std::uint8_t { plain, strong, small, framed };
  std::string text;
  Look look = Look::plain;
};
struct Bullets {
  std::vector<std::string> items;
};
// Labels with their values.
struct Facts {
  std::vector<std::pair<std::string, std::string>> rows;
};
struct Table {
  std::string caption;               // read out, not drawn
  std::vector<std::string> columns;  // repeated on each page
  std::vector<int> weights;          // of their widths
  std::vector<std::vector<std::string>> rows;
  double row_mm = 0;  // least height: room to write by hand
};
// One minute a box.
struct Minutes {
  TimeOfDay from{0};
  std::vector<MinuteState> states;
  struct Pin {
    TimeOfDay at{0};
    std::string label;  // "batas 07.30"
  };
  std::vector<Pin> pins;
  std::string begin, end;  // under its edges
  std::string sentence;    // the same in words
};
// The code with its QR, or without one.
struct Seal {
  std::string code;  // "7F3K-9Q2M-4TZ"
  std::string url;   // what the QR holds; empty: there is none
  std::string label, note;
  std::vector<std::string> how;
};
// Places to sign, side by side.
struct Signatures {
  std::vector<std::vector<std::string>> columns;  // lines above and below the free place
};
struct PageBreak {};

using Block = std::variant<Title, Heading, Paragraph, Bullets, Facts, Table, Minutes, Seal,
                           Signatures, PageBreak>;

struct Document {
  std::string title;
  Language language = Language::indonesian;
  std::string footer;           // on each page: number and code
  std::string banner;           // on each page, above all else: "SIMULASI ..."
  std::optional<Instant> made;  // PDF's date; the same sheet is the same bytes
  double points = 9.5;          // of its text
  std::vector<Block> blocks;
};

}  // namespace saksi::paper
