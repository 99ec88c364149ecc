// SPDX-License-Identifier: Apache-2.0
#include "demo/pages.hpp"

#include <fmt/format.h>

namespace saksi::demo {
namespace {

using net::ServerResponse;

ServerResponse html(int status, std::string body) {
  ServerResponse response;
  response.status = status;
  response.content_type = "text/html; charset=UTF-8";
  response.headers.emplace_back("Cache-Control", "no-cache, private");
  response.body = std::move(body);
  return response;
}

std::string frame(const Agency& agency, std::string_view title, std::string_view body) {
  return fmt::format(
      R"(<!DOCTYPE html>
<html lang="id">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{1} | Absen Maju {0}</title>
<link rel="icon" href="/logo.png">
<style>
body{{font-family:sans-serif;max-width:26rem;margin:1rem auto;padding:0 1rem}}
header{{text-align:center}} label,input,button,a.tombol{{display:block;width:100%;box-sizing:border-box;margin:.4rem 0;padding:.6rem}}
button,a.tombol{{background:#166534;color:#fff;border:0;text-align:center;text-decoration:none}} .pesan{{background:#fee2e2;padding:.6rem}}
</style>
</head>
<body>
<header><img src="/logo.png" alt="Absen Maju" width="48" height="48"><h1>Absen Maju</h1><p>{0}</p></header>
{2}
</body>
</html>
)",
      agency.name, title, body);
}

// The plain centred pages of web servers and panels.
std::string bare(std::string_view title, std::string_view body, std::string_view foot) {
  return fmt::format(
      "<html>\r\n<head><title>{0}</title></head>\r\n<body>\r\n<center><h1>{0}</h1></center>\r\n"
      "{1}<hr><center>{2}</center>\r\n</body>\r\n</html>\r\n",
      title, body, foot);
}

// As a framework of the kind shows an error of its own.
ServerResponse framework_error(int status, std::string_view text, std::string_view more = {}) {
  return html(status, fmt::format(R"(<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>{1}</title></head>
<body><div class="code">{0}</div> | <div class="message">{1}</div>{2}</body></html>
)",
                                  status, text, more));
}

ServerResponse bad_gateway_page() { return html(502, bare("502 Bad Gateway", "", "nginx")); }

}  // namespace

std::string people_time(TimeOfDay time) {
  std::string text = clock_text(time);
  for (char& c : text)
    if (c == ':') c = '.';
  return text;
}

ServerResponse login_page(const Agency& agency, const FormNames& names, std::string_view token,
                          std::string_view message) {
  std::string body;
  if (!message.empty()) body += fmt::format("<p class=\"pesan\" role=\"alert\">{}</p>\n", message);
  body += fmt::format(R"(<form method="POST" action="{0}">
<input type="hidden" name="{1}" value="{2}">
<label for="{3}">Nama pengguna</label>
<input id="{3}" name="{3}" autocomplete="username" required>
<label for="password">Kata sandi</label>
<input id="password" name="password" type="password" autocomplete="current-password" required>
<button type="submit">Masuk</button>
</form>)",
                      names.action, names.token, token, names.field);
  return html(200, frame(agency, "Masuk", body));
}

ServerResponse menu_page(const Agency& agency, std::string_view person, std::string_view form_path,
                         std::string_view more) {
  return html(200, frame(agency, "Pilih Keterangan",
                         fmt::format(R"(<p>Selamat datang, {}.</p>
<nav>
<a class="tombol" href="{}">Absen Masuk</a>
</nav>
{})",
                                     person, form_path, more)));
}

// A shell: who, where and when come later, by /api/beranda. While that hangs there is only the
// logo.
ServerResponse form_page(const Agency& agency, const Day& day, const FormNames& names,
                         std::string_view token) {
  return html(
      200,
      frame(agency, "Absen Masuk",
            fmt::format(R"(<div id="beranda" aria-busy="true"><p>Memuat data&hellip;</p></div>
<form id="form-absen" method="POST" action="{0}" enctype="multipart/form-data" hidden>
<input type="hidden" name="{1}" value="{2}">
<input type="hidden" name="lat">
<input type="hidden" name="long">
<div id="peta"></div>
<video id="kamera" playsinline muted width="320" height="240"></video>
<input type="hidden" name="{3}">
<input type="hidden" name="{3}_b">
<button type="submit">Absen Masuk</button>
</form>
<p>Presensi setelah pukul {4} WIB dicatat terlambat.</p>
<script src="/js/webcam.js"></script>
<script src="/js/peta.js"></script>)",
                        names.action, names.token, token, names.field, people_time(day.limit))));
}

