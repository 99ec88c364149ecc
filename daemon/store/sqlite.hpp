// SPDX-License-Identifier: Apache-2.0
//
// SQLite as values that clean up after themselves. Only sqlite.cpp knows sqlite3.h.
//
// A write or a sync that failed leaves open which bytes reached the disk, and a second try that
// "succeeds" proves nothing (the kernel may have dropped the dirty pages). So a connection that met
// such an error says failed() for ever; who writes through it stops.
//
// One thread a connection.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.hpp"

struct sqlite3_stmt;

namespace saksi::store {

struct Connection;  // sqlite.cpp

struct Blob {
  std::string_view bytes;
};

// A prepared statement. Not used after its Database.
class Statement {
 public:
  Statement(Connection& connection, sqlite3_stmt* handle)
      : connection_(&connection), handle_(handle) {}
  Statement(Statement&& other) noexcept;
  Statement& operator=(Statement&&) = delete;
  ~Statement();

  // Values for ?1, ?2, ... of the next run: integers, text, Blob, or an optional integer.
  template <class... Values>
  Statement& bind(const Values&... values) {
    reset();
    int at = 0;
    (bind_at(++at, values), ...);
    return *this;
  }
  // One value, where the number of values is known only when running.
  void bind_at(int at, std::int64_t value);
  void bind_at(int at, std::string_view value);
  void bind_at(int at, const std::string& value) { bind_at(at, std::string_view(value)); }
  void bind_at(int at, const char* value) { bind_at(at, std::string_view(value)); }
  void bind_at(int at, const Blob& value);
  void bind_at(int at, const std::optional<std::int64_t>& value);

  Result<bool> step();  // true: there is a row
  Result<void> run();   // for statements without rows; ready for the next bind()

  [[nodiscard]] std::int64_t integer(int column) const;
  [[nodiscard]] std::string text(int column) const;  // text or blob
  [[nodiscard]] bool is_null(int column) const;

 private:
  void reset();
  Connection* connection_;
  sqlite3_stmt* handle_;
};

class Database {
 public:
  enum class Access : std::uint8_t {
    write,  // created when absent; WAL, synchronous=FULL, checkpoints only when asked
    read,   // read-only; never checkpoints, not even on close
  };
  static Result<Database> open(const std::string& path, Access access);
  Database(Database&&) noexcept;
  Database& operator=(Database&&) = delete;
  ~Database();

  Result<Statement> prepare(std::string_view sql);
  Result<void> execute(const std::string& sql);        // one or more statements, no values
  Result<std::int64_t> integer(std::string_view sql);  // first column of the first row
  Result<std::string> text(std::string_view sql);
  [[nodiscard]] std::int64_t last_id() const;

  // Moves the WAL into the database as far as readers allow, without waiting for them.
  Result<void> checkpoint();
  // A write, a sync or a page went wrong; nothing more may be written through this connection.
  [[nodiscard]] bool failed() const;

 private:
  explicit Database(std::unique_ptr<Connection> connection);
  std::unique_ptr<Connection> connection_;
};

// Rolled back unless committed.
class Transaction {
 public:
  static Result<Transaction> begin(Database& database, const char* how = "BEGIN IMMEDIATE");
  Transaction(Transaction&& other) noexcept : database_(other.database_) {
    other.database_ = nullptr;
  }
  Transaction& operator=(Transaction&&) = delete;
  ~Transaction();
  Result<void> commit();

 private:
  explicit Transaction(Database& database) : database_(&database) {}
  Database* database_;
};

}  // namespace saksi::store
