// Entry points: refuse_foreign, refuse_stranger. Test: tests/serve/parts_test.cpp.
#include "serve/access.h"

#include <arpa/inet.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <random>

#include "serve/query.h"

namespace nuskha::serve {
namespace {

constexpr std::size_t least_token_characters = 16;
constexpr std::uint16_t port_of_http = 80;

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return out;
}

bool is_ipv4(const std::string& text) {
  in_addr address{};
  return inet_pton(AF_INET, text.c_str(), &address) == 1;
}

bool is_ipv6(const std::string& text) {
  in6_addr address{};
  return inet_pton(AF_INET6, text.c_str(), &address) == 1;
}

struct HostAndPort {
  std::string host;  ///< In lower case.
  std::uint16_t port = port_of_http;
};

std::optional<HostAndPort> split_host(std::string_view field) {
  const std::size_t bracket = field.starts_with('[') ? field.find(']') : 0;
  if (bracket == field.npos) return std::nullopt;
  const std::size_t colon = field.find(':', bracket);
  HostAndPort out{lower(field.substr(0, colon))};
  if (colon == field.npos) return out;
  const std::optional<std::uint64_t> port = parse_count(field.substr(colon + 1));
  if (!port || *port == 0 || *port > 0xFFFF) return std::nullopt;
  out.port = static_cast<std::uint16_t>(*port);
  return out;
}

bool contains(const std::vector<std::string>& hosts, const std::string& host) {
  return std::find(hosts.begin(), hosts.end(), host) != hosts.end();
}

bool is_numeric(const std::string& host) {
  return is_ipv4(host) || (host.starts_with('[') && host.ends_with(']') && is_ipv6(host.substr(1, host.size() - 2)));
}

bool is_own(const AccessRules& rules, std::string_view field) {
  const std::optional<HostAndPort> asked = split_host(field);
  if (!asked) return false;
  if (contains(rules.named_hosts, asked->host)) return true;
  return asked->port == rules.port &&
         (contains(rules.hosts, asked->host) || (rules.any_address && is_numeric(asked->host)));
}

/// Browsers send a cookie to every port of a host.
std::string cookie_name(const AccessRules& rules) { return fmt::format("nuskha_session_{}=", rules.port); }

bool is_name(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_';
  });
}

/// 256 random bits in hexadecimal.
std::string make_secret() {
  std::random_device device;
  std::string out;
  for (int i = 0; i < 8; ++i) out += fmt::format("{:08x}", device());
  return out;
}

/// The value of the session's cookie among those of a Cookie field.
std::optional<std::string_view> session_in(std::string_view cookies, std::string_view cookie_name) {
  while (!cookies.empty()) {
    const std::size_t end = std::min(cookies.find(';'), cookies.size());
    std::string_view one = cookies.substr(0, end);
    while (one.starts_with(' ')) one.remove_prefix(1);
    if (one.starts_with(cookie_name)) return one.substr(cookie_name.size());
    cookies.remove_prefix(std::min(end + 1, cookies.size()));
  }
  return std::nullopt;
}

}  // namespace

bool is_loopback(const std::string& address) {
  return address == "::1" || (is_ipv4(address) && address.starts_with("127."));
}

AccessRules access_rules(const std::string& address, std::uint16_t port, const std::vector<std::string>& more_hosts,
                         std::optional<std::string> token) {
  AccessRules rules;
  rules.port = port;
  rules.token = std::move(token);
  rules.session = make_secret();
  rules.any_address = address == "0.0.0.0" || address == "::";
  rules.hosts.push_back(is_ipv6(address) ? "[" + address + "]" : address);
  if (is_loopback(address) || rules.any_address) rules.hosts.emplace_back("localhost");
  for (const std::string& host : more_hosts) rules.named_hosts.push_back(lower(host));
  return rules;
}

Result<std::string> parse_address(const std::string& typed) {
  const bool has_brackets = typed.starts_with('[') && typed.ends_with(']');
  const std::string text = has_brackets ? typed.substr(1, typed.size() - 2) : typed;
  char written[INET6_ADDRSTRLEN] = {};
  in_addr v4{};
  in6_addr v6{};
  if (!has_brackets && inet_pton(AF_INET, text.c_str(), &v4) == 1)
    return std::string(inet_ntop(AF_INET, &v4, written, sizeof written));
  if (inet_pton(AF_INET6, text.c_str(), &v6) == 1)
    return std::string(inet_ntop(AF_INET6, &v6, written, sizeof written));
  return fail(ErrorCode::invalid_argument, "--bind",
              fmt::format("\"{}\" is not a numeric address, such as 127.0.0.1 or ::1", typed));
}