ServerResponse not_open_page(const Agency& agency, std::string_view words) {
  return html(200, frame(agency, "Presensi",
                         fmt::format(R"(<p class="pesan" role="alert">{}</p>
<a class="tombol" href="/">Kembali</a>)",
                                     words)));
}

ServerResponse formless_page(const Agency& agency) {
  return html(200, frame(agency, "Absen Masuk",
                         R"(<div id="beranda" aria-busy="true"><p>Memuat data&hellip;</p></div>)"));
}

ServerResponse shell_page(const Agency& agency) {
  return html(200, frame(agency, "Presensi", R"(<div id="app" aria-busy="true"></div>
<script src="/js/app.js"></script>)"));
}

ServerResponse history_page(const Agency& agency, const std::vector<std::string>& rows) {
  std::string body = "<table>\n<tr><th>Tanggal</th><th>Jam masuk</th></tr>\n";
  for (const std::string& row : rows) body += row;
  if (rows.empty()) body += "<tr><td colspan=\"2\">Belum ada presensi.</td></tr>\n";
  return html(200, frame(agency, "Riwayat", body + "</table>"));
}

ServerResponse redirect(std::string location) {
  ServerResponse response =
      html(302,
           "<!DOCTYPE html>\n<html><head><meta charset=\"UTF-8\"><title>Redirecting</title></head>"
           "<body>Redirecting to <a href=\"" +
               location + "\">" + location + "</a>.</body></html>\n");
  response.headers.emplace_back("Location", std::move(location));
  return response;
}

ServerResponse expired_page() { return framework_error(419, "Page Expired"); }
ServerResponse not_found_page() { return framework_error(404, "Not Found"); }

ServerResponse database_page() {
  return framework_error(
      500, "Server Error",
      "<p>SQLSTATE[HY000] [1040] Too many connections (SQL: select * from `sessions` "
      "where `id` = ? limit 1)</p>");
}

ServerResponse resource_limit_page() {
  return html(508,
              bare("508 Resource Limit Is Reached",
                   "<p>The website is temporarily unable to service your request as it exceeded "
                   "resource limit. Please try again later.</p>\r\n",
                   "LiteSpeed Web Server"));
}

ServerResponse gateway_page() { return html(504, bare("504 Gateway Time-out", "", "nginx")); }
ServerResponse method_page() { return html(405, bare("405 Not Allowed", "", "nginx")); }

ServerResponse default_host_page() {
  return html(
      200,
      "<!DOCTYPE html>\n<html>\n<head>\n<title>Welcome to nginx!</title>\n</head>\n<body>\n"
      "<h1>Welcome to nginx!</h1>\n<p>If you see this page, the nginx web server is successfully "
      "installed and working. Further configuration is required.</p>\n</body>\n</html>\n");
}

std::string_view camera_script() {
  return R"(// Takes two pictures when the form is sent, one after the other, and sends them.
'use strict';
(async () => {
  const form = document.getElementById('form-absen');
  const video = document.getElementById('kamera');
  try {
    video.srcObject = await navigator.mediaDevices.getUserMedia({ video: true });
    await video.play();
  } catch (tanpaKamera) {
    video.replaceWith('Kamera tidak dapat dibuka.');
  }
  const picture = () => {
    const canvas = document.createElement('canvas');
    canvas.width = 320;
    canvas.height = 240;
    if (video.srcObject) canvas.getContext('2d').drawImage(video, 0, 0, 320, 240);
    return canvas.toDataURL('image/jpeg', 0.7);
  };
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    form.fotoMasuk.value = picture();
    form.fotoMasuk_b.value = picture();
    const answer = await fetch(form.action, { method: 'POST', body: new FormData(form) });
    const text = await answer.text();
    const words = { 1: 'Absen berhasil.', 2: 'Anda sudah melakukan absen.', 0: 'Absen gagal.' };
    alert(words[text] || 'Absen gagal.');
  });
})();
)";
}

