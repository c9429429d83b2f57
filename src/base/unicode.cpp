// Unicode services over ICU. Test: tests/base/unicode_test.cpp.
#include "base/unicode.h"

#include <unicode/uchar.h>
#include <unicode/ucnv.h>
#include <unicode/ucnv_cb.h>
#include <unicode/ucsdet.h>
#include <unicode/utf8.h>

#include <simdjson.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <memory>

namespace nuskha {

std::string unicode_version() {
  UVersionInfo numbers;
  u_getUnicodeVersion(numbers);
  return std::to_string(numbers[0]) + '.' + std::to_string(numbers[1]);
}

CodePoint decode_utf8(std::string_view text) {
  const auto* s = reinterpret_cast<const std::uint8_t*>(text.data());
  const auto length = static_cast<std::int32_t>(std::min<std::size_t>(text.size(), 8));
  std::int32_t i = 0;
  UChar32 c = 0;
  U8_NEXT_OR_FFFD(s, i, length, c);
  return {static_cast<char32_t>(c), static_cast<std::size_t>(i)};
}

void append_utf8(char32_t code_point, std::string& out) {
  char buffer[U8_MAX_LENGTH];
  std::int32_t length = 0;
  U8_APPEND_UNSAFE(buffer, length, static_cast<UChar32>(code_point));
  out.append(buffer, static_cast<std::size_t>(length));
}

std::size_t find_invalid_utf8(std::string_view text) {
  if (simdjson::validate_utf8(text)) return std::string_view::npos;
  for (std::size_t i = 0; i < text.size();) {
    const CodePoint c = decode_utf8(text.substr(i, 8));
    if (c.value == 0xFFFD && text.substr(i, 3) != "\xEF\xBF\xBD") return i;
    i += c.length;
  }
  return std::string_view::npos;
}

std::string replace_invalid_utf8(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size();) {
    const CodePoint c = decode_utf8(text.substr(i, 8));
    append_utf8(c.value, out);
    i += c.length;
  }
  return out;
}

namespace {

std::size_t find_width(char32_t code_point) {
  const auto c = static_cast<UChar32>(code_point);
  switch (u_charType(c)) {
    case U_NON_SPACING_MARK:
    case U_ENCLOSING_MARK:
    case U_FORMAT_CHAR:
    case U_CONTROL_CHAR: return 0;
    default: break;
  }
  const int width = u_getIntPropertyValue(c, UCHAR_EAST_ASIAN_WIDTH);
  return width == U_EA_WIDE || width == U_EA_FULLWIDTH ? 2 : 1;
}

/// find_width, kept for the characters that UTF-8 writes in two bytes.
std::size_t width_of(char32_t code_point) {
  static const auto table = [] {
    std::array<std::uint8_t, 0x800> widths{};
    for (char32_t c = 0; c < widths.size(); ++c) widths[c] = static_cast<std::uint8_t>(find_width(c));
    return widths;
  }();
  return code_point < table.size() ? table[code_point] : find_width(code_point);
}

}  // namespace

std::size_t display_width(std::string_view text) {
  std::size_t columns = 0;
  for (std::size_t i = 0; i < text.size();) {
    if (text[i] >= 0x20 && text[i] < 0x7F) {
      ++columns, ++i;
      continue;
    }
    const CodePoint c = decode_utf8(text.substr(i, 8));
    columns += width_of(c.value);
    i += c.length;
  }
  return columns;
}

bool continues_character(char32_t before, char32_t c) {
  constexpr char32_t joiner = 0x200D;
  const bool is_skin_tone = c >= 0x1F3FB && c <= 0x1F3FF;
  const bool is_tag = c >= 0xE0020 && c <= 0xE007F;
  return before == joiner || c == joiner || is_skin_tone || is_tag ||
         (U_GET_GC_MASK(static_cast<UChar32>(c)) & U_GC_M_MASK) != 0;
}

std::string_view prefix_of_width(std::string_view text, std::size_t columns) {
  std::size_t used = 0;
  std::size_t character = 0;  // where the last character begins that no mark or joiner ties to the one before
  char32_t before = 0;
  for (std::size_t i = 0; i < text.size();) {
    const CodePoint c = decode_utf8(text.substr(i, 8));
    if (!continues_character(before, c.value)) character = i;
    before = c.value;
    used += width_of(c.value);
    if (used > columns) return text.substr(0, character);
    i += c.length;
  }
  return text;
}

bool has_right_to_left(std::string_view text) {
  for (std::size_t i = 0; i < text.size();) {
    if (static_cast<unsigned char>(text[i]) < 0xD6) {  // no right-to-left character begins below U+0580
      ++i;
      continue;
    }
    const CodePoint c = decode_utf8(text.substr(i, 8));
    const UCharDirection direction = u_charDirection(static_cast<UChar32>(c.value));
    if (direction == U_RIGHT_TO_LEFT || direction == U_RIGHT_TO_LEFT_ARABIC) return true;
    i += c.length;
  }
  return false;
}

bool begins_right_to_left(std::string_view text) {
  for (std::size_t i = 0; i < text.size();) {
    const CodePoint c = decode_utf8(text.substr(i, 8));
    const UCharDirection direction = u_charDirection(static_cast<UChar32>(c.value));
    if (direction == U_LEFT_TO_RIGHT) return false;
    if (direction == U_RIGHT_TO_LEFT || direction == U_RIGHT_TO_LEFT_ARABIC) return true;
    i += c.length;
  }
  return false;
}

