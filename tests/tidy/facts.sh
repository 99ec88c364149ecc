#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# Facts about the repository that no compiler checks. Each broken one is a line that says what to do;
# exit 1 when there is one. Needs bash, git, grep and awk only.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

broken=0
tell() { # tell ADVICE: reads findings, one a line
  local finding
  while IFS= read -r finding; do
    [ -n "$finding" ] || continue
    echo "$finding: $1"
    broken=1
  done
}

# only PATTERN ALLOWED ADVICE FOLDER...: the pattern is found in no file but those allowed
only() {
  local pattern=$1 allowed=$2 advice=$3 found
  shift 3
  found=$(git grep -nE "$pattern" -- "$@" | grep -vE "^($allowed)" | cut -d: -f1,2) || true
  tell "$advice" <<<"$found"
}

code=(daemon probes demo)
only '::now\(\)' 'daemon/base/clock\.cpp:' 'take the time from a Clock; only daemon/base/clock.cpp reads the machine' "${code[@]}"
only '#include <sqlite3\.h>' 'daemon/store/sqlite\.' 'use daemon/store/sqlite.hpp' "${code[@]}"
only '#include <curl/' 'daemon/net/' 'use net/http_client.hpp' "${code[@]}"
only '#include <gumbo\.h>' 'probes/' 'read pages through the probes layer' "${code[@]}"
only '#include <re2/' 'daemon/base/regex\.cpp:' 'use base/regex.hpp' "${code[@]}"
only '#include <(pango|cairo|qrencode)' 'daemon/paper/' 'print through the paper layer' "${code[@]}"
only '#include <boost/beast' 'daemon/net/[a-z_]+\.(cpp|hpp):' 'use net/http_server.hpp' "${code[@]}"

mapfile -t sources < <(git ls-files -- '*.cpp' '*.hpp')
for file in "${sources[@]}"; do
  [ -f "$file" ] || continue
  IFS= read -r first <"$file" || true
  [ "$first" = "// SPDX-License-Identifier: Apache-2.0" ] || tell 'begin with // SPDX-License-Identifier: Apache-2.0' <<<"$file:1"
done
# Tests are lists, and may be long; the server is one translation unit for the sake of Beast's weight.
tell 'over 700 lines: give the second idea a file of its own' < <(
  awk 'FNR == 701 {print FILENAME}' $(git ls-files -- 'daemon/*.cpp' 'probes/*.cpp' 'demo/*.cpp'))
tell 'a tab: indent with spaces, or write \t' < <(git grep -nP '\t' -- "${code[@]}" '*.cmake' | cut -d: -f1,2)
tell 'do it, or open an issue and leave the word out' < <(
  git grep -nwE 'TODO|FIXME|XXX' -- "${code[@]}" '*.cmake' | cut -d: -f1,2)

# Every command of the binary is in the manual.
while IFS= read -r name; do
  grep -qsF "saksi $name" README.md docs/manual.md ||
    tell 'describe it in docs/manual.md' <<<"saksi $name"
done < <(grep -oE '^ +\{"[a-z ]+"' daemon/cli/commands.cpp | cut -d'"' -f2)

# Every alert has its section in the runbook.
while IFS= read -r name; do
  grep -qE "^## .*\b$name\b" docs/runbook.md || tell 'describe it in docs/runbook.md' <<<"alert $name"
done < <(grep -ohE 'alert: [A-Za-z]+' dashboards/*.rules.yml | cut -d' ' -f2; echo JourneyOutage; echo StoreFailed)

# Every command that the README names exists.
while IFS= read -r name; do
  grep -qE "^  $name( |$)" dev || tell 'README.md names it and ./dev has no such command' <<<"./dev $name"
done < <(grep -oE '\./dev [a-z]+' README.md | cut -d' ' -f2 | sort -u)
while IFS= read -r name; do
  grep -qE "^ +\{\"$name[ \"]" daemon/cli/commands.cpp ||
    tell 'README.md names it and daemon/cli/commands.cpp has no such command' <<<"saksi $name"
done < <(sed -n '/^```/,/^```/p; /^    /p; s/.*`\(saksi [^`]*\)`.*/\1/p' README.md |
  grep -oE '(^|[/ ])saksi [a-z]+' | sed 's/.*saksi //' | sort -u)

if [ -f README.md ]; then
  while IFS= read -r link; do
    [ -e "$link" ] || tell 'README.md links to it and it does not exist' <<<"$link"
  done < <(grep -oE '\]\([^)#: ]+' README.md | cut -c3- | sort -u)
else
  tell 'the repository needs one' <<<README.md
fi

exit "$broken"
