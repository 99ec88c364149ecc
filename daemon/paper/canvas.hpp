// SPDX-License-Identifier: Apache-2.0
//
// What a PDF is drawn on: pages of a size, text in a box, lines, rectangles. In points (1/72 inch),
// y downwards. Only for pdf.cpp; canvas.cpp is where Pango and Cairo are.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "base/clock.hpp"
#include "base/result.hpp"

namespace saksi::paper {

inline constexpr double kMm = 72 / 25.4;

enum class Align : std::uint8_t { left, centre, right };
struct Pen {
  double size = 9.5;
  bool bold = false;
  Align align = Align::left;
};

class Canvas {
 public:
  // Fails where the font is not installed.
  static Result<std::unique_ptr<Canvas>> create(double width, double height,
                                                const std::string& title,
                                                std::optional<Instant> made);
  virtual ~Canvas() = default;
  // Height of the text, wrapped to `width`.
  virtual double measure(const std::string& text, const Pen& pen, double width) = 0;
  virtual double write(const std::string& text, const Pen& pen, double x, double y,
                       double width) = 0;
  virtual void line(double x1, double y1, double x2, double y2, double thick = 0.6) = 0;
  virtual void dashed(double x1, double y1, double x2, double y2) = 0;
  virtual void fill(double x, double y, double width, double height) = 0;
  virtual void frame(double x, double y, double width, double height, bool dashes = false) = 0;
  virtual void stripes(double x, double y, double width, double height, bool slanted) = 0;
  virtual void next_page() = 0;
  virtual Result<std::string> finish() = 0;
};

}  // namespace saksi::paper
