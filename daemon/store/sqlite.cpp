// SPDX-License-Identifier: Apache-2.0
#include "store/sqlite.hpp"

#include <fmt/format.h>
#include <sqlite3.h>

#include <cerrno>
#include <cstring>
#include <utility>

namespace saksi::store {

struct Connection {
  sqlite3* handle = nullptr;
  std::string path;
  bool failed = false;

  Connection() = default;
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;
  ~Connection() { sqlite3_close_v2(handle); }

  // The error that SQLite has just reported, in words that say what to do; latches `failed`.
  tl::unexpected<Error> error(std::string_view doing);
};

tl::unexpected<Error> Connection::error(std::string_view doing) {
  const int code = sqlite3_errcode(handle);
  const int system = sqlite3_system_errno(handle);
  // A broken rule of the schema and a busy lock are found before anything is written.
  if (code != SQLITE_CONSTRAINT && code != SQLITE_BUSY) failed = true;
  if (code == SQLITE_FULL || (code == SQLITE_IOERR && (system == ENOSPC || system == EDQUOT)))
    return fail(fmt::format("{}: disk full; free space and restart saksi", path));
  if (code == SQLITE_NOTADB)
    return fail(
        fmt::format("{}: this is not a saksi database; move it away or choose another "
                    "storage.directory",
                    path));
  if (code == SQLITE_CORRUPT)
    return fail(fmt::format("{}: the database is damaged ({}); keep a copy, then restore a backup",
                            path, sqlite3_errmsg(handle)));
  const bool at_system = (code == SQLITE_IOERR || code == SQLITE_CANTOPEN) && system != 0;
  return fail(fmt::format("{}: cannot {}: {}{}{}", path, doing, sqlite3_errmsg(handle),
                          at_system ? ": " : "", at_system ? std::strerror(system) : ""));
}

Statement::Statement(Statement&& other) noexcept
    : connection_(other.connection_), handle_(std::exchange(other.handle_, nullptr)) {}
Statement::~Statement() { sqlite3_finalize(handle_); }

// Binding fails only for want of memory or for a wrong position, which is a bug; both show in
// step(), since an unbound value is NULL and every column that we write is NOT NULL or checked.
void Statement::bind_at(int at, std::int64_t value) { sqlite3_bind_int64(handle_, at, value); }
void Statement::bind_at(int at, std::string_view value) {
  sqlite3_bind_text64(handle_, at, value.data() == nullptr ? "" : value.data(), value.size(),
                      SQLITE_TRANSIENT, SQLITE_UTF8);
}
void Statement::bind_at(int at, const Blob& value) {
  sqlite3_bind_blob64(handle_, at, value.bytes.data(), value.bytes.size(), SQLITE_TRANSIENT);
}
void Statement::bind_at(int at, const std::optional<std::int64_t>& value) {
  if (value)
    sqlite3_bind_int64(handle_, at, *value);
  else
    sqlite3_bind_null(handle_, at);
}

void Statement::reset() { sqlite3_reset(handle_); }

Result<bool> Statement::step() {
  const int code = sqlite3_step(handle_);
  if (code == SQLITE_ROW) return true;
  if (code == SQLITE_DONE) return false;
  auto error = connection_->error(sqlite3_stmt_readonly(handle_) != 0 ? "read" : "write");
  reset();
  return error;
}

Result<void> Statement::run() {
  SAKSI_TRY(step());
  reset();
  return {};
}

std::int64_t Statement::integer(int column) const { return sqlite3_column_int64(handle_, column); }
std::string Statement::text(int column) const {
  const void* bytes = sqlite3_column_blob(handle_, column);
  const int size = sqlite3_column_bytes(handle_, column);
  return bytes == nullptr
             ? std::string()
             : std::string(static_cast<const char*>(bytes), static_cast<std::size_t>(size));
}
bool Statement::is_null(int column) const {
  return sqlite3_column_type(handle_, column) == SQLITE_NULL;
}

Database::Database(std::unique_ptr<Connection> connection) : connection_(std::move(connection)) {}
Database::Database(Database&&) noexcept = default;
Database::~Database() = default;

Result<Database> Database::open(const std::string& path, Access access) {
  auto connection = std::make_unique<Connection>();
  connection->path = path;
  const int flags =
      access == Access::write ? SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE : SQLITE_OPEN_READONLY;
  if (sqlite3_open_v2(path.c_str(), &connection->handle, flags | SQLITE_OPEN_NOMUTEX, nullptr) !=
      SQLITE_OK)
    return connection->error("open");
  sqlite3_busy_timeout(connection->handle, 5000);
  sqlite3_db_config(connection->handle, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
  sqlite3_db_config(connection->handle, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
  sqlite3_db_config(connection->handle, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
  return Database(std::move(connection));
}

Result<Statement> Database::prepare(std::string_view sql) {
  sqlite3_stmt* handle = nullptr;
  if (sqlite3_prepare_v2(connection_->handle, sql.data(), static_cast<int>(sql.size()), &handle,
                         nullptr) != SQLITE_OK)
    return connection_->error("read");
  return Statement(*connection_, handle);
}

Result<void> Database::execute(const std::string& sql) {
  if (sqlite3_exec(connection_->handle, sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK)
    return connection_->error("write");
  return {};
}

Result<std::int64_t> Database::integer(std::string_view sql) {
  SAKSI_TRY_ASSIGN(Statement statement, prepare(sql));
  SAKSI_TRY_ASSIGN(const bool row, statement.step());
  return row ? statement.integer(0) : 0;
}

Result<std::string> Database::text(std::string_view sql) {
  SAKSI_TRY_ASSIGN(Statement statement, prepare(sql));
  SAKSI_TRY_ASSIGN(const bool row, statement.step());
  return row ? statement.text(0) : std::string();
}

std::int64_t Database::last_id() const { return sqlite3_last_insert_rowid(connection_->handle); }
bool Database::failed() const { return connection_->failed; }

Result<void> Database::checkpoint() {
  sqlite3_busy_timeout(connection_->handle, 0);
  const int code = sqlite3_wal_checkpoint_v2(connection_->handle, "main",
                                             SQLITE_CHECKPOINT_TRUNCATE, nullptr, nullptr);
  sqlite3_busy_timeout(connection_->handle, 5000);
  if (code == SQLITE_OK || code == SQLITE_BUSY) return {};  // busy: a reader; the next one finishes
  return connection_->error("checkpoint");
}

Result<Transaction> Transaction::begin(Database& database, const char* how) {
  SAKSI_TRY(database.execute(how));
  return Transaction(database);
}

Transaction::~Transaction() {
  // SQLite has rolled back by itself after the worst errors; then this has nothing to do.
  if (database_ != nullptr) static_cast<void>(database_->execute("ROLLBACK"));
}

Result<void> Transaction::commit() {
  SAKSI_TRY(database_->execute("COMMIT"));
  database_ = nullptr;
  return {};
}

}  // namespace saksi::store
