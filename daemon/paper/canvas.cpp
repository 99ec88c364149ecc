// SPDX-License-Identifier: Apache-2.0
#include "paper/canvas.hpp"

#include <cairo-pdf.h>
#include <pango/pangocairo.h>

#include <cmath>

#include "base/timestamp.hpp"

namespace saksi::paper {
namespace {

constexpr const char* kFamily = "DejaVu Sans";
constexpr std::size_t kMostBytes = 4u << 20;

struct Release {
  void operator()(cairo_surface_t* surface) const { cairo_surface_destroy(surface); }
  void operator()(cairo_t* context) const { cairo_destroy(context); }
  void operator()(PangoFontMap* map) const { g_object_unref(map); }
  void operator()(PangoContext* context) const { g_object_unref(context); }
  void operator()(PangoLayout* layout) const { g_object_unref(layout); }
  void operator()(PangoFont* font) const { g_object_unref(font); }
  void operator()(PangoFontDescription* font) const { pango_font_description_free(font); }
};
template <class T>
using Held = std::unique_ptr<T, Release>;

cairo_status_t keep(void* closure, const unsigned char* data, unsigned length) {
  auto& bytes = *static_cast<std::string*>(closure);
  if (bytes.size() + length > kMostBytes) return CAIRO_STATUS_WRITE_ERROR;
  bytes.append(reinterpret_cast<const char*>(data), length);
  return CAIRO_STATUS_SUCCESS;
}

Held<PangoFontDescription> description(const Pen& pen) {
  Held<PangoFontDescription> font(pango_font_description_new());
  pango_font_description_set_family_static(font.get(), kFamily);
  pango_font_description_set_weight(font.get(), pen.bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
  pango_font_description_set_absolute_size(font.get(), pen.size * PANGO_SCALE);
  return font;
}

class CairoCanvas final : public Canvas {
 public:
  CairoCanvas(double width, double height, const std::string& title, std::optional<Instant> made)
      : surface_(cairo_pdf_surface_create_for_stream(&keep, &bytes_, width, height)),
        cairo_(cairo_create(surface_.get())),
        map_(pango_cairo_font_map_new()),
        context_(pango_font_map_create_context(map_.get())),
        layout_(nullptr) {
    cairo_pdf_surface_set_metadata(surface_.get(), CAIRO_PDF_METADATA_TITLE, title.c_str());
    cairo_pdf_surface_set_metadata(surface_.get(), CAIRO_PDF_METADATA_CREATOR, "Saksi");
    // Without a date of its own Cairo would take the clock's, and no two copies would be alike.
    const Instant date = std::chrono::floor<std::chrono::seconds>(made.value_or(Instant{}));
    cairo_pdf_surface_set_metadata(surface_.get(), CAIRO_PDF_METADATA_CREATE_DATE,
                                   utc_text(date).substr(0, 19).append("Z").c_str());
    pango_context_set_language(context_.get(), pango_language_from_string("id"));
    // Points are points here, on a screen of any fineness; and paper has no pixels to fit.
    pango_cairo_context_set_resolution(context_.get(), 72);
    cairo_font_options_t* options = cairo_font_options_create();
    cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
    cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
    pango_cairo_context_set_font_options(context_.get(), options);
    cairo_font_options_destroy(options);
    layout_.reset(pango_layout_new(context_.get()));
    pango_layout_set_wrap(layout_.get(), PANGO_WRAP_WORD_CHAR);
  }

  // Pango takes any font rather than none; a sheet in another one would break its lines elsewhere.
  [[nodiscard]] bool has_font() {
    const auto wanted = description({});
    const Held<PangoFont> font(pango_font_map_load_font(map_.get(), context_.get(), wanted.get()));
    if (!font) return false;
    const Held<PangoFontDescription> found(pango_font_describe(font.get()));
    const char* family = pango_font_description_get_family(found.get());
    return family != nullptr && std::string_view(family) == kFamily;
  }

  double measure(const std::string& text, const Pen& pen, double width) override {
    const auto font = description(pen);
    pango_layout_set_font_description(layout_.get(), font.get());
    pango_layout_set_width(layout_.get(), static_cast<int>(width * PANGO_SCALE));
    pango_layout_set_alignment(layout_.get(), pen.align == Align::centre  ? PANGO_ALIGN_CENTER
                                              : pen.align == Align::right ? PANGO_ALIGN_RIGHT
                                                                          : PANGO_ALIGN_LEFT);
    pango_layout_set_text(layout_.get(), text.data(), static_cast<int>(text.size()));
    int height = 0;
    pango_layout_get_size(layout_.get(), nullptr, &height);
    return static_cast<double>(height) / PANGO_SCALE;
  }
  double write(const std::string& text, const Pen& pen, double x, double y, double width) override {
    const double height = measure(text, pen, width);
    cairo_move_to(cairo_.get(), x, y);
    pango_cairo_show_layout(cairo_.get(), layout_.get());
    return height;
  }
  void line(double x1, double y1, double x2, double y2, double thick) override {
    cairo_set_line_width(cairo_.get(), thick);
    cairo_move_to(cairo_.get(), x1, y1);
    cairo_line_to(cairo_.get(), x2, y2);
    cairo_stroke(cairo_.get());
  }
  void dashed(double x1, double y1, double x2, double y2) override {
    // On a white ground of its own: it is to be seen on a black box, too.
    cairo_set_source_rgb(cairo_.get(), 1, 1, 1);
    line(x1, y1, x2, y2, 2.6);
    cairo_set_source_rgb(cairo_.get(), 0, 0, 0);
    dash(true);
    line(x1, y1, x2, y2, 0.9);
    dash(false);
  }
  void fill(double x, double y, double width, double height) override {
    cairo_rectangle(cairo_.get(), x, y, width, height);
    cairo_fill(cairo_.get());
  }
  void frame(double x, double y, double width, double height, bool dashes) override {
    dash(dashes);
    cairo_set_line_width(cairo_.get(), 0.6);
    cairo_rectangle(cairo_.get(), x + 0.3, y + 0.3, width - 0.6, height - 0.6);
    cairo_stroke(cairo_.get());
    dash(false);
  }
  void stripes(double x, double y, double width, double height, bool slanted) override {
    cairo_save(cairo_.get());
    cairo_rectangle(cairo_.get(), x, y, width, height);
    cairo_clip(cairo_.get());
    const double lean = slanted ? height : 0;
    // From the same origin everywhere: neighbours join.
    for (double at = std::floor((x - lean) / 3) * 3; at < x + width; at += 3)
      line(at + lean, y, at, y + height, 1.3);
    cairo_restore(cairo_.get());
  }
  void next_page() override { cairo_show_page(cairo_.get()); }

  Result<std::string> finish() override {
    cairo_show_page(cairo_.get());
    cairo_surface_finish(surface_.get());
    for (const cairo_status_t status :
         {cairo_status(cairo_.get()), cairo_surface_status(surface_.get())})
      if (status != CAIRO_STATUS_SUCCESS)
        return fail(std::string("PDF: ") + cairo_status_to_string(status));
    return std::move(bytes_);
  }

 private:
  void dash(bool on) {
    const double pattern[] = {2, 2};
    cairo_set_dash(cairo_.get(), pattern, on ? 2 : 0, 0);
  }

  std::string bytes_;  // before the surface that writes to it
  Held<cairo_surface_t> surface_;
  Held<cairo_t> cairo_;
  Held<PangoFontMap> map_;
  Held<PangoContext> context_;
  Held<PangoLayout> layout_;
};

}  // namespace

Result<std::unique_ptr<Canvas>> Canvas::create(double width, double height,
                                               const std::string& title,
                                               std::optional<Instant> made) {
  auto canvas = std::make_unique<CairoCanvas>(width, height, title, made);
  if (!canvas->has_font())
    return fail("PDF: the font DejaVu Sans is not installed; apt install fonts-dejavu-core");
  return canvas;
}

}  // namespace saksi::paper
