// Attributes of an HTML tag, and what else of its bytes the tokenizer and the search for a declared encoding share.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace nuskha {

/// What a byte may be in markup: bits, for the loops over every byte.
enum HtmlByte : std::uint8_t {
  html_space = 1,
  ends_tag_name = 2,        // white space, '/', '>'
  ends_attribute_name = 4,  // and '='
  html_letter = 8,
};

inline constexpr auto html_bytes = [] {
  std::array<std::uint8_t, 256> table{};
  for (const char c : {' ', '\n', '\t', '\r', '\f'})
    table[static_cast<unsigned char>(c)] = html_space | ends_tag_name | ends_attribute_name;
  table['/'] = table['>'] = ends_tag_name | ends_attribute_name;
  table['='] = ends_attribute_name;
  for (std::size_t c = 'a'; c <= 'z'; ++c) table[c] = table[c - 32] = html_letter;
  return table;
}();

inline bool is_html(char c, HtmlByte what) { return (html_bytes[static_cast<unsigned char>(c)] & what) != 0; }

/// Whether a text is `lower_case`, but for the case of its ASCII letters.
inline bool equals_lower(std::string_view text, std::string_view lower_case) {
  return text.size() == lower_case.size() &&
         std::equal(text.begin(), text.end(), lower_case.begin(),
                    [](char a, char b) { return (a >= 'A' && a <= 'Z' ? static_cast<char>(a + 32) : a) == b; });
}

/// Position of the next `c` from `from` on, or the text's size.
inline std::size_t find_or_end(std::string_view text, char c, std::size_t from) {
  const void* found = from < text.size() ? std::memchr(text.data() + from, c, text.size() - from) : nullptr;
  return found == nullptr ? text.size() : static_cast<std::size_t>(static_cast<const char*>(found) - text.data());
}

struct HtmlAttribute {
  std::string_view name;
  std::string_view value;  ///< As written, without its quotes; empty if there is none.
};

/// Reads the attribute at or after `at`. False at the '>' of the tag, where `at` then stands, or at the end of `text`:
/// `at` is its size. `is_self_closing` then tells if the '>' has a '/' before it that isn't a value's.
bool next_html_attribute(std::string_view text, std::size_t& at, HtmlAttribute& attribute, bool& is_self_closing);

}  // namespace nuskha
