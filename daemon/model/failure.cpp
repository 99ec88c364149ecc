// SPDX-License-Identifier: Apache-2.0
#include "model/failure.hpp"

namespace saksi {

std::optional<Class> class_from_code(std::string_view code) {
  for (const ClassInfo& info : kClasses)
    if (info.code == code) return info.cls;
  return std::nullopt;
}

std::string_view code(Stage stage) {
  switch (stage) {
    case Stage::none:
      return "none";
    case Stage::dns:
      return "dns";
    case Stage::tcp:
      return "tcp";
    case Stage::tls:
      return "tls";
    case Stage::http:
      return "http";
    case Stage::content:
      return "content";
    case Stage::auth:
      return "auth";
    case Stage::upload:
      return "upload";
  }
  return "";
}

std::string_view code(Blame blame) {
  switch (blame) {
    case Blame::good:
      return "good";
    case Blame::target:
      return "target";
    case Blame::network:
      return "network";
    case Blame::rule:
      return "rule";
    case Blame::probe:
      return "probe";
    case Blame::vantage:
      return "vantage";
    case Blame::none:
      return "none";
  }
  return "";
}

}  // namespace saksi