CharacterDirection direction_of(char32_t code_point) {
  switch (u_charDirection(static_cast<UChar32>(code_point))) {
    case U_LEFT_TO_RIGHT: return CharacterDirection::left_to_right;
    case U_RIGHT_TO_LEFT:
    case U_RIGHT_TO_LEFT_ARABIC: return CharacterDirection::right_to_left;
    case U_ARABIC_NUMBER: return CharacterDirection::arabic_number;
    case U_EUROPEAN_NUMBER: return CharacterDirection::number;
    default: return CharacterDirection::neutral;
  }
}

bool reads_right_to_left(std::string_view text) {
  for (std::size_t i = 0; i < text.size();) {
    const CodePoint c = decode_utf8(text.substr(i, 8));
    const CharacterDirection direction = direction_of(c.value);
    if (direction == CharacterDirection::left_to_right) return false;
    if (direction == CharacterDirection::right_to_left || direction == CharacterDirection::arabic_number) return true;
    i += c.length;
  }
  return false;
}

CharacterKind kind_of(char32_t code_point) {
  const auto c = static_cast<UChar32>(code_point);
  if (c == 0x200C || c == 0x200D) return CharacterKind::mark;
  switch (u_charType(c)) {
    case U_UPPERCASE_LETTER:
    case U_LOWERCASE_LETTER:
    case U_TITLECASE_LETTER:
    case U_MODIFIER_LETTER:
    case U_OTHER_LETTER: return CharacterKind::letter;
    case U_NON_SPACING_MARK:
    case U_ENCLOSING_MARK:
    case U_COMBINING_SPACING_MARK: return CharacterKind::mark;
    case U_DECIMAL_DIGIT_NUMBER: return CharacterKind::digit;
    case U_SPACE_SEPARATOR:
    case U_LINE_SEPARATOR:
    case U_PARAGRAPH_SEPARATOR: return CharacterKind::space;
    case U_CONTROL_CHAR: return c == '\t' || c == '\n' || c == '\r' ? CharacterKind::space : CharacterKind::control;
    case U_UNASSIGNED:
    case U_PRIVATE_USE_CHAR:
    case U_SURROGATE: return CharacterKind::unassigned;
    default: return c == 0xFFFD ? CharacterKind::unassigned : CharacterKind::symbol;
  }
}

int decimal_digit(char32_t code_point) { return u_charDigitValue(static_cast<UChar32>(code_point)); }

char32_t to_lower(char32_t code_point) { return static_cast<char32_t>(u_tolower(static_cast<UChar32>(code_point))); }

namespace {

// ICU's own substitution writes U+001A for single bytes of the East Asian encodings.
void write_replacement(const void*, UConverterToUnicodeArgs* args, const char*, std::int32_t,
                       UConverterCallbackReason reason, UErrorCode* status) {
  if (reason > UCNV_IRREGULAR) return;
  *status = U_ZERO_ERROR;
  static constexpr UChar replacement = 0xFFFD;
  ucnv_cbToUWriteUChars(args, &replacement, 1, 0, status);
}

}  // namespace

std::optional<Decoded> decode_from(std::string_view bytes, const std::string& encoding) {
  UErrorCode status = U_ZERO_ERROR;
  const std::unique_ptr<UConverter, decltype(&ucnv_close)> from(ucnv_open(encoding.c_str(), &status), &ucnv_close);
  if (U_FAILURE(status)) return std::nullopt;
  ucnv_setToUCallBack(from.get(), &write_replacement, nullptr, nullptr, nullptr, &status);
  Decoded out;
  const char* source = bytes.data();
  const char* const source_end = source + bytes.size();
  UChar buffer[4096] = {};
  char32_t high = 0;
  bool more = true;
  while (more) {
    UChar* target = buffer;
    status = U_ZERO_ERROR;
    ucnv_toUnicode(from.get(), &target, buffer + std::size(buffer), &source, source_end, nullptr, true, &status);
    more = status == U_BUFFER_OVERFLOW_ERROR;
    for (const UChar* p = buffer; p != target; ++p) {
      char32_t c = *p;
      if (U16_IS_LEAD(c)) {
        high = c;
        continue;
      }
      if (U16_IS_TRAIL(c)) {
        c = high != 0 ? static_cast<char32_t>(U16_GET_SUPPLEMENTARY(high, c)) : 0xFFFD;
      }
      high = 0;
      out.num_replaced += c == 0xFFFD;
      append_utf8(c, out.text);
    }
    if (U_FAILURE(status) && !more) break;
  }
  return out;
}

std::size_t detect_encoding(std::string_view bytes, EncodingGuess* guesses, std::size_t max_guesses) {
  UErrorCode status = U_ZERO_ERROR;
  const std::unique_ptr<UCharsetDetector, decltype(&ucsdet_close)> detector(ucsdet_open(&status), &ucsdet_close);
  if (U_FAILURE(status)) return 0;
  const auto length = static_cast<std::int32_t>(std::min<std::size_t>(bytes.size(), 1u << 20));
  ucsdet_setText(detector.get(), bytes.data(), length, &status);
  std::int32_t found = 0;
  const UCharsetMatch** matches = ucsdet_detectAll(detector.get(), &found, &status);
  if (U_FAILURE(status)) return 0;
  const std::size_t count = std::min<std::size_t>(static_cast<std::size_t>(found), max_guesses);
  for (std::size_t i = 0; i < count; ++i) {
    guesses[i].encoding = ucsdet_getName(matches[i], &status);
    guesses[i].language = ucsdet_getLanguage(matches[i], &status);
    guesses[i].confidence = ucsdet_getConfidence(matches[i], &status);
  }
  return count;
}

}  // namespace nuskha
