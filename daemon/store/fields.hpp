// SPDX-License-Identifier: Apache-2.0
//
// Reads the fields of one JSON object that somebody else may have written: each with its type and
// its bounds, and no field that is not asked for. The first mistake is kept; after it every answer
// is empty, so that a decoder reads straight through and asks once, at the end.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.hpp"
#include "base/digest.hpp"
#include "base/json.hpp"
#include "model/failure.hpp"
#include "model/ids.hpp"

namespace saksi::store {

class Fields {
 public:
  // `mistake` is shared by the objects inside one document; empty while all is well.
  Fields(const Json& object, std::string& mistake);

  [[nodiscard]] std::string text(const char* name, std::size_t most);
  [[nodiscard]] std::string maybe_text(const char* name, std::size_t most);  // absent: empty
  template <class Tag>
  [[nodiscard]] Id<Tag> id(const char* name) {
    return {id_text(name)};
  }
  [[nodiscard]] std::int64_t integer(const char* name, std::int64_t least, std::int64_t most);
  [[nodiscard]] bool flag(const char* name);
  [[nodiscard]] bool maybe_flag(const char* name);  // absent: false
  [[nodiscard]] Instant time(const char* name);
  [[nodiscard]] Duration duration(const char* name);
  [[nodiscard]] Class cls(const char* name);
  [[nodiscard]] std::optional<std::int64_t> maybe_integer(const char* name, std::int64_t least,
                                                          std::int64_t most);
  [[nodiscard]] std::optional<Instant> maybe_time(const char* name);
  [[nodiscard]] std::optional<Duration> maybe_duration(const char* name);
  template <std::size_t N>
  [[nodiscard]] std::array<std::uint8_t, N> bytes(const char* name) {
    std::array<std::uint8_t, N> out{};
    if (!unhex(text(name, 2 * N), out.data(), N))
      wrong(name, "lower-case hexadecimal of the right length");
    return out;
  }
  [[nodiscard]] std::optional<Digest> maybe_digest(const char* name);
  [[nodiscard]] std::vector<std::string> maybe_texts(const char* name, std::size_t count,
                                                     std::size_t most);  // absent: none
  // The elements, none when the field is wrong. They live as long as the document.
  [[nodiscard]] std::vector<const Json*> array(const char* name, std::size_t most);
  [[nodiscard]] const Json& object(const char* name);
  // One word of a closed list.
  template <class Find>
  [[nodiscard]] auto word(const char* name, Find meaning) {
    const auto found = meaning(text(name, 64));
    if (!found) wrong(name, "a word of its list");
    return found.value_or(typename decltype(found)::value_type{});
  }

  void wrong(const char* name, std::string_view wanted);
  void finish();  // any field that nobody asked for is a mistake

 private:
  const Json* find(const char* name, bool required);
  std::string id_text(const char* name);
  const Json* object_;
  std::string& mistake_;
  std::vector<std::string_view> asked_;
};

}  // namespace saksi::store
