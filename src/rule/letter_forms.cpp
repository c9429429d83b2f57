// Entry points: fold_letter_forms, compare_letter_forms. Test: tests/rule/mixed_letter_forms_test.cpp.
#include "rule/letter_forms.h"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <span>

namespace nuskha {
namespace {

constexpr char32_t alef = U'ا';
constexpr char32_t ta_marbuta = U'ة';
constexpr char32_t ha = U'ه';
constexpr char32_t maqsura = U'ى';
constexpr char32_t ya = U'ي';

/// Short words, without their hamza, that are always written with one: the bare form is a slip.
constexpr std::u32string_view hamza_words[] = {
    U"ابريل",  U"اثناء", U"احد",   U"احدى", U"اخر",   U"اخرى",  U"اذ",    U"اذا",   U"اربعة", U"اشار",
    U"اضاف",   U"اضافت", U"اعضاء", U"اعلن", U"اعلنت", U"اعمال", U"اغسطس", U"افراد", U"اقل",   U"اكبر",
    U"اكتوبر", U"اكثر",  U"اكد",   U"اكدت", U"الا",   U"الى",   U"الي",   U"اما",   U"امام",  U"امس",
    U"ان",     U"انا",   U"اننا",  U"انني", U"انه",   U"انها",  U"انهم",  U"انهما", U"اهم",   U"اهمية",
    U"او",     U"اوضح",  U"اوضحت", U"اول",  U"اولى",  U"اي",    U"ايار",  U"ايام",  U"ايضا",  U"ايلول",
};

/// Words that end in ya: with alef maqsura they are a slip, or an Egyptian habit.
constexpr std::u32string_view ya_words[] = {U"في", U"التي", U"الذي", U"هي", U"الثاني", U"الحالي", U"الماضي", U"الدولي"};
/// And the other way round. Not إلى, لدى, سوى, على: إلي is "to me", لدي "I have".
constexpr std::u32string_view maqsura_words[] = {U"الى", U"حتى"};

/// Words that aren't the bare form of one with a hamza, though they look like it: واحد is "one", وأحد "and one of".
constexpr std::u32string_view bare_words[] = {U"واحد", U"والي", U"والى"};
/// Stems that rightly begin with a bare alef, besides those that are built with an infix ت, ست or ن.
constexpr std::u32string_view bare_stems[] = {U"اثنين", U"اثنان", U"اثنا",  U"اثني",    U"اسم",   U"ابن",  U"ابنة",
                                              U"امراة", U"امرأة", U"ادعاء", U"ادعاءات", U"ادخار", U"اطلاع"};

/// Stems that end in a ha of their own: with ta marbuta they are a slip.
constexpr std::u32string_view ha_stems[] = {
    U"مياه",  U"اتجاه", U"وجه",     U"توجه", U"انتباه", U"توجيه", U"فقه",   U"فقيه",  U"نزيه", U"شبيه",
    U"مشابه", U"تشابه", U"دكتوراه", U"رفاه", U"منتزه",  U"متنزه", U"وجيه",  U"سفيه",  U"تافه", U"فواكه",
    U"تشويه", U"ترفيه", U"تنبيه",   U"كريه", U"مكروه",  U"متجه",  U"افواه", U"أفواه", U"شفاه"};
/// Stems that are one word with ha and another with ta marbuta.
constexpr std::u32string_view two_word_stems[] = {U"كره", U"شبه", U"موجه", U"اله",  U"إله", U"آله",
                                                  U"أله", U"شره", U"بله",  U"منبه", U"شاه"};

bool contains(std::span<const std::u32string_view> words, std::u32string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

bool is_alef(char32_t c) { return c == alef || c == U'أ' || c == U'إ' || c == U'آ' || c == U'ٱ'; }
bool is_ya(char32_t c) { return c == ya || c == maqsura || c == U'ی'; }

char32_t fold(char32_t c) {
  if (is_alef(c)) return alef;
  if (is_ya(c)) return ya;
  if (c == ta_marbuta) return ha;
  return c == U'ک' ? U'ك' : c;
}

/// "and", "so", written to the word.
std::size_t conjunction_length(std::u32string_view word) {
  return word.size() > 2 && (word[0] == U'و' || word[0] == U'ف') ? 1 : 0;
}

/// Length of the article with what is written before it (ال وال بال فال كال لل ولل), or 0. At least three letters must
/// follow: الى has none.
std::size_t article_length(std::u32string_view word) {
  constexpr std::size_t least_stem = 3;
  std::size_t at = conjunction_length(word);
  const auto follows = [&](std::u32string_view letters) { return word.substr(at).starts_with(letters); };
  if (follows(U"بال") || follows(U"كال")) ++at;
  if (!follows(U"ال") && !follows(U"لل")) return 0;
  at += 2;
  return word.size() >= at + least_stem ? at : 0;
}

enum class Answer : std::uint8_t { two_words, one_word };

/// One place where two spellings differ.
struct Difference {
  Answer answer = Answer::two_words;
  char32_t right = 0;  ///< Of the two letters, where it is known.
};

constexpr Difference two_words = {};

/// المتخذه / المتخذة: with the article, ha can't be "his".
Difference compare_final_ha(std::u32string_view word) {
  const std::size_t article = article_length(word);
  if (article == 0) return two_words;
  std::u32string stem(word.substr(article));
  stem.back() = ha;
  if (contains(two_word_stems, stem)) return two_words;
  return {Answer::one_word, contains(ha_stems, stem) ? ha : ta_marbuta};
}

/// فى / في, العراقى / العراقي, الي / الى. Not على / علي, المعنى / المعني, إلى / إلي.
Difference compare_final_ya(std::u32string_view a, std::u32string_view b) {
  const std::u32string_view word = a.back() == ya ? a : b;  // the one with ya
  if (contains(ya_words, word) || contains(ya_words, word.substr(conjunction_length(word))))
    return {Answer::one_word, ya};
  std::u32string other(word);
  other.back() = maqsura;
  if (contains(maqsura_words, other)) return {Answer::one_word, maqsura};
  // Adjectives of four letters and more besides the ya: شخصي, عراقي. Participles, which begin with mim, end in either.
  constexpr std::size_t least_stem = 5;
  const std::size_t article = article_length(word);
  if (article == 0 || word.size() - article < least_stem || word[article] == U'م') return two_words;
  return {Answer::one_word, ya};
}

/// Which alef a stem begins with, where that can be told: 0 for what may be an infinitive with a bare one (اجتماع,
/// انتقال), of which some are not (انسان). Those in است are infinitives but for loan words, and so are those in which
/// the ت has become another letter (اصطدام, ازدحام).
char32_t right_alef(std::u32string_view bare_stem, char32_t marked) {
  if (contains(bare_stems, bare_stem)) return alef;
  if (bare_stem.size() < 3) return marked;
  constexpr std::u32string_view loans[] = {U"استراتيج", U"استاد",   U"استرلين", U"استون",
                                           U"استبرق",   U"استوديو", U"اصطبل"};
  const auto begins = [&](std::u32string_view letters) { return bare_stem.starts_with(letters); };
  if (std::any_of(std::begin(loans), std::end(loans), begins)) return marked;
  constexpr std::u32string_view infinitives[] = {U"است", U"اصط", U"اضط", U"ازد"};
  if (bare_stem.size() > 4 && std::any_of(std::begin(infinitives), std::end(infinitives), begins)) return alef;
  const char32_t first = bare_stem[1];
  const char32_t second = bare_stem[2];
  const bool has_infix = first == U'ت' || second == U'ت' || first == U'ن' || (first == U'ز' && second == U'د') ||
                         ((first == U'ص' || first == U'ض') && second == U'ط');
  return has_infix ? 0 : marked;
}

/// انا / أنا, اعادة / إعادة, الاعمال / الأعمال. Not أن / إن, nor a verb's أكتب / اكتب.
Difference compare_alef(std::u32string_view a, std::u32string_view b, std::size_t at) {
  if (a[at] != alef && b[at] != alef) return two_words;
  const std::u32string_view bare = a[at] == alef ? a : b;
  const std::u32string_view marked = a[at] == alef ? b : a;
  if (contains(bare_words, bare)) return two_words;
  const std::size_t conjunction = conjunction_length(bare);
  if (at == 0 || at == conjunction) {
    const std::u32string_view word = bare.substr(at);
    const bool is_madda = marked[at] == U'آ';
    if (contains(hamza_words, word) && (!is_madda || word == U"اخر")) return {Answer::one_word, marked[at]};
    // إلهام is no الهام.
    const bool is_like_article = word.size() > 1 && word[1] == U'ل';
    if (marked[at] == U'إ' && !is_like_article && word.size() > 2)
      return {Answer::one_word, right_alef(word, marked[at])};
    return two_words;
  }
  if (at == article_length(bare)) return {Answer::one_word, right_alef(bare.substr(at), marked[at])};
  return two_words;
}

Difference compare_at(std::u32string_view a, std::u32string_view b, std::size_t at) {
  const char32_t x = a[at];
  const char32_t y = b[at];
  if (is_alef(x) && is_alef(y)) return compare_alef(a, b, at);
  // Persian letters among Arabic ones: only the keyboard was another.
  if (x == U'ی' || y == U'ی' || x == U'ک' || y == U'ک') return {Answer::one_word, 0};
  if (at + 1 != a.size()) return two_words;
  if (fold(x) == ha) return compare_final_ha(a);
  if (fold(x) == ya) return compare_final_ya(a, b);
  return two_words;
}

}  // namespace

bool is_arabic_letter(char32_t c) {
  return (c >= 0x620 && c <= 0x63F) || (c >= 0x641 && c <= 0x64A) || (c >= 0x671 && c <= 0x6D3) || c == 0x6D5 ||
         (c >= 0x6FA && c <= 0x6FC) || (c >= 0x750 && c <= 0x77F);
}

bool is_arabic_mark(char32_t c) {
  return c == 0x640 || (c >= 0x64B && c <= 0x65F) || c == 0x670 || (c >= 0x6D6 && c <= 0x6DC);
}

bool is_letter_mark(char32_t c) { return c >= 0x653 && c <= 0x655; }

std::u32string fold_letter_forms(std::u32string_view letters) {
  std::u32string out(letters);
  std::transform(out.begin(), out.end(), out.begin(), fold);
  return out;
}

LetterFormPair compare_letter_forms(std::u32string_view a, std::u32string_view b) {
  if (a.size() != b.size() || a == b) return {};
  LetterFormPair out{true, {}};
  std::u32string right(a);
  bool is_known = true;
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (a[i] == b[i]) continue;
    const Difference difference = compare_at(a, b, i);
    if (difference.answer == Answer::two_words) return {};
    is_known = is_known && difference.right != 0;
    right[i] = difference.right;
  }
  if (is_known && (right == a || right == b)) out.right = right;
  return out;
}

}  // namespace nuskha
