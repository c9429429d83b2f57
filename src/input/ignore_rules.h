// The pattern language of .gitignore, as rules and as single globs.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace nuskha {

/// One pattern, cut at its slashes. Semantics: gitignore(5). Names and patterns are bytes; case matters.
struct IgnoreRule {
  std::vector<std::string> segments;  ///< Between slashes; "**" alone spans any number of folders.
  bool is_negated = false;            ///< Began with '!'.
  bool folders_only = false;          ///< Ended with '/'.
  bool is_anchored = false;  ///< Holds a '/' before its end: matched against the whole path, else against the name.
};

/// Parses a line of an ignore file. Nothing for blank lines, comments and patterns that can't match.
std::optional<IgnoreRule> parse_ignore_rule(std::string_view line);

/// All rules of an ignore file, in order.
std::vector<IgnoreRule> parse_ignore_rules(std::string_view contents);

/// What is wrong with a pattern given as an option, or nothing: empty, a comment, '!' in front, an open '[' or a
/// backslash at the end.
std::optional<std::string> glob_error(std::string_view pattern);

/// True if the rule's pattern matches `path`, which is relative to the folder that the rule belongs to and has no '/'
/// at either end. Negation is the caller's business. Cost: O(|pattern|·|path|) at worst, whatever the stars.
bool rule_matches(const IgnoreRule& rule, std::string_view path, bool is_folder);

/// True if `text` matches one segment (`*`, `?`, `[…]`, backslash). For tests and for rule_matches.
bool segment_matches(std::string_view pattern, std::string_view text);

}  // namespace nuskha
