// Addresses of requests: path and parameters, decoded. Pure functions.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace nuskha::serve {

/// The bytes that a percent-encoded text stands for; nothing where a % isn't followed by two hexadecimal digits.
std::optional<std::string> percent_decode(std::string_view text, bool plus_is_space = false);

/// "/api/diff?a=x&b=y" taken apart.
struct Target {
  std::string path;                               ///< Decoded.
  std::map<std::string, std::string> parameters;  ///< Decoded; of one that came twice, the first.

  /// nullptr if it isn't there.
  const std::string* find(const std::string& name) const;
};

/// Nothing for what isn't an absolute path with well-formed escapes.
std::optional<Target> parse_target(std::string_view target);

/// A whole number without sign, all of the text.
std::optional<std::uint64_t> parse_count(std::string_view text);

/// Whether a text is a day that exists, as YYYY-MM-DD.
bool is_date(std::string_view text);

}  // namespace nuskha::serve
