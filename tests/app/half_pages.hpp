// SPDX-License-Identifier: Apache-2.0
//
// Attendance webs as they are built in the field, as many as one likes, each a little different;
// and what becomes of one of their answers when a server, a proxy or a line gives out half-way.
// The same seed makes the same web and the same damage.
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "app/webs.hpp"

namespace saksi::app::test {

// What is done to one reply.
enum class Damage {
  cut_length,  // fewer bytes than Content-Length says
  cut_quiet,   // a length that fits what is left: the script died, the server did not notice
  cut_close,   // no length, and the connection ends
  cut_chunks,  // chunked, and ended in order
  cut_chunk,   // chunked, and never ended
  cut_zip,     // the packed bytes end early, and their length says so
  reset,       // RST in the body
  stall,       // bytes until somewhere, then nothing, and nobody hangs up
  stall_head,  // the same in the headers
  gone,        // 404 with a page that says so
  failed,      // 502
  empty,       // 200 and no byte
  wrong_type,  // a page in the place of a script or of data
  shell,       // the page's frame, whole, and nothing in it
  empty_json,  // {} or [] or null
};
constexpr std::array<std::string_view, 15> kDamages{
    "cut, length says more", "cut, length fits",  "cut, no length",    "cut, chunks ended",
    "cut, chunks not ended", "cut, packed bytes", "reset in the body", "stall in the body",
    "stall in the headers",  "404 in its place",  "502 in its place",  "200 and no byte",
    "of the wrong type",     "shell only",        "empty JSON"};

struct Case {
  std::uint64_t seed = 0;
  Web web;
  bool half = false;
  Damage damage = Damage::cut_length;
  std::string victim, step;  // the reply that is half, and the step that must say so
  std::string bytes;         // of it on the wire
  bool hangs = false, resets = false;
};

inline std::vector<Damage> damages_of(const Reply& reply) {
  using D = Damage;
  std::vector<D> all{D::cut_length, D::cut_quiet, D::cut_close, D::cut_chunks,
                     D::cut_chunk,  D::cut_zip,   D::reset,     D::stall,
                     D::stall_head, D::failed,    D::empty};
  if (reply.kind == Reply::Kind::page && !reply.shell.empty()) all.push_back(D::shell);
  if (reply.kind == Reply::Kind::asset) all.insert(all.end(), {D::gone, D::wrong_type});
  if (reply.kind == Reply::Kind::json) all.insert(all.end(), {D::wrong_type, D::empty_json});
  return all;
}

// Packed bytes of which no more comes out than what matters less one byte.
inline std::string half_zip(Dice& dice, const Reply& reply) {
  const std::string packed = zipped(reply.body);
  std::size_t keep = packed.size();
  do keep = dice.below(keep);
  while (keep > 0 && unzipped(packed.substr(0, keep)).size() >= reply.matters);
  return packed.substr(0, keep);
}

inline Reply error_page(int status) {
  Reply page;
  page.status = status;
  page.body = "<html><head><title>" + std::to_string(status) +
              "</title></head><body><center><h1>nginx</h1></center></body></html>";
  return page;
}

inline void apply(Dice& dice, Case& one, Reply reply) {
  const std::size_t at = dice.below(reply.matters);
  const auto cut = [&](Framing framing) {
    reply.body.resize(at);
    reply.framing = framing;
    one.bytes = wire(reply);
  };
  // Of the bytes on the wire, from the middle of the head or of the body.
  const auto broken = [&](Framing framing, bool in_head) {
    reply.framing = framing;
    if (reply.gzip) reply.matters = zipped(reply.body).size() - 8;  // without its checksum
    const std::string whole = wire(reply);
    const std::size_t head = whole.find("\r\n\r\n") + 4;
    one.bytes =
        whole.substr(0, in_head ? 1 + dice.below(head - 1) : head + dice.below(reply.matters));
  };
  switch (one.damage) {
    case Damage::cut_length:
      return broken(Framing::length, false);
    case Damage::cut_quiet:
      return cut(Framing::length);
    case Damage::cut_close:
      return cut(Framing::until_close);
    case Damage::cut_chunks:
      return cut(Framing::chunked);
    case Damage::cut_chunk:
      return broken(Framing::chunked, false);
    case Damage::cut_zip:
      one.bytes = head_of(reply, "Content-Encoding: gzip\r\n");
      reply.body = half_zip(dice, reply);
      one.bytes += "Content-Length: " + std::to_string(reply.body.size()) + "\r\n\r\n" + reply.body;
      return;
    case Damage::reset:
      one.resets = true;
      return broken(Framing::length, false);
    case Damage::stall:
    case Damage::stall_head:
      one.hangs = true;
      return broken(dice.pick<Framing>({Framing::length, Framing::chunked}),
                    one.damage == Damage::stall_head);
    case Damage::gone:
      one.bytes = wire(error_page(404));
      return;
    case Damage::failed:
      one.bytes = wire(error_page(502));
      return;
    case Damage::empty:
      reply.body.clear();
      one.bytes = wire(reply);
      return;
    case Damage::wrong_type: {
      Reply page = error_page(200);
      one.bytes = wire(page);
      return;
    }
    case Damage::shell:
      reply.body = reply.shell;
      one.bytes = wire(reply);
      return;
    case Damage::empty_json:
      reply.body = dice.pick<std::string>({"{}", "[]", "null", "\"\"", "{\"data\":null}"});
      one.bytes = wire(reply);
      return;
  }
}

inline Case whole_case(std::uint64_t seed) {
  Dice dice(seed);
  Case one;
  one.seed = seed;
  one.web = make_web(dice, dice.below(dialects().size()));
  return one;
}

inline Case half_case(std::uint64_t seed) {
  Dice dice(seed);
  Case one;
  one.seed = seed;
  one.half = true;
  one.web = make_web(dice, dice.below(dialects().size()));
  const auto& victims = dialects()[one.web.dialect].victims;
  const auto& [victim, step] = victims[dice.below(victims.size())];
  one.victim = victim;
  one.step = step;
  const Reply& reply = one.web.replies.at(victim);
  const auto damages = damages_of(reply);
  one.damage = damages[dice.below(damages.size())];
  apply(dice, one, reply);
  return one;
}

}  // namespace saksi::app::test
