// SPDX-License-Identifier: Apache-2.0
//
// The closed vocabulary of what a probe can find: one table, from which code, help, manual,
// metrics, pages and tests come. To add a class, add its row; every `switch` that misses it will
// not compile. Nothing is ever renamed or removed here: records carry the codes for ever.
//
// `blame` says what the class is evidence of, and so how the judge may use it:
//   good     the step worked
//   target   the service failed this client: a vote for an outage
//   network  the way there failed: a vote too, but only several networks together accuse the server
//   rule     the application answered as its rules say (not open yet, outside the radius): no vote
//   probe    our account, address or configuration is the trouble: no vote, the operator is told
//   vantage  the vantage itself was unfit: no vote, never an outage
//   none     a light check that worked: evidence of nothing beyond the steps that it tried
// {n} in a sentence is a number of seconds that the caller fills in.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace saksi {

enum class Stage : std::uint8_t { none, dns, tcp, tls, http, content, auth, upload };
enum class Blame : std::uint8_t { good, target, network, rule, probe, vantage, none };

// clang-format off
//  name                  stage    blame    Indonesian / English (one plain sentence each)
#define SAKSI_CLASSES(X)                                                                                        \
  X(ok,                   none,    good,    "Normal.",                                                          \
                                            "It worked.")                                                       \
  X(slow,                 none,    good,    "Berhasil, tetapi perlu {n} detik.",                                \
                                            "It worked but took {n} s.")                                        \
  X(light_ok,             none,    none,    "Halaman depan terbuka; langkah berikutnya tidak dicoba saat itu.",           \
                                            "The front page opened; the later steps were not tried then.")      \
  X(late,                 http,    target,  "Belum ada jawaban setelah {n} detik.",                             \
                                            "No answer yet after {n} s.")                                       \
  X(dns_nxdomain,         dns,     network, "Nama situs tidak dapat ditemukan.",                                \
                                            "The site name does not exist.")                                    \
  X(dns_servfail,         dns,     network, "Server nama gagal menjawab.",                                      \
                                            "The name server failed.")                                          \
  X(dns_refused,          dns,     network, "Server nama menolak pertanyaan.",                                  \
                                            "The name server refused the question.")                            \
  X(dns_timeout,          dns,     network, "Server nama tidak menjawab.",                                      \
                                            "The name server did not answer.")                                  \
  X(dns_nodata,           dns,     network, "Nama situs tidak mempunyai alamat.",                               \
                                            "The site name has no address.")                                    \
  X(dns_bogon,            dns,     network, "Nama situs diarahkan ke alamat yang tidak sah.",                   \
                                            "The site name points to an address that cannot be its own.")       \
  X(dns_disagree,         dns,     network, "Alamat situs berbeda antarjaringan.",                              \
                                            "Networks disagree on the site's address.")                         \
  X(tcp_refused,          tcp,     network, "Server menolak sambungan.",                                        \
                                            "The server refused the connection.")                               \
  X(tcp_timeout,          tcp,     network, "Server tidak dapat dihubungi.",                                    \
                                            "The server could not be reached.")                                 \
  X(tcp_unreachable,      tcp,     network, "Tidak ada jalan ke server.",                                       \
                                            "There is no route to the server.")                                 \
  X(tcp_reset,            tcp,     network, "Sambungan diputus saat dibuka.",                                   \
                                            "The connection was cut while opening.")                            \
  X(tls_expired,          tls,     target,  "Sertifikat keamanan situs kedaluwarsa; kamera dan lokasi diblokir peramban.", \
                                            "The certificate has expired; the browser blocks camera and location.") \
  X(tls_not_yet_valid,    tls,     target,  "Sertifikat keamanan situs belum berlaku.",                         \
                                            "The certificate is not valid yet.")                                \
  X(tls_untrusted,        tls,     target,  "Sertifikat keamanan situs tidak dipercaya peramban.",              \
                                            "The certificate is not trusted.")                                  \
  X(tls_hostname,         tls,     target,  "Sertifikat keamanan bukan untuk nama situs ini.",                  \
                                            "The certificate is for another name.")                             \
  X(tls_version,          tls,     target,  "Server hanya menawarkan pengamanan usang.",                        \
                                            "The server offers only obsolete protection.")                      \
  X(tls_handshake_reset,  tls,     network, "Sambungan aman diputus saat dibuka.",                              \
                                            "The secure connection was cut while opening.")                     \
  X(tls_timeout,          tls,     network, "Sambungan aman tidak selesai dibuka.",                             \
                                            "The secure connection did not open in time.")                      \
  X(tls_revoked,          tls,     target,  "Sertifikat keamanan situs telah dicabut.",                         \
                                            "The certificate was revoked.")                                     \
  X(tls_expiring,         tls,     good,    "Normal, tetapi sertifikat keamanan situs segera kedaluwarsa.",     \
                                            "It worked, but the certificate expires soon.")                     \
  X(http_timeout_ttfb,    http,    target,  "Server menerima permintaan tetapi tidak menjawab dalam {n} detik.", \
                                            "The server took the request but did not answer within {n} s.")     \
  X(http_timeout_body,    http,    target,  "Jawaban server terhenti di tengah jalan.",                         \
                                            "The answer stalled half-way.")                                     \
  X(http_reset,           http,    network, "Sambungan diputus sebelum dijawab.",                               \
                                            "The connection was cut before the answer.")                        \
  X(http_truncated,       http,    target,  "Jawaban server terpotong.",                                        \
                                            "The answer was cut short.")                                        \
  X(http_malformed,       http,    target,  "Jawaban server rusak.",                                            \
                                            "The answer was not valid HTTP.")                                   \
  X(http_too_many_headers,http,    target,  "Jawaban server tidak wajar (kepala terlalu banyak).",              \
                                            "The answer had too many headers.")                                 \
  X(http_header_too_long, http,    target,  "Jawaban server tidak wajar (kepala terlalu panjang).",             \
                                            "The answer had a header that is too long.")                        \
  X(http_body_too_large,  http,    target,  "Jawaban server terlalu besar.",                                    \
                                            "The answer was too large.")                                        \
  X(http_decode_error,    http,    target,  "Isi jawaban server tidak dapat dibuka.",                           \
                                            "The answer could not be decoded.")                                 \
  X(http_redirect_loop,   http,    target,  "Situs mengalihkan terus-menerus.",                                 \
                                            "The site redirects for ever.")                                     \
  X(http_redirect_bad,    http,    target,  "Situs mengalihkan ke alamat yang tidak sah.",                      \
                                            "The site redirects to an address that is not allowed.")            \
  X(http_gateway,         http,    target,  "Server depan tidak mendapat jawaban dari aplikasi (502/504).",     \
                                            "The front server got no answer from the application (502/504).")   \
  X(http_resource_limit,  http,    target,  "Kapasitas hosting penuh (508).",                                   \
                                            "The hosting limit was reached (508).")                             \
  X(http_db_conn,         http,    target,  "Basis data menolak sambungan baru.",                               \
                                            "The database refused new connections.")                            \
  X(http_maintenance,     http,    target,  "Situs menampilkan halaman pemeliharaan.",                          \
                                            "The site shows a maintenance page.")                               \
  X(http_5xx,             http,    target,  "Aplikasi gagal di server (galat 5xx).",                            \
                                            "The application failed on the server (5xx).")                      \
  X(http_4xx,             http,    target,  "Server menolak permintaan halaman (4xx).",                         \
                                            "The server refused the page (4xx).")                               \
  X(http_429,             auth,    probe,   "Pemeriksa diminta berhenti sejenak oleh server (429).",            \
                                            "The server asked the probe to slow down (429).")                   \
  X(shell_only,           content, target,  "Halaman terbuka tetapi isinya tidak pernah muncul (hanya logo).",  \
                                            "The page opened but its content never arrived (logo only).")       \
  X(session_lock,         content, target,  "Halaman terbuka tetapi datanya tertahan permintaan lain.",         \
                                            "The page opened but its data waited behind another request.")      \
  X(wrong_page,           content, target,  "Alamat dibuka, tetapi yang tampil bukan aplikasi presensi.",       \
                                            "Another page is shown instead of the application.")                \
  X(isp_block,            content, network, "Situs diblokir pada jaringan ini.",                                \
                                            "The site is blocked on this network.")                             \
  X(assert_missing_marker,content, target,  "Halaman tampil tanpa isi yang seharusnya ada.",                    \
                                            "The page lacks what it must contain.")                             \
  X(assert_forbidden_marker,content,target, "Halaman menampilkan pesan galat.",                                 \
                                            "The page shows an error text.")                                    \
  X(assert_too_small,     content, target,  "Halaman jauh lebih kecil daripada biasanya.",                      \
                                            "The page is far smaller than usual.")                              \
  X(assert_wrong_type,    content, target,  "Jawaban server bukan jenis yang seharusnya.",                      \
                                            "The answer is of the wrong type.")                                 \
  X(assert_schema,        content, target,  "Data dari server tidak lengkap.",                                  \
                                            "The data from the server is incomplete.")                          \
  X(csrf_419,             auth,    target,  "Halaman dinyatakan kedaluwarsa meskipun baru dibuka (419).",       \
                                            "The page was called expired although just opened (419).")          \
  X(login_loop,           auth,    target,  "Login berhasil dikirim tetapi selalu kembali ke halaman login.",   \
                                            "Login always returned to the login page.")                         \
  X(upload_fail,          upload,  target,  "Foto presensi tidak dapat diterima server.",                       \
                                            "The server could not accept the photo.")                           \
  X(accepted_not_recorded,upload,  target,  "Server menjawab \"berhasil\" tetapi catatan tidak tersimpan.",     \
                                            "\"Success\" was answered but nothing was recorded.")               \
  X(clock_skew,           content, rule,    "Jam server berbeda {n} detik dari waktu baku.",                    \
                                            "The server clock differs by {n} s from standard time.")            \
  X(not_open,             content, rule,    "Presensi belum dibuka oleh sistem.",                               \
                                            "Attendance was not opened by the system yet.")                     \
  X(rule_reject,          content, rule,    "Sistem menolak menurut aturannya (misalnya di luar radius).",      \
                                            "The system refused by its own rules (outside the radius, say).")   \
  X(auth_rejected,        auth,    probe,   "Akun uji ditolak.",                                                \
                                            "The test account was rejected.")                                   \
  X(auth_locked,          auth,    probe,   "Akun uji terkunci.",                                               \
                                            "The test account is locked.")                                      \
  X(auth_captcha,         auth,    probe,   "Situs meminta pembuktian manusia (CAPTCHA).",                      \
                                            "The site asks for a human (CAPTCHA).")                             \
  X(probe_problem,        auth,    probe,   "Pemeriksa bermasalah; bukan gangguan layanan.",                    \
                                            "The probe has a problem; not an outage.")                          \
  X(prober_overloaded,    none,    vantage, "Pemeriksa kewalahan; hasilnya tidak dipakai.",                     \
                                            "The prober was overloaded; the result is not used.")               \
  X(invalid_monitor,      none,    vantage, "Pemeriksa tidak layak ukur saat itu.",                             \
                                            "The monitor was unfit to measure.")                                \
  X(invalid_vantage,      none,    vantage, "Jaringan titik pantau sendiri terganggu.",                         \
                                            "The vantage's own network was in trouble.")
