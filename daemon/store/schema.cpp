// SPDX-License-Identifier: Apache-2.0
#include "store/schema.hpp"

#include <fmt/format.h>

#include <array>
#include <filesystem>

namespace saksi::store {
namespace {

// Times are microseconds since the epoch, UTC. `records`, `keys`, `revisions`, `seals`, `sheets`
// and `acknowledgements` only grow; what stands in `derived` can be made again from `records`.
constexpr std::array kMigrations{
    R"sql(
CREATE TABLE about (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;

CREATE TABLE keys (
  id      INTEGER PRIMARY KEY,
  vantage TEXT NOT NULL,
  key     BLOB NOT NULL UNIQUE CHECK (length(key) = 32)
) STRICT;

CREATE TABLE records (
  id        INTEGER PRIMARY KEY,
  key_id    INTEGER NOT NULL REFERENCES keys (id),
  seq       INTEGER NOT NULL CHECK (seq >= 0),
  signature BLOB NOT NULL CHECK (length(signature) = 64),
  frame     BLOB NOT NULL
) STRICT;
CREATE UNIQUE INDEX records_identity ON records (key_id, seq);

CREATE TABLE derived (
  record  INTEGER PRIMARY KEY REFERENCES records (id),
  vantage TEXT NOT NULL,
  target  TEXT NOT NULL,
  journey TEXT NOT NULL,
  slot_us INTEGER,
  end_us  INTEGER NOT NULL,
  outcome TEXT NOT NULL,
  is_gap  INTEGER NOT NULL CHECK (is_gap IN (0, 1)),
  failure INTEGER NOT NULL CHECK (failure IN (0, 1))
) STRICT;
CREATE UNIQUE INDEX derived_slots ON derived (slot_us, vantage, target, journey) WHERE slot_us IS NOT NULL;
CREATE INDEX derived_samples ON derived (end_us, vantage) WHERE is_gap = 0;
CREATE INDEX derived_failures ON derived (target, end_us) WHERE failure = 1;

CREATE TABLE revisions (
  number      TEXT NOT NULL,
  revision    INTEGER NOT NULL CHECK (revision >= 1),
  event       TEXT NOT NULL,
  reason      TEXT NOT NULL,
  revised_us  INTEGER NOT NULL,
  withdrawn   INTEGER NOT NULL CHECK (withdrawn IN (0, 1)),
  target      TEXT NOT NULL,
  opened_us   INTEGER NOT NULL,
  start_lo_us INTEGER NOT NULL,
  end_hi_us   INTEGER,
  outage      TEXT NOT NULL,
  PRIMARY KEY (number, revision)
) STRICT;

CREATE TABLE outbox (
  id              INTEGER PRIMARY KEY AUTOINCREMENT,
  event_id        TEXT NOT NULL UNIQUE,
  incident        TEXT NOT NULL,
  kind            TEXT NOT NULL,
  channel         TEXT NOT NULL,
  payload         TEXT NOT NULL,
  created_us      INTEGER NOT NULL,
  not_before_us   INTEGER NOT NULL,
  repeat_until_us INTEGER,
  attempts        INTEGER NOT NULL DEFAULT 0,
  state           TEXT NOT NULL DEFAULT 'pending' CHECK (state IN ('pending', 'repeating', 'done', 'dead')),
  detail          TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX outbox_due ON outbox (not_before_us) WHERE state IN ('pending', 'repeating');
CREATE INDEX outbox_incident ON outbox (incident, channel);
CREATE TABLE outbox_counts (
  channel TEXT NOT NULL,
  outcome TEXT NOT NULL,
  count   INTEGER NOT NULL,
  PRIMARY KEY (channel, outcome)
) STRICT;

CREATE TRIGGER records_keep_1 BEFORE UPDATE ON records BEGIN SELECT RAISE(ABORT, 'records are never edited'); END;
CREATE TRIGGER records_keep_2 BEFORE DELETE ON records BEGIN SELECT RAISE(ABORT, 'records are never deleted'); END;
CREATE TRIGGER keys_keep_1 BEFORE UPDATE ON keys BEGIN SELECT RAISE(ABORT, 'keys are never edited'); END;
CREATE TRIGGER keys_keep_2 BEFORE DELETE ON keys BEGIN SELECT RAISE(ABORT, 'keys are never deleted'); END;
CREATE TRIGGER revisions_keep_1 BEFORE UPDATE ON revisions BEGIN SELECT RAISE(ABORT, 'revisions are never edited'); END;
CREATE TRIGGER revisions_keep_2 BEFORE DELETE ON revisions BEGIN SELECT RAISE(ABORT, 'revisions are never deleted'); END;
)sql",
    // Messages of one subject on one channel are said in order, and the newest word stands.
    R"sql(
ALTER TABLE outbox ADD COLUMN subject TEXT NOT NULL DEFAULT '';
UPDATE outbox SET subject = coalesce((SELECT json_extract(r.outage, '$.target') || '/' || json_extract(r.outage, '$.journey')
  FROM revisions r WHERE r.number = outbox.incident ORDER BY r.revision LIMIT 1), incident);
DROP INDEX outbox_incident;
CREATE INDEX outbox_subject ON outbox (subject, channel) WHERE state IN ('pending', 'repeating');
)sql",
    // The day's closing hash.
    R"sql(
CREATE TABLE seals (
  date  TEXT PRIMARY KEY,
  bytes BLOB NOT NULL
) STRICT;
CREATE TRIGGER seals_keep_1 BEFORE UPDATE ON seals BEGIN SELECT RAISE(ABORT, 'seals are never edited'); END;
CREATE TRIGGER seals_keep_2 BEFORE DELETE ON seals BEGIN SELECT RAISE(ABORT, 'seals are never deleted'); END;
)sql",
    // Sheets that were issued, as they were: who holds the paper can compare it with this.
    R"sql(
CREATE TABLE sheets (
  id        INTEGER PRIMARY KEY,
  code      TEXT NOT NULL UNIQUE CHECK (length(code) = 11),
  number    TEXT NOT NULL,
  revision  INTEGER NOT NULL CHECK (revision >= 1),
  kind      TEXT NOT NULL CHECK (kind IN ('incident', 'date')),
  issued_us INTEGER NOT NULL,
  content   BLOB NOT NULL,
  UNIQUE (number, revision)
) STRICT;
CREATE INDEX sheets_issued ON sheets (issued_us);
CREATE TRIGGER sheets_keep_1 BEFORE UPDATE ON sheets BEGIN SELECT RAISE(ABORT, 'sheets are never edited'); END;
CREATE TRIGGER sheets_keep_2 BEFORE DELETE ON sheets BEGIN SELECT RAISE(ABORT, 'sheets are never deleted'); END;
)sql",
    // Who has said of an incident that it is being seen to.
    R"sql(
CREATE TABLE acknowledgements (
  id     INTEGER PRIMARY KEY,
  number TEXT NOT NULL,
  by     TEXT NOT NULL,
  at_us  INTEGER NOT NULL,
  UNIQUE (number, by)
) STRICT;
CREATE TRIGGER acknowledgements_keep_1 BEFORE UPDATE ON acknowledgements BEGIN SELECT RAISE(ABORT, 'acknowledgements are never edited'); END;
CREATE TRIGGER acknowledgements_keep_2 BEFORE DELETE ON acknowledgements BEGIN SELECT RAISE(ABORT, 'acknowledgements are never deleted'); END;
)sql",
    // Chains that another saksi signs and that came here by import.
    R"sql(
