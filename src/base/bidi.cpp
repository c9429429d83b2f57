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

}  // namespace

std::string logical_order(std::string_view drawn, bool right_to_left, bool mirrored) {
  const auto text = icu::UnicodeString::fromUTF8({drawn.data(), static_cast<int32_t>(drawn.size())});
  UErrorCode error = U_ZERO_ERROR;
  const Bidi bidi(ubidi_openSized(text.length(), 0, &error), &ubidi_close);
  if (U_FAILURE(error)) return replace_invalid_utf8(drawn);
  ubidi_setReorderingMode(bidi.get(), UBIDI_REORDER_INVERSE_LIKE_DIRECT);
  ubidi_setPara(bidi.get(), text.getBuffer(), text.length(), right_to_left ? UBIDI_RTL : UBIDI_LTR, nullptr, &error);
  icu::UnicodeString read;
  const int32_t size = text.length();
  UChar* buffer = read.getBuffer(size + 1);
  const auto options = static_cast<uint16_t>((mirrored ? UBIDI_DO_MIRRORING : 0) | UBIDI_REMOVE_BIDI_CONTROLS |
                                             UBIDI_KEEP_BASE_COMBINING);
  const int32_t length = ubidi_writeReordered(bidi.get(), buffer, size + 1, options, &error);
  read.releaseBuffer(U_SUCCESS(error) ? length : 0);
  if (U_FAILURE(error)) return replace_invalid_utf8(drawn);
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
    icu::UnicodeString letters;
    if (!is_presentation_form(c) || U_FAILURE(error) ||
        !compatible->getDecomposition(static_cast<UChar32>(c), letters)) {
      out += bytes;
      return;
    }
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
