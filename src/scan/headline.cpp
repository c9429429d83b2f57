// Entry points: title_of, headline, one_line. Test: tests/scan/headline_test.cpp.
#include "scan/headline.h"

#include <algorithm>
#include <cstring>
#include <utility>

#include "base/unicode.h"
#include "text/label_line.h"

namespace nuskha {
namespace {

constexpr std::size_t most_characters = 200;

/// Length in bytes of the character at a place if it is surely visible and whole; 0 if it has to be looked at.
std::size_t plain_length(std::string_view text, std::size_t at) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[at + i]); };
  const unsigned char lead = byte(0);
  if (lead > ' ' && lead < 0x7F) return 1;
  const std::size_t left = text.size() - at;
  if (lead >= 0xC3 && lead <= 0xDF) return left >= 2 && (byte(1) & 0xC0u) == 0x80 ? 2 : 0;
  const bool is_three =
      lead == 0xE1 || (lead >= 0xE4 && lead <= 0xEC) || (lead == 0xE0 && left >= 2 && byte(1) >= 0xA0);
  if (is_three) return left >= 3 && (byte(1) & 0xC0u) == 0x80 && (byte(2) & 0xC0u) == 0x80 ? 3 : 0;
  return 0;
}

/// Where plain characters with single spaces between them end; `characters` counts them, spaces apart, up to `most`.
std::size_t end_of_plain_run(std::string_view text, std::size_t begin, std::size_t most, std::size_t& characters) {
  std::size_t end = begin;
  while (end < text.size() && characters < most) {
    std::size_t at = end;
    if (text[at] == ' ' && at + 1 < text.size()) ++at;
    const std::size_t length = plain_length(text, at);
    if (length == 0) break;
    end = at + length;
    ++characters;
    if (length > 1) continue;
    for (; end < text.size() && characters < most && text[end] > ' ' && text[end] < 0x7F; ++end) ++characters;
  }
  return end;
}

}  // namespace

std::string one_line(std::string_view text) {
  std::string out;
  std::size_t characters = 0;
  bool space = false;
  for (std::size_t i = 0; i < text.size();) {
    CodePoint c{0, 0};
    const bool is_plain = plain_length(text, i) != 0;
    if (!is_plain) {
      c = decode_utf8(text.substr(i, 8));
      if (c.value <= 0x20 || c.value == 0x7F || (c.value >= 0x80 && c.value <= 0xA0) || c.value == 0x2028 ||
          c.value == 0x2029 || c.value == 0x3000) {
        i += c.length;
        space = true;
        continue;
      }
    }
    if (characters == most_characters) return out + "…";
    if (space && !out.empty()) out += ' ';
    space = false;
    if (is_plain) {
      const std::size_t end = end_of_plain_run(text, i, most_characters, characters);
      out.append(text, i, end - i);
      i = end;
    } else {
      append_utf8(c.value, out);
      i += c.length;
      ++characters;
    }
  }
  return out;
}

std::optional<std::string> headline(std::string_view text) {
  constexpr int most_labels = 8;  // "Press release", "No. 12", "15 April 2021", above the title
  std::optional<std::string> first;
  int num_labels = 0;
  constexpr std::size_t most_bytes = 4 * most_characters + 64;
  const auto end_of_line = [text](std::size_t begin, std::size_t end) {
    for (const char c : {'\n', '\r'}) {
      const void* const found = std::memchr(text.data() + begin, c, end - begin);
      if (found != nullptr) end = static_cast<std::size_t>(static_cast<const char*>(found) - text.data());
    }
    return end;
  };
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t most = std::min(text.size(), begin + most_bytes);
    std::size_t end = end_of_line(begin, most);
    std::string_view line = text.substr(begin, end - begin);
    while (!line.empty() && (line[0] == '#' || line[0] == ' ' || line[0] == '\t')) line.remove_prefix(1);
    std::string out = one_line(line);
    if (!out.empty()) {
      if (!is_label_line(out)) return out;
      if (!first) first = std::move(out);
      if (++num_labels == most_labels) break;
    }
    if (end == most) end = end_of_line(end, text.size());
    begin = end + 1;
  }
  return first;
}

std::optional<std::string> title_of(const Document& document) {
  std::optional<std::string> title = document.title ? one_line(*document.title) : headline(document.text);
  if (title && title->empty()) title.reset();
  return title;
}

}  // namespace nuskha
