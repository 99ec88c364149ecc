// SPDX-License-Identifier: Apache-2.0
//
// Five attendance webs of different make, over TLS, for the journeys in config/journeys. They are strict: a
// wrong token, cookie, header or field is refused as such applications refuse.
//   node webs.mjs CERTIFICATE KEY PORT-OF-EACH-OF-FIVE... NEUTRAL-PORT BACKSTAGE-PORT
// The back door (plain HTTP): /close and /open, and /seen: what was asked, how often.
import { createServer } from 'node:http';
import { createServer as createSecure } from 'node:https';
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';

const [certificate, key, ...ports] = process.argv.slice(2);
const tls = { cert: readFileSync(certificate), key: readFileSync(key) };
const USER = 'UJI-SAKSI-01', PASSWORD = 'rahasia & "uji"';
const seen = {};
let open = true;

const fresh = () => `kenari${randomBytes(8).toString('hex')}`; // what may be told nowhere
const page = (title, body) => `<!DOCTYPE html><html><head><title>${title}</title></head><body>${body}</body></html>`;
const html = (text, headers = {}) => [200, { 'Content-Type': 'text/html; charset=UTF-8', ...headers }, text];
const json = (value, status = 200) => [status, { 'Content-Type': 'application/json' }, JSON.stringify(value)];
const go = (where, headers = {}) => [302, { Location: where, 'Content-Type': 'text/html', ...headers }, ''];
const place = (text) => text === '-3.4500,102.2000';

// Each web: what it answers to "METHOD /path". `q` has body, form, json, headers, and the session of its cookie.
const session = (jar, name) => (q) => {
  const id = (q.headers.cookie || '').match(new RegExp(`${name}=([^;]*)`))?.[1];
  return jar.get(id);
};
const begin = (jar, name, state) => {
  const id = fresh();
  jar.set(id, state);
  return `${name}=${id}; path=/; secure; httponly; samesite=lax`;
};

function blade() {
  const jar = new Map(), of = session(jar, 'laravel_session');
  const form = (s, action, more) => `<form method="POST" action="${action}"><input type="hidden" name="_token" value="${s.token}">${more}</form>`;
  return {
    'GET /login': (q) => {
      const s = of(q) || { token: fresh() }, words = s.flash || '';
      s.flash = '';
      const cookie = of(q) ? {} : { 'Set-Cookie': begin(jar, 'laravel_session', s) };
      return html(page('Masuk', `<p>${words}</p>` + form(s, '/login', 'Nomor Induk Pegawai <input name="nip"><input type="password" name="password">')), cookie);
    },
    'POST /login': (q) => {
      const s = of(q);
      if (!s || q.form.get('_token') !== s.token) return [419, { 'Content-Type': 'text/html' }, page('Page Expired', '419')];
      if (q.form.get('nip') !== USER || q.form.get('password') !== PASSWORD) { s.flash = 'NIP atau kata sandi salah'; return go('/login'); }
      s.user = USER;
      return go('/home');
    },
    'GET /home': (q) => (of(q)?.user ? html(page('Beranda', 'Beranda <a href="/keluar">Keluar</a>')) : go('/login')),
    'GET /absen/masuk': (q) => {
      if (!of(q)?.user) return go('/login');
      if (!open) return html(page('Tutup', 'Presensi dibuka pukul 06.30 WIB.'));
      return html(page('Presensi', `Presensi Masuk <script>var id_lokasi = "17";</script>` + form(of(q), '/absen/masuk', '')));
    },
  };
}

function ci3() {
  const jar = new Map(), of = session(jar, 'ci_session');
  const refresh = (where) => html('', { Refresh: `0;url=${where}` });
  return {
    'GET /auth': (q) => {
      const s = of(q) || { csrf: fresh() }, words = s.flash || '';
      s.flash = '';
      const cookie = of(q) ? {} : { 'Set-Cookie': begin(jar, 'ci_session', s) };
      return html(page('SIPRESENSI', `<h1>Masuk ke SIPRESENSI</h1>${words}<form action="/auth/masuk" method="post"><input type="hidden" name="csrf_test_name" value="${s.csrf}"><input name="username"><input type="password" name="password"></form>`), cookie);
    },
    'POST /auth/masuk': (q) => {
      const s = of(q);
      if (!s || q.form.get('csrf_test_name') !== s.csrf) return [403, { 'Content-Type': 'text/html' }, page('Error', 'The action you have requested is not allowed.')];
      if (q.form.get('username') !== USER || q.form.get('password') !== PASSWORD) { s.flash = 'Username atau password salah'; return refresh('/auth'); }
      s.user = USER;
      return refresh('/beranda');
    },
    'GET /beranda': (q) => (of(q)?.user ? html(page('Beranda', 'Selamat datang')) : refresh('/auth')),
    'GET /presensi': (q) => {
      if (!of(q)?.user) return refresh('/auth');
      if (!open) return html(page('SIPRESENSI', 'Maaf, Anda di luar jam masuk'));
      return html(page('Presensi', 'Ambil Foto <form action="/presensi/simpan" method="post" enctype="multipart/form-data"><input type="file" name="foto"></form> memuat...'));
    },
    'GET /presensi/jadwal': (q) => (of(q)?.user ? json({ jadwal: { buka: '06:30', tutup: '08:30' } }) : refresh('/auth')),
  };
}

