// SPDX-License-Identifier: Apache-2.0
//
// A made-up export of attendance for 2 January 2023, five agencies of forty rows each, with what such exports
// have: titles, a header of two levels, every way to write a date and a time, no record as 00:00:00, numbers with an
// apostrophe, formulas, agencies under several names, and rows that nobody can read.
const agencies = [["Dinas Pendidikan", "DISDIK", "disdik"], ["Dinas Kesehatan", "DINKES", "dinkes"],
  ["Sekretariat Daerah", "SETDA", "setda"], ["Dinas Pekerjaan Umum", "DPU", "dpu"], ["Dinas Sosial", "DINSOS", "dinsos"]];
const dates = ["02/01/2023", "2-1-2023", "2 Jan 2023", "Senin, 2 Januari 2023", "2023-01-02", "44928"];
const times = (minute) => {
  const h = String(7 + Math.floor(minute / 60)).padStart(2, "0"), m = String(minute % 60).padStart(2, "0");
  return [`${h}.${m}`, `${h}:${m}`, `${h}:${m}:30`, `${h}.${m} WIB`, String((7 * 60 + minute) / 1440).slice(0, 8).replace(".", ",")];
};
const lines = ["﻿REKAP PRESENSI HARIAN;;;;;", "Kabupaten Contoh;;;;;", ";;;;;",
  "No;Nama;NIP;Unit Kerja;Tanggal;PRESENSI HARIAN;;Keterangan", ";;;;;Masuk;Pulang;"];
let n = 0;
for (const [a, names] of agencies.entries())
  for (let row = 0; row < 40; ++row) {
    ++n;
    let date = dates[(row + a) % dates.length];
    let time = times((row * 7) % 95)[row % 5];
    let agency = names[row % names.length];
    let name = `Pegawai ${n}`;
    if (row % 10 === 3) time = ["00:00:00", "-", "", "00:00:00"][a % 4]; // no record
    if (row === 17) time = "pagi";
    if (row === 21) date = "31/02/2023";
    if (row === 25) agency = "Dinas Antariksa";
    if (row === 29) name = "=1+1";
    if (row === 33) date = "03/01/2030"; // not yet
    if (row === 37) date = "01/01/2023"; // a Sunday
    lines.push([n, name, `'00000000000000${String(n).padStart(4, "0")}`, agency, date, time, "16.00", "TL"].join(";"));
  }
console.log(lines.join("\r\n"));
