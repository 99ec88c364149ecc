// SPDX-License-Identifier: Apache-2.0
//
// A file of records of another saksi, soundly signed and then anything: all of it is taken, or the
// store is as it was; what is taken reads back as the bytes that came.
#include "store/transfer.hpp"

#include <filesystem>
#include <memory>

#include "base/digest.hpp"
#include "fuzz/fuzz.hpp"
#include "store/import.hpp"
#include "store/records.hpp"
#include "store/schema.hpp"

using namespace saksi;
using namespace saksi::store;

namespace {

struct World {
  std::string directory = (std::filesystem::temp_directory_path() / "saksi-fuzz-XXXXXX").string();
  std::optional<Database> database;
  SigningKey key = SigningKey::generate();

  World() {
    CLAIM(::mkdtemp(directory.data()) != nullptr);
    auto opened = open_for_writing(directory);
    CLAIM(opened.has_value());
    database.emplace(std::move(*opened));
  }
  ~World() { std::filesystem::remove_all(directory); }

  std::int64_t rows() {
    return database->integer("SELECT (SELECT count(*) FROM records) + (SELECT count(*) FROM keys)")
        .value();
  }
};

// Each line as a record of one chain: its envelope is ours, so that the signature is good and the
// next thing is looked at.
std::string signed_file(const World& world, std::string_view lines) {
  std::string text = std::string(kTransferHead) + "\n";
  Digest prev{};
  std::uint64_t seq = 0;
  while (!lines.empty() && seq < 8) {
    const std::string_view line = lines.substr(0, lines.find('\n'));
    lines.remove_prefix(std::min(lines.size(), line.size() + 1));
    auto json = parse_json(line);
    if (!json || !json->is_object()) {
      text += std::string(line) + "\n";
      continue;
    }
    (*json)["key"] = hex(world.key.public_key());
    (*json)["seq"] = seq++;
    (*json)["prev"] = hex(prev);
    (*json)["nonce"] = std::string(32, '0');
    const std::string bytes = json->dump(-1, ' ', false, Json::error_handler_t::replace) + '\n';
    prev = sha256(bytes);
    text += "record " + hex(world.key.sign(message_to_sign(bytes))) + " " + bytes;
  }
  return text;
}

}  // namespace

SAKSI_FUZZ(bytes) {
  static auto held = std::make_unique<World>();
  for (const std::string& text : {std::string(bytes), signed_file(*held, bytes)}) {
    const auto read = read_transfer(text);
    std::size_t size = 0;
    if (read) {
      CLAIM(!read->records.empty());
      for (const auto& one : read->records) {
        CLAIM(one.bytes.ends_with('\n') && one.line > 1);
        Record record;
        record.signature = one.signature;
        record.bytes = one.bytes;
        CLAIM(text.find(record_line(record)) != std::string::npos);
        size += one.bytes.size();
      }
      for (const std::string& body : read->bodies) {
        CLAIM(body.size() <= 64u << 10);
        size += body.size();
      }
      CLAIM(size < text.size());
    }
    World& world = *held;
    const std::int64_t before = world.rows();
    const ImportRules rules{
        {world.key.public_key()}, {{"pusat"}}, Instant(std::chrono::days(25000))};
    // Each file meets an empty store: what one leaves behind must not decide about the next.
    const auto taken = import::take(*world.database, world.directory, "", text, rules);
    CLAIM(read || !taken);
    CLAIM(taken || world.rows() == before);
    if (!taken) continue;
    CLAIM(taken->records + taken->known == read->records.size());
    CLAIM(world.rows() >= before + static_cast<std::int64_t>(taken->records));
    held = std::make_unique<World>();
  }
}