function api() {
  const tokens = new Set();
  const inside = (q) => tokens.has((q.headers.authorization || '').replace(/^Bearer /, ''));
  const out = () => json({ message: 'Unauthenticated.' }, 401);
  return {
    'POST /api/v1/login': (q) => {
      if (q.json?.nik !== USER || q.json?.password !== PASSWORD) return json({ message: 'These credentials do not match our records.' }, 422);
      const token = fresh() + fresh();
      tokens.add(token);
      return json({ message_error: false, message: 'ok', data: { token } });
    },
    'GET /api/v1/jadwal': (q) => (!inside(q) ? out() : !open ? json({ message_error: true, message: 'Belum waktunya presensi', data: null }) : json({ message_error: false, data: { buka: '06:30', batas: '07:30' } })),
    'POST /api/v1/lokasi': (q) => (!inside(q) ? out() : json(q.json?.lat === -3.45 && q.json?.long === 102.2 ? { message_error: false, message: 'di dalam radius' } : { message_error: true, message: 'di luar radius' })),
  };
}

function shell() {
  const jar = new Map(), of = session(jar, 'sid');
  return {
    'GET /': () => html(page('Presensi Kabupaten', '<img src="/logo.png"><div id="app"></div><script src="/assets/app.js"></script>')),
    'GET /assets/app.js': () => [200, { 'Content-Type': 'text/javascript' }, `// ${'x'.repeat(200)}`],
    'GET /api/sesi': () => {
      const s = { xsrf: `${fresh()}=` };
      return [204, { 'Set-Cookie': [begin(jar, 'sid', s), `XSRF-TOKEN=${encodeURIComponent(s.xsrf)}; path=/; secure`] }, ''];
    },
    'POST /api/masuk': (q) => {
      const s = of(q);
      if (!s || q.headers['x-xsrf-token'] !== s.xsrf) return json({ message: 'CSRF token mismatch.' }, 419);
      if (q.json?.user !== USER || q.json?.password !== PASSWORD) return json({ success: false, message: 'Nama atau sandi salah' }, 401);
      s.user = USER;
      return json({ success: true, message: 'ok' });
    },
    'GET /api/beranda': (q) => {
      if (!of(q)?.user) return json({ success: false, message: 'Unauthenticated.' }, 401);
      if (!open) return json({ success: false, message: 'Presensi belum dibuka' }, 500);
      return json({ success: true, data: { nama: 'Akun Uji', jadwal: ['06:30'] } });
    },
  };
}

function pipes() {
  const jar = new Map(), of = session(jar, 'epresensi');
  return {
    'GET /': (q) => {
      if (!/Mobile/.test(q.headers['user-agent'])) return html(page('E-Presensi', 'Hanya bisa diakses melalui device mobile'));
      return html(page('E-Presensi', `${q.query.get('galat') || ''}<h1>E-Presensi</h1><form action="/proseslogin" method="post"><input name="nik"><input type="password" name="password"></form>`));
    },
    'POST /proseslogin': (q) => (q.form.get('nik') === USER && q.form.get('password') === PASSWORD ? go('/dashboard', { 'Set-Cookie': begin(jar, 'epresensi', { user: USER }) }) : go('/?galat=Nik%20/%20Password%20Salah')),
    'GET /dashboard': (q) => (of(q)?.user ? html(page('Dashboard', '<a href="/presensi/histori">Histori</a>')) : go('/')),
    'POST /presensi/cek': (q) => html(!of(q)?.user ? '' : !open ? 'error|Maaf, belum waktunya absen|in' : place(q.form.get('lokasi')) ? 'success|Silakan absen|in' : 'error|Maaf, anda diluar radius|system'),
  };
}

const answer = (web, number) => (request, response) => {
  const parts = [];
  request.on('data', (part) => parts.push(part));
  request.on('end', () => {
    const url = new URL(request.url, 'https://localhost'), body = Buffer.concat(parts).toString();
    const what = `${request.method} ${url.pathname}`;
    seen[`${number} ${what}`] = (seen[`${number} ${what}`] || 0) + 1;
    const q = { headers: request.headers, query: url.searchParams, form: new URLSearchParams(body) };
    try { q.json = JSON.parse(body); } catch { /* it is none */ }
    const [status, headers, text] = web[what] ? web[what](q) : [404, { 'Content-Type': 'text/html' }, page('Not Found', '404')];
    response.writeHead(status, headers).end(text);
  });
};

[blade(), ci3(), api(), shell(), pipes()].forEach((web, i) => createSecure(tls, answer(web, i + 1)).listen(Number(ports[i]), '127.0.0.1'));
createSecure(tls, (request, response) => response.writeHead(204).end()).listen(Number(ports[5]), '127.0.0.1');
createServer((request, response) => {
  if (request.url === '/close') open = false;
  if (request.url === '/open') open = true;
  response.writeHead(200, { 'Content-Type': 'application/json' }).end(JSON.stringify({ open, seen }));
}).listen(Number(ports[6]), '127.0.0.1');
