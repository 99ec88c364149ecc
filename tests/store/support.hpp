// SPDX-License-Identifier: Apache-2.0
//
// What the tests of the store share: small entries, and a second hand on the database file.
#pragma once

#include <gtest/gtest.h>
#include <sqlite3.h>

#include <string>
#include <vector>

#include "base/timestamp.hpp"
#include "store/store.hpp"
#include "support/temp_dir.hpp"

namespace saksi::store::test {

using saksi::test::TempDir;

inline Instant at(const char* time) {
  return parse_utc("2023-01-02T" + std::string(time) + "Z").value();
}

inline Sample sample(const std::string& vantage, Instant slot, Class cls = Class::ok) {
  Sample s;
  s.vantage = {vantage};
  s.target = {"disdik"};
  s.backend = {"host-1"};
  s.journey = {"check-in"};
  s.slot = s.planned = s.start = slot;
  s.end = slot + std::chrono::seconds(2);
  s.interval = std::chrono::seconds(30);
  s.cls = cls;
  return s;
}

inline Gap gap(const std::string& vantage, Instant slot) {
  Gap g;
  g.vantage = {vantage};
  g.target = {"disdik"};
  g.journey = {"check-in"};
  g.slot = g.planned = slot;
  g.reason = GapReason::overlap;
  g.oldest = std::chrono::seconds(31);
  return g;
}

inline std::unique_ptr<Writer> open_writer(const std::string& directory,
                                           const std::string& purpose = "live") {
  auto writer = Writer::open(directory, Purpose{purpose}, {{"pusat"}, {"timur"}});
  EXPECT_TRUE(writer) << writer.error().message;
  return writer ? std::move(*writer) : nullptr;
}
inline std::unique_ptr<Reader> open_reader(const std::string& directory) {
  auto reader = Reader::open(directory);
  EXPECT_TRUE(reader) << reader.error().message;
  return reader ? std::move(*reader) : nullptr;
}
inline std::string refusal(const std::string& directory, const std::string& purpose = "live") {
  auto writer = Writer::open(directory, Purpose{purpose}, {{"pusat"}});
  return writer ? "it was opened" : writer.error().message;
}

// Somebody with the file and an SQLite of their own, as an intruder would have.
inline void tamper(const std::string& directory, const std::string& sql) {
  sqlite3* database = nullptr;
  ASSERT_EQ(sqlite3_open((directory + "/saksi.db").c_str(), &database), SQLITE_OK);
  char* error = nullptr;
  EXPECT_EQ(sqlite3_exec(database, sql.c_str(), nullptr, nullptr, &error), SQLITE_OK)
      << (error != nullptr ? error : "");
  sqlite3_free(error);
  sqlite3_close(database);
}
// Whether the database lets it happen.
inline bool tampers(const std::string& directory, const char* sql) {
  sqlite3* database = nullptr;
  EXPECT_EQ(sqlite3_open((directory + "/saksi.db").c_str(), &database), SQLITE_OK);
  const bool done = sqlite3_exec(database, sql, nullptr, nullptr, nullptr) == SQLITE_OK;
  sqlite3_close(database);
  return done;
}
inline const char* const kDropTriggers =
    "DROP TRIGGER records_keep_1; DROP TRIGGER records_keep_2; DROP TRIGGER keys_keep_1; DROP "
    "TRIGGER keys_keep_2;";

inline std::vector<std::string> troubles(const std::string& directory) {
  const auto reader = open_reader(directory);
  auto found = verify(*reader, directory);
  if (!found) return {"verify failed: " + found.error().message};
  return found->troubles;
}
inline bool mentions(const std::vector<std::string>& lines, const std::string& text) {
  for (const std::string& line : lines)
    if (line.find(text) != std::string::npos) return true;
  return false;
}

}  // namespace saksi::store::test
