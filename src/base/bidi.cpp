// ICU's inverse of the Bidirectional Algorithm (UAX #9), and its compatibility decompositions. Entry points: bidi.h.
// Test: tests/base/bidi_test.cpp.
#include "base/bidi.h"

#include <unicode/normalizer2.h>
#include <unicode/ubidi.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/uscript.h>

#include <memory>

#include "base/unicode.h"

namespace nuskha {
namespace {

using Bidi = std::unique_ptr<UBiDi, decltype(&ubidi_close)>;

bool is_presentation_form(char32_t c) { return (c >= 0xFB00 && c <= 0xFDFF) || (c >= 0xFE70 && c <= 0xFEFC); }

bool is_right_to_left(char32_t c) {
  const auto direction = u_charDirection(static_cast<UChar32>(c));
  return direction == U_RIGHT_TO_LEFT || direction == U_RIGHT_TO_LEFT_ARABIC;
}

/// Calls `visit` with each code point and its bytes.
template <typename Visit>
void for_each_code_point(std::string_view text, Visit visit) {
  while (!text.empty()) {
    const CodePoint c = decode_utf8(text);
    visit(c.value, text.substr(0, c.length));
    text.remove_prefix(c.length);
  }
}

/// Empty if ICU can't.
icu::UnicodeString reordered(const icu::UnicodeString& text, UBiDiReorderingMode mode, UBiDiLevel level,
                             uint16_t options) {
  UErrorCode error = U_ZERO_ERROR;
  const Bidi bidi(ubidi_openSized(text.length(), 0, &error), &ubidi_close);
  icu::UnicodeString out;
  if (U_FAILURE(error)) return out;
  ubidi_setReorderingMode(bidi.get(), mode);
  ubidi_setPara(bidi.get(), text.getBuffer(), text.length(), level, nullptr, &error);
  const int32_t room = text.length() + 1;
  UChar* buffer = out.getBuffer(room);
  const int32_t length = ubidi_writeReordered(bidi.get(), buffer, room, options, &error);
  out.releaseBuffer(U_SUCCESS(error) ? length : 0);
  return out;
}

}  // namespace

std::string logical_order(std::string_view drawn, bool right_to_left, bool mirrored) {
  const auto text = icu::UnicodeString::fromUTF8({drawn.data(), static_cast<int32_t>(drawn.size())});
  const UBiDiLevel level = right_to_left ? UBIDI_RTL : UBIDI_LTR;
  const auto options = static_cast<uint16_t>((mirrored ? UBIDI_DO_MIRRORING : 0) | UBIDI_REMOVE_BIDI_CONTROLS |
                                             UBIDI_KEEP_BASE_COMBINING);
  // Each mode is right about other lines with numbers; what is drawn as this line was may be what was written. The
  // first takes a number beside a Latin word for its neighbour ("COVID 19").
  icu::UnicodeString read;
  for (const UBiDiReorderingMode mode : {UBIDI_REORDER_INVERSE_NUMBERS_AS_L, UBIDI_REORDER_INVERSE_FOR_NUMBERS_SPECIAL,
                                         UBIDI_REORDER_INVERSE_LIKE_DIRECT}) {
    read = reordered(text, mode, level, options);
    if (reordered(read, UBIDI_REORDER_DEFAULT, level, options) == text) break;
  }
  std::string out;
  read.toUTF8String(out);
  return out;
}

std::string fold_presentation_forms(std::string_view text) {
  UErrorCode error = U_ZERO_ERROR;
  const icu::Normalizer2* compatible = icu::Normalizer2::getNFKCInstance(error);
  std::string out;
  out.reserve(text.size());
  for_each_code_point(text, [&](char32_t c, std::string_view bytes) {
    if (!is_presentation_form(c) || U_FAILURE(error)) {
      out += bytes;
      return;
    }
    icu::UnicodeString letters = compatible->normalize(icu::UnicodeString(static_cast<UChar32>(c)), error);
    // A lone mark is given as one on a space.
    if (letters.length() > 1 && letters[0] == u' ') letters.remove(0, 1);
    letters.toUTF8String(out);
  });
  return out;
}

LetterDirections count_directions(std::string_view text) {
  LetterDirections counts;
  for_each_code_point(text, [&](char32_t c, std::string_view) {
    if (is_right_to_left(c)) ++counts.right_to_left;
    if (u_charDirection(static_cast<UChar32>(c)) == U_LEFT_TO_RIGHT) ++counts.left_to_right;
  });
  return counts;
}

bool joins_without_space(char32_t c) {
  if (c < 0x0E00) return false;
  if ((c >= 0x3000 && c <= 0x303F) || (c >= 0xFF01 && c <= 0xFF60)) return true;
  UErrorCode error = U_ZERO_ERROR;
  switch (uscript_getScript(static_cast<UChar32>(c), &error)) {
    case USCRIPT_HAN:
    case USCRIPT_HIRAGANA:
    case USCRIPT_KATAKANA:
    case USCRIPT_BOPOMOFO:
    case USCRIPT_THAI:
    case USCRIPT_LAO:
    case USCRIPT_KHMER:
    case USCRIPT_MYANMAR: return true;
    default: return c == 0x30FC || c == 0x30FB;  // signs that Hiragana and Katakana share
  }
}

bool is_mark(char32_t c) { return (U_GET_GC_MASK(static_cast<UChar32>(c)) & U_GC_M_MASK) != 0; }

}  // namespace nuskha