ALTER TABLE keys ADD COLUMN elsewhere INTEGER NOT NULL DEFAULT 0 CHECK (elsewhere IN (0, 1));
)sql",
    // Agents, which deliver their chains themselves. `early` holds what came ahead of the backlog
    // until the records before it are here; `aside` what may not stand in a chain and is kept all
    // the same; `unheard` names the records that have no vote.
    R"sql(
CREATE TABLE agents (
  key_id      INTEGER PRIMARY KEY REFERENCES keys (id),
  enrolled_us INTEGER NOT NULL
) STRICT;
CREATE TABLE agent_plans (
  serial    INTEGER PRIMARY KEY,
  vantage   TEXT NOT NULL,
  issued_us INTEGER NOT NULL,
  document  BLOB NOT NULL
) STRICT;
CREATE TABLE early (
  key_id    INTEGER NOT NULL REFERENCES keys (id),
  seq       INTEGER NOT NULL CHECK (seq >= 0),
  signature BLOB NOT NULL CHECK (length(signature) = 64),
  unheard   TEXT NOT NULL,
  frame     BLOB NOT NULL,
  PRIMARY KEY (key_id, seq)
) STRICT;
CREATE TABLE aside (
  id          INTEGER PRIMARY KEY,
  key_id      INTEGER NOT NULL REFERENCES keys (id),
  seq         INTEGER NOT NULL,
  reason      TEXT NOT NULL,
  received_us INTEGER NOT NULL,
  digest      BLOB NOT NULL CHECK (length(digest) = 32),
  signature   BLOB NOT NULL CHECK (length(signature) = 64),
  frame       BLOB NOT NULL,
  UNIQUE (key_id, seq, digest)
) STRICT;
CREATE TABLE unheard (
  record INTEGER PRIMARY KEY REFERENCES records (id),
  reason TEXT NOT NULL
) STRICT;
CREATE TRIGGER agent_plans_keep_1 BEFORE UPDATE ON agent_plans BEGIN SELECT RAISE(ABORT, 'plans are never edited'); END;
CREATE TRIGGER agent_plans_keep_2 BEFORE DELETE ON agent_plans BEGIN SELECT RAISE(ABORT, 'plans are never deleted'); END;
CREATE TRIGGER aside_keep_1 BEFORE UPDATE ON aside BEGIN SELECT RAISE(ABORT, 'what was set aside is never edited'); END;
CREATE TRIGGER aside_keep_2 BEFORE DELETE ON aside BEGIN SELECT RAISE(ABORT, 'what was set aside is never deleted'); END;
CREATE TRIGGER unheard_keep_1 BEFORE UPDATE ON unheard BEGIN SELECT RAISE(ABORT, 'unheard is never edited'); END;
CREATE TRIGGER unheard_keep_2 BEFORE DELETE ON unheard BEGIN SELECT RAISE(ABORT, 'unheard is never deleted'); END;
)sql"};

