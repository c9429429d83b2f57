// The metadata block at the head of a Markdown or text file.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace nuskha {

struct FrontMatter {
  std::size_t size = 0;  ///< Bytes at the head of the text that aren't part of it; 0 when there is no front matter.
  std::optional<std::string> title;      ///< One line.
  std::optional<std::string> date;       ///< YYYY-MM-DD.
  std::optional<std::string> date_text;  ///< As written, one line, if it isn't an ISO 8601 date.
  std::string language;                  ///< Of "lang", "language" or "locale"; empty if there is none.
};

/// Reads YAML between "---" lines or TOML between "+++" lines at the very start. What isn't surely front matter is
/// text: size is then 0 and nothing is lost. Cost: one comparison for texts that don't begin so.
FrontMatter read_front_matter(std::string_view text);

/// The day of an ISO 8601 date with or without time ("2021-04-15", "2021-04-15T10:00Z"), as YYYY-MM-DD. Nothing for
/// anything else.
std::optional<std::string> parse_iso_date(std::string_view value);

/// White space at both ends removed, line breaks and tabs made spaces: fit for a title.
std::string to_one_line(std::string_view value);

}  // namespace nuskha
