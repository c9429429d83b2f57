// Entry points: title_of, headline, one_line. Test: tests/scan/headline_test.cpp.
#include "scan/headline.h"

#include "base/unicode.h"

namespace nuskha {
namespace {

constexpr std::size_t most_characters = 200;

}  // namespace

std::string one_line(std::string_view text) {
  std::string out;
  std::size_t characters = 0;
  bool space = false;
  for (std::size_t i = 0; i < text.size();) {
    const CodePoint c = decode_utf8(text.substr(i, 8));
    i += c.length;
    if (c.value <= 0x20 || c.value == 0x7F || (c.value >= 0x80 && c.value <= 0xA0) || c.value == 0x2028 ||
        c.value == 0x2029 || c.value == 0x3000) {
      space = true;
      continue;
    }
    if (characters == most_characters) return out + "…";
    if (space && !out.empty()) out += ' ';
    space = false;
    append_utf8(c.value, out);
    ++characters;
  }
  return out;
}

std::optional<std::string> headline(std::string_view text) {
  constexpr std::size_t most_bytes = 4 * most_characters + 64;
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::min(text.find_first_of("\r\n", begin), text.size());
    std::string_view line = text.substr(begin, std::min(end - begin, most_bytes));
    begin = end + 1;
    while (!line.empty() && (line[0] == '#' || line[0] == ' ' || line[0] == '\t')) line.remove_prefix(1);
    std::string out = one_line(line);
    if (!out.empty()) return out;
  }
  return std::nullopt;
}

std::optional<std::string> title_of(const Document& document) {
  std::optional<std::string> title = document.title ? one_line(*document.title) : headline(document.text);
  if (title && title->empty()) title.reset();
  return title;
}

}  // namespace nuskha
