// Text made safe to show; see the header. What must not reach a terminal follows Unicode's UAX #9 (explicit directional
// formatting) and ECMA-48 (C0 and C1 controls). Covered by tests/report/display_test.cpp.
#include "base/escape.h"

#include <algorithm>
#include <iterator>

#include <fmt/format.h>

#include "base/unicode.h"

namespace nuskha {
namespace {

constexpr std::string_view replacement_character = "\xEF\xBF\xBD";

bool is_invalid(const CodePoint& code_point, std::string_view bytes) {
  return code_point.value == U'\uFFFD' && bytes != replacement_character;
}

void append_bytes_escaped(std::string_view bytes, std::string& out) {
  for (const char byte : bytes) {
    fmt::format_to(std::back_inserter(out), "\\x{:02x}", static_cast<unsigned char>(byte));
  }
}

bool is_unsafe(char32_t c) {
  return c < 0x20 || (c >= 0x7F && c <= 0x9F) ||  // C0, DEL, C1
         c == 0x2028 || c == 0x2029 ||            // line and paragraph separator
         (c >= 0x202A && c <= 0x202E) ||          // bidi embeddings and overrides
         (c >= 0x2066 && c <= 0x2069);            // bidi isolates
}

void append_unsafe_escaped(char32_t c, std::string& out) {
  switch (c) {
    case U'\n': out += "\\n"; return;
    case U'\r': out += "\\r"; return;
    case U'\t': out += "\\t"; return;
    default: break;
  }
  const auto value = static_cast<std::uint32_t>(c);
  if (value < 0x80) {
    fmt::format_to(std::back_inserter(out), "\\x{:02x}", value);
  } else {
    fmt::format_to(std::back_inserter(out), "\\u{{{:X}}}", value);
  }
}

}  // namespace

std::string escape_invalid_bytes(std::string_view text) {
  std::string out;
  for (;;) {
    const std::size_t valid = std::min(find_invalid_utf8(text), text.size());
    out.append(text.substr(0, valid));
    text.remove_prefix(valid);
    if (text.empty()) return out;
    const std::size_t length = decode_utf8(text).length;
    append_bytes_escaped(text.substr(0, length), out);
    text.remove_prefix(length);
  }
}

std::string escape_for_display(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  while (!text.empty()) {
    std::size_t plain = 0;
    while (plain < text.size() && text[plain] >= 0x20 && text[plain] < 0x7F) ++plain;
    out.append(text.substr(0, plain));
    text.remove_prefix(plain);
    if (text.empty()) break;
    const CodePoint code_point = decode_utf8(text);
    const std::string_view bytes = text.substr(0, code_point.length);
    if (is_invalid(code_point, bytes)) {
      append_bytes_escaped(bytes, out);
    } else if (is_unsafe(code_point.value)) {
      append_unsafe_escaped(code_point.value, out);
    } else {
      out.append(bytes);
    }
    text.remove_prefix(code_point.length);
  }
  return out;
}

}  // namespace nuskha