// clang-format on

enum class Class : std::uint8_t {
#define SAKSI_CLASS_ENUM(name, stage, blame, id, en) name,
  SAKSI_CLASSES(SAKSI_CLASS_ENUM)
#undef SAKSI_CLASS_ENUM
};

struct ClassInfo {
  Class cls;
  std::string_view code;  // as in records, metrics and API
  Stage stage;
  Blame blame;
  std::string_view indonesian;
  std::string_view english;
};

inline constexpr std::array kClasses{
#define SAKSI_CLASS_ROW(name, stage, blame, id, en) \
  ClassInfo{Class::name, #name, Stage::stage, Blame::blame, id, en},
    SAKSI_CLASSES(SAKSI_CLASS_ROW)
#undef SAKSI_CLASS_ROW
};

[[nodiscard]] constexpr const ClassInfo& about(Class cls) {
  return kClasses[static_cast<std::size_t>(cls)];
}
[[nodiscard]] constexpr std::string_view code(Class cls) { return about(cls).code; }
[[nodiscard]] constexpr bool worked(Class cls) { return about(cls).blame == Blame::good; }
// A vote for an outage, if the vantage is fit to vote.
[[nodiscard]] constexpr bool is_failure(Class cls) {
  return about(cls).blame == Blame::target || about(cls).blame == Blame::network;
}
// Neither good nor bad for the service: the judge sets the sample aside.
[[nodiscard]] constexpr bool casts_no_vote(Class cls) { return !worked(cls) && !is_failure(cls); }

// Our own trouble: says nothing of the service. A refusal by the application's rules is an answer,
// and so ends a run of failures and bounds an outage, though it makes no minute good.
[[nodiscard]] constexpr bool is_set_aside(Class cls) {
  return about(cls).blame == Blame::probe || about(cls).blame == Blame::vantage ||
         about(cls).blame == Blame::none;
}

[[nodiscard]] std::optional<Class> class_from_code(std::string_view code);
[[nodiscard]] std::string_view code(Stage stage);
[[nodiscard]] std::string_view code(Blame blame);

}  // namespace saksi
