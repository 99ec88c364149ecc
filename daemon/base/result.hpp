// SPDX-License-Identifier: Apache-2.0
//
// Something of ours did not work: Result<T> carries a value or an Error. The target's failures are
// data (model/failure.hpp) and never travel this way; bugs are assertions.
#pragma once

#include <string>
#include <tl/expected.hpp>
#include <utility>

namespace saksi {

// What the caller's caller should do about it. The CLI turns it into its exit code.
enum class ErrorKind {
  usage,   // configuration or arguments: exit 2
  system,  // disk, socket, permission, store: exit 3
};

struct [[nodiscard]] Error {
  std::string message;  // "what was being done, to which thing: what happened; what to do"
  ErrorKind kind = ErrorKind::system;
};

template <class T>
using Result = tl::expected<T, Error>;

[[nodiscard]] inline tl::unexpected<Error> fail(std::string message,
                                                ErrorKind kind = ErrorKind::system) {
  return tl::unexpected<Error>(Error{std::move(message), kind});
}

}  // namespace saksi

#define SAKSI_JOIN_(a, b) a##b
#define SAKSI_JOIN(a, b) SAKSI_JOIN_(a, b)

// Leave the function with the error of `expression`, if it has one.
#define SAKSI_TRY(expression)                                                   \
  do {                                                                          \
    if (auto saksi_result = (expression); !saksi_result)                        \
      return ::tl::unexpected<::saksi::Error>(std::move(saksi_result).error()); \
  } while (false)

// Declare `target` from the value of `expression`, or leave with its error.
#define SAKSI_TRY_ASSIGN(target, expression)                     \
  auto SAKSI_JOIN(saksi_result_, __LINE__) = (expression);       \
  if (!SAKSI_JOIN(saksi_result_, __LINE__))                      \
    return ::tl::unexpected<::saksi::Error>(                     \
        std::move(SAKSI_JOIN(saksi_result_, __LINE__)).error()); \
  target = std::move(*SAKSI_JOIN(saksi_result_, __LINE__))
