// Who may ask the desk: the checks that come before everything else. Pure functions of a request's head.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "nuskha/result.h"
#include "serve/http.h"

namespace nuskha::serve {

/// What is asked of a request.
struct AccessRules {
  /// Names by which the desk may be called, in lower case, without a port: what a page that got itself another address
  /// (DNS rebinding) can't have. Addresses of IPv6 in brackets. With the desk's port.
  std::vector<std::string> hosts;
  /// Names that were allowed (--host): with any port, as a proxy before the desk has its own.
  std::vector<std::string> named_hosts;
  bool any_address = false;  ///< Any numeric address will do, too: no page gets itself one of those.
  std::uint16_t port = 0;
  std::optional<std::string> token;  ///< Nothing: none is needed.
  std::string session;               ///< What the cookie must hold in place of the token. Random.
};

/// The rules of a desk that listens on `address`: its own names and `more_hosts`.
AccessRules access_rules(const std::string& address, std::uint16_t port, const std::vector<std::string>& more_hosts,
                         std::optional<std::string> token);

bool is_loopback(const std::string& address);

/// A numeric address to listen on as it is usually written ("::1" of "[0:0:0:0:0:0:0:1]"). Fails with
/// invalid_argument, which names --bind.
Result<std::string> parse_address(const std::string& typed);

/// The name of a host or its address, in lower case. Fails with invalid_argument, which names --host.
Result<std::string> parse_host(const std::string& typed);

/// A token as a file has it, without white space around it. Fails with invalid_argument if it is shorter than 16
/// characters or holds what a header can't.
Result<std::string> clean_token(std::string_view text, const std::string& where);

/// Equal? In a time that doesn't tell where the two differ.
bool same_secret(std::string_view a, std::string_view b);

/// What is wrong with where a request comes from: its Host, its Origin, and of a POST that a page of another site may
/// have made. Nothing: it may be answered.
std::optional<Response> refuse_foreign(const AccessRules& rules, const RequestHead& head);

/// Nothing if the request brings the token, as a bearer or by cookie, or none is needed.
std::optional<Response> refuse_stranger(const AccessRules& rules, const RequestHead& head);

/// The Set-Cookie for who has shown the token.
std::string session_cookie(const AccessRules& rules);

}  // namespace nuskha::serve
