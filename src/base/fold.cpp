// Folding by ICU and by table. Entry points: fold_words (the definition), fold_entry (the table; inline in the header).
// Sources: Unicode Standard Annex 15 (normalization forms), Annex 44 (NFKC_Casefold), Annex 24 (scripts), Annex 14
// (line breaking class SA names the scripts that need a dictionary to find words). Test: tests/text/fold_test.cpp.
#include "base/fold.h"

#include <unicode/bytestream.h>
#include <unicode/normalizer2.h>
#include <unicode/stringpiece.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/uscript.h>
#include <unicode/utf8.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <mutex>
#include <utility>
#include <vector>

#include "base/fold_rules.h"
#include "base/unicode.h"

namespace nuskha {
namespace {

/// ICU's data is linked in: a failure here is a broken installation, not bad input.
const icu::Normalizer2& instance(const icu::Normalizer2* (*get)(UErrorCode&)) {
  UErrorCode status = U_ZERO_ERROR;
  const icu::Normalizer2* normalizer = get(status);
  if (U_FAILURE(status)) {
    std::fprintf(stderr, "nuskha: ICU has no normalization data: %s\n", u_errorName(status));
    std::abort();
  }
  return *normalizer;
}
const icu::Normalizer2& nfkc_casefold() {
  static const icu::Normalizer2& n = instance(&icu::Normalizer2::getNFKCCasefoldInstance);
  return n;
}
const icu::Normalizer2& nfd() {
  static const icu::Normalizer2& n = instance(&icu::Normalizer2::getNFDInstance);
  return n;
}
const icu::Normalizer2& nfc() {
  static const icu::Normalizer2& n = instance(&icu::Normalizer2::getNFCInstance);
  return n;
}

/// Sorts the combining marks of very long runs by class, as every normalization form has them. ICU sorts by insertion,
/// which takes the square of a run's length; no writing needs more than a handful, but a file may hold a million.
void sort_long_mark_runs(icu::UnicodeString& text) {
  constexpr std::int32_t long_run = 64;
  std::vector<std::pair<std::uint8_t, UChar32>> marks;
  for (std::int32_t begin = 0; begin < text.length();) {
    std::int32_t end = begin;
    while (end < text.length() && u_getCombiningClass(text.char32At(end)) != 0) end = text.moveIndex32(end, 1);
    if (end - begin > long_run) {
      marks.clear();
      for (std::int32_t i = begin; i < end; i = text.moveIndex32(i, 1))
        marks.emplace_back(u_getCombiningClass(text.char32At(i)), text.char32At(i));
      std::stable_sort(marks.begin(), marks.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
      icu::UnicodeString sorted;
      for (const auto& mark : marks) sorted.append(mark.second);
      text.replaceBetween(begin, end, sorted);
    }
    begin = end == begin ? text.moveIndex32(begin, 1) : end;
  }
}

/// True if a text holds a run of combining marks that is worth sorting first. ASCII and most letters are passed over
/// quickly.
bool has_long_mark_run(std::string_view utf8) {
  constexpr std::size_t long_run = 64;
  std::size_t run = 0;
  for (std::size_t i = 0; i < utf8.size();) {
    if (static_cast<unsigned char>(utf8[i]) < 0xCC) {  // no mark begins below U+0300
      run = (static_cast<unsigned char>(utf8[i]) & 0xC0u) == 0x80u ? run : 0;
      ++i;
      continue;
    }
    const CodePoint c = decode_utf8(utf8.substr(i, 8));
    run = u_getCombiningClass(static_cast<UChar32>(c.value)) != 0 ? run + 1 : 0;
    if (run > long_run) return true;
    i += c.length;
  }
  return false;
}

/// NFD of NFKC_Casefold of NFD, what level layout ignores removed first. The first NFD makes canonically equivalent
/// strings fold alike even where a mark becomes a letter by folding, which U+0345, the iota subscript, does.
icu::UnicodeString decompose_and_fold(const icu::UnicodeString& source) {
  icu::UnicodeString kept;
  for (std::int32_t i = 0; i < source.length(); i = source.moveIndex32(i, 1)) {
    const UChar32 c = source.char32At(i);
    if (!rules::is_layout_ignorable(static_cast<char32_t>(c))) kept.append(c);
  }
  sort_long_mark_runs(kept);
  UErrorCode status = U_ZERO_ERROR;
  return nfd().normalize(nfkc_casefold().normalize(nfd().normalize(kept, status), status), status);
}

/// True if the canonical decomposition of a code point holds the iota subscript.
bool holds_iota_subscript(UChar32 c) {
  UErrorCode status = U_ZERO_ERROR;
  return nfd().normalize(icu::UnicodeString(c), status).indexOf(static_cast<UChar>(0x0345)) >= 0;
}

/// Marks that write vowels or recitation in scripts whose writers mostly leave them out.
bool is_vowel_mark(UChar32 c) {
  if (u_charType(c) != U_NON_SPACING_MARK) return false;
  if (c >= static_cast<UChar32>(rules::first_letter_mark) && c <= static_cast<UChar32>(rules::last_letter_mark))
    return false;
  return uscript_hasScript(c, USCRIPT_ARABIC) || uscript_hasScript(c, USCRIPT_HEBREW) ||
         uscript_hasScript(c, USCRIPT_SYRIAC);
}

/// Kind of a code point that has been through decompose_and_fold. Never `context`.
FoldKind kind_of(UChar32 c) {
  if (std::find(rules::silent_letters.begin(), rules::silent_letters.end(), static_cast<char32_t>(c)) !=
      rules::silent_letters.end())
    return FoldKind::ignorable;
  if (rules::is_apostrophe_letter(static_cast<char32_t>(c))) return FoldKind::separator;
  if (is_vowel_mark(c)) return FoldKind::ignorable;
  if (u_hasBinaryProperty(c, UCHAR_EMOJI_PRESENTATION)) return FoldKind::letter;
  const std::uint32_t category = U_GET_GC_MASK(c);
  if ((category & (U_GC_P_MASK | U_GC_S_MASK | U_GC_Z_MASK | U_GC_CC_MASK | U_GC_CF_MASK)) != 0)
    return FoldKind::separator;
  if (category == U_GC_ND_MASK) return FoldKind::letter;
  if (uscript_hasScript(c, USCRIPT_HAN) || uscript_hasScript(c, USCRIPT_HIRAGANA) ||
      uscript_hasScript(c, USCRIPT_KATAKANA))
    return FoldKind::character2;
  if (u_getIntPropertyValue(c, UCHAR_LINE_BREAK) == U_LB_COMPLEX_CONTEXT) return FoldKind::character3;
  if ((category & U_GC_M_MASK) != 0) return FoldKind::mark;
  return FoldKind::letter;
}

/// Decimal digits of every script become ASCII digits.
UChar32 fold_digit(UChar32 c) { return u_charType(c) == U_DECIMAL_DIGIT_NUMBER ? '0' + u_charDigitValue(c) : c; }

void append(UChar32 c, std::string& out) { append_utf8(static_cast<char32_t>(c), out); }

}  // namespace

std::string fold_spelling(std::string_view word) {
  std::string out;
  char32_t base = 0;
  for (std::size_t i = 0; i < word.size();) {
    const CodePoint c = decode_utf8(word.substr(i));
    i += c.length;
    if (rules::is_diacritic(c.value)) {
      if (rules::keeps_mark(base, c.value)) append_utf8(c.value, out);
      base = 0;
      continue;
    }
    base = c.value;
    const auto rule = std::lower_bound(rules::letter_rules.begin(), rules::letter_rules.end(), c.value,
                                       [](const rules::LetterRule& r, char32_t value) { return r.from < value; });
    if (rule != rules::letter_rules.end() && rule->from == c.value) {
      for (const char32_t to : rule->to) append_utf8(to, out);
    } else {
      append_utf8(c.value, out);
    }
  }
  return out;
}

void fold_words(std::string_view utf8, std::vector<FoldedWord>& out) {
  const icu::UnicodeString folded = decompose_and_fold(
      icu::UnicodeString::fromUTF8(icu::StringPiece(utf8.data(), static_cast<std::int32_t>(utf8.size()))));
  std::string word;
  const auto finish = [&] {
    if (word.empty()) return;
    out.push_back({word, fold_spelling(word), FoldKind::letter});
    word.clear();
  };
  for (std::int32_t i = 0; i < folded.length(); i = folded.moveIndex32(i, 1)) {
    const UChar32 c = folded.char32At(i);
    switch (const FoldKind kind = kind_of(c)) {
      case FoldKind::separator: finish(); break;
      case FoldKind::ignorable: break;
      case FoldKind::mark:
        if (!word.empty()) append(c, word);
        break;
      case FoldKind::character2:
      case FoldKind::character3: {
        finish();
        std::string character;
        append(c, character);
        out.push_back({character, fold_spelling(character), kind});
        break;
      }
      case FoldKind::letter:
      case FoldKind::context: append(fold_digit(c), word); break;
    }
  }
  finish();
}

std::string compose(std::string_view utf8) {
  if (find_invalid_utf8(utf8) != std::string_view::npos) return compose(replace_invalid_utf8(utf8));
  std::string out;
  if (utf8.size() >= static_cast<std::size_t>(INT32_MAX)) {
    // ICU counts in 32 bits: compose piece by piece, cut where a line ends so that no sequence is torn.
    constexpr std::size_t piece = std::size_t{1} << 28;
    for (std::size_t begin = 0; begin < utf8.size();) {
      std::size_t end = std::min(utf8.size(), begin + piece);
      while (end < utf8.size() && end > begin + 1 && utf8[end] != ' ' && end - begin > piece / 2) --end;
      while (end < utf8.size() && (static_cast<unsigned char>(utf8[end]) & 0xC0u) == 0x80u) --end;
      out += compose(utf8.substr(begin, end - begin));
      begin = end;
    }
    return out;
  }
  if (has_long_mark_run(utf8)) {
    icu::UnicodeString sorted =
        icu::UnicodeString::fromUTF8(icu::StringPiece(utf8.data(), static_cast<std::int32_t>(utf8.size())));
    sort_long_mark_runs(sorted);
    UErrorCode status = U_ZERO_ERROR;
    nfc().normalize(sorted, status).toUTF8String(out);
    return out;
  }
  UErrorCode status = U_ZERO_ERROR;
  icu::StringByteSink<std::string> sink(&out);
  nfc().normalizeUTF8(0, icu::StringPiece(utf8.data(), static_cast<std::int32_t>(utf8.size())), sink, nullptr, status);
  return out;
}

namespace detail {
namespace {

FoldEntry make_entry(UChar32 c) {
  FoldEntry entry{};
  if (u_hasBinaryProperty(c, UCHAR_WHITE_SPACE)) entry.flags |= FoldEntry::white_space;
  if (rules::is_layout_ignorable(static_cast<char32_t>(c))) entry.flags |= FoldEntry::layout_ignorable;
  if ((c >= 0x0A && c <= 0x0D) || c == 0x85 || c == 0x2028 || c == 0x2029) entry.flags |= FoldEntry::line_end;
  if (u_getIntPropertyValue(c, UCHAR_NFC_QUICK_CHECK) != UNORM_YES) entry.flags |= FoldEntry::not_composed;
  entry.own_class = u_getCombiningClass(c);
  if (entry.own_class != 0) entry.flags |= FoldEntry::combining;

  const icu::UnicodeString folded = decompose_and_fold(icu::UnicodeString(U_IS_SURROGATE(c) ? 0xFFFD : c));
  std::string text;
  FoldKind kind = FoldKind::ignorable;  // an empty folding
  bool first = true;
  for (std::int32_t i = 0; i < folded.length(); i = folded.moveIndex32(i, 1)) {
    const UChar32 f = folded.char32At(i);
    const FoldKind k = kind_of(f);
    if (k == FoldKind::ignorable) {
      continue;
    }
    if (first) {
      kind = k;
      entry.first_class = u_getCombiningClass(f);
    } else if (k != kind && !(k == FoldKind::mark && (kind == FoldKind::letter || kind == FoldKind::separator))) {
      kind = FoldKind::context;
    }
    entry.last_class = u_getCombiningClass(f);
    first = false;
    append(fold_digit(f), text);
    if (k == FoldKind::mark && rules::mark_needs_base(static_cast<char32_t>(f)) && kind != FoldKind::letter)
      kind = kind == FoldKind::separator ? kind : FoldKind::context;
  }
  if (!U_IS_SURROGATE(c) && holds_iota_subscript(c)) kind = FoldKind::context;
  entry.kind = kind;
  if (kind == FoldKind::separator || kind == FoldKind::ignorable || kind == FoldKind::context) return entry;
  const std::string spelling = fold_spelling(text);
  if (text.size() > FoldEntry::max_length || spelling.size() > FoldEntry::max_length) {
    entry.kind = FoldKind::context;
    return entry;
  }
  entry.text_length = static_cast<std::uint8_t>(text.size());
  entry.spelling_length = static_cast<std::uint8_t>(spelling.size());
  if (text != spelling) entry.flags |= FoldEntry::respelled;
  text.copy(entry.text, text.size());
  spelling.copy(entry.spelling, spelling.size());
  entry.is_plain_character = (kind == FoldKind::character2 || kind == FoldKind::character3) && text == spelling &&
                             decode_utf8(text).length == text.size() && text.size() == 3 &&
                             (entry.flags & FoldEntry::layout_flags & ~FoldEntry::combining) == 0 &&
                             entry.first_class == entry.own_class;
  return entry;
}

std::mutex fold_page_mutex;

}  // namespace

constinit std::array<std::atomic<const FoldPage*>, 0x1100> fold_pages{};

const FoldPage& make_fold_page(std::size_t page) {
  const std::lock_guard lock(fold_page_mutex);
  if (const FoldPage* made = fold_pages[page].load(std::memory_order_acquire)) return *made;
  auto* p = new FoldPage;  // lives as long as the program: at most 4,352 pages of 8 KiB, and only those in use
  for (std::size_t i = 0; i < 256; ++i) p->entries[i] = make_entry(static_cast<UChar32>(page << 8 | i));
  fold_pages[page].store(p, std::memory_order_release);
  return *p;
}

constinit std::array<std::atomic<std::uint64_t>, 0x800> simple_letters{};

SimpleLetter make_simple_letter(char32_t code_point) {
  const FoldEntry& entry = fold_entry(code_point);
  SimpleLetter letter{SimpleLetter::not_simple};
  if (entry.kind == FoldKind::letter && (entry.flags & FoldEntry::layout_flags) == 0 && entry.first_class == 0 &&
      entry.text_length <= SimpleLetter::max_text_length &&
      (entry.spelling_length <= SimpleLetter::max_spelling_length || (entry.flags & FoldEntry::respelled) == 0)) {
    std::uint32_t text = 0;
    std::uint16_t spelling = 0;
    std::memcpy(&text, entry.text, SimpleLetter::max_text_length);
    std::memcpy(&spelling, entry.spelling, SimpleLetter::max_spelling_length);
    letter.packed = text | std::uint64_t{spelling} << 32 | std::uint64_t{entry.text_length} << 48 |
                    std::uint64_t{entry.spelling_length} << 56;
  }
  simple_letters[code_point].store(letter.packed, std::memory_order_relaxed);
  return letter;
}

}  // namespace detail
}  // namespace nuskha
