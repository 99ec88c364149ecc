// SPDX-License-Identifier: Apache-2.0
#include "web/pages/papers.hpp"

#include <fmt/format.h>

#include "base/log.hpp"
#include "paper/qr.hpp"
#include "web/pages/page.hpp"

namespace saksi::web::pages {
namespace {

constexpr std::string_view kPaperCss = R"css(
.paper{background:var(--paper);border:1px solid var(--rule);border-radius:12px;padding:1.25rem}
.paper h1{font-size:1.25rem;letter-spacing:0;text-align:center}.paper .under{text-align:center;font-weight:650}
.paper h2,.paper h3{font-size:1.0625rem;margin:1.1rem 0 0}.paper h2.under{margin-top:0}.paper p,.paper ul,.paper table,.paper dl{margin-top:.45rem}
.paper ul{padding-left:1.2rem}.strong{font-weight:650}.small{font-size:.9375rem}.box{border:2px solid;padding:.4rem .6rem;text-align:center;font-weight:700}
.paper dl>div{display:flex;gap:0 1rem}.paper dt{flex:0 0 11rem}.paper dd{font-weight:620;min-width:0}
.seal{display:flex;flex-wrap:wrap;gap:.5rem 1rem;align-items:center}.seal>div{flex:1 1 14rem}.seal svg{flex:none;width:30mm;height:30mm;background:#fff}
.paper .code{font-size:14pt;font-weight:720;letter-spacing:.04em;margin:0}
.signs{display:flex;flex-wrap:wrap;gap:1rem;margin-top:1rem}.signs>div{flex:1 1 9rem}.signs .free{height:4rem}.signs p{margin:0}
.write td{height:7.2mm;padding:0 .4rem;vertical-align:middle}
.tools{display:flex;flex-wrap:wrap;gap:0 1.2rem;margin-bottom:.8rem}.tools a{padding:.6rem 0;min-height:44px}
@media(max-width:38rem){.paper dl>div{display:block}.paper dl>div+div{margin-top:.35rem}.write td:empty{display:none}}
@media print{.site,footer,.tools,.cite-card{display:none}.paper{border:0;padding:0;border-radius:0}.kop{padding-top:2.7cm}
.paper table{border-collapse:collapse}.paper th,.paper td{border:1px solid #000;padding:.6mm 1.5mm;line-height:1.3;font-size:9pt;display:table-cell!important}
.paper tr{display:table-row!important}.paper tbody{display:table-row-group!important}.paper table{display:table!important}.paper thead{display:table-header-group!important;position:static!important;clip-path:none!important}
.paper td::before{content:none!important}.write td{height:7.2mm}.paper table:not(.write) td:nth-child(3){white-space:nowrap}
.paper h1{font-size:13pt}.paper h2{font-size:10.5pt;margin-top:.45rem}.paper p,.paper ul,.paper dl{font-size:9.5pt;line-height:1.3;margin-top:.2rem}
.paper dl>div{display:flex}.paper figcaption,.paper .legend{font-size:8.5pt}.paper table{width:calc(100% - 1px)}.turn{break-before:page}.seal,.signs,.paper figure{break-inside:avoid}main{padding:0}}
)css";

// The printer's foot, with page numbers where the browser knows them (Chromium 131 and later).
std::string page_css(const paper::Document& document, const paper::Sheetform& form) {
  std::string foot;
  for (const char c : document.footer) {
    if (c == '"' || c == '\\' || c == '<') continue;  // into a CSS string, inside a style element
    foot += c;
  }
  const std::string numbers =
      fill(word(Word::paper_page, document.language),
           {{"page", "\" counter(page) \""}, {"pages", "\" counter(pages) \""}});
  return std::string(kPaperCss) +
         fmt::format(
             "@page{{size:{};margin:1.4cm 1.5cm 1.7cm 2.5cm;@bottom-left{{content:\"{}\";font:8pt "
             "sans-serif}}@bottom-right{{content:\"{}\";font:8pt sans-serif}}}}",
             form.folio ? "215mm 330mm" : "A4", foot, numbers);
}

struct Drawing {
  const Reading& reading;
  const paper::Document& document;
  Html html;
  bool turned = false;  // the next title begins a page
  bool titled = false;  // there is one h1 a page
  std::string_view title_tag = "h1";

  void operator()(const paper::Title& title) {
    const bool first = !titled && title_tag == "h1";
    html << (turned ? Html() << "<div class=\"turn\">" : Html() << "<div>");
    if (first)
      html << "<h1>" << title.text << "</h1>";
    else
      html << "<h2 class=\"under\">" << title.text << "</h2>";
    for (const std::string& line : title.below) html << "<p class=\"under\">" << line << "</p>";
    html << "</div>";
    titled = true;
    turned = false;
  }
  void operator()(const paper::Heading& heading) {
    if (title_tag == "h1")
      html << "<h2>" << heading.text << "</h2>";
    else
      html << "<h3>" << heading.text << "</h3>";
  }
  void operator()(const paper::Paragraph& one) {
    using Look = paper::Paragraph::Look;
    switch (one.look) {
      case Look::plain:
        html << "<p>";
        break;
      case Look::strong:
        html << "<p class=\"strong\">";
        break;
      case Look::small:
        html << "<p class=\"small\">";
        break;
      case Look::framed:
        html << "<p class=\"box\">";
        break;
    }
    html << one.text << "</p>";
  }
  void operator()(const paper::Bullets& list) {
    html << "<ul>";
    for (const std::string& item : list.items) html << "<li>" << item << "</li>";
    html << "</ul>";
  }
  void operator()(const paper::Facts& facts) {
    html << "<dl>";
    for (const auto& [name, value] : facts.rows)
      html << "<div><dt>" << name << "</dt><dd>" << value << "</dd></div>";
    html << "</dl>";
  }
  void operator()(const paper::Table& table) {
    if (table.row_mm > 0)
      html << "<table class=\"stack write\">";
    else
      html << "<table class=\"stack\">";
    html << "<caption class=\"vh\">" << table.caption << "</caption><thead><tr>";
    for (const std::string& column : table.columns)
      html << "<th scope=\"col\">" << column << "</th>";
    html << "</tr></thead><tbody>";
    for (const auto& cells : table.rows) {
      html << "<tr>";
      for (std::size_t i = 0; i < cells.size(); ++i) {
        if (i == 0)
          html << "<th scope=\"row\">" << cells[i] << "</th>";
        else
          html << "<td data-k=\"" << table.columns[i] << "\">" << cells[i] << "</td>";
      }
      html << "</tr>";
    }
    html << "</tbody></table>";
  }
  void operator()(const paper::Minutes& strip) {
    constexpr double kHeight = 40, kLine = 15;
    const double whole = static_cast<double>(strip.states.size());
    const double top = kLine * static_cast<double>(strip.pins.size()) + 4, foot = top + kHeight;
    std::vector<Mark> marks;
    for (const MinuteState state : strip.states) marks.push_back(mark_of(state));
    html << "<figure style=\"margin:0\"><svg class=\"strip\" role=\"img\" height=\"";
    html.markup(fmt::format("{:.0f}", foot + 18));
    html << "\" aria-label=\"" << strip.sentence << "\">";
    html.markup(fmt::format(
        "<line class=\"base\" x1=\"0\" x2=\"100%\" y1=\"{0:.1f}\" y2=\"{0:.1f}\"/>", foot + 0.5));
    for (std::size_t at = 0; at < marks.size();) {
      std::size_t end = at;
      while (end < marks.size() && marks[end] == marks[at]) ++end;
      draw_box(html, marks[at], 100 * static_cast<double>(at) / whole,
               100 * static_cast<double>(end - at) / whole, top, kHeight);
      at = end;
    }
    double line = 11;
    for (const paper::Minutes::Pin& pin : strip.pins) {
      const double x = std::clamp(
          100 * static_cast<double>((pin.at - strip.from).count()) / 60 / whole, 0.0, 100.0);
      html.markup(
          fmt::format("<line style=\"stroke:var(--paper);stroke-width:4\" x1=\"{0:.2f}%\" "
                      "x2=\"{0:.2f}%\" y1=\"{1:.0f}\" y2=\"{2:.0f}\"/><line class=\"pin\" "
                      "x1=\"{0:.2f}%\" x2=\"{0:.2f}%\" y1=\"{1:.0f}\" "
                      "y2=\"{2:.0f}\"/><text class=\"pinned\" x=\"{0:.2f}%\" dx=\"{3}\" "
                      "y=\"{4:.0f}\" text-anchor=\"{5}\">",
                      x, line - 9, foot + 1, x > 70 ? -4 : 4, line, x > 70 ? "end" : "start"));
      html << pin.label << "</text>";
      line += kLine;
    }
    html.markup(fmt::format("<text x=\"0\" y=\"{:.0f}\">", foot + 15));
    html << strip.begin;
    html.markup(
        fmt::format("</text><text x=\"100%\" y=\"{:.0f}\" text-anchor=\"end\">", foot + 15));
    html << strip.end << "</text></svg>" << legend(reading, marks, Strip{})
         << "<figcaption class=\"small\">" << strip.sentence << "</figcaption></figure>";
  }
  void operator()(const paper::Seal& seal) {
    html << "<div class=\"seal\">";
    if (!seal.url.empty()) {
      if (const auto qr = paper::qr_of(seal.url)) {
        const int side = qr->size + 2 * paper::kQuiet;
        std::string path;
        for (int y = 0; y < qr->size; ++y)
          for (int x = 0; x < qr->size;) {
            int end = x;
            while (end < qr->size && qr->at(end, y)) ++end;
            if (end > x)
              path += fmt::format("M{} {}h{}v1h-{}z", x + paper::kQuiet, y + paper::kQuiet, end - x,
                                  end - x);
            x = end + 1;
          }
        html << "<svg role=\"img\" aria-label=\"QR: " << seal.url << "\" viewBox=\"0 0 ";
        html.markup(
            fmt::format("{0} {0}\" shape-rendering=\"crispEdges\"><rect width=\"{0}\" "
                        "height=\"{0}\" fill=\"#fff\"/><path fill=\"#000\" d=\"{1}\"/></svg>",
                        side, path));
      } else {
        log::error("page: {}", qr.error().message);
        html << "<p>" << seal.url << "</p>";
      }
    }
    html << "<div><p class=\"small\">" << seal.label << "</p><p class=\"code\">" << seal.code
         << "</p><p class=\"strong\">" << seal.note << "</p>";
    for (const std::string& line : seal.how) html << "<p class=\"small\">" << line << "</p>";
    html << "</div></div>";
  }
  void operator()(const paper::Signatures& all) {
    html << "<div class=\"signs\">";
    for (const auto& lines : all.columns) {
      html << "<div>";
      for (const std::string& line : lines) {
        if (line.empty())
          html << "<div class=\"free\"></div>";
        else
          html << "<p>" << line << "</p>";
      }
      html << "</div>";
    }
    html << "</div>";
  }
  void operator()(const paper::PageBreak&) { turned = true; }
};

std::string with_form(std::string path, const paper::Sheetform& form) {
  const auto add = [&](std::string_view parameter) {
    path += path.find('?') == std::string::npos ? '?' : '&';
    path += parameter;
  };
  if (form.letterhead) add("kop=1");
  if (form.folio) add("kertas=f4");
  return path;
}

Html tools_of(const Reading& reading, const PaperFrame& frame) {
  Html html;
  const auto link = [&](const std::string& path, Word label) {
    html << "<a href=\"" << reading.link(path) << "\">" << reading.say(label) << "</a>";
  };
  html << "<p class=\"note screen\">" << reading.say(Word::paper_how_print)
       << "</p><div class=\"tools\">";
  link(with_form(frame.pdf, frame.form), Word::paper_pdf);
  paper::Sheetform other = frame.form;
  other.letterhead = !other.letterhead;
  link(with_form(frame.path, other), frame.form.letterhead ? Word::paper_no_kop : Word::paper_kop);
  other = frame.form;
  other.folio = !other.folio;
  link(with_form(frame.path, other), frame.form.folio ? Word::paper_a4 : Word::paper_f4);
  html << "</div>";
  return html;
}

}  // namespace

std::string paper_page(const View& view, const paper::Document& document, const PaperFrame& frame) {
  const Reading reading(view);
  Drawing drawing{reading, document, {}, false, false, "h1"};
  for (const paper::Block& block : document.blocks) std::visit(drawing, block);
  Html body;
  body << tools_of(reading, frame) << "<article class=\"paper";
  if (frame.form.letterhead) body << " kop";
  body << "\">" << drawing.html << "</article>";
  if (!frame.citation.empty())
    body << "<section class=\"card cite-card\"><h2>" << reading.say(Word::paper_cite_title)
         << "</h2><p class=\"cite\">" << frame.citation << "</p></section>";
  const std::string css = page_css(document, frame.form);
  Frame around;
  around.title = document.title;
  around.path = with_form(frame.path, frame.form);
  around.nav = Word::nav_log;
  around.current = false;
  around.css = css;
  return framed(reading, around, body);
}

std::string no_paper(const View& view, const std::string& why) {
  const Reading reading(view);
  Html body;
  body << "<section class=\"card answer off\"><h1>" << reading.say(Word::paper_none_title)
       << "</h1><p class=\"lead\">" << why << "</p></section>";
  return framed(reading,
                {std::string(reading.say(Word::paper_none_title)), "/", Word::nav_check, false},
                body);
}

std::string pdf_failed(const View& view, const std::string& why) {
  const Reading reading(view);
  Html body;
  body << "<section class=\"card answer off\"><h1>" << reading.say(Word::paper_pdf_failed)
       << "</h1><p class=\"lead\">" << reading.say(Word::paper_how_print)
       << "</p><p class=\"note\">" << why << "</p></section>";
  return framed(reading,
                {std::string(reading.say(Word::paper_pdf_failed)), "/", Word::nav_check, false},
                body);
}

namespace {

struct Answered {
  Word title, lead;
  Tone tone;
};
Answered answered(Genuine state) {
  switch (state) {
    case Genuine::current:
      return {Word::v_current, Word::v_current_lead, Tone::ok};
    case Genuine::revised:
      return {Word::v_revised, Word::v_revised_lead, Tone::slow};
    case Genuine::withdrawn:
      return {Word::v_withdrawn, Word::v_withdrawn_lead, Tone::outage};
    case Genuine::unknown:
      return {Word::v_unknown, Word::v_unknown_lead, Tone::outage};
    case Genuine::mistyped:
      return {Word::v_typo, Word::v_typo_lead, Tone::no_data};
    case Genuine::nothing:
      break;
  }
  return {Word::v_title, Word::v_lead, Tone::off};
}

}  // namespace

std::string verify(const View& view, const Checked& checked) {
  const Reading reading(view);
  const Answered said = answered(checked.state);
  Html body;
  if (checked.state == Genuine::nothing) {
    body << "<h1>" << reading.say(Word::v_title) << "</h1><p class=\"lead\">"
         << reading.say(Word::v_lead) << "</p>";
  } else {
    body << "<section class=\"card answer " << name(said.tone) << "\" role=\"status\"><h1>"
         << glyph(said.tone) << reading.say(said.title) << "</h1><p class=\"lead\">"
         << reading.say(said.lead, {{"number", checked.number},
                                    {"revision", std::to_string(checked.revision)},
                                    {"when", checked.issued},
                                    {"reason", checked.reason},
                                    {"code", shown_code(checked.code)}})
         << "</p>";
    if (checked.unsure) body << "<p>" << reading.say(Word::v_unsure) << "</p>";
    if (checked.finalised) body << "<p>" << reading.say(Word::v_finalised) << "</p>";
    if (!checked.newer.empty())
      body << "<p><a href=\"" << reading.link(checked.newer) << "\">" << reading.say(Word::v_newer)
           << "</a></p>";
    body << "</section>";
  }
  if (checked.archived) {
    Drawing drawing{reading, *checked.archived, {}, false, false, "h3"};
    for (const paper::Block& block : checked.archived->blocks) std::visit(drawing, block);
    body << "<h2 class=\"gap\">" << reading.say(Word::v_archive) << "</h2><article class=\"paper\">"
         << drawing.html << "</article>";
  }
  body << "<form class=\"card\" method=\"get\" action=\"/v\">";
  if (reading.language == Language::english)
    body << "<input type=\"hidden\" name=\"lang\" value=\"en\">";
  body << "<div class=\"field\"><label for=\"kode\">" << reading.say(Word::v_field)
       << "</label><p class=\"note\" id=\"kode-h\">" << reading.say(Word::v_hint)
       << "</p><input id=\"kode\" name=\"kode\" type=\"text\" autocomplete=\"off\" "
          "autocapitalize=\"characters\" spellcheck=\"false\" maxlength=\"40\" "
          "aria-describedby=\"kode-h\" value=\""
       << checked.typed << "\"></div><button type=\"submit\">" << reading.say(Word::v_button)
       << "</button></form>";
  Frame frame;
  frame.title = std::string(reading.say(said.title));
  frame.path = checked.code.empty() ? "/v" : "/v/" + checked.code;
  frame.nav = Word::nav_check;
  frame.current = false;
  frame.css = kPaperCss;
  return framed(reading, frame, body);
}

}  // namespace saksi::web::pages