Result<std::string> parse_host(const std::string& typed) {
  const std::string host = lower(typed);
  if (is_name(host) || is_numeric(host)) return host;
  return fail(
      ErrorCode::invalid_argument, "--host",
      fmt::format("\"{}\" is not the name of a host alone, such as desk.example.org: no scheme, port or path", typed));
}

Result<std::string> clean_token(std::string_view text, const std::string& where) {
  constexpr std::string_view blank = " \t\r\n";
  while (!text.empty() && blank.find(text.front()) != blank.npos) text.remove_prefix(1);
  while (!text.empty() && blank.find(text.back()) != blank.npos) text.remove_suffix(1);
  if (text.size() < least_token_characters)
    return fail(ErrorCode::invalid_argument, where,
                fmt::format("the token has fewer than {} characters; openssl rand -hex 32 makes a good one",
                            least_token_characters));
  if (std::any_of(text.begin(), text.end(), [](char c) { return c <= ' ' || c > '~'; }))
    return fail(ErrorCode::invalid_argument, where, "a token is of letters, digits and signs of ASCII, without spaces");
  return std::string(text);
}

bool same_secret(std::string_view a, std::string_view b) {
  unsigned difference = a.size() == b.size() ? 0 : 1;
  for (std::size_t i = 0; i < a.size(); ++i)
    difference |= static_cast<unsigned char>(a[i]) ^
                  static_cast<unsigned>(static_cast<unsigned char>(b.empty() ? '\0' : b[i % b.size()]));
  return difference == 0;
}

std::optional<Response> refuse_foreign(const AccessRules& rules, const RequestHead& head) {
  const auto is_host = [](const auto& field) { return field.first == "host"; };
  const std::string* const host = head.field("host");
  if (host == nullptr || std::count_if(head.fields.begin(), head.fields.end(), is_host) != 1 || !is_own(rules, *host))
    return error_response(
        403, "forbidden",
        "This is not a name of the desk. Use the address that it printed, with its port, or allow the name with "
        "--host.");
  const auto is_origin = [](const auto& field) { return field.first == "origin"; };
  if (std::count_if(head.fields.begin(), head.fields.end(), is_origin) > 1)
    return error_response(403, "forbidden", "The request has more than one Origin.");
  const std::string* const origin = head.field("origin");
  constexpr std::string_view scheme = "http://";
  constexpr std::string_view safe_scheme = "https://";  // of a proxy before the desk
  if (origin != nullptr) {
    const bool is_same = lower(*origin) == std::string(scheme) + lower(*host) ||
                         lower(*origin) == std::string(safe_scheme) + lower(*host);
    if (!is_same) return error_response(403, "forbidden", "The request comes from a page of another site.");
  }
  if (const std::string* const site = head.field("sec-fetch-site");
      site != nullptr && *site != "same-origin" && *site != "none" && head.method != "GET")
    return error_response(403, "forbidden", "The request comes from a page of another site.");
  if (head.method != "GET" && origin == nullptr && head.field("x-nuskha") == nullptr)
    return error_response(403, "forbidden", "A POST needs the Origin of the desk, or the header X-Nuskha.");
  return std::nullopt;
}

std::optional<Response> refuse_stranger(const AccessRules& rules, const RequestHead& head) {
  if (!rules.token) return std::nullopt;
  constexpr std::string_view bearer = "bearer ";
  if (const std::string* const given = head.field("authorization");
      given != nullptr && lower(given->substr(0, bearer.size())) == bearer &&
      same_secret(std::string_view(*given).substr(bearer.size()), *rules.token))
    return std::nullopt;
  if (const std::string* const cookies = head.field("cookie")) {
    const std::optional<std::string_view> session = session_in(*cookies, cookie_name(rules));
    if (session && same_secret(*session, rules.session)) return std::nullopt;
  }
  Response out = error_response(401, "unauthorized", "The desk asks for its token.");
  out.fields.emplace_back("WWW-Authenticate", "Bearer");
  return out;
}

std::string session_cookie(const AccessRules& rules) {
  return cookie_name(rules) + rules.session + "; HttpOnly; SameSite=Strict; Path=/";
}

}  // namespace nuskha::serve
