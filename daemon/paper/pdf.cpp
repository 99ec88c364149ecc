// SPDX-License-Identifier: Apache-2.0
#include "paper/pdf.hpp"

#include <algorithm>
#include <numeric>

#include "paper/canvas.hpp"
#include "paper/qr.hpp"
#include "paper/text.hpp"

namespace saksi::paper {
namespace {

constexpr double kLeft = 25 * kMm, kRight = 15 * kMm, kTop = 14 * kMm, kBottom = 18 * kMm;
constexpr double kLetterhead = 45 * kMm;
constexpr double kGap = 4;
constexpr double kPad = 2.5;
constexpr double kQrSide = 30 * kMm;  // with the quiet zone; at least 25 without asking for more

// Draws the blocks one below the other, on as many pages as it takes.
class Flow {
 public:
  Flow(Canvas& canvas, const Document& document, const Sheetform& form, int pages)
      : canvas_(canvas),
        document_(document),
        width_((form.folio ? 215 : 210) * kMm),
        height_((form.folio ? 330 : 297) * kMm),
        pages_(pages) {
    begin_page();
    if (form.letterhead) y_ = std::max(y_, kLetterhead);
  }

  int draw() {
    for (std::size_t i = 0; i < document_.blocks.size(); ++i) {
      // A heading goes with what it is above.
      const bool seal =
          i + 1 < document_.blocks.size() && std::holds_alternative<Seal>(document_.blocks[i + 1]);
      if (seal) need(kQrSide + 26);
      std::visit([this](const auto& one) { put(one); }, document_.blocks[i]);
    }
    return page_;
  }
  [[nodiscard]] const std::optional<Error>& trouble() const { return trouble_; }
  [[nodiscard]] bool too_long() const { return page_ > kMostPages; }

 private:
  [[nodiscard]] double inner() const { return width_ - kLeft - kRight; }
  [[nodiscard]] double room() const { return height_ - kBottom - y_; }

  void begin_page() {
    ++page_;
    y_ = kTop;
    const double foot = height_ - kBottom + 10;
    canvas_.line(kLeft, foot - 3, width_ - kRight, foot - 3);
    canvas_.write(document_.footer, {8}, kLeft, foot, inner() * 0.72);
    canvas_.write(fill(word(Word::paper_page, document_.language),
                       {{"page", std::to_string(page_)}, {"pages", std::to_string(pages_)}}),
                  {8, false, Align::right}, kLeft + inner() * 0.72, foot, inner() * 0.28);
    if (!document_.banner.empty() && page_ > 1)
      y_ += canvas_.write(document_.banner, {8, true}, kLeft, y_, inner()) + kGap;
  }
  void turn() {
    canvas_.next_page();
    begin_page();
  }
  void need(double height) {
    if (room() < height && y_ > kTop + 30 && !too_long()) turn();
  }
  void text(const std::string& what, const Pen& pen, double indent = 0) {
    need(canvas_.measure(what, pen, inner() - indent));
    y_ += canvas_.write(what, pen, kLeft + indent, y_, inner() - indent);
  }

  void put(const Title& title) {
    text(title.text, {13, true, Align::centre});
    for (const std::string& line : title.below) {
      y_ += 2;
      text(line, {10, true, Align::centre});
    }
    y_ += kGap;
  }
  void put(const Heading& heading) {
    need(60);  // never alone at the foot of a page
    y_ += kGap;
    text(heading.text, {10.5, true});
    y_ += 2;
  }
  void put(const Paragraph& one) {
    using Look = Paragraph::Look;
    if (one.look == Look::framed) {
      const Pen pen{10, true, Align::centre};
      const double height = canvas_.measure(one.text, pen, inner() - 12) + 8;
      need(height);
      canvas_.frame(kLeft, y_, inner(), height);
      canvas_.write(one.text, pen, kLeft + 6, y_ + 4, inner() - 12);
      y_ += height;
    } else {
      text(one.text, {one.look == Look::small ? 8.5 : document_.points, one.look == Look::strong});
    }
    y_ += kGap;
  }
  void put(const Bullets& list) {
    for (const std::string& item : list.items) {
      need(canvas_.measure(item, {9}, inner() - 12));
      canvas_.write("•", {9}, kLeft + 2, y_, 10);
      text(item, {9}, 12);
      y_ += 1.5;
    }
    y_ += kGap / 2;
  }
  void put(const Facts& facts) {
    const double label = inner() * 0.26;
    for (const auto& [name, value] : facts.rows) {
      const double height = std::max(canvas_.measure(name, {document_.points}, label - 6),
                                     canvas_.measure(value, {document_.points}, inner() - label));
      need(height);
      canvas_.write(name, {document_.points}, kLeft, y_, label - 6);
      canvas_.write(value, {document_.points, true}, kLeft + label, y_, inner() - label);
      y_ += height + 1.5;
    }
    y_ += kGap;
  }

