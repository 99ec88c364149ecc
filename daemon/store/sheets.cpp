// SPDX-License-Identifier: Apache-2.0
#include "store/sheets.hpp"

#include "base/compress.hpp"
#include "model/verification_code.hpp"
#include "store/records.hpp"

namespace saksi::store::sheets {
namespace {

constexpr const char* kColumns = "number, kind, content, code, revision, issued_us";

Result<IssuedSheet> read(const Statement& row) {
  IssuedSheet sheet;
  sheet.number = row.text(0);
  sheet.kind = row.text(1);
  SAKSI_TRY_ASSIGN(sheet.content, decompress(row.text(2), kMostSheetContent));
  sheet.code = row.text(3);
  sheet.revision = static_cast<unsigned>(row.integer(4));
  sheet.at = from_us(row.integer(5));
  return sheet;
}

Result<std::optional<IssuedSheet>> first(Database& database, const std::string& tail,
                                         const std::string& value) {
  SAKSI_TRY_ASSIGN(Statement query, database.prepare(std::string("SELECT ") + kColumns +
                                                     " FROM sheets WHERE " + tail + " LIMIT 1"));
  SAKSI_TRY_ASSIGN(const bool found, query.bind(value).step());
  if (!found) return std::nullopt;
  SAKSI_TRY_ASSIGN(IssuedSheet sheet, read(query));
  return sheet;
}

}  // namespace

Result<std::optional<IssuedSheet>> issue(Database& database, const NewSheet& sheet, Instant now) {
  IssuedSheet issued{sheet, code_of(sheet.content), 1, now};
  if (sheet.content.size() > kMostSheetContent)
    return fail(sheet.number + ": larger than a sheet may be");
  SAKSI_TRY_ASSIGN(Transaction transaction, Transaction::begin(database));
  SAKSI_TRY_ASSIGN(auto known, by_code(database, issued.code));
  // Two contents with one code: one in 2^50. The later one goes without.
  if (known && known->content != sheet.content) return std::nullopt;
  if (known) return known;
  SAKSI_TRY_ASSIGN(Statement lately,
                   database.prepare("SELECT count(*) FROM sheets WHERE issued_us > ?1"));
  SAKSI_TRY(lately.bind(to_us(now - std::chrono::hours(24))).step());
  if (lately.integer(0) >= kMostSheets) return std::nullopt;
  SAKSI_TRY_ASSIGN(Statement last, database.prepare("SELECT coalesce(max(revision), 0) FROM "
                                                    "sheets WHERE number = ?1"));
  SAKSI_TRY(last.bind(sheet.number).step());
  issued.revision = static_cast<unsigned>(last.integer(0)) + 1;
  SAKSI_TRY_ASSIGN(Statement insert,
                   database.prepare("INSERT INTO sheets (code, number, revision, kind, issued_us, "
                                    "content) VALUES (?1, ?2, ?3, ?4, ?5, ?6)"));
  SAKSI_TRY(insert
                .bind(issued.code, issued.number, std::int64_t{issued.revision}, issued.kind,
                      to_us(now), Blob{compress(issued.content)})
                .run());
  SAKSI_TRY(transaction.commit());
  return issued;
}

Result<std::optional<IssuedSheet>> by_code(Database& database, const std::string& code) {
  return first(database, "code = ?1", code);
}

Result<std::optional<IssuedSheet>> newest(Database& database, const std::string& number) {
  return first(database, "number = ?1 ORDER BY revision DESC", number);
}

Result<void> verify(Database& database, Verification& done) {
  SAKSI_TRY_ASSIGN(Statement query, database.prepare(std::string("SELECT ") + kColumns +
                                                     " FROM sheets ORDER BY id"));
  for (;;) {
    SAKSI_TRY_ASSIGN(const bool row, query.step());
    if (!row) return {};
    const auto sheet = read(query);
    if (!sheet)
      done.troubles.push_back("sheet " + query.text(3) + ": " + sheet.error().message);
    else if (code_of(sheet->content) != sheet->code)
      done.troubles.push_back("sheet " + sheet->code + ": its content has another code");
    else
      ++done.sheets;
  }
}

}  // namespace saksi::store::sheets
