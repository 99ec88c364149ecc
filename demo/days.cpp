// SPDX-License-Identifier: Apache-2.0
//
// The named days: data alone. Staff, slots and hours are in the order of what the press reported of
// one regency's first morning; the rest was chosen so that an outage has to emerge, or cannot.
#include "demo/demo.hpp"

namespace saksi::demo {
namespace {

using namespace std::chrono_literals;

std::vector<Agency> agencies() {
  return {
      {"disdik", "Dinas Pendidikan", "DISDIK", "disdik.absen-maju.example"},
      {"dinkes", "Dinas Kesehatan", "DINKES", "dinkes.absen-maju.example"},
      {"setda", "Sekretariat Daerah", "SETDA", "setda.absen-maju.example"},
  };
}

Day first_day() {
  Day day;
  day.id = "2023-01-02";
  day.summary =
      "The first working day of online attendance: it opens at the minute that makes everybody "
      "late.";
  day.date = std::chrono::year(2023) / 1 / 2;
  day.from = 6h + 50min;
  day.to = 8h + 20min;
  day.opening = 7h + 30min;
  day.limit = 7h + 30min;
  day.close = 8h;
  day.agencies = agencies();
  day.staff = 5400;
  day.workers = 30;
  day.database_pool = 24;
  day.backlog = 1500;
  day.outage_expected = true;
  // The third vantage's ISP: once only its way to the web, once all of it, both outside the outage.
  day.faults = {{"127.0.0.13", 7h + 2min, 7h + 12min, false},
                {"127.0.0.13", 8h + 7min, 8h + 11min, true}};
  day.arrivals = {0.25, 0.45, 7h, 7h + 28min, 7h + 31min, 150s, 7h + 25min, 8h + 5min, 300s};
  return day;
}

Day ordinary_tuesday() {
  Day day = first_day();
  day.id = "tuesday";
  day.summary =
      "An ordinary Tuesday a week later: open from 07:00, and people come when they come.";
  day.date = std::chrono::year(2023) / 1 / 10;
  day.opening = 7h;
  day.limit = 7h + 30min;
  day.outage_expected = false;
  day.faults.clear();
  day.arrivals = {0.02, 0.68, 6h + 50min, 7h, 7h + 18min, 480s, 7h, 8h};
  return day;
}

// As many as a regency has, all on one hosting account.
std::vector<Agency> forty_agencies() {
  std::vector<Agency> all = agencies();
  const std::vector<std::pair<std::string, std::string>> others{
      {"Badan Kepegawaian", "BKPSDM"},
      {"Badan Keuangan", "BKAD"},
      {"Badan Pendapatan", "BAPENDA"},
      {"Badan Perencanaan", "BAPPEDA"},
      {"Badan Kesatuan Bangsa", "KESBANG"},
      {"Badan Penanggulangan Bencana", "BPBD"},
      {"Inspektorat", "ITDA"},
      {"Sekretariat DPRD", "SETWAN"},
      {"Satuan Polisi Pamong Praja", "SATPOL"},
      {"Dinas Pekerjaan Umum", "DPUPR"},
      {"Dinas Perumahan", "PERKIM"},
      {"Dinas Sosial", "DINSOS"},
      {"Dinas Tenaga Kerja", "NAKER"},
      {"Dinas Pertanian", "DISTAN"},
      {"Dinas Perikanan", "DISKAN"},
      {"Dinas Ketahanan Pangan", "DKP"},
      {"Dinas Lingkungan Hidup", "DLH"},
      {"Dinas Kependudukan", "DUKCAPIL"},
      {"Dinas Pemberdayaan Desa", "PMD"},
      {"Dinas Pengendalian Penduduk", "PPKB"},
      {"Dinas Perhubungan", "DISHUB"},
      {"Dinas Komunikasi", "KOMINFO"},
      {"Dinas Koperasi", "DISKOP"},
      {"Dinas Penanaman Modal", "PTSP"},
      {"Dinas Pemuda dan Olahraga", "DISPORA"},
      {"Dinas Pariwisata", "DISPAR"},
      {"Dinas Perpustakaan", "PUSDA"},
      {"Dinas Perdagangan", "DISDAG"},
      {"Rumah Sakit Umum", "RSUD"},
      {"Dinas Pemadam Kebakaran", "DAMKAR"},
      {"Kecamatan Satu", "KEC1"},
      {"Kecamatan Dua", "KEC2"},
      {"Kecamatan Tiga", "KEC3"},
      {"Kecamatan Empat", "KEC4"},
      {"Kecamatan Lima", "KEC5"},
      {"Kecamatan Enam", "KEC6"},
      {"Kecamatan Tujuh", "KEC7"}};
  for (const auto& [name, short_name] : others) {
    std::string id = short_name;
    for (char& c : id)
      if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    all.push_back({id, name, short_name, id + ".absen-maju.example"});
  }
  return all;
}

Day quiet_morning_of_forty() {
  Day day = ordinary_tuesday();
  day.from = 7h + 8min;
  day.to = 7h + 28min;
  day.agencies = forty_agencies();
  day.staff = 1500;
  day.workers = 60;  // the probes of forty agencies are a load of their own
  day.database_pool = 50;
  return day;
}

Day a_host_that_hangs() {
  Day day = quiet_morning_of_forty();
  day.id = "hang";
  day.summary = "Forty agencies on one host, whose storage hangs from 07:12 to 07:18.";
  day.hang = {7h + 12min, 7h + 18min};
  day.outage_expected = true;
  return day;
}

Day a_sick_isp() {
  Day day = quiet_morning_of_forty();
  day.id = "isp";
  day.summary = "Forty agencies on one host, and one ISP without a way to it from 07:12 to 07:18.";
  day.faults = {{"127.0.0.13", 7h + 12min, 7h + 18min, false}};
  return day;
}

// A quiet day with one thing wrong with the web.
Day switched(std::string id, std::string summary, Date date, std::vector<FaultTime> switches) {
  Day day = ordinary_tuesday();
  day.id = std::move(id);
  day.summary = std::move(summary);
  day.date = date;
  day.to = 8h;
  // Room enough that whoever was kept out gets in when it is over: the switch is the only trouble.
  day.staff = 1500;
  day.workers = 60;
  day.database_pool = 50;
  day.switches = std::move(switches);
  for (const FaultTime& one : day.switches)
    day.outage_expected = day.outage_expected || (one.source.empty() && about(one.fault).outage);
  return day;
}

constexpr auto kJanuary = std::chrono::year(2023) / 1;

Day blocked_wednesday() {
  return switched(
      "wednesday",
      "One ISP shows its block page in place of the web from 07:05 to 07:35; the others "
      "work.",
      kJanuary / 11, {{Fault::blocked, 7h + 5min, 7h + 35min, "127.0.0.13"}});
}

Day expired_pages_thursday() {
  return switched("thursday", "From 07:10 to 07:25 every login is answered with 419 Page Expired.",
                  kJanuary / 12, {{Fault::csrf, 7h + 10min, 7h + 25min, ""}});
}

Day expired_certificate_friday() {
  return switched("friday", "The certificate is out of date until somebody renews it at 07:30.",
                  kJanuary / 13, {{Fault::expired, 7h + 5min, 7h + 30min, ""}});
}

Day wrong_clock_monday() {
  return switched("monday", "The server's clock is 140 seconds ahead, all day.", kJanuary / 16,
                  {{Fault::clock_ahead, 0h, 24h, ""}});
}

Day dead_vantage() {
  Day day = ordinary_tuesday();
  day.id = "agent-dead";
  day.summary = "One vantage loses its whole network from 07:05 to 07:40; the web works.";
  day.date = kJanuary / 17;
  day.to = 8h;
  day.faults = {{"127.0.0.13", 7h + 5min, 7h + 40min, true}};
  return day;
}

Day new_year_holiday() {
  Day day = ordinary_tuesday();
  day.id = "holiday";
  day.summary = "A public holiday: nobody comes, and the check-in is refused.";
  day.date = kJanuary / 23;
  day.holiday = "Cuti bersama Tahun Baru Imlek";
  day.staff = 0;
  day.switches = {{Fault::refused, 0h, 24h, ""}};
  return day;
}

}  // namespace

const std::vector<Day>& days() {
  static const std::vector<Day> all{first_day(),
                                    ordinary_tuesday(),
                                    blocked_wednesday(),
                                    expired_pages_thursday(),
                                    expired_certificate_friday(),
                                    wrong_clock_monday(),
                                    dead_vantage(),
                                    new_year_holiday(),
                                    a_host_that_hangs(),
                                    a_sick_isp()};
  return all;
}

std::optional<FaultTime> switch_at(const Day& day, Duration of_day, const std::string& source) {
  for (const FaultTime& one : day.switches)
    if (of_day >= one.from && of_day < one.to && (one.source.empty() || one.source == source))
      return one;
  return std::nullopt;
}

}  // namespace saksi::demo
