// SPDX-License-Identifier: Apache-2.0
//
// Every sentence that a person in the office reads, Indonesian first, English beside it, in one
// table. Sentences of failure classes stand with their class (failure.hpp). {name} marks are filled
// in by fill(). Style: plain formal Indonesian; "pukul 07.30 WIB" in prose; never "down" or "error
// rate".
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

#include "base/zone.hpp"
#include "model/incident.hpp"

namespace saksi {

enum class Language : std::uint8_t { indonesian, english };

// clang-format off
#define SAKSI_WORDS(X)                                                                                     \
  /* states */                                                                                             \
  X(state_working,      "Normal",                       "Working")                                         \
  X(state_slow,         "Lambat",                       "Slow")                                            \
  X(state_down,         "Gangguan",                     "Outage")                                          \
  X(state_one_network,  "Gangguan di satu jaringan",    "Problem on one network")                          \
  X(state_unconfirmed,  "Belum dapat dipastikan",       "Cannot confirm")                                  \
  X(state_not_open,     "Belum dibuka",                 "Not open yet")                                    \
  X(state_probe,        "Pemeriksa bermasalah",         "Probe problem")                                   \
  X(state_no_data,      "Tidak ada data",               "No data")                                         \
  /* navigation */                                                                                         \
  X(nav_today,          "Hari ini",                     "Today")                                           \
  X(nav_log,            "Daftar gangguan",              "Outage log")                                      \
  X(nav_incident,       "Kejadian",                     "Incident")                                        \
  /* pages: the frame */ \
  X(skip,                       "Langsung ke isi", \
                                "Skip to content") \
  X(nav_label,                  "Halaman", \
                                "Pages") \
  X(other_language,             "English", \
                                "Bahasa Indonesia") \
  X(demo_title,                 "Simulasi.", \
                                "Simulation.") \
  X(demo_text,                  "Peragaan \"{name}\": semua jam, layanan dan gangguan di halaman ini adalah buatan, bukan kejadian nyata.", \
                                "Demonstration \"{name}\": every time, service and outage on this page is made up; none of it is real.") \
  X(footer_label,               "Tentang pemantau ini", \
                                "About this monitor") \
  X(operated_by,                "Pemantau ini dijalankan oleh {who}.", \
                                "This monitor is run by {who}.") \
  X(operated_unknown,           "Pengelola pemantau ini belum dicantumkan.", \
                                "Who runs this monitor has not been stated.") \
  X(contact,                    "Hubungi: {contact}", \
                                "Contact: {contact}") \
  X(not_a_decision,             "Bukti teknis, bukan keputusan kepegawaian. Tidak membuktikan kehadiran seseorang.", \
                                "Technical evidence, not a personnel decision. It does not prove that anyone was present.") \
  X(day_sealed,                 "Segel harian {date}: {hash}", \
                                "Daily seal of {date}: {hash}") \
  X(updated,                    "Diperbarui pukul {time}", \
                                "Updated at {time}") \
  X(refreshing,                 "Halaman ini memuat ulang sendiri tiap {n} detik selama jam presensi.", \
                                "This page reloads itself every {n} seconds during attendance hours.") \
  X(refresh_stop,               "Hentikan muat ulang", \
                                "Stop reloading") \
  X(refresh_start,              "Muat ulang sendiri lagi", \
                                "Reload by itself again") \
  X(list_and,                   " dan ", \
                                " and ") \
  X(and_more,                   "{n} lainnya", \
                                "{n} more") \
  X(clock_range,                "{from}–{to}", \
                                "{from}–{to}") \
  X(unknown_value,              "tidak diketahui", \
                                "unknown") \
  X(show_table,                 "Lihat sebagai tabel", \
                                "Show as a table") \
  /* pages: minutes */ \
  X(minute_good,                "Normal", \
                                "Working") \
  X(minute_slow,                "Lambat", \
                                "Slow") \
  X(minute_intermittent,        "Tersendat", \
                                "Intermittent") \
  X(minute_bad,                 "Gangguan", \
                                "Outage") \
  X(minute_one_network,         "Gangguan di satu jaringan", \
                                "Problem on one network") \
  X(minute_not_open,            "Belum dibuka", \
                                "Not open yet") \
  X(minute_unknown,             "Tidak ada data", \
                                "No data") \
  X(strip_sentence,             "Menit demi menit, {range}: {runs}.", \
                                "Minute by minute, {range}: {runs}.") \
  X(strip_counts,               "{n} menit {state}", \
                                "{n} min {state}") \
  X(strip_opening,              "buka", \
                                "opens") \
  X(strip_limit,                "batas", \
                                "limit") \
  X(strip_both,                 "buka = batas", \
                                "opens = limit") \
  X(col_time,                   "Waktu", \
                                "Time") \
  X(col_state,                  "Keadaan", \
                                "State") \
  X(col_length,                 "Lama", \
                                "Duration") \
  /* pages: today's answer */ \
  X(answer_working,             "Normal: tidak terlihat gangguan", \
                                "Working: no outage seen") \
  X(answer_working_lead,        "Langkah yang diuji dapat dipakai lewat {good} dari {all} jaringan pantau.", \
                                "The steps that we exercise can be used via {good} of {all} monitored networks.") \
  X(answer_slow,                "Lambat sejak {time}", \
                                "Slow since {time}") \
  X(answer_slow_lead,           "Presensi {agencies}: langkah yang diuji masih dapat dipakai, tetapi lama. Sediakan waktu lebih.", \
                                "Attendance of {agencies}: the steps that we exercise can still be used, but slowly. Allow more time.") \
  X(answer_down,                "Gangguan umum sejak {time}", \
                                "General outage since {time}") \
  X(answer_down_lead,           "Presensi {agencies} tidak dapat dipakai lewat {bad} dari {all} jaringan pantau.", \
                                "Attendance of {agencies} cannot be used via {bad} of {all} monitored networks.") \
  X(answer_not_your_phone,      "Bukan hanya HP Anda.", \
                                "It is not only your phone.") \
  X(answer_one_network,         "Gangguan di satu jaringan", \
                                "Problem on one network") \
  X(answer_one_network_lead,    "Presensi {agencies} gagal hanya lewat {networks}. Lewat jaringan lain, langkah yang diuji masih dapat dipakai.", \
                                "Attendance of {agencies} fails only via {networks}. Via other networks the steps that we exercise can still be used.") \
  X(one_network_notice,         "Hanya satu jaringan yang memantau. Semua dicatat, tetapi dari satu jaringan gangguan tidak dapat dipastikan: yang gagal bisa situsnya, bisa pula jalannya. Pengelola pemantau dapat menambah jaringan kedua di mesin ini, misalnya modem seluler dari operator lain.", \
                                "Only one network looks. Everything is recorded, but from one network an outage cannot be confirmed: what fails may be the site, or the way to it. Whoever runs this monitor can add a second network to this machine, a mobile modem of another provider for instance.") \
  X(answer_unconfirmed,         "Satu jaringan: belum dapat dipastikan", \
                                "One network: cannot confirm") \
  X(answer_unconfirmed_lead,    "Presensi {agencies} gagal, tetapi hanya satu jaringan yang sedang dapat melihatnya. Dari satu jaringan kami tidak dapat menyimpulkan gangguan umum.", \
                                "Attendance of {agencies} fails, but only one network can see it at the moment. From one network we cannot conclude a general outage.") \
  X(answer_not_open,            "Belum dibuka", \
                                "Not open yet") \
  X(answer_not_open_lead,       "Sistem presensi {agencies} menjawab bahwa presensi belum dibuka. Jadwal buka pukul {time}.", \
                                "The system of {agencies} answers that attendance is not open yet. It is due to open at {time}.") \
  X(answer_not_open_plain,      "Sistem presensi {agencies} menjawab bahwa presensi belum dibuka.", \
                                "The system of {agencies} answers that attendance is not open yet.") \
  X(answer_late_open,           "Terlambat dibuka", \
                                "Opened late") \
  X(answer_late_open_lead,      "Presensi {agencies} seharusnya dibuka pukul {time}, tetapi sistem masih menjawab belum dibuka.", \
                                "Attendance of {agencies} should have opened at {time}, but the system still answers that it is not open.") \
  X(answer_probe,               "Pemeriksa bermasalah", \
                                "Probe problem") \
  X(answer_probe_lead,          "Akun atau alamat pemeriksa kami ditolak. Keadaan presensi {agencies} tidak diketahui: jangan simpulkan normal, jangan simpulkan gangguan.", \
                                "Our test account or address was refused. The state of {agencies} is unknown: do not conclude that it works, nor that it fails.") \
  X(answer_no_data,             "Tidak ada data", \
                                "No data") \
  X(answer_no_data_lead,        "Tidak ada titik pantau layak yang baru saja memeriksa presensi {agencies}. Jangan simpulkan layanan normal.", \
                                "No fit vantage point has checked {agencies} lately. Do not conclude that the service works.") \
  X(answer_stale,               "Pemantau terputus", \
                                "The monitor is cut off") \
  X(answer_stale_lead,          "Data terakhir pukul {time}, {date}. Pemantau mungkin terputus; jangan simpulkan layanan normal.", \
                                "Last data at {time}, {date}. The monitor may be cut off; do not conclude that the service works.") \
  X(answer_never,               "Belum ada data", \
                                "No data yet") \
  X(answer_never_lead,          "Pemantau belum menerima satu pun hasil pemeriksaan. Jangan simpulkan layanan normal.", \
                                "The monitor has not received a single result yet. Do not conclude that the service works.") \
  X(answer_store,               "Kami tidak dapat mengukur saat ini", \
                                "We cannot measure at the moment") \
  X(answer_store_lead,          "Penyimpanan bukti bermasalah: {what}. Jangan simpulkan layanan normal.", \
                                "The evidence store is in trouble: {what}. Do not conclude that the service works.") \
  X(answer_holiday,             "Hari libur: {name}", \
                                "Holiday: {name}") \
  X(answer_free,                "Bukan hari kerja", \
                                "Not a working day") \
  X(answer_free_lead,           "Tidak ada jadwal presensi hari ini.", \
                                "There is no attendance schedule today.") \
  X(answer_decree,              "Dasar: {decree}.", \
                                "By decree: {decree}.") \
  X(answer_before,              "Pemeriksaan pagi mulai pukul {time}", \
                                "Morning checks start at {time}") \
  X(answer_before_lead,         "Jam presensi belum dimulai; sampai saat itu pemeriksaan lebih jarang.", \
                                "Attendance hours have not begun; until then checks are less frequent.") \
  X(answer_after,               "Pagi ini: {usable} dari {all} menit layak pakai", \
                                "This morning: {usable} of {all} minutes were usable") \
  X(answer_after_plain,         "Jam presensi pagi sudah lewat", \
                                "Morning attendance hours are over") \
  X(answer_after_lead,          "Jam presensi pagi sudah lewat; pemeriksaan kini lebih jarang.", \
                                "Morning attendance hours are over; checks are now less frequent.") \
  X(answer_recovered,           "Sudah pulih; hari ini sempat ada gangguan", \
                                "Working again; there was an outage today") \
  X(answer_after_outage,        "Pagi ini sempat ada gangguan", \
                                "There was an outage this morning") \
  X(ended_title,                "Gangguan hari ini yang sudah berakhir", \
                                "Outages of today that are over") \
  X(ended_lead,                 "Dari luar, presensi terlihat tidak dapat dipakai pada waktu ini. Nomor kejadian dapat dikutip; halamannya memuat bukti dan dapat dicetak.", \
                                "Seen from outside, attendance could not be used at these times. The incident's number can be cited; its page holds the evidence and can be printed.") \
  X(ended_more,                 "{n} lainnya ada di Daftar gangguan", \
                                "{n} more are in the outage log") \
  X(answer_now,                 "Keadaan terakhir: {state}.", \
                                "Latest state: {state}.") \
  X(answer_part,                "{answer} ({n} dari {all} OPD)", \
                                "{answer} ({n} of {all} agencies)") \
  X(advice_title,               "Yang perlu Anda lakukan", \
                                "What to do now") \
  X(advice_manual,              "Isi daftar hadir manual di unit kerja Anda.", \
                                "Sign the paper attendance list at your unit.") \
  X(advice_photo,               "Simpan foto layar yang memperlihatkan jamnya.", \
                                "Keep a photo of your screen that shows the time.") \
  X(advice_number,              "Catat nomor kejadian:", \
                                "Note the incident number:") \
  X(advice_number_below,        "Catat nomor kejadian OPD Anda, di daftar di bawah.", \
                                "Note the incident's number of your agency, in the list below.") \
  X(advice_number_soon,         "Nomor kejadian segera terbit di halaman ini.", \
                                "The incident number will appear on this page shortly.") \
  X(advice_network,             "Coba jaringan lain, misalnya Wi-Fi kantor atau data seluler.", \
                                "Try another network, such as the office Wi-Fi or mobile data.") \
  /* pages: today's sections */ \
  X(minutes_title,              "Menit layak pakai sebelum batas", \
                                "Usable minutes before the limit") \
  X(minutes_of,                 "dari {all} menit", \
                                "of {all} minutes") \
  X(minutes_span,               "{agency}, {range}", \
                                "{agency}, {range}") \
  X(minutes_so_far,             "dihitung sampai pukul {time}", \
                                "counted until {time}") \
  X(minutes_none,               "Belum ada menit yang dapat dihitung.", \
                                "No minute to count yet.") \
  X(minutes_empty_window,       "Jadwal membuat terlambat: presensi dibuka dan batasnya sama-sama pukul {time}.", \
                                "The schedule itself makes people late: attendance opens and reaches its limit both at {time}.") \
  X(minutes_note,               "Layak pakai berarti langkah yang diuji berhasil pada menit itu. Menit lambat, tersendat atau tanpa data tidak dihitung layak.", \
                                "Usable means that the steps we exercise worked in that minute. Slow, intermittent and unmeasured minutes are not counted as usable.") \
  X(agencies_title,             "Per perangkat daerah (OPD)", \
                                "By agency") \
  X(since,                      "sejak {time}", \
                                "since {time}") \
  X(incident_link,              "Kejadian {number}", \
                                "Incident {number}") \
  X(networks_title,             "Per jaringan", \
                                "By network") \
  X(network_works,              "Langkah yang diuji dapat dipakai", \
                                "The steps we exercise can be used") \
  X(network_slow,               "Dapat dipakai, tetapi lambat", \
                                "Usable, but slow") \
  X(network_fails,              "Gagal", \
                                "Fails") \
  X(network_fails_part,         "Gagal untuk {n} dari {all} OPD", \
                                "Fails for {n} of {all} agencies") \
  X(network_once,               "Gagal sekali; menunggu pemeriksaan berikutnya", \
                                "Failed once; waiting for the next check") \
  X(network_unfit,              "Tidak layak ukur atau tidak ada data", \
                                "Unfit to measure, or no data") \
  X(network_aside,              "Pemeriksaan tidak dihitung", \
                                "The check does not count") \
  X(method_title,               "Apa yang diperiksa", \
                                "What is checked") \
  X(method_lead,                "Titik pantau menjalankan langkah-langkah seorang pegawai dengan akun uji.", \
                                "Each vantage point goes through an employee's steps with a test account.") \
  X(method_lead_anonymous,      "Titik pantau membuka halaman presensi tanpa akun.", \
                                "Each vantage point opens the attendance pages without an account.") \
  X(method_steps,               "Diuji: {steps}.", \
                                "Exercised: {steps}.") \
  X(method_dry,                 "Langkah kirim foto tidak diuji: isinya disiapkan, lalu tidak dikirim.", \
                                "Sending the photo is not exercised: the upload is prepared, then not sent.") \
  X(method_sink,                "Foto uji dikirim ke alamat penampungan dari pemilik situs; kirim foto pegawai sendiri tidak diuji.", \
                                "A test photo is sent to an address that the site's owner set aside for it; sending an employee's own is not exercised.") \
  X(method_real,                "Foto uji dikirim sungguhan sekali sehari dengan akun uji, lalu dicari catatannya; pada waktu lain disiapkan dan tidak dikirim.", \
                                "A test photo is sent for real once a day with a test account, and its record looked for; at other times it is prepared, then not sent.") \
  X(method_login,               "Formulir presensi dan langkah kirim foto tidak diuji.", \
                                "The attendance form and sending the photo are not exercised.") \
  X(method_anonymous,           "Login, formulir presensi dan langkah kirim foto tidak diuji.", \
                                "Logging in, the attendance form and sending the photo are not exercised.") \
  X(method_limits,              "Karena itu \"normal\" hanya berlaku untuk langkah yang diuji, dilihat dari titik pantau kami; HP atau jaringan Anda dapat berbeda.", \
                                "So \"working\" speaks only of the steps exercised, as seen from our vantage points; your phone or network may differ.") \
  X(step_page,                  "halaman", \
                                "page") \
  X(step_login,                 "login", \
                                "login") \
  X(step_data,                  "data", \
                                "data") \
  X(step_upload,                "kirim foto", \
                                "send the photo") \
  X(step_dns,                   "pencarian nama situs", \
                                "site name look-up") \
  X(step_tcp,                   "sambungan ke server", \
                                "connection to the server") \
  X(step_tls,                   "sambungan aman", \
                                "secure connection") \
  X(step_icmp,                  "ping", \
                                "ping") \
  X(step_clock,                 "jam server", \
                                "server clock") \
  /* pages: outage log */ \
  X(log_title,                  "Daftar gangguan", \
                                "Outage log") \
  X(log_month,                  "Daftar gangguan, {month}", \
                                "Outage log, {month}") \
  X(log_previous,               "Bulan sebelumnya: {month}", \
                                "Previous month: {month}") \
  X(log_next,                   "Bulan berikutnya: {month}", \
                                "Next month: {month}") \
  X(log_months,                 "Pilih bulan", \
                                "Choose a month") \
  X(log_open_caption,           "Masih berlangsung", \
                                "Still going on") \
  X(log_caption,                "Gangguan pada {month}, terbaru lebih dulu", \
                                "Outages in {month}, latest first") \
  X(log_count_none,             "Tidak ada gangguan tercatat pada {month}.", \
                                "No outage recorded in {month}.") \
  X(log_count,                  "{n} gangguan tercatat pada {month}.", \
                                "{n} outages recorded in {month}.") \
  X(log_count_one,              "1 gangguan tercatat pada {month}.", \
                                "1 outage recorded in {month}.") \
  X(log_count_open,             "{n} masih berlangsung.", \
                                "{n} still going on.") \
  X(log_empty_note,             "Artinya tidak ada gangguan yang terlihat dari titik pantau kami pada langkah yang diuji. Pada waktu tanpa data, kami tidak tahu.", \
                                "It means that no outage was seen from our vantage points in the steps we exercise. For times without data we do not know.") \
  X(log_future,                 "Bulan ini belum terjadi.", \
                                "This month has not happened yet.") \
  X(log_bounds_note,            "Jam yang tepat tidak dapat diketahui dari pemeriksaan berkala. Karena itu tertulis lama paling sedikit dan paling banyak.", \
                                "Periodic checks cannot know the exact moments. So the shortest and the longest possible duration are given.") \
  X(log_withdrawn_note,         "Nomor yang dicoret sudah dicabut: setelah data susulan masuk, tidak ada lagi pemeriksaan yang mendukungnya. Nomornya tetap dapat dibaca dan tidak dipakai ulang.", \
                                "Numbers struck out were withdrawn: after late data came in, no check supports them any more. They stay readable and are never reused.") \
  X(col_number,                 "Nomor", \
                                "Number") \
  X(col_agency,                 "OPD", \
                                "Agency") \
  X(col_when,                   "Waktu", \
                                "When") \
  X(col_duration,               "Lama", \
                                "Duration") \
  X(col_cause,                  "Yang gagal", \
                                "What failed") \
  X(col_networks,               "Jaringan", \
                                "Networks") \
  X(still_open,                 "masih berlangsung", \
                                "still going on") \
  X(withdrawn,                  "Dicabut", \
                                "Withdrawn") \
  X(ended,                      "Pulih", \
                                "Recovered") \
  X(ongoing,                    "Berlangsung", \
                                "Ongoing") \
  X(at_least,                   "paling sedikit {length}", \
                                "at least {length}") \
  X(at_most,                    "paling lama {length}", \
                                "at most {length}") \
  X(at_least_so_far,            "sejauh ini paling sedikit {length}", \
                                "at least {length} so far") \
  X(going_on_since,            "berlangsung sejak {time}", \
                                "going on since {time}") \
  X(start_between,              "mulai {range}", \
                                "began {range}") \
  X(end_between,                "pulih {range}", \
                                "recovered {range}") \
  /* pages: incident */ \
  X(incident_headline,          "Gangguan paling sedikit {least}, paling lama {most}", \
                                "Outage of at least {least}, at most {most}") \
  X(incident_headline_open,     "Gangguan masih berlangsung, sudah paling sedikit {least}", \
                                "Outage still going on, for at least {least} so far") \
  X(incident_headline_since,    "Gangguan masih berlangsung sejak {time}", \
                                "Outage still going on since {time}") \
  X(evidence_none,              "Tidak ada pemeriksaan gagal yang tersedia di halaman ini.", \
                                "No failed check is available on this page.") \
  X(col_meaning_at,             "Jam", \
                                "Time") \
  X(incident_headline_withdrawn, "Kejadian ini dicabut", \
                                "This incident was withdrawn") \
  X(incident_withdrawn_lead,    "Setelah data susulan masuk, tidak ada lagi pemeriksaan yang mendukung gangguan ini. Nomornya tetap dapat dibaca dan tidak dipakai ulang. Isi di bawah adalah yang pernah disimpulkan.", \
                                "After late data came in, no check supports this outage any more. Its number stays readable and is never reused. What follows is what had been concluded.") \
  X(incident_revision,          "Revisi {n}", \
                                "Revision {n}") \
  X(incident_lead,              "Presensi {agency} tidak dapat dipakai lewat {networks}.", \
                                "Attendance of {agency} could not be used via {networks}.") \
  X(incident_lead_open,         "Presensi {agency} tidak dapat dipakai lewat {networks}.", \
                                "Attendance of {agency} cannot be used via {networks}.") \
  X(incident_most_found,        "Yang paling sering ditemukan: {cause}", \
                                "Found most often: {cause}") \
  X(incident_at_step,           "Langkah yang paling sering gagal: {step}.", \
                                "Step that failed most often: {step}.") \
  X(incident_episodes,          "Sempat pulih lalu gagal lagi: {n} babak.", \
                                "It recovered and failed again: {n} episodes.") \
  X(incident_unknown,           "Tidak diketahui: berapa orang yang mencoba.", \
                                "Not known: how many people tried.") \
  X(bounds_title,               "Kapan mulai, kapan pulih", \
                                "When it began, when it ended") \
  X(bounds_lead,                "Pemeriksaan berjalan berkala, jadi saat yang tepat ada di antara dua pemeriksaan.", \
                                "Checks run at intervals, so the exact moment lies between two of them.") \
  X(bounds_caption,             "Empat batas waktu kejadian", \
                                "The four bounds of the incident") \
  X(bounds_point,               "Batas", \
                                "Bound") \
  X(bounds_start_lo,            "Gangguan belum mulai", \
                                "It had not begun") \
  X(bounds_start_lo_why,        "mulainya sesudah saat ini", \
                                "it began after this moment") \
  X(bounds_start_hi,            "Gangguan sudah mulai", \
                                "It had begun") \
  X(bounds_start_hi_why,        "mulainya paling lambat pada saat ini", \
                                "it began no later than this moment") \
  X(bounds_end_lo,              "Gangguan belum selesai", \
                                "It had not ended") \
  X(bounds_end_lo_why,          "pulihnya paling cepat pada saat ini", \
                                "it ended no earlier than this moment") \
  X(bounds_end_hi,              "Gangguan sudah selesai", \
                                "It had ended") \
  X(bounds_end_hi_why,          "pulihnya paling lambat pada saat ini", \
                                "it ended no later than this moment") \
  X(bounds_not_yet,             "belum terlihat pulih", \
                                "recovery not seen yet") \
  X(bounds_arithmetic,          "Paling sedikit = dari \"sudah mulai\" sampai \"belum selesai\". Paling lama = dari \"belum mulai\" sampai \"sudah selesai\".", \
                                "At least = from \"had begun\" to \"had not ended\". At most = from \"had not begun\" to \"had ended\".") \
  X(bounds_meaning,             "Artinya", \
                                "Meaning") \
  X(timeline_title,             "Garis waktu per titik pantau", \
                                "Timeline by vantage point") \
  X(timeline_caption,           "Hasil pemeriksaan per titik pantau", \
                                "Results by vantage point") \
  X(timeline_empty,             "Contoh pemeriksaan untuk waktu ini tidak tersedia di halaman ini.", \
                                "The checks of this time are not available on this page.") \
  X(timeline_bucket,            "Satu kotak mewakili {n} menit.", \
                                "One box stands for {n} minutes.") \
  X(timeline_cut,               "Hanya {shown} pertama yang digambar.", \
                                "Only the first {shown} is drawn.") \
  X(timeline_none,              "Tidak ada pemeriksaan", \
                                "No check") \
  X(timeline_aside,             "Tidak dihitung", \
                                "Not counted") \
  X(timeline_sentence,          "{vantage}, {range}: {runs}.", \
                                "{vantage}, {range}: {runs}.") \
  X(col_vantage,                "Titik pantau", \
                                "Vantage point") \
  X(steps_title,                "Langkah yang gagal", \
                                "Where it failed") \
  X(steps_lead,                 "Dari {n} pemeriksaan yang gagal selama kejadian:", \
                                "Of the {n} checks that failed during the incident:") \
  X(steps_failed,               "gagal {n} kali", \
                                "failed {n} times") \
  X(steps_passed,               "berhasil {n} kali", \
                                "worked {n} times") \
  X(steps_not_sent,             "disiapkan, tidak dikirim", \
                                "prepared, not sent") \
  X(steps_not_reached,          "tidak tercapai", \
                                "not reached") \
  X(evidence_title,             "Bukti", \
                                "Evidence") \
  X(evidence_lead,              "Untuk tiap titik pantau, pemeriksaan pertama yang gagal dari tiap jenis.", \
                                "For each vantage point, the first failed check of each kind.") \
  X(evidence_caption,           "Pemeriksaan gagal pertama", \
                                "First failed checks") \
  X(col_found,                  "Yang ditemukan", \
                                "What was found") \
  X(col_rule,                   "Aturan yang cocok", \
                                "Rule that matched") \
  X(http_status,                "HTTP {n}", \
                                "HTTP {n}") \
  X(http_none,                  "tanpa jawaban HTTP", \
                                "no HTTP answer") \
  X(votes_title,                "Suara saat kejadian dibuka", \
                                "Votes when it opened") \
  X(votes_lead,                 "Gangguan umum hanya disimpulkan bila sebagian besar titik pantau yang layak gagal, paling sedikit dua, pada paling sedikit dua kelompok jaringan. Aturan terpenuhi pukul {time}.", \
                                "A general outage is concluded only when most fit vantage points fail, at least two, on at least two network groups. The rule was met at {time}.") \
  X(votes_caption,              "Suara tiap titik pantau", \
                                "Vote of each vantage point") \
  X(col_group,                  "Kelompok jaringan", \
                                "Network group") \
  X(col_vote,                   "Suara", \
                                "Vote") \
  X(vote_bad,                   "gagal", \
                                "failing") \
  X(vote_good,                  "tidak gagal", \
                                "not failing") \
  X(vote_unfit,                 "tidak layak memilih", \
                                "not fit to vote") \
  X(revisions_title,            "Revisi", \
                                "Revisions") \
  X(revisions_caption,          "Semua revisi kejadian ini", \
                                "All revisions of this incident") \
  X(col_revision,               "Revisi", \
                                "Revision") \
  X(col_reason,                 "Alasan", \
                                "Reason") \
  X(col_written,                "Ditulis", \
                                "Written") \
  X(reason_opened,              "gangguan dibuka", \
                                "opened") \
  X(reason_closed,              "gangguan ditutup setelah pulih", \
                                "closed after recovery") \
  X(reason_reopened,            "gagal lagi; dibuka kembali", \
                                "failed again; reopened") \
  X(reason_revised,             "dihitung ulang", \
                                "computed again") \
  X(reason_late,                "data susulan masuk", \
                                "late data came in") \
  X(reason_more,                "pemeriksaan bertambah", \
                                "more checks came in") \
  X(reason_again,               "didukung pemeriksaan lagi", \
                                "supported by checks again") \
  X(evidence_rest,              "Seluruhnya {n} pemeriksaan gagal tercatat selama kejadian.", \
                                "In all, {n} failed checks are on record for the incident.") \
  X(changed_start,              "waktu mulai", \
                                "when it began") \
  X(changed_end,                "waktu pulih", \
                                "when it ended") \
  X(changed_cause,              "yang gagal", \
                                "what failed") \
  X(changed_networks,           "jaringan", \
                                "networks") \
  X(changed_votes,              "suara", \
                                "votes") \
  X(changed_episodes,           "jumlah babak", \
                                "number of episodes") \
  X(changed_samples,            "jumlah pemeriksaan", \
                                "number of checks") \
  X(reason_withdrawn,           "dicabut: tidak ada pemeriksaan yang mendukung", \
                                "withdrawn: no check supports it") \
  X(cite_title,                 "Kutip kejadian ini", \
                                "Cite this incident") \
  X(cite_text,                  "Saksi {host}, kejadian {number} revisi {revision}, {agency}, {date}, {length}; diakses {accessed}.", \
                                "Saksi {host}, incident {number} revision {revision}, {agency}, {date}, {length}; accessed {accessed}.") \
  X(cite_print,                 "Untuk mencetak lembar ini, pakai menu Cetak di peramban.", \
                                "To print this sheet, use your browser's Print menu.") \
  X(not_proven_title,           "Yang tidak dibuktikan", \
                                "What this does not prove") \
  X(not_proven_person,          "Kehadiran seseorang, atau bahwa seseorang mencoba presensi.", \
                                "That anyone was present, or that anyone tried to check in.") \
  X(not_proven_cause,           "Siapa yang salah. Catatan ini menunjukkan apa yang terlihat dari titik pantau, bukan sebab di dalam server.", \
                                "Who was at fault. This record shows what vantage points saw, not the cause inside the server.") \
  X(not_proven_upload,          "Bahwa foto dapat dikirim pada waktu lain: langkah itu tidak diuji.", \
                                "That the photo could be sent at other times: that step is not exercised.") \
  /* what people type */ \
  X(typed_date_unread,           "Tanggal tidak terbaca. Tulis misalnya 24/11/2026 atau 24 November 2026.", \
                                "The date cannot be read. Write for example 24/11/2026 or 24 November 2026.") \
  X(typed_date_none,             "Tanggal ini tidak ada di kalender. Periksa hari dan bulannya (hari ditulis lebih dulu).", \
                                "There is no such date. Check its day and month (the day comes first).") \
  X(typed_weekday,               "Nama hari tidak cocok dengan tanggalnya. Periksa keduanya.", \
                                "The weekday is not that of the date. Check both.") \
  X(typed_time_unread,           "Jam tidak terbaca. Tulis misalnya 07.52.", \
                                "The time cannot be read. Write for example 07:52.") \
  X(typed_zone,                  "Jam ini dari zona waktu lain. Tulis jam menurut zona waktu OPD.", \
                                "This time is of another zone. Write it by the clock of the agency's zone.") \
  /* verdicts: what they are called */ \
  X(verdict_supported,           "Didukung bukti", \
                                "Supported by evidence") \
  X(verdict_partly,              "Didukung sebagian", \
                                "Partly supported") \
  X(verdict_not_seen,            "Tidak terlihat dari titik pantau kami", \
                                "Not seen from our vantage points") \
  X(verdict_no_data,             "Tidak ada data", \
                                "No data") \
  X(verdict_not_needed,          "Tidak perlu bukti", \
                                "No evidence needed") \
  X(verdict_outside,             "Di luar jadwal", \
                                "Outside the schedule") \
  X(verdict_schedule,            "Jadwal membuat terlambat", \
                                "The schedule makes people late") \
  X(verdict_future,              "Belum terjadi", \
                                "Not yet happened") \
  X(verdict_still_open,          "Presensi belum tutup", \
                                "Check-in is still open") \
  X(verdict_before,              "Sebelum kami mulai mengukur", \
                                "Before we began to measure") \
  /* verdicts: sentences */ \
  X(said_supported,              "Pada {date}, presensi {agency} tidak dapat dipakai {blocked} dari {window} menit sebelum batas pukul {limit}, dan pulih sekitar pukul {recovered}. Presensi pukul {time} (terlambat {late} menit) sesuai dengan gangguan ini.", \
                                "On {date} the attendance of {agency} could not be used for {blocked} of the {window} minutes before the limit at {limit}, and recovered at about {recovered}. A check-in at {time} ({late} min late) is consistent with this outage.") \
  X(said_supported_during,       "Pada {date}, presensi {agency} tidak dapat dipakai {blocked} dari {window} menit sebelum batas pukul {limit}, dan pukul {time} belum terlihat pulih. Presensi pukul {time} (terlambat {late} menit) sesuai dengan gangguan ini.", \
                                "On {date} the attendance of {agency} could not be used for {blocked} of the {window} minutes before the limit at {limit}, and had not been seen to recover at {time}. A check-in at {time} ({late} min late) is consistent with this outage.") \
  X(said_supported_none,         "Pada {date}, presensi {agency} tidak dapat dipakai {blocked} dari {looked} menit antara pukul {from} dan {to}; tanpa gangguan paling lama {worked} menit berturut-turut. Tidak adanya catatan sesuai dengan gangguan ini.", \
                                "On {date} the attendance of {agency} could not be used for {blocked} of the {looked} minutes between {from} and {to}; without an outage for at most {worked} minutes on end. That there is no record is consistent with this outage.") \
  X(said_partly,                 "Pada {date} ada kendala pada presensi {agency}. Terjelaskan: {explained} dari {late} menit keterlambatan. Mengapa hanya sebagian: {reason}.", \
                                "On {date} there was trouble with the attendance of {agency}. It explains {explained} of {late} minutes late. Why only partly: {reason}.") \
  X(said_partly_none,            "Pada {date} ada kendala pada presensi {agency}: {blocked} dari {looked} menit antara pukul {from} dan {to} tidak dapat dipakai. Mengapa hanya sebagian: {reason}.", \
                                "On {date} there was trouble with the attendance of {agency}: it could not be used for {blocked} of the {looked} minutes between {from} and {to}. Why only partly: {reason}.") \
  X(said_not_seen,               "Pada {date} pukul {from} sampai {to}, titik pantau kami tidak melihat gangguan pada presensi {agency}. Ini tidak membuktikan bahwa HP atau jaringan di kantor Anda baik-baik saja.", \
                                "On {date} from {from} to {to} our vantage points saw no outage of the attendance of {agency}. This does not prove that your phone or your office's network worked.") \
  X(said_few,                    "Pada {date} pukul {from} sampai {to}, yang terlihat dari titik pantau kami hanya {soft} menit kendala pada presensi {agency}: terlalu sedikit untuk menjelaskan catatan ini. Ini tidak membuktikan bahwa HP atau jaringan di kantor Anda baik-baik saja.", \
                                "On {date} from {from} to {to} our vantage points saw only {soft} minutes of trouble with the attendance of {agency}: too little to explain this record. This does not prove that your phone or your office's network worked.") \
  X(said_no_data,                "Pada {date} pukul {from} sampai {to} kami hanya mengukur {coverage}% dari menitnya. Itu tidak cukup untuk menyimpulkan apa pun; gunakan bukti lain.", \
                                "On {date} from {from} to {to} we measured only {coverage}% of the minutes. That is not enough to conclude anything; use other evidence.") \
  X(said_not_needed,             "Presensi pukul {time} tidak melewati batas pukul {limit}.", \
                                "A check-in at {time} is not later than the limit at {limit}.") \
  X(said_schedule,               "Menurut jadwal, presensi {agency} dibuka pukul {opening} dan batasnya juga pukul {limit}: tidak ada waktu untuk presensi tepat waktu.", \
                                "By the schedule the attendance of {agency} opens at {opening}, and its limit is {limit} too: there is no time in which to be on time.") \
  X(said_holiday,                "{date} adalah hari libur: {name}.", \
                                "{date} is a holiday: {name}.") \
  X(said_free,                   "Tidak ada jadwal presensi {agency} pada {date}.", \
                                "There is no attendance schedule of {agency} on {date}.") \
  X(said_future,                 "{date} belum terjadi. Periksa lagi sesudahnya.", \
                                "{date} has not happened yet. Check again afterwards.") \
  X(said_time_ahead,             "Pukul {time} pada {date} belum terjadi. Periksa lagi sesudahnya.", \
                                "{time} on {date} has not happened yet. Check again afterwards.") \
  X(said_still_open,             "Pada {date} presensi {agency} masih dibuka sampai pukul {close}. Periksa lagi sesudahnya.", \
                                "On {date} the attendance of {agency} is open until {close}. Check again afterwards.") \
  X(said_before,                 "Saksi mulai mengukur presensi {agency} pada {began}. Untuk {date} tidak ada data; gunakan bukti lain.", \
                                "Saksi began to measure the attendance of {agency} on {began}. There are no data for {date}; use other evidence.") \
  X(said_never,                  "Saksi belum pernah mengukur presensi {agency}. Gunakan bukti lain.", \
                                "Saksi has never measured the attendance of {agency}. Use other evidence.") \
  /* verdicts: why only partly */ \
  X(why_one_network,             "gangguan hanya terlihat pada satu jaringan", \
                                "it was seen on one network only") \
  X(why_slow,                    "layanan lambat atau tersendat, tetapi tidak terhalang", \
                                "it was slow or intermittent, but not blocked") \
  X(why_worked,                  "sebelum batas, gangguan terlihat kurang dari {percent}% dari menitnya", \
                                "before the limit the outage was seen in less than {percent}% of the minutes") \
  X(why_worked_none,             "ada {worked} menit berturut-turut tanpa gangguan yang terlihat, atau gangguan terlihat kurang dari {percent}% dari menitnya", \
                                "there were {worked} minutes on end without an outage seen, or it was seen in less than {percent}% of the minutes") \
  X(why_after_grace,             "presensi dilakukan lebih dari {grace} menit setelah pulih (sekitar pukul {recovered})", \
                                "the check-in was more than {grace} minutes after the recovery (at about {recovered})") \
  /* verdicts: figures */ \
  X(line_explained,              "{explained} dari {late} menit keterlambatan terjelaskan", \
                                "{explained} of {late} minutes late are explained") \
  X(line_class,                  "Kelas keterlambatan: {before} → {after}", \
                                "Late class: {before} → {after}") \
  X(class_on_time,               "tepat waktu", \
                                "on time") \
  X(class_unnamed,               "tanpa kelas", \
                                "no class") \
  X(line_incident,               "{number} revisi {revision}", \
                                "{number} revision {revision}") \
  X(line_steps,                  "Langkah yang diuji: {steps}. Pengiriman presensi (foto) tidak diuji.", \
                                "Steps exercised: {steps}. Sending the check-in (photo) is not exercised.") \
  X(line_no_steps,               "Pada waktu itu tidak ada langkah yang diuji.", \
                                "At that time no step was exercised.") \
  X(line_provisional,            "Sementara: data yang terlambat tiba masih dapat mengubah hasil ini sampai {date}.", \
                                "Provisional: data that arrive late may still change this until {date}.") \
  X(line_final,                  "Final: tidak ada lagi data yang ditunggu untuk hari ini.", \
                                "Final: no more data are awaited for this day.") \
  X(sum_rule,                    "Aturan: aturan-{rule}. Jadwal: buka pukul {opening}, batas pukul {limit}, tutup pukul {close}.", \
                                "Rule: aturan-{rule}. Schedule: opens {opening}, limit {limit}, closes {close}.") \
  X(sum_late,                    "Terlambat: dari pukul {limit} sampai {time} = {late} menit (menit yang sudah dimulai dihitung penuh).", \
                                "Late: from {limit} to {time} = {late} minutes (a begun minute counts whole).") \
  X(sum_window,                  "Sebelum batas, pukul {from} sampai {limit}: {window} menit, yaitu {usable} tanpa kendala, {blocked} terhalang, {soft} lambat, tersendat atau di satu jaringan, {unknown} tanpa data.", \
                                "Before the limit, {from} to {limit}: {window} minutes, of which {usable} without trouble, {blocked} blocked, {soft} slow, intermittent or on one network, {unknown} without data.") \
  X(sum_looked,                  "Seluruh waktu presensi, pukul {from} sampai {to}: {looked} menit, {blocked} terhalang; tanpa gangguan paling lama {worked} menit berturut-turut.", \
                                "The whole check-in, {from} to {to}: {looked} minutes, {blocked} blocked; without an outage for at most {worked} minutes on end.") \
  X(sum_share,                   "Terhalang {blocked} dari {window} menit = {share}%; untuk didukung penuh perlu {full}%.", \
                                "Blocked {blocked} of {window} minutes = {share}%; full support takes {full}%.") \
  X(sum_recovery,                "Menit terhalang terakhir pukul {last}; pulih pukul {recovered} ({recovery} menit tanpa kendala berturut-turut).", \
                                "Last blocked minute {last}; recovered {recovered} ({recovery} minutes without trouble on end).") \
  X(sum_explained,               "Terjelaskan: pukul {recovered} + {grace} menit − pukul {limit} = {raw} menit, dibatasi 0 sampai {late} = {explained} menit.", \
                                "Explained: {recovered} + {grace} minutes − {limit} = {raw} minutes, kept within 0 and {late} = {explained} minutes.") \
  X(sum_nothing,                 "Terjelaskan: 0 menit, karena sebelum jam tercatat kurang dari {min} menit terhalang.", \
                                "Explained: 0 minutes, because fewer than {min} minutes before the recorded time were blocked.") \
  X(sum_coverage,                "Terukur {coverage}% dari {looked} menit yang diperiksa; untuk menyatakan \"tidak terlihat\" perlu {need}%.", \
                                "Measured {coverage}% of the {looked} minutes looked at; to say \"not seen\" takes {need}%.") \
  X(cite_verdict,                "Saksi {host}, {agency}, {date}, {asked}, aturan-{rule}: {result}{incidents}; diakses {accessed}.", \
                                "Saksi {host}, {agency}, {date}, {asked}, aturan-{rule}: {result}{incidents}; accessed {accessed}.") \
  X(cite_recorded,               "jam tercatat {time}", \
                                "recorded {time}") \
  X(cite_none,                   "tidak ada catatan", \
                                "no record") \
  /* cek tanggal */ \
  X(nav_check,                   "Cek tanggal", \
                                "Check a date") \
  X(nav_reconcile,               "Rekonsiliasi", \
                                "Reconcile") \
  X(check_title,                 "Cek tanggal", \
                                "Check a date") \
  X(check_lead,                  "Apakah catatan jam masuk yang terlambat, atau yang tidak ada, sesuai dengan gangguan layanan presensi? Tidak perlu nama atau NIP.", \
                                "Does a late or missing check-in agree with an outage of the attendance service? No name or number is needed.") \
  X(check_in_only,               "Hanya untuk presensi masuk. Pulang sebelum waktunya tidak pernah dijelaskan oleh gangguan.", \
                                "For check-ins only. Leaving early is never explained by an outage.") \
  X(field_date,                  "Tanggal", \
                                "Date") \
  X(field_date_hint,             "Misalnya 24/11/2026 atau 24 November 2026", \
                                "For example 24/11/2026 or 24 November 2026") \
  X(field_agency,                "Perangkat daerah (OPD)", \
                                "Agency") \
  X(field_agency_choose,         "Pilih OPD", \
                                "Choose an agency") \
  X(field_time,                  "Jam masuk tercatat", \
                                "Recorded check-in") \
  X(field_time_hint,             "Misalnya 07.52, menurut catatan sistem presensi", \
                                "For example 07:52, as the attendance system has it") \
  X(field_none,                  "Tidak ada catatan jam masuk", \
                                "There is no record of a check-in") \
  X(button_check,                "Periksa", \
                                "Check") \
  X(need_date,                   "Isi tanggalnya.", \
                                "Fill in the date.") \
  X(need_agency,                 "Pilih OPD dari daftar.", \
                                "Choose an agency from the list.") \
  X(need_time,                   "Isi jam yang tercatat, atau centang bahwa tidak ada catatan.", \
                                "Fill in the recorded time, or tick that there is no record.") \
  X(need_one,                    "Isi salah satu saja: jam yang tercatat, atau tidak ada catatan.", \
                                "Give one of the two: the recorded time, or that there is no record.") \
  X(check_mistakes,              "Belum dapat diperiksa. Perbaiki isian yang ditandai.", \
                                "Cannot check yet. Mend the fields that are marked.") \
  X(check_strip_title,           "Menit demi menit", \
                                "Minute by minute") \
  X(check_sums_title,            "Cara menghitung", \
                                "How it is counted") \
  X(check_incidents_title,       "Nomor kejadian", \
                                "Incident number") \
  X(check_no_incident,           "Tidak ada kejadian bernomor pada waktu yang diperiksa.", \
                                "No numbered incident lies in the time looked at.") \
  X(check_cite_title,            "Kutip hasil ini", \
                                "Cite this result") \
  X(check_share,                 "Alamat halaman ini dapat dibagikan: isinya hanya tanggal, OPD dan jam.", \
                                "The address of this page can be shared: it holds the date, the agency and the time only.") \
  X(check_this_date,             "Cek tanggal ini untuk satu catatan", \
                                "Check one record of this date") \
  X(check_month_end,             "Banyak catatan sekaligus? Pakai Rekonsiliasi.", \
                                "Many records at once? Use Reconcile.") \
  /* rekonsiliasi */ \
  X(sheet_title,                 "Rekonsiliasi", \
                                "Reconcile") \
  X(sheet_lead,                  "Salin baris dari ekspor presensi, termasuk baris judul kolomnya, lalu tempel di sini. Tiap baris dijawab, atau disebut alasannya.", \
                                "Copy the rows of an attendance export, with the row of column names, and paste them here. Each row is answered, or the reason is given.") \
  X(sheet_privacy,               "Yang dibaca hanya tanggal, OPD dan jam masuk. Isi tempelan dikirim ke server Saksi, diolah di memori, lalu dilupakan: tidak disimpan dan tidak dicatat. Sebaiknya hapus dulu kolom nama dan NIP.", \
                                "Only date, agency and check-in are read. What you paste is sent to Saksi's server, worked on in memory and forgotten: it is neither stored nor logged. Better take out the columns of names and numbers first.") \
  X(sheet_field,                 "Baris ekspor", \
                                "Rows of the export") \
  X(sheet_field_hint,            "Perlu kolom tanggal dan jam masuk; pemisah titik koma, koma atau tab. Paling banyak {n} baris sekali tempel.", \
                                "It takes columns of date and check-in; separated by semicolon, comma or tab. At most {n} rows at a time.") \
  X(sheet_agency,                "OPD, bila tidak disebut di tempelan", \
                                "Agency, where the rows do not name it") \
  X(sheet_agency_none,           "Disebut di tempelan", \
                                "The rows name it") \
  X(button_download,             "Unduh hasil (CSV)", \
                                "Download the result (CSV)") \
  X(sheet_empty,                 "Tempel dulu barisnya.", \
                                "Paste the rows first.") \
  X(sheet_no_header,             "Judul kolom tidak ditemukan. Sertakan baris yang menyebut tanggal dan jam masuk, misalnya: Tanggal; OPD; Jam Masuk.", \
                                "The column names were not found. Include the row that names date and check-in, for example: Tanggal; OPD; Jam Masuk.") \
  X(sheet_two_readings,          "Judul kolomnya dapat dibaca dengan dua pemisah (titik koma, tab atau koma), dan hasilnya berbeda. Simpan ulang dengan satu pemisah, atau hapus tanda itu dari nama kolom.", \
                                "The column names can be read with two separators (semicolon, tab or comma), each with another result. Save it again with one of them, or take that sign out of the names.") \
  X(sheet_no_agency,             "Tidak ada kolom OPD. Pilih OPD-nya di bawah.", \
                                "There is no column of the agency. Choose the agency below.") \
  X(sheet_too_long,              "Barisnya terlalu banyak untuk sekali tempel. Bagi per minggu, atau minta pengelola menjalankan saksi reconcile.", \
                                "There are too many rows for one time. Paste them week by week, or ask the operator to run saksi reconcile.") \
  X(sheet_many_days,             "Harinya terlalu banyak untuk sekali tempel. Bagi per bulan, atau minta pengelola menjalankan saksi reconcile.", \
                                "There are too many days for one time. Paste them month by month, or ask the operator to run saksi reconcile.") \
  X(question_busy_title,         "Banyak yang bertanya bersamaan", \
                                "Many are asking at once") \
  X(question_busy,               "Tunggu beberapa detik, lalu muat ulang halaman ini. Keadaan sekarang ada di halaman Hari ini.", \
                                "Wait a few seconds and load this page again. How things stand now is on the page Today.") \
  X(sheet_busy_title,            "Sedang memeriksa tempelan orang lain", \
                                "Busy with somebody else's rows") \
  X(sheet_busy,                  "Tunggu beberapa detik, lalu kirim lagi. Isian Anda masih ada bila Anda kembali.", \
                                "Wait a few seconds and send it again. Your rows are still there when you go back.") \
  X(sheet_counts,                "{rows} baris: {answered} dijawab, {unread} tidak terbaca", \
                                "{rows} rows: {answered} answered, {unread} not read") \
  X(sheet_columns,               "Kolom yang dibaca: {columns}. Kolom lain tidak dibaca.", \
                                "Columns read: {columns}. Others were not read.") \
  X(sheet_unread_title,          "Baris yang tidak terbaca", \
                                "Rows that were not read") \
  X(sheet_unread_row,            "Baris {n}: {reason}", \
                                "Row {n}: {reason}") \
  X(sheet_results,               "Hasil per baris", \
                                "Results row by row") \
  X(sheet_more,                  "Yang ditampilkan {n} baris pertama; semuanya ada di hasil unduhan.", \
                                "The first {n} are shown; all are in the CSV file.") \
  X(sheet_result_line,           "{late} menit terlambat, {explained} terjelaskan", \
                                "{late} min late, {explained} explained") \
  X(sheet_col_row,               "Baris", \
                                "Row") \
  X(sheet_col_record,            "Catatan", \
                                "Record") \
  X(sheet_col_class,             "Kelas", \
                                "Class") \
  X(sheet_col_minutes,           "Menit", \
                                "Minutes") \
  X(no_record,                   "tidak ada", \
                                "none") \
  X(row_unread,                  "Tidak terbaca", \
                                "Not read") \
  X(row_not_a_record,            "Bukan baris catatan: isinya kurang dari dua kolom.", \
                                "Not a record: it has fewer than two cells filled in.") \
  X(row_no_date,                 "Tanggalnya kosong.", \
                                "The date is empty.") \
  X(row_unknown_agency,          "OPD tidak dikenal. Tulis nama lengkap atau singkatannya seperti di Cek tanggal.", \
                                "The agency is not known. Write its full or short name as in Check a date.") \
  X(out_result,                  "Hasil Saksi", \
                                "Saksi's result") \
  X(out_late,                    "Menit terlambat", \
                                "Minutes late") \
  X(out_explained,               "Menit terjelaskan", \
                                "Minutes explained") \
  X(out_class_before,            "Kelas sebelum", \
                                "Class before") \
  X(out_class_after,             "Kelas sesudah", \
                                "Class after") \
  X(out_sentence,                "Penjelasan", \
                                "Explanation") \
  X(out_incidents,               "Nomor kejadian", \
                                "Incident number") \
  X(out_citation,                "Rujukan", \
                                "Citation") \
  X(out_changed,                  "Perubahan", \
                                "Change") \
  X(sheet_changed,                "{n} baris berubah sejak hasil yang lama.", \
                                "{n} rows changed since the earlier result.") \
  X(sheet_changed_title,          "Baris yang berubah", \
                                "Rows that changed") \
  X(sheet_unchanged,              "Tidak ada baris yang berubah sejak hasil yang lama.", \
                                "No row changed since the earlier result.") \
  X(sheet_change,                 "{column}: {was} menjadi {is}", \
                                "{column}: {was}, now {is}") \
  X(sheet_nothing,                "(kosong)", \
                                "(empty)") \
  X(sheet_again,                  "Untuk melihat apa yang berubah sejak pemeriksaan yang lama, tempel hasil unduhannya di sini: kolomnya diperbarui, dan tiap perubahan disebut.", \
                                "To see what changed since an earlier check, paste the CSV file of that check here: its columns are renewed and each change is named.") \
  /* lembar bukti */ \
  X(paper_title,                 "LEMBAR BUKTI GANGGUAN LAYANAN PRESENSI", \
                                "EVIDENCE SHEET ON THE ATTENDANCE SERVICE") \
  X(paper_nav,                   "Lembar bukti", \
                                "Evidence sheet") \
  X(paper_number,                "Nomor", \
                                "Number") \
  X(paper_revision,              "Revisi lembar {n}", \
                                "Sheet revision {n}") \
  X(paper_issued,                "Diterbitkan {when}", \
                                "Issued {when}") \
  X(paper_simulation,            "SIMULASI: semua isi lembar ini buatan, bukan kejadian nyata.", \
                                "SIMULATION: everything on this sheet is made up; none of it is real.") \
  X(paper_provisional,           "SEMENTARA: data yang terlambat tiba masih dapat mengubah isi lembar ini sampai {date}.", \
                                "PROVISIONAL: data that arrive late may still change this sheet until {date}.") \
  X(paper_final,                 "FINAL: tidak ada lagi data yang ditunggu untuk tanggal ini.", \
                                "FINAL: no more data are awaited for this date.") \
  X(paper_withdrawn_mark,        "DICABUT", \
                                "WITHDRAWN") \
  X(paper_agency,                "Perangkat daerah", \
                                "Agency") \
  X(paper_service,               "Alamat layanan", \
                                "Address of the service") \
  X(paper_date,                  "Tanggal", \
                                "Date") \
  X(paper_hours,                 "Jadwal presensi masuk", \
                                "Check-in hours") \
  X(paper_hours_text,            "buka {opening}, batas {limit}, tutup {close}", \
                                "opens {opening}, limit {limit}, closes {close}") \
  X(paper_no_hours,              "tidak ada pada tanggal itu", \
                                "none on that date") \
  X(paper_incident,              "Nomor kejadian", \
                                "Incident") \
  X(paper_no_incident,           "tidak ada kejadian bernomor", \
                                "no numbered incident") \
  X(paper_span,                  "Mulai dan pulih", \
                                "Began and recovered") \
  X(paper_span_text,             "mulai antara {start_lo} dan {start_hi}; pulih antara {end_lo} dan {end_hi}", \
                                "began between {start_lo} and {start_hi}; recovered between {end_lo} and {end_hi}") \
  X(paper_span_open,             "mulai antara {start_lo} dan {start_hi}; belum terlihat pulih", \
                                "began between {start_lo} and {start_hi}; not seen to recover yet") \
  X(paper_said_incident,         "Berdasarkan pengukuran otomatis Saksi, pada {date} layanan presensi elektronik {agency} tidak dapat digunakan pada waktu di bawah ini, dilihat dari {networks} jaringan berbeda.", \
                                "By the automatic measurements of Saksi, on {date} the attendance service of {agency} could not be used at the times below, seen from {networks} different networks.") \
  X(paper_said_out,              "Berdasarkan pengukuran otomatis Saksi, pada {date} layanan presensi elektronik {agency} tidak dapat digunakan selama {blocked} dari {looked} menit antara pukul {from} dan {to}, dilihat dari {networks} jaringan berbeda.", \
                                "By the automatic measurements of Saksi, on {date} the attendance service of {agency} could not be used for {blocked} of the {looked} minutes between {from} and {to}, seen from {networks} different networks.") \
  X(paper_said_one,              "Pada {date} hanya satu jaringan yang mengukur layanan presensi elektronik {agency}. Kendala di bawah ini terlihat dari jaringan itu saja. Satu jaringan tidak dapat memastikan apakah layanannya atau jaringan itu sendiri yang bermasalah.", \
                                "On {date} only one network measured the attendance service of {agency}. The trouble below was seen from that network alone. One network cannot confirm whether the service or that network itself was at fault.") \
  X(paper_said_one_calm,         "Pada {date} hanya satu jaringan yang mengukur layanan presensi elektronik {agency}, dan dari jaringan itu tidak terlihat kendala. Satu jaringan tidak dapat memastikan keadaan di jaringan lain.", \
                                "On {date} only one network measured the attendance service of {agency}, and no trouble was seen from it. One network cannot confirm how it was on others.") \
  X(paper_said_some,             "Pada {date} antara pukul {from} dan {to}, titik pantau kami melihat kendala pada layanan presensi elektronik {agency} (lambat, tersendat, atau di satu jaringan saja) selama {soft} dari {looked} menit. Tidak ada menit yang terhalang dari beberapa jaringan sekaligus.", \
                                "On {date} between {from} and {to} our vantage points saw trouble with the attendance service of {agency} (slow, intermittent, or on one network only) for {soft} of {looked} minutes. No minute was blocked on several networks at once.") \
  X(paper_said_calm,             "Pada {date} antara pukul {from} dan {to}, titik pantau kami tidak melihat gangguan pada layanan presensi elektronik {agency}. Ini tidak membuktikan bahwa HP atau jaringan di kantor lain baik-baik saja.", \
                                "On {date} between {from} and {to} our vantage points saw no outage of the attendance service of {agency}. This does not prove that phones or networks elsewhere worked.") \
  X(paper_said_no_data,          "Pada {date} antara pukul {from} dan {to} kami hanya mengukur {coverage}% dari menitnya. Itu tidak cukup untuk menyimpulkan bahwa tidak ada gangguan; gunakan bukti lain.", \
                                "On {date} between {from} and {to} we measured only {coverage}% of the minutes. That is not enough to conclude that there was no outage; use other evidence.") \
  X(paper_said_withdrawn,        "Kejadian {number} telah dicabut: setelah data susulan masuk, tidak ada pemeriksaan yang mendukungnya. Lembar ini tidak dapat dipakai sebagai bukti gangguan.", \
                                "Incident {number} has been withdrawn: after late data came in, no check supports it. This sheet cannot be used as evidence of an outage.") \
  X(paper_usable_title,          "Menit layak pakai sebelum batas", \
                                "Usable minutes before the limit") \
  X(paper_usable,                "Batas presensi masuk hari itu pukul {limit}. Dari {window} menit sebelum batas: {usable} menit tanpa kendala, {blocked} terhalang, {other} lambat, tersendat atau di satu jaringan saja, {unknown} tanpa data.", \
                                "The limit that day was {limit}. Of the {window} minutes before it: {usable} without trouble, {blocked} blocked, {other} slow, intermittent or on one network only, {unknown} without data.") \
  X(paper_usable_empty,          "Menurut jadwal, presensi dibuka pukul {limit} dan batasnya juga pukul {limit}: tidak ada menit sebelum batas.", \
                                "By the schedule the check-in opens at {limit} and its limit is {limit} too: there are no minutes before it.") \
  X(paper_failed_title,          "Percobaan yang gagal, per titik pantau", \
                                "Failed checks, by vantage point") \
  X(paper_failed_lead,           "Dari percobaan gagal pertama sampai terakhir dalam satu rangkaian, {from}–{to}.", \
                                "From the first to the last failed check of each run, {from}–{to}.") \
  X(paper_failed_none,           "Tidak ada percobaan yang gagal pada waktu yang diperiksa.", \
                                "No check failed in the time looked at.") \
  X(paper_failed_more,           "Masih ada {n} rangkaian lain yang tidak dimuat di lembar ini.", \
                                "{n} more runs are not on this sheet.") \
  X(paper_col_network,           "Jaringan", \
                                "Network") \
  X(paper_col_span,              "Dari–sampai", \
                                "From–to") \
  X(paper_col_count,             "Kali", \
                                "Times") \
  X(paper_step,                  "langkah {step}", \
                                "step {step}") \
  X(paper_minutes_title,         "Menit demi menit", \
                                "Minute by minute") \
  X(paper_data_title,            "Kelengkapan data", \
                                "Completeness") \
  X(paper_coverage,              "Terukur {coverage}% dari {looked} menit antara pukul {from} dan {to}.", \
                                "Measured {coverage}% of the {looked} minutes between {from} and {to}.") \
  X(paper_gaps,                  "Tanpa data: {gaps}.", \
                                "Without data: {gaps}.") \
  X(paper_gaps_none,             "Tidak ada menit tanpa data.", \
                                "No minute is without data.") \
  X(paper_networks,              "Pemeriksaan otomatis dari {vantages} titik pantau pada {networks} jaringan: {list}.", \
                                "Automatic checks from {vantages} vantage points on {networks} networks: {list}.") \
  X(paper_networks_one,          "Hanya satu jaringan yang mengukur ({list}); Saksi tidak dapat memastikan.", \
                                "Only one network measured ({list}); Saksi cannot confirm.") \
  X(paper_networks_none,         "Tidak ada titik pantau yang mengukur.", \
                                "No vantage point measured.") \
  X(paper_steps_done,            "Langkah yang diuji: {steps}.", \
                                "Steps exercised: {steps}.") \
  X(paper_steps_never,           "Langkah yang tidak diuji: {steps}.", \
                                "Steps not exercised: {steps}.") \
  X(paper_steps_upload,          "Pengiriman presensi (foto) tidak diuji: lembar ini tidak menyatakan bahwa presensi dapat dikirim.", \
                                "Sending the check-in (photo) was not exercised: this sheet does not say that a check-in could be sent.") \
  X(paper_rule,                  "Aturan penilaian: aturan-{rule}.", \
                                "Rule: aturan-{rule}.") \
  X(paper_limits_title,          "Batas lembar ini", \
                                "Limits of this sheet") \
  X(paper_limit_person,          "Lembar ini tidak membuktikan kehadiran seseorang.", \
                                "This sheet does not prove that anyone was present.") \
  X(paper_limit_decision,        "Lembar ini bukan keputusan kepegawaian; keputusan tetap pada pejabat yang berwenang.", \
                                "This sheet is not a personnel decision; that stays with the official in charge.") \
  X(paper_limit_seen,            "Yang dicatat adalah yang terlihat dari titik pantau kami, bukan dari HP atau jaringan masing-masing pegawai, dan bukan sebab di dalam server.", \
                                "It records what our vantage points saw, not what each employee's phone or network saw, and not the cause inside the server.") \
  X(paper_verify_title,          "Memeriksa keaslian", \
                                "Checking that it is genuine") \
  X(paper_verify_qr,             "Pindai kode QR, atau buka {url} dan ketik kodenya.", \
                                "Scan the QR code, or open {url} and type the code.") \
  X(paper_verify_type,           "Buka halaman \"Periksa kode lembar\" (/v) pada situs Saksi pengelola di atas, lalu ketik kodenya.", \
                                "Open the page \"Check a sheet's code\" (/v) on the Saksi site of the operator above, and type the code.") \
  X(paper_verify_same,           "Isi yang tampil harus sama dengan kertas ini. Huruf besar atau kecil dan tanda hubung tidak berpengaruh.", \
                                "What it shows must be the same as this paper. Case and dashes do not matter.") \
  X(paper_code,                  "Kode verifikasi", \
                                "Verification code") \
  X(paper_code_note,             "Kode verifikasi – bukan tanda tangan elektronik", \
                                "Verification code – not an electronic signature") \
  X(paper_seal,                  "Segel harian: {seal}", \
                                "Daily seal: {seal}") \
  X(paper_cite_title,            "Kutipan", \
                                "Citation") \
  X(paper_cite,                  "Saksi {host}, Lembar Bukti {number} (revisi {revision}), kode {code}, aturan-{rule}, diakses {accessed}.", \
                                "Saksi {host}, evidence sheet {number} (revision {revision}), code {code}, aturan-{rule}, accessed {accessed}.") \
  X(paper_cite_none,             "Saksi {host}, Lembar Bukti {number} (pratinjau, tanpa kode), aturan-{rule}, diakses {accessed}.", \
                                "Saksi {host}, evidence sheet {number} (preview, without a code), aturan-{rule}, accessed {accessed}.") \
  X(paper_page,                  "Halaman {page} dari {pages}", \
                                "Page {page} of {pages}") \
  X(paper_none_title,            "Lembar ini belum dapat dibuat", \
                                "This sheet cannot be made yet") \
  X(paper_preview,               "PRATINJAU TANPA KODE.", \
                                "PREVIEW WITHOUT A CODE.") \
  X(unissued_open,               "Kode verifikasi diterbitkan setelah gangguannya selesai.", \
                                "A verification code is issued when the outage is over.") \
  X(unissued_window,             "Kode verifikasi diterbitkan setelah waktu presensi masuk hari itu selesai, mulai pukul {time}.", \
                                "A verification code is issued when the check-in of that day is over, from {time} on.") \
  X(unissued_keeper,             "Saksi ini hanya menampilkan catatan dan tidak sedang mencatat, jadi tidak dapat menerbitkan kode verifikasi.", \
                                "This Saksi only shows what is recorded and records nothing now, so it cannot issue a verification code.") \
  X(unissued_full,               "Batas 500 lembar baru dalam 24 jam sudah tercapai. Kode verifikasi dapat diminta lagi besok.", \
                                "The limit of 500 new sheets in 24 hours has been reached. Ask for a verification code again tomorrow.") \
  X(unissued_slow,               "Pencatat belum menjawab, jadi kode verifikasi belum diterbitkan. Muat ulang halaman ini.", \
                                "The recorder has not answered, so no verification code has been issued yet. Load this page again.") \
  X(paper_pdf,                   "Unduh PDF", \
                                "Download PDF") \
  X(paper_pdf_failed,            "PDF tidak dapat dibuat", \
                                "The PDF could not be made") \
  X(paper_kop,                   "Sisakan ruang kop surat", \
                                "Leave room for a letterhead") \
  X(paper_no_kop,                "Tanpa ruang kop surat", \
                                "Without room for a letterhead") \
  X(paper_f4,                    "Kertas F4", \
                                "F4 paper") \
  X(paper_a4,                    "Kertas A4", \
                                "A4 paper") \
  X(paper_how_print,             "Cetak dari menu peramban, atau unduh PDF-nya.", \
                                "Print from the browser's menu, or take the PDF.") \
  X(paper_links_title,           "Untuk berkas", \
                                "For the file") \
  X(paper_link_sheet,            "Lembar bukti kejadian ini", \
                                "Evidence sheet of this incident") \
  X(paper_link_day,              "Lembar bukti tanggal dan OPD ini", \
                                "Evidence sheet of this date and agency") \
  X(paper_link_list,             "Daftar hadir manual (kosong, bernomor kejadian)", \
                                "Manual attendance list (blank, with the incident number)") \
  X(paper_link_letters,          "Konsep surat keterangan dan berita acara", \
                                "Drafts of the two letters") \
  X(paper_link_verify,           "Periksa kode lembar", \
                                "Check a sheet's code") \
  X(paper_cite_sheet,            "Untuk mengutip dengan kode, buka lembar bukti: nomor, revisi dan kodenya ada di sana.", \
                                "To cite with a code, open the evidence sheet: number, revision and code stand there.") \
  /* daftar hadir manual */ \
  X(list_title,                  "DAFTAR HADIR MANUAL", \
                                "MANUAL ATTENDANCE LIST") \
  X(list_lead,                   "Dipakai karena gangguan sistem presensi elektronik. Satu orang satu baris, diisi dan ditandatangani sendiri pada saat datang. Bukti lain: foto berwaktu, surat tugas, atau saksi.", \
                                "For use because of an outage of the attendance system. One person a line, filled in and signed in person on arrival. Other evidence: a time-stamped photo, an assignment letter, or a witness.") \
  X(list_unit,                   "Unit kerja", \
                                "Unit") \
  X(list_no,                     "No", \
                                "No") \
  X(list_name,                   "Nama", \
                                "Name") \
  X(list_nip,                    "NIP", \
                                "NIP") \
  X(list_arrived,                "Jam datang", \
                                "Arrived") \
  X(list_signature,              "Tanda tangan", \
                                "Signature") \
  X(list_other,                  "Bukti lain", \
                                "Other evidence") \
  X(list_head,                   "Mengetahui, atasan langsung", \
                                "Seen by, the superior") \
  X(list_head_fields,            "Nama dan NIP", \
                                "Name and NIP") \
  /* konsep surat */ \
  X(letters_title,               "Konsep surat", \
                                "Draft letters") \
  X(letters_lead,                "Konsep untuk dilengkapi dan ditandatangani pejabat. Isian titik-titik dilengkapi; bentuk surat mengikuti tata naskah dinas setempat.", \
                                "Drafts for an official to complete and sign. The dotted blanks are to be filled in; the form follows the local rules for official letters.") \
  X(letters_withdrawn,           "Kejadian ini telah dicabut: tidak ada konsep surat untuknya.", \
                                "This incident has been withdrawn: there are no draft letters for it.") \
  X(letter_statement,            "SURAT KETERANGAN", \
                                "STATEMENT") \
  X(letter_minutes,              "BERITA ACARA GANGGUAN SISTEM PRESENSI", \
                                "OFFICIAL REPORT ON AN OUTAGE OF THE ATTENDANCE SYSTEM") \
  X(letter_blank_number,         "Nomor: ……………………………", \
                                "Number: ……………………………") \
  X(letter_signer,               "Yang bertanda tangan di bawah ini:", \
                                "The undersigned:") \
  X(letter_name,                 "Nama", \
                                "Name") \
  X(letter_position,             "Jabatan", \
                                "Position") \
  X(letter_statement_body,       "menerangkan bahwa pada hari {date}, {span}, telah terjadi gangguan pada sistem presensi elektronik {agency} sebagaimana Lembar Bukti Gangguan Nomor {number} (terlampir), sehingga presensi masuk pada waktu itu tidak dapat dilakukan sebagaimana mestinya.", \
                                "states that on {date}, {span}, there was an outage of the electronic attendance system of {agency}, as in evidence sheet number {number} (enclosed), so that checking in at that time was not possible as it should be.") \
  X(letter_span,                 "pukul {from} sampai {to}", \
                                "from {from} to {to}") \
  X(letter_span_open,            "sejak pukul {from}", \
                                "since {from}") \
  X(letter_statement_use,        "Surat keterangan ini dibuat untuk digunakan sebagai bahan pertimbangan pencatatan kehadiran secara manual sesuai ketentuan yang berlaku.", \
                                "This statement is made for consideration when attendance is recorded by hand under the rules in force.") \
  X(letter_place,                "……………………, ……………………", \
                                "……………………, ……………………") \
  X(letter_head,                 "Kepala ……………………………", \
                                "Head of ……………………………") \
  X(letter_today,                "Pada hari ini, …………………… tanggal …………………… bulan …………………… tahun ……………………, kami:", \
                                "Today, ……………………, we:") \
  X(letter_party,                "{n}. ……………………………………… ({office})", \
                                "{n}. ……………………………………… ({office})") \
  X(letter_declare,              "menyatakan:", \
                                "declare:") \
  X(letter_fact,                 "a. bahwa pada hari {weekday} tanggal {day} bulan {month} tahun {year} ({date}), {span}, telah terjadi gangguan {incident} pada sistem presensi elektronik {agency}, dengan rincian sebagaimana Lembar Bukti Gangguan Nomor {number} (terlampir);", \
                                "a. that on {weekday}, {month} {day}, {year} ({date}), {span}, there was the outage {incident} of the electronic attendance system of {agency}, as in evidence sheet number {number} (enclosed);") \
  X(letter_cause,                "b. penyebab sementara: ……………………………………………………;", \
                                "b. cause as far as known: ……………………………………………………;") \
  X(letter_action,               "c. tindakan: ……………………………………………………;", \
                                "c. what was done: ……………………………………………………;") \
  X(letter_list,                 "d. daftar hadir manual: ada / tidak ada, jumlah ………… pegawai;", \
                                "d. manual attendance list: yes / no, ………… employees;") \
  X(letter_proposal,             "e. usul penyelesaian catatan: ……………………………………………………", \
                                "e. proposal for the records: ……………………………………………………") \
  X(letter_done,                 "Demikian berita acara ini dibuat dengan sebenarnya.", \
                                "This report is made truthfully.") \
  X(letter_draft,                "KONSEP – berlaku setelah dilengkapi dan ditandatangani", \
                                "DRAFT – valid when completed and signed") \
  /* periksa kode */ \
  X(v_title,                     "Periksa kode lembar", \
                                "Check a sheet's code") \
  X(v_lead,                      "Ketik kode verifikasi dari Lembar Bukti Gangguan, atau pindai kode QR-nya.", \
                                "Type the verification code of an evidence sheet, or scan its QR code.") \
  X(v_field,                     "Kode verifikasi", \
                                "Verification code") \
  X(v_hint,                      "Sebelas huruf dan angka, misalnya 7F3K-9Q2M-4TZ. Huruf besar atau kecil dan tanda hubung tidak berpengaruh.", \
                                "Eleven letters and digits, such as 7F3K-9Q2M-4TZ. Case and dashes do not matter.") \
  X(v_button,                    "Periksa kode", \
                                "Check the code") \
  X(v_current,                   "Asli dan berlaku", \
                                "Genuine and current") \
  X(v_current_lead,              "Lembar {number} revisi {revision} diterbitkan oleh Saksi ini pada {when}. Cocokkan isinya dengan kertas di tangan Anda: yang berbeda pada kertas tidak berasal dari kami.", \
                                "Sheet {number} revision {revision} was issued by this Saksi on {when}. Compare it with the paper in your hand: what differs there is not from us.") \
  X(v_revised,                   "Asli, sudah direvisi", \
                                "Genuine, revised since") \
  X(v_revised_lead,              "Lembar {number} revisi {revision} diterbitkan oleh Saksi ini pada {when}, dan isinya sudah berubah sejak itu. Pakai yang terbaru.", \
                                "Sheet {number} revision {revision} was issued by this Saksi on {when}, and its content has changed since. Use the newest.") \
  X(v_newer,                     "Buka lembar terbaru", \
                                "Open the newest sheet") \
  X(v_withdrawn,                 "Asli, tetapi kejadiannya dicabut", \
                                "Genuine, but the incident was withdrawn") \
  X(v_withdrawn_lead,            "Lembar {number} revisi {revision} diterbitkan pada {when}. Kejadiannya dicabut: {reason}.", \
                                "Sheet {number} revision {revision} was issued on {when}. Its incident was withdrawn: {reason}.") \
  X(v_unknown,                   "Kode tidak dikenal", \
                                "Unknown code") \
  X(v_unknown_lead,              "Saksi ini tidak pernah menerbitkan lembar dengan kode {code}. Kertasnya tidak berasal dari sini, atau kodenya milik Saksi lain.", \
                                "This Saksi never issued a sheet with the code {code}. The paper is not from here, or the code is of another Saksi.") \
  X(v_typo,                      "Kode salah ketik", \
                                "Mistyped code") \
  X(v_typo_lead,                 "Huruf pemeriksanya tidak cocok: ada huruf yang salah atau tertukar, atau jumlahnya bukan sebelas. Periksa lagi ketikannya.", \
                                "The check character does not match: a character is wrong or swapped, or there are not eleven. Check what you typed.") \
  X(v_archive,                   "Isi menurut arsip", \
                                "Content as archived") \
  X(v_unsure,                    "Apakah lembar ini masih yang terbaru tidak dapat diperiksa sekarang: OPD-nya tidak ada lagi di konfigurasi.", \
                                "Whether this sheet is still the newest cannot be checked now: its agency has left the configuration.") \
  X(v_finalised,                 "Sejak lembar ini diterbitkan datanya sudah final, dan isinya tidak berubah.", \
                                "Since this sheet was issued its data have become final, and nothing changed.") \
  /* pages: errors */ \
  X(missing_title,              "Halaman tidak ditemukan", \
                                "Page not found") \
  X(missing_lead,               "Alamat ini tidak ada. Periksa lagi nomor kejadiannya, misalnya K-20230102-DISDIK-1.", \
                                "There is nothing at this address. Check the incident number, such as K-20230102-DISDIK-1.") \
  X(trouble_title,              "Halaman ini tidak dapat dibuat", \
                                "This page could not be made") \
  X(trouble_lead,               "Yang bermasalah pemantau ini, bukan layanan presensi; keadaan layanan tidak diketahui dari halaman ini.", \
                                "The trouble is with this monitor, not with the attendance service; this page says nothing about the service.") \
  /* messages: rows below belong to alert */                                                               \
  X(seal_told,                  "[SEGEL HARIAN] {date}\nSegel catatan Saksi untuk {date}:\n{hash}\nMeliputi semua catatan sampai pukul {time}: {records} catatan dari {chains} titik pantau, {revisions} revisi kejadian.\nSimpanlah pesan ini. Dengan angka di atas, catatan sampai hari itu tidak dapat diubah, ditambah atau dipotong tanpa ketahuan. Cara memeriksa: saksi seal {day} --against \"{short}\"", \
                                "[DAILY SEAL] {date}\nSeal of Saksi's records for {date}:\n{hash}\nIt covers all records until {time}: {records} records of {chains} vantages, {revisions} revisions of incidents.\nPlease keep this message. With the number above, nothing recorded up to that day can be altered, added or cut off unnoticed. To check: saksi seal {day} --against \"{short}\"") \
  X(test_told,                  "[UJI COBA] Pesan percobaan dari Saksi, {title}. Tidak ada gangguan. Dikirim {time} lewat {channel}.", \
                                "[TEST] A test message of Saksi, {title}. There is no outage. Sent {time} through {channel}.") \
  X(bulletin_demo,              "(SIMULASI, bukan kejadian nyata)", \
                                "(SIMULATION, not real)") \
  X(bulletin_opened,            "[GANGGUAN] Presensi {agencies} sejak pukul {time}.", \
                                "[OUTAGE] Attendance of {agencies} since {time}.") \
  X(bulletin_votes,             "Gagal di {bad} dari {all} titik pantau ({networks}).", \
                                "Failing at {bad} of {all} vantages ({networks}).") \
  X(bulletin_shared,              "Dipakai bersama: {backend} melayani {n} OPD. Yang belum disebut mungkin ikut terganggu.", \
                                "Shared: {backend} serves {n} agencies. Those not named yet may be affected too.") \
  X(bulletin_step,              "Tahap: {step}. Tanda: {cause}", \
                                "Step: {step}. Sign: {cause}") \
  X(bulletin_sign,              "Tanda: {cause}", \
                                "Sign: {cause}") \
  X(bulletin_limit,             "Batas presensi pukul {limit}, {n} menit lagi.", \
                                "On-time limit {limit}, {n} minutes left.") \
  X(bulletin_limit_past,        "Batas presensi pukul {limit}, sudah lewat {n} menit.", \
                                "On-time limit {limit}, {n} minutes ago.") \
  X(bulletin_number,            "Nomor kejadian: {number}", \
                                "Incident: {number}") \
  X(bulletin_numbers,           "Nomor kejadian: {number} dan {n} lainnya", \
                                "Incidents: {number} and {n} more") \
  X(bulletin_closed,            "[PULIH] Presensi {agencies}: langkah yang diuji dapat dipakai lagi sejak pukul {time}.", \
                                "[RECOVERED] Attendance of {agencies}: the tested steps work again since {time}.") \
  X(bulletin_length,            "Terganggu paling lambat sejak pukul {since}, paling sedikit {length}.", \
                                "Out since {since} at the latest, for at least {length}.") \
  X(bulletin_withdrawn,         "[DICABUT] {number}: setelah data susulan masuk, tidak ada pemeriksaan yang mendukungnya.", \
                                "[WITHDRAWN] {number}: after late data came in, no check supports it.") \
  X(action_dns,                 "Langkah pertama: periksa nama situs (DNS) dan masa berlaku domainnya.", \
                                "First: check the site's name (DNS) and whether its domain has expired.") \
  X(action_tcp,                 "Langkah pertama: periksa apakah server hidup dan apakah firewall menutupnya.", \
                                "First: check whether the server is up and whether a firewall closes it.") \
  X(action_tls,                 "Langkah pertama: periksa sertifikat situs dan rantainya.", \
                                "First: check the site's certificate and its chain.") \
  X(action_http,                "Langkah pertama: periksa beban server: proses web, antrean, sambungan basis data.", \
                                "First: check the server's load: web workers, queue, database connections.") \
  X(action_auth,                "Langkah pertama: coba login dengan akun sendiri, lalu lihat catatan aplikasi.", \
                                "First: try to log in yourself, then read the application's log.") \
  X(action_content,             "Langkah pertama: buka halamannya sendiri, lalu lihat catatan aplikasi.", \
                                "First: open the page yourself, then read the application's log.") \
  X(store_failed,               "[SAKSI BERHENTI] Pemantau tidak dapat mencatat lagi: {trouble}. Sejak ini tidak ada yang dipantau.", \
                                "[SAKSI HAS STOPPED] The monitor can record no more: {trouble}. From now on nothing is watched.") \
  X(alert_opened,               "{number} {agency}: presensi terganggu sejak pukul {time}", \
                                "{number} {agency}: attendance out of order since {time}") \
  X(alert_closed,               "{number} {agency}: gangguan presensi sejak pukul {from} sudah pulih pukul {to}", \
                                "{number} {agency}: attendance outage since {from} was over at {to}") \
  X(alert_withdrawn,            "{number} {agency}: kejadian dicabut, tidak ada pemeriksaan yang mendukung", \
                                "{number} {agency}: incident withdrawn, no check supports it") \
  X(alert_detail,               "{cause} Jaringan: {networks}.", \
                                "{cause} Networks: {networks}.") \
  X(alert_detail_step,          "{cause} Langkah: {step}. Jaringan: {networks}.", \
                                "{cause} Step: {step}. Networks: {networks}.") \
  /* messages: at their time, and what is done about an incident */ \
  X(ready_title,                 "[SIAP PAGI] {n} layanan diperiksa pukul {time}: {ok} siap, {x} perlu perhatian.", \
                                "[MORNING CHECK] {n} services looked at, as of {time}: {ok} ready, {x} need attention.") \
  X(ready_unmeasured,            "[SIAP PAGI] Pukul {time}: dari {n} layanan tidak satu pun terukur. Siap atau tidak, belum diketahui.", \
                                "[MORNING CHECK] {time}: none of {n} services was measured. Whether they are ready is not known.") \
  X(ready_item,                  "- {agency}: {state}", \
                                "- {agency}: {state}") \
  X(ready_more,                  "- dan {n} lainnya", \
                                "- and {n} more") \
  X(people_one_network,          "Satu jaringan saja: gangguan tidak dapat dipastikan. Tambahkan titik pantau di jaringan kedua.", \
                                "One network: an outage cannot be confirmed. Add a vantage on a second network.") \
  X(summary_title,               "[RINGKASAN PAGI] {date}, pukul {time}", \
                                "[MORNING SUMMARY] {date}, {time}") \
  X(summary_usable_all,          "Sebelum batas, semua menit layak pakai di {n} dari {n} OPD.", \
                                "Before the limit, every minute was usable at {n} of {n} agencies.") \
  X(summary_usable,              "Sebelum batas, semua menit layak pakai di {all} dari {n} OPD. Terburuk: {agency}, {good} dari {of} menit.", \
                                "Before the limit, every minute was usable at {all} of {n} agencies. Worst: {agency}, {good} of {of} minutes.") \
  X(summary_so_far,              "Batas belum lewat di semua OPD; menit dihitung sampai saat ini.", \
                                "The limit has not passed at all agencies; minutes are counted up to now.") \
  X(summary_unmeasured,          "Tidak ada menit yang terukur sebelum batas. Keadaan pagi ini tidak diketahui.", \
                                "No minute before the limit was measured. How this morning went is not known.") \
  X(summary_runs,                "{ok} dari {n} pemeriksaan berhasil.", \
                                "{ok} of {n} checks worked.") \
  X(summary_incidents,           "Kejadian pagi ini:", \
                                "Incidents this morning:") \
  X(summary_no_incident,         "Kejadian pagi ini: tidak ada yang tercatat.", \
                                "Incidents this morning: none recorded.") \
  X(summary_incident,            "- {number}, {agency}: paling sedikit {length}", \
                                "- {number}, {agency}: at least {length}") \
  X(summary_incident_open,       "- {number}, {agency}: masih berlangsung, {length} sejak pukul {time}", \
                                "- {number}, {agency}: still going on, {length} since {time}") \
  X(summary_covered,             "Semua menit sebelum batas terukur.", \
                                "Every minute before the limit was measured.") \
  X(summary_uncovered,           "Menit tanpa data: paling banyak {n} dari {of} ({agency}).", \
                                "Minutes without data: at most {n} of {of} ({agency}).") \
  X(summary_times,               "Waktu langkah yang diuji: tengah {p50} detik, lambat (p95) {p95} detik, dari {n} pemeriksaan yang selesai; {failed} tidak selesai.", \
                                "Time of the steps exercised: median {p50} s, slow (p95) {p95} s, of {n} checks that finished; {failed} did not.") \
  X(summary_no_times,            "Waktu langkah yang diuji: tidak ada pemeriksaan yang selesai.", \
                                "Time of the steps exercised: no check finished.") \
  X(summary_seal,                "Segel harian {date}: {seal}", \
                                "Daily seal {date}: {seal}") \
  X(network_opened,              "[SATU JARINGAN] Presensi {agencies} gagal hanya lewat {network}, sejak pukul {time}. Jaringan lain normal.", \
                                "[ONE NETWORK] Attendance of {agencies} fails only via {network}, since {time}. Other networks work.") \
  X(network_not_outage,          "Ini bukan gangguan layanan presensi. Periksa jaringan {network}.", \
                                "This is not an outage of the attendance service. Check the network {network}.") \
  X(network_closed,              "[PULIH] Presensi lewat {network} normal lagi sejak pukul {time}.", \
                                "[RECOVERED] Attendance via {network} works again since {time}.") \
  X(network_length,              "Satu jaringan ini terganggu sejak pukul {since}, sekitar {length}. Bukan gangguan layanan presensi.", \
                                "This one network was in trouble since {since}, about {length}. Not an outage of the attendance service.") \
  X(late_open_opened,             "[TERLAMBAT DIBUKA] Presensi {agencies} seharusnya dibuka pukul {opening}, sampai pukul {time} masih tertutup.", \
                                "[OPENED LATE] Attendance of {agencies} should have opened at {opening}; at {time} it is still closed.") \
  X(late_open_note,               "Menit yang tertutup itu dihitung sebagai terhalang. Periksa jadwal buka di aplikasinya.", \
                                "The closed minutes count as blocked. Check the opening time in the application.") \
  X(late_open_closed,             "[SUDAH DIBUKA] Presensi {agencies} dibuka pukul {time}, {length} sesudah jadwalnya.", \
                                "[NOW OPEN] Attendance of {agencies} opened at {time}, {length} after its schedule.") \
  X(late_open_over,               "[TIDAK DIBUKA] Presensi {agencies} tidak terlihat dibuka sampai jam presensi selesai.", \
                                "[NEVER OPENED] Attendance of {agencies} was not seen to open before its hours ended.") \
  X(vantage_silent,              "[TITIK PANTAU] {name} tidak melapor sejak pukul {time}. Bukti dari jaringan {network} kosong selama itu.", \
                                "[VANTAGE] {name} has not reported since {time}. There is no evidence from network {network} meanwhile.") \
  X(vantage_unfit,               "[TITIK PANTAU] {name} tidak menjangkau situs pembanding sejak pukul {time}. Hasilnya lewat jaringan {network} tidak dihitung selama itu.", \
                                "[VANTAGE] {name} has not reached the neutral hosts since {time}. What it sees via network {network} does not count meanwhile.") \
  X(vantage_not_outage,          "Ini masalah pemantau, bukan gangguan layanan presensi.", \
                                "This is trouble of the monitor, not an outage of the attendance service.") \
  X(vantage_back,                "[TITIK PANTAU] {name} melapor lagi sejak pukul {time}. Bukti kosong sejak pukul {since}, sekitar {length}.", \
                                "[VANTAGE] {name} reports again since {time}. Its evidence is missing since {since}, about {length}.") \
  X(account_refused,             "[AKUN UJI DITOLAK] Akun Saksi untuk {agencies} (dari {vantages}) ditolak situsnya sejak pukul {time}. {cause}", \
                                "[TEST ACCOUNT REFUSED] Saksi's account for {agencies} (from {vantages}) has been refused by the site since {time}. {cause}") \
  X(account_rests,               "Agar akunnya tidak terkunci, Saksi tidak lagi login dengannya selama sehari; halaman tanpa login tetap diperiksa. Ini bukan gangguan layanan presensi.", \
                                "Lest it be locked, Saksi does not log in with this account for a day; pages without a login are still checked. This is not an outage of the attendance service.") \
  X(account_goes_on,             "Saksi tetap mencoba (schedule.refusals: 0), dan akunnya bisa terkunci. Ini bukan gangguan layanan presensi.", \
                                "Saksi keeps trying (schedule.refusals: 0), and the account may be locked. This is not an outage of the attendance service.") \
  X(account_first,               "Langkah pertama: coba login sendiri dengan akun itu. Betulkan akun atau sandinya bersama pengelola situs, lalu mulai ulang Saksi; ia akan mencoba sekali lagi.", \
                                "First: try to log in yourself with that account. Mend it or its password with the site's operator, then restart Saksi; it will try once more.") \
  X(account_back,                "[AKUN UJI PULIH] Saksi bisa login lagi di {agencies} sejak pukul {time}.", \
                                "[TEST ACCOUNT WORKS] Saksi can log in again at {agencies} since {time}.") \
  X(agent_clock,                 "[AGEN PERLU DILIHAT] Jam agen {name} meleset sedikitnya {length} sejak pukul {time}. Hasilnya tetap disimpan.", \
                                "[AGENT NEEDS A LOOK] The clock of agent {name} has been off by {length} at least since {time}. What it sees is kept all the same.") \
  X(agent_clock_first,           "Lebih dari sepuluh detik: hasilnya tidak dihitung. Langkah pertama: periksa chrony atau systemd-timesyncd di mesin itu.", \
                                "Beyond ten seconds what it sees has no vote. First: look at chrony or systemd-timesyncd on that machine.") \
  X(agent_disk,                  "[AGEN PERLU DILIHAT] Disk agen {name} tidak menerima catatan, atau hampir penuh, sejak pukul {time}. Yang belum tertulis menunggu di memori dan hilang bila mesinnya mati.", \
                                "[AGENT NEEDS A LOOK] The disk of agent {name} takes no records, or is nearly full, since {time}. What is not written waits in memory, and is lost if the machine stops.") \
  X(agent_damaged,               "[AGEN PERLU DILIHAT] Jurnal agen {name} tidak terbaca di beberapa tempat. Yang sudah terkirim aman di sini; sisanya tetap dikirim.", \
                                "[AGENT NEEDS A LOOK] The journal of agent {name} cannot be read in places. What was delivered is safe here; the rest goes on being delivered.") \
  X(agent_flagged,               "[AGEN TIDAK DIPERCAYA] Agen {name} mengirim dua catatan berbeda dengan nomor yang sama. Keduanya disimpan; suaranya tidak dihitung lagi.", \
                                "[AGENT NOT TRUSTED] Agent {name} has delivered two different records under one number. Both are kept; it has no vote any more.") \
  X(agent_flagged_first,         "Langkah pertama: apakah kunci atau mesinnya disalin? Cabut kuncinya (saksi agents revoke), lalu undang agen baru.", \
                                "First: were its key or its machine copied? Revoke the key (saksi agents revoke), then invite a new agent.") \
  X(agent_fine,                  "[AGEN BERES] {name} beres lagi sejak pukul {time}.", \
                                "[AGENT IN ORDER] {name} is in order again since {time}.") \
  X(announcement_title,          "Untuk diteruskan:", \
                                "To pass on:") \
  X(announcement,                "Bapak/Ibu, sistem presensi {agencies} sedang *gangguan* sejak pukul {time} dan terpantau dari beberapa jaringan. Bukan hanya HP Anda. Mohon isi *daftar hadir manual* di unit kerja dan simpan foto berwaktu. Catat nomor kejadian: *{number}*.", \
                                "The attendance system of {agencies} has been *out of order* since {time}, seen from several networks. It is not only your phone. Please sign the *manual attendance list* at your office and keep a time-stamped photo. Incident number: *{number}*.") \
  X(announcement_link,           "Perkembangan: {url}", \
                                "Progress: {url}") \
  X(announcement_page,           "Pengumuman untuk diteruskan", \
                                "Announcement to pass on") \
  X(announcement_copy,           "Ketuk teksnya: seluruhnya terpilih dan dapat disalin.", \
                                "Tap the text: all of it is selected and can be copied.") \
  X(reminder_title,              "[MASIH GANGGUAN] {number}: presensi {agencies} sudah {length} terganggu, sejak pukul {time}.", \
                                "[STILL OUT] {number}: attendance of {agencies} has been out for {length}, since {time}.") \
  X(reminder_last,               "Percobaan terakhir pukul {time}: {cause}", \
                                "Last try at {time}: {cause}") \
  X(reminder_next,               "Info berikutnya pukul {time}, kecuali kejadian ini diakui.", \
                                "Next reminder at {time}, unless this is acknowledged.") \
  X(reminder_end,                "Ini pengingat yang terakhir.", \
                                "This is the last reminder.") \
  X(ack_link,                    "Akui (pengingat berhenti): {url}", \
                                "Acknowledge (ends the reminders): {url}") \
  X(ack_command,                 "Akui (pengingat berhenti): saksi ack {number}", \
                                "Acknowledge (ends the reminders): saksi ack {number}") \
  X(ack_title,                   "Akui kejadian {number}", \
                                "Acknowledge incident {number}") \
  X(ack_lead,                    "Dengan mengakui, Anda memberi tahu rekan piket bahwa kejadian ini sedang ditangani. Pengingat berhenti; pemantauan berjalan terus.", \
                                "By acknowledging you tell those on duty with you that this is being handled. The reminders end; watching goes on.") \
  X(ack_name,                    "Nama Anda (boleh kosong; tampil di halaman kejadian, yang dapat dibaca umum)", \
                                "Your name (may be empty; it is shown on the incident's page, which anyone can read)") \
  X(ack_button,                  "Akui", \
                                "Acknowledge") \
  X(ack_done,                    "Tercatat: kejadian {number} sudah diakui.", \
                                "Recorded: incident {number} is acknowledged.") \
  X(ack_by,                      "Diakui oleh {by}, {time}.", \
                                "Acknowledged by {by}, {time}.") \
  X(ack_nobody,                  "petugas piket", \
                                "somebody on duty") \
  X(ack_over,                    "Kejadian ini sudah selesai; tidak ada lagi yang perlu diakui.", \
                                "This incident is over; there is nothing left to acknowledge.") \
  X(ack_wrong,                   "Tautan ini tidak berlaku. Salin seluruh alamatnya dari pesan, atau pakai: saksi ack NOMOR.", \
                                "This link does not hold. Copy the whole address from the message, or use: saksi ack NUMBER.") \
  X(ack_long_name,               "Nama itu terlalu panjang atau tidak terbaca; tulis paling banyak 60 huruf.", \
                                "That name is too long or cannot be read; write 60 letters at most.") \
  X(ack_unheard,                 "Pengakuan ini belum tercatat. Coba sekali lagi.", \
                                "This has not been recorded. Try once more.") \
// clang-format on

enum class Word : std::uint16_t {
#define SAKSI_WORD_ENUM(name, id, en) name,
  SAKSI_WORDS(SAKSI_WORD_ENUM)
#undef SAKSI_WORD_ENUM
};

[[nodiscard]] std::string_view word(Word key, Language language);
[[nodiscard]] Word word_of(State state);
// Replaces each {name} in `text`; a name without a value is a bug.
[[nodiscard]] std::string fill(std::string_view text,
                               std::initializer_list<std::pair<std::string_view, std::string>> values);

// "Senin, 2 Januari 2023" / "Monday, 2 January 2023"; "07.30 WIB" / "07:30 WIB"; "22 menit 5 detik".
[[nodiscard]] std::string long_date(const LocalTime& at, Language language);
[[nodiscard]] std::string month_text(std::chrono::year_month month, Language language);  // "Januari 2023"
[[nodiscard]] std::string clock_time(const LocalTime& at, Language language, bool seconds = false);
[[nodiscard]] std::string length_text(Duration length, Language language);

}  // namespace saksi