std::string_view map_script() {
  return R"(// The data behind the shell, and where we are.
'use strict';
(async () => {
  const form = document.getElementById('form-absen');
  const place = document.getElementById('beranda');
  const data = await (await fetch('/api/beranda')).json();
  place.textContent = data.nama + ', ' + data.opd + ', ' + data.tanggal + ' ' + data.jam;
  place.removeAttribute('aria-busy');
  form.hidden = false;
  navigator.geolocation.getCurrentPosition((where) => {
    form.lat.value = where.coords.latitude;
    form.long.value = where.coords.longitude;
    document.getElementById('peta').textContent =
      where.coords.latitude.toFixed(5) + ', ' + where.coords.longitude.toFixed(5);
  });
})();
)";
}

std::string_view shell_script() {
  return R"(// The whole application: the page that loads it is empty.
'use strict';
(() => {
  const place = document.getElementById('app');
  const cookie = (name) => decodeURIComponent((document.cookie.match(name + '=([^;]*)') || [])[1] || '');
  const ask = async (path, body) => (await fetch(path, {
    method: body ? 'POST' : 'GET',
    headers: { 'Content-Type': 'application/json', 'X-XSRF-TOKEN': cookie('XSRF-TOKEN') },
    body: body && JSON.stringify(body),
  })).json();
  const show = async () => {
    const [status, home] = [await ask('/api/presensi/status'), await ask('/api/beranda')];
    place.textContent = home.success ? home.data.nama + ', ' + home.data.opd + '. ' + status.message : home.message;
  };
  place.innerHTML = '<form><label>Nama pengguna<input name="username" required></label>' +
    '<label>Kata sandi<input name="password" type="password" required></label><button>Masuk</button></form>';
  place.removeAttribute('aria-busy');
  place.firstChild.addEventListener('submit', async (event) => {
    event.preventDefault();
    const answer = await ask('/api/masuk', Object.fromEntries(new FormData(event.target)));
    if (answer.success) await show(); else alert(answer.message);
  });
})();
)";
}

std::optional<ServerResponse> hosting_page(Fault fault) {
  switch (fault) {
    case Fault::gateway:
      return bad_gateway_page();
    case Fault::resource_limit:
      return resource_limit_page();
    case Fault::database:
      return database_page();
    case Fault::server_error:
      return framework_error(500, "Server Error");
    case Fault::maintenance: {
      ServerResponse response = framework_error(503, "Service Unavailable");
      response.headers.emplace_back("Retry-After", "300");
      return response;
    }
    case Fault::php_error:
      return html(
          200,
          "<br />\n<b>Fatal error</b>:  Uncaught Error: Call to undefined function "
          "imagecreatefromjpeg() in /home/absen/app/Foto.php:41\nStack trace:\n#0 {main}\n  "
          "thrown in <b>/home/absen/app/Foto.php</b> on line <b>41</b><br />\n");
    case Fault::suspended:
      return html(200, bare("Account Suspended",
                            "<p>This account has been suspended. Contact your hosting provider for "
                            "more information.</p>",
                            "cpanel"));
    case Fault::forbidden:
      return html(403, bare("403 Forbidden", "", "nginx"));
    case Fault::too_many: {
      ServerResponse response = framework_error(429, "Too Many Requests");
      response.headers.emplace_back("Retry-After", "60");
      return response;
    }
    case Fault::blocked:
      return isp_page();
    default:
      return std::nullopt;
  }
}

ServerResponse isp_page() {
  return html(200,
              "<!DOCTYPE html><html lang=\"id\"><head><title>Internet Positif</title></head><body>"
              "<h1>Situs ini diblokir</h1><p>Akses ke situs ini dibatasi (TrustPositif).</p>"
              "</body></html>\n");
}

}  // namespace saksi::demo