  double row(const std::vector<std::string>& cells, const std::vector<double>& widths,
             const Pen& pen, double least, bool drawn) {
    double height = least;
    for (std::size_t i = 0; i < cells.size(); ++i)
      height = std::max(height, canvas_.measure(cells[i], pen, widths[i] - 2 * kPad) + 2 * kPad);
    if (!drawn) return height;
    double x = kLeft;
    for (std::size_t i = 0; i < cells.size(); ++i) {
      canvas_.frame(x, y_, widths[i], height);
      canvas_.write(cells[i], pen, x + kPad, y_ + kPad, widths[i] - 2 * kPad);
      x += widths[i];
    }
    y_ += height;
    return height;
  }
  void put(const Table& table) {
    const double all = std::accumulate(table.weights.begin(), table.weights.end(), 0.0);
    std::vector<double> widths;
    for (const int weight : table.weights) widths.push_back(inner() * weight / all);
    const Pen head{8.5, true}, plain{8.5};
    const double head_height = row(table.columns, widths, head, 0, false);
    bool begun = false;
    for (const auto& cells : table.rows) {
      const double height = row(cells, widths, plain, table.row_mm * kMm, false);
      if (room() < height + (begun ? 0 : head_height) && !too_long()) {
        turn();
        begun = false;
      }
      if (!begun) row(table.columns, widths, head, 0, true);
      begun = true;
      row(cells, widths, plain, table.row_mm * kMm, true);
    }
    y_ += kGap;
  }

  // The heights and patterns of the pages (web/pages/strip.cpp): told apart without colour.
  void box(MinuteState state, double x, double width, double top, double height) {
    const double foot = top + height;
    switch (state) {
      case MinuteState::good:
        return canvas_.fill(x, foot - height * 0.22, width, height * 0.22);
      case MinuteState::slow:
        return canvas_.stripes(x, foot - height * 0.5, width, height * 0.5, true);
      case MinuteState::intermittent:
        return canvas_.stripes(x, foot - height * 0.72, width, height * 0.72, false);
      case MinuteState::bad:
        return canvas_.fill(x, top, width, height);
      case MinuteState::one_network:
        canvas_.frame(x, top, width, height);
        return canvas_.fill(x, top + height * 0.5, width, height * 0.5);
      case MinuteState::not_open:
        return canvas_.frame(x, foot - height * 0.4, width, height * 0.4);
      case MinuteState::unknown:
        return canvas_.frame(x, foot - height * 0.22, width, height * 0.22, true);
    }
  }
  void put(const Minutes& strip) {
    constexpr double kHeight = 30, kLabel = 11;
    const double minute = inner() / static_cast<double>(strip.states.size());
    const auto x_of = [&](TimeOfDay at) {
      return kLeft +
             std::clamp(static_cast<double>((at - strip.from).count()) / 60 * minute, 0.0, inner());
    };
    need(kHeight + 4 * kLabel + 20);
    const double top = y_ + kLabel * static_cast<double>(strip.pins.size()) + 2;
    for (std::size_t at = 0; at < strip.states.size();) {
      std::size_t end = at;
      while (end < strip.states.size() && strip.states[end] == strip.states[at]) ++end;
      box(strip.states[at], kLeft + minute * static_cast<double>(at),
          minute * static_cast<double>(end - at), top, kHeight);
      at = end;
    }
    canvas_.line(kLeft, top + kHeight, width_ - kRight, top + kHeight);
    for (const Minutes::Pin& pin : strip.pins) {
      const double x = x_of(pin.at);
      const bool right = x > kLeft + inner() * 0.7;
      canvas_.dashed(x, y_ + 2, x, top + kHeight);
      canvas_.write(pin.label, {8, true, right ? Align::right : Align::left},
                    right ? x - 123 : x + 3, y_, 120);
      y_ += kLabel;
    }
    y_ = top + kHeight + 2;
    canvas_.write(strip.begin, {8}, kLeft, y_, inner() / 2);
    y_ += canvas_.write(strip.end, {8, false, Align::right}, kLeft + inner() / 2, y_, inner() / 2);
    y_ += 3;
    std::vector<MinuteState> seen;
    for (const MinuteState state : strip.states)
      if (std::find(seen.begin(), seen.end(), state) == seen.end()) seen.push_back(state);
    std::sort(seen.begin(), seen.end());
    const double each = inner() / std::max<double>(4, static_cast<double>(seen.size()));
    for (std::size_t i = 0; i < seen.size(); ++i) {
      const double x = kLeft + each * static_cast<double>(i);
      box(seen[i], x, 12, y_, 14);
      canvas_.line(x, y_ + 14, x + 12, y_ + 14);
      canvas_.write(std::string(word(minute_word(seen[i]), document_.language)), {8}, x + 16,
                    y_ + 2, each - 18);
    }
    y_ += 19;
    text(strip.sentence, {8.5});
    y_ += kGap;
  }

