// SPDX-License-Identifier: Apache-2.0
#include "verdict/header.hpp"

#include <algorithm>
#include <initializer_list>
#include <set>

#include "verdict/earlier.hpp"
#include "verdict/typed.hpp"

namespace saksi::verdict {
namespace {

constexpr std::size_t kTitleRows = 40;  // a header stands no lower

bool has(std::string_view plain, std::initializer_list<std::string_view> words) {
  const std::string padded = ' ' + std::string(plain) + ' ';
  return std::any_of(words.begin(), words.end(), [&](std::string_view word) {
    return padded.find(' ' + std::string(word) + ' ') != std::string::npos;
  });
}

// How well a header's text names the thing; 0: not at all.
int names_date(std::string_view plain) {
  if (has(plain, {"lahir", "cetak", "unduh", "lapor", "tmt", "jam"})) return 0;
  if (has(plain, {"tanggal", "tgl", "date"})) return 2;
  return plain == "hari" ? 1 : 0;
}

int names_time(std::string_view plain) {
  if (has(plain, {"jadwal", "batas", "seharusnya", "terlambat", "telat", "pulang", "keluar",
                  "status", "keterangan", "lokasi", "foto", "tanggal", "tgl", "selisih", "out"}))
    return 0;
  const bool in = has(plain, {"masuk", "datang", "check in", "checkin", "clock in", "in"});
  const bool clock = has(plain, {"jam", "waktu", "pukul", "scan", "absen", "presensi", "time"});
  if (in) return clock ? 3 : 2;
  return clock && !has(plain, {"harian", "bulan", "kerja", "rekap", "laporan"}) ? 1 : 0;
}

int names_agency(std::string_view plain) {
  return has(plain, {"opd", "skpd", "unit kerja", "unor", "perangkat daerah", "instansi", "satker",
                     "unit organisasi", "agency"})
             ? 1
             : 0;
}

struct Best {
  int score = 0;
  std::optional<std::size_t> column;
  void hear(int rank, std::size_t at) {
    if (rank > score) {
      score = rank;
      column = at;
    }
  }
};

// One column of a header that ends in row `last`: what it is called itself (where two levels are
// read, the empty cell is the one above), and under which merged title.
struct Name {
  std::string own, full;
};

std::vector<Name> names_of(const std::vector<Cells>& rows, std::size_t last, bool two_levels) {
  std::vector<Name> found;
  for (const std::string& cell : rows[last]) found.push_back({plain_words(cell), {}});
  if (two_levels) found.resize(std::max(found.size(), rows[last - 1].size()));
  std::string merged;  // is written once and holds for the empty cells beside it
  for (std::size_t i = 0; i < found.size(); ++i) {
    Name& name = found[i];
    if (two_levels) {
      const Cells& row = rows[last - 1];
      const std::string above = i < row.size() ? plain_words(row[i]) : std::string();
      if (!above.empty()) merged = above;
      if (name.own.empty()) {
        name.own = above;
      } else if (!merged.empty()) {
        name.full = merged + ' ' + name.own;
        continue;
      }
    }
    name.full = name.own;
  }
  return found;
}

// What a title cell says behind a name: "Tanggal : 12 Jan 2026", or in the cell beside it.
std::optional<std::string> titled(const Cells& row, std::size_t at,
                                  int (*names)(std::string_view)) {
  const std::string& cell = row[at];
  const std::size_t colon = cell.find(':');
  const std::string name = cell.substr(0, colon);
  if (name.size() > 40 || names(plain_words(name)) == 0) return std::nullopt;
  if (colon != std::string::npos && !folded(cell.substr(colon + 1)).empty())
    return cell.substr(colon + 1);
  for (std::size_t i = at + 1; i < row.size(); ++i) {
    std::string text = row[i];
    if (text.starts_with(':')) text.erase(0, 1);
    if (!folded(text).empty()) return text;
  }
  return std::nullopt;
}

void read_titles(const std::vector<Cells>& rows, std::size_t header, Columns& columns) {
  for (std::size_t i = 0; i < header; ++i)
    for (std::size_t at = 0; at < rows[i].size(); ++at) {
      if (const auto text = titled(rows[i], at, names_date); text && !columns.title_date)
        if (const auto date = typed_date(*text)) columns.title_date = *date;
      if (const auto text = titled(rows[i], at, names_agency); text && columns.title_agency.empty())
        columns.title_agency = *text;
    }
}

std::string shown(const std::vector<Cells>& rows, std::size_t header, std::size_t column) {
  if (column < rows[header].size() && !folded(rows[header][column]).empty())
    return rows[header][column];
  return header > 0 && column < rows[header - 1].size() ? rows[header - 1][column] : std::string();
}

}  // namespace

std::string plain_words(std::string_view text) {
  std::string plain;
  for (const char c : folded(text)) {
    const bool keeps = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (c & 0x80) != 0;
    if (keeps)
      plain += c;
    else if (!plain.empty() && plain.back() != ' ')
      plain += ' ';
  }
  if (plain.ends_with(' ')) plain.pop_back();
  return plain;
}

std::optional<Columns> find_columns(const std::vector<Cells>& rows) {
  std::optional<Columns> found;
  int best = 0;
  for (std::size_t last = 0; last < std::min(rows.size(), kTitleRows); ++last)
    for (const bool two_levels : {false, true}) {
      if (two_levels && last == 0) continue;
      const std::vector<Name> names = names_of(rows, last, two_levels);
      Best date, time, agency;
      for (std::size_t i = 0; i < names.size(); ++i) {
        date.hear(names_date(names[i].own), i);
        time.hear(names_time(names[i].full), i);
        agency.hear(names_agency(names[i].own), i);
      }
      // A title ("Tanggal : ...") names one thing; a header names several.
      if (!time.column || (!date.column && !agency.column && time.score < 2)) continue;
      const int score = 10 * time.score + 10 * date.score + 5 * agency.score;
      if (score <= best) continue;
      Columns columns;
      columns.header = last;
      columns.time = *time.column;
      columns.date = date.column;
      columns.agency = agency.column;
      read_titles(rows, two_levels ? last - 1 : last, columns);
      if (!columns.date && !columns.title_date) continue;
      columns.time_name = shown(rows, last, columns.time);
      if (columns.date) columns.date_name = shown(rows, last, *columns.date);
      if (columns.agency) columns.agency_name = shown(rows, last, *columns.agency);
      best = score;
      found = columns;
    }
  return found;
}

namespace {

// One way to read a header: how many of its names have a cell of their own, and how many of those
// cells hold a sign that would have parted them elsewhere. Where our own columns are found, it is
// an answer of ours that comes back.
struct Candidate {
  char delimiter = ';';
  bool ours = false;
  int named = 0, swallowed = 0;
  friend bool operator<(const Candidate& a, const Candidate& b) {
    if (a.ours != b.ours) return b.ours;
    return a.named != b.named ? a.named < b.named : a.swallowed > b.swallowed;
  }
};

std::optional<Candidate> candidate(std::string_view text, char delimiter) {
  std::vector<Cells> rows = read_rows(text, delimiter, kTitleRows + 1);
  const bool ours = take_earlier(rows).has_value();
  const auto columns = find_columns(rows);
  // What does not part the header's line is not its separator, whatever words the line holds.
  if (!columns || rows[columns->header].size() < 2) return std::nullopt;
  std::set<std::size_t> own{columns->time};
  if (columns->date) own.insert(*columns->date);
  if (columns->agency) own.insert(*columns->agency);
  Candidate found{delimiter, ours, static_cast<int>(own.size()), 0};
  for (const std::size_t at : own)
    if (at < rows[columns->header].size() &&
        rows[columns->header][at].find_first_of(";\t,") != std::string::npos)
      ++found.swallowed;
  return found;
}

}  // namespace

std::optional<char> find_delimiter(std::string_view text) {
  std::optional<Candidate> best;
  bool tied = false;
  for (const char delimiter : {';', '\t', ','}) {
    const auto found = candidate(text, delimiter);
    if (!found) continue;
    if (!best || *best < *found) {
      best = found;
      tied = false;
    } else {
      tied = tied || !(*found < *best);
    }
  }
  if (tied) return std::nullopt;
  return best ? best->delimiter : ';';
}

}  // namespace saksi::verdict
