// SPDX-License-Identifier: Apache-2.0
//
// A response as bytes of HTTP/1.1 (RFC 9112), and the server's own short answers.
#pragma once

#include <string>

#include "net/http_server.hpp"

namespace saksi::net {

// `head_only`: the answer to a HEAD, which tells the length of a body that it does not carry.
// Control characters in a field become spaces, so that no value can start a header of its own.
// There is no Date unless the response brings one: this server has no clock (RFC 9110 6.6.1).
[[nodiscard]] std::string wire_text(const ServerResponse& response, bool keep_alive,
                                    bool head_only);

// The server's own answer when there is no handler's: one plain sentence.
[[nodiscard]] ServerResponse plain_answer(int status, std::string sentence);

}  // namespace saksi::net
