// Entry points: quote, count_of_things, code_point_name. Test: tests/rule/quote_test.cpp.
#include "rule/quote.h"

#include <fmt/format.h>

#include "base/unicode.h"
#include "rule/character_class.h"

namespace nuskha {

std::string quote(std::string_view text, std::size_t most_characters) {
  std::string out;
  std::size_t characters = 0;
  bool space = false;
  for (std::size_t i = 0; i < text.size();) {
    const CodePoint c = decode_utf8(text.substr(i));
    i += c.length;
    if (c.value <= 0x20 || c.value == 0xA0 || c.value == 0x85 || c.value == 0x2028 || c.value == 0x2029 ||
        c.value == 0x3000) {
      space = !out.empty();
      continue;
    }
    if (is_invisible(c.value) || is_bidi_control(c.value)) continue;
    if (characters == most_characters) return "“" + out + "…”";
    if (space) out += ' ';
    space = false;
    append_utf8(c.value, out);
    ++characters;
  }
  return "“" + out + "”";
}

std::string count_of_things(std::size_t number, std::string_view singular, std::string_view plural) {
  return fmt::format("{} {}", number, number == 1 ? singular : plural);
}

std::string code_point_name(char32_t code_point) { return fmt::format("U+{:04X}", static_cast<unsigned>(code_point)); }

}  // namespace nuskha