  void put(const Seal& seal) {
    double beside = 0;
    need((seal.url.empty() ? 55 : kQrSide) + 4);
    const double top = y_;
    if (!seal.url.empty()) {
      const auto qr = qr_of(seal.url);
      if (!qr) {
        trouble_ = qr.error();
      } else {
        const double module = kQrSide / (qr->size + 2 * kQuiet);
        for (int line = 0; line < qr->size; ++line)
          for (int at = 0; at < qr->size;) {
            int end = at;
            while (end < qr->size && qr->at(end, line)) ++end;
            if (end > at)
              canvas_.fill(kLeft + module * (at + kQuiet), top + module * (line + kQuiet),
                           module * (end - at), module);
            at = end + 1;
          }
        beside = kQrSide + 8;
      }
    }
    y_ += beside > 0 ? 6 : 0;
    text(seal.label, {8.5}, beside);
    text(seal.code, {14, true}, beside);
    text(seal.note, {8.5, true}, beside);
    for (const std::string& line : seal.how) {
      y_ += 2;
      text(line, {8.5}, beside);
    }
    y_ = std::max(y_, top + (beside > 0 ? kQrSide : 0)) + kGap;
  }

  void put(const Signatures& all) {
    constexpr double kFree = 52;
    const double each = inner() / static_cast<double>(all.columns.size());
    need(kFree + 70);
    y_ += kGap;
    double lowest = y_;
    for (std::size_t i = 0; i < all.columns.size(); ++i) {
      double y = y_;
      for (const std::string& line : all.columns[i])
        y += line.empty() ? (all.columns[i].empty() ? 0 : kFree)
                          : canvas_.write(line, {document_.points},
                                          kLeft + each * static_cast<double>(i), y, each - 6);
      lowest = std::max(lowest, y);
    }
    y_ = lowest + kGap;
  }
  void put(const PageBreak&) {
    if (!too_long()) turn();
  }

  Canvas& canvas_;
  const Document& document_;
  double width_, height_, y_ = 0;
  int page_ = 0;
  int pages_;
  std::optional<Error> trouble_;
};

}  // namespace

Result<std::string> pdf_of(const Document& document, const Sheetform& form) {
  int pages = 1;
  for (const bool last : {false, true}) {  // the first time to count the pages
    SAKSI_TRY_ASSIGN(const auto canvas,
                     Canvas::create((form.folio ? 215 : 210) * kMm, (form.folio ? 330 : 297) * kMm,
                                    document.title, document.made));
    Flow flow(*canvas, document, form, pages);
    pages = flow.draw();
    if (flow.trouble()) return fail(flow.trouble()->message);
    if (flow.too_long()) return fail("PDF: more than " + std::to_string(kMostPages) + " pages");
    if (last) return canvas->finish();
  }
  return fail("PDF: nothing was drawn");
}

}  // namespace saksi::paper