// What the file says it is. An empty file is new.
Result<std::int64_t> version_of(Database& database, const std::string& path) {
  SAKSI_TRY_ASSIGN(const std::int64_t application, database.integer("PRAGMA application_id"));
  SAKSI_TRY_ASSIGN(const std::int64_t version, database.integer("PRAGMA user_version"));
  SAKSI_TRY_ASSIGN(const std::int64_t objects,
                   database.integer("SELECT count(*) FROM sqlite_schema"));
  const bool empty = application == 0 && version == 0 && objects == 0;
  if (!empty && application != kApplicationId)
    return fail(path +
                ": this is not a saksi database; move it away or choose another storage.directory");
  if (version > schema_version())
    return fail(
        fmt::format("{}: written by a newer saksi (store version {}, this one knows {}); run "
                    "that one, or restore the backup from before the upgrade",
                    path, version, schema_version()));
  return version;
}

Result<void> quick_check(Database& database, const std::string& path) {
  SAKSI_TRY_ASSIGN(const std::string found, database.text("PRAGMA quick_check(1)"));
  if (found != "ok")
    return fail(fmt::format("{}: the database is damaged ({}); keep a copy, then restore a backup",
                            path, found.substr(0, found.find('\n'))));
  return {};
}

}  // namespace

std::int64_t schema_version() { return static_cast<std::int64_t>(kMigrations.size()); }
std::string database_path(const std::string& directory) { return directory + "/saksi.db"; }

Result<Database> open_for_writing(const std::string& directory) {
  const std::string path = database_path(directory);
  SAKSI_TRY_ASSIGN(Database database, Database::open(path, Database::Access::write));
  SAKSI_TRY_ASSIGN(const std::int64_t version,
                   version_of(database, path));  // before anything is written
  SAKSI_TRY(database.execute(
      "PRAGMA cell_size_check=ON; PRAGMA recursive_triggers=ON; "
      "PRAGMA foreign_keys=ON; PRAGMA wal_autocheckpoint=0; PRAGMA synchronous=FULL"));
  if (version > 0) SAKSI_TRY(quick_check(database, path));
  SAKSI_TRY_ASSIGN(const std::string mode, database.text("PRAGMA journal_mode=WAL"));
  if (mode != "wal")
    return fail(
        fmt::format("{}: this file system cannot hold a write-ahead log (journal mode {}); use "
                    "a local disk",
                    path, mode));
  for (std::int64_t next = version; next < schema_version(); ++next) {
    SAKSI_TRY_ASSIGN(Transaction transaction, Transaction::begin(database));
    SAKSI_TRY(database.execute(kMigrations[static_cast<std::size_t>(next)]));
    SAKSI_TRY(database.execute(
        fmt::format("PRAGMA application_id={}; PRAGMA user_version={}", kApplicationId, next + 1)));
    SAKSI_TRY(transaction.commit());
  }
  return database;
}

Result<Database> open_for_reading(const std::string& directory) {
  const std::string path = database_path(directory);
  std::error_code error;
  if (!std::filesystem::exists(path, error))
    return fail(path + ": there is no saksi store here; `saksi serve` makes one");
  SAKSI_TRY_ASSIGN(Database database, Database::open(path, Database::Access::read));
  SAKSI_TRY(database.execute("PRAGMA cell_size_check=ON; PRAGMA query_only=ON"));
  SAKSI_TRY_ASSIGN(const std::int64_t version, version_of(database, path));
  if (version < schema_version())
    return fail(
        fmt::format("{}: written by an older saksi (store version {}, this one reads {}); start "
                    "`saksi serve` once to bring it up to date",
                    path, version, schema_version()));
  return database;
}

}  // namespace saksi::store
