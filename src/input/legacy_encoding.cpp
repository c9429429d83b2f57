// Guessing legacy encodings: decode by each candidate, price the result in bits under models of the languages that
// people write, take the cheapest (minimum description length). Entry point: guess_legacy_encoding.
//
// A single-byte encoding is priced through pairs of neighbouring characters of which at least one is beyond ASCII, so
// that English markup around a few foreign letters has no say; each language model tells what a pair costs. The ASCII
// letters of the words that hold such characters help to tell languages in Latin script apart ("dogaðajima" isn't
// Icelandic). The multi-byte encodings of East Asia are priced by how frequent each character is. Every candidate pays
// for the same bytes, so the sums can be compared. Why not ICU's detector alone: docs/decisions/input-encodings.md,
// with figures. Test: tests/input/legacy_encoding_test.cpp.
#include "input/legacy_encoding.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <unordered_map>
#include <vector>

#include "base/unicode.h"

namespace nuskha {
namespace {

constexpr std::size_t sample_bytes = 64 << 10;

// Prices in bits. The tables give 0 to 15 for letters of the language; the rest were set by hand so that a text of
// one word comes out right, and aren't critical: halving or doubling any of them changes few decisions.
constexpr double declared_bonus = 60;          // the text names this encoding itself
constexpr double declared_default_bonus = 15;  // it names ISO-8859-1, which tools wrote into every page unasked
constexpr double other_family = 4;             // French in a Baltic code page
constexpr double unassigned_cost = 25;         // no character at all
constexpr double control_cost = 20;            // C1 control: not in text
constexpr double stranger_cost = 15;           // letter that the language doesn't use
constexpr double stranger_mark_cost = 9;       // vowel mark: left out by most writers and so by the tables
constexpr double mixed_script_cost = 14;       // Greek next to Latin within a word
constexpr double lone_letter_cost =
    5;  // a letter of another script than Latin with ASCII on both sides: "è" between Italian words isn't "и"
constexpr double ascii_weight = 0.5;      // names and English words blur what the ASCII letters say
constexpr double rare_language_cost = 3;  // Icelandic, Estonian, …: else "ð" wins too easily over "đ"
constexpr double beside_ascii_cost = 5;   // an East Asian character right beside an ASCII letter
constexpr double case_jump_cost = 8;      // a capital after a small letter
constexpr double common_symbol_cost = 7;
constexpr double rare_symbol_cost = 11;
constexpr double symbol_in_word_cost = 5;

struct LetterModel {
  const char* language;
  std::string_view family;
  std::u32string_view letters;
  bool latin;
  std::string_view costs;
};

constexpr LetterModel letter_models[] = {
#include "input/letter_models.inc"
};

struct CharacterModel {
  std::string_view language;
  std::u32string_view characters;
};

constexpr CharacterModel character_models[] = {
#include "input/frequent_characters.inc"
};

struct Candidate {
  const char* name;
  const char* narrow;  // reported when no byte from 0x80 to 0x9F occurs
  std::string_view family;
  double prior;  // bits: how much rarer than windows-1252
};

// Order decides ties.
constexpr Candidate single_byte[] = {
    {"windows-1252", "ISO-8859-1", "west", 0},
    {"ISO-8859-15", "ISO-8859-15", "west", 3},
    {"ISO-8859-2", "ISO-8859-2", "central", 2},
    {"windows-1250", "windows-1250", "central", 2},
    {"windows-1251", "windows-1251", "cyrillic", 1},
    {"KOI8-R", "KOI8-R", "cyrillic", 2},
    {"KOI8-U", "KOI8-U", "cyrillic", 3},
    {"ISO-8859-5", "ISO-8859-5", "cyrillic", 4},
    {"IBM866", "IBM866", "cyrillic", 4},
    {"ISO-8859-7", "ISO-8859-7", "greek", 2},
    {"windows-1253", "windows-1253", "greek", 2},
    {"windows-1254", "ISO-8859-9", "turkish", 2},
    {"windows-1255", "windows-1255", "hebrew", 2},
    {"windows-1256", "windows-1256", "arabic", 2},
    {"ISO-8859-6", "ISO-8859-6", "arabic", 3},
    {"windows-1257", "windows-1257", "baltic", 3},
    {"ISO-8859-13", "ISO-8859-13", "baltic", 4},
    {"ISO-8859-4", "ISO-8859-4", "baltic", 5},
    {"windows-1258", "windows-1258", "vietnamese", 3},
    {"ISO-8859-3", "ISO-8859-3", "south", 5},
    {"windows-874", "windows-874", "thai", 2},
};

struct MultiByteCandidate {
  const char* name;
  const char* reported;
  std::string_view languages[2];
};

constexpr MultiByteCandidate multi_byte[] = {
    {"GB18030", "GB18030", {"zh-Hans", "zh-Hant"}},
    {"Big5", "Big5", {"zh-Hant", ""}},
    {"EUC-JP", "EUC-JP", {"ja", ""}},
    {"Shift_JIS", "Shift_JIS", {"ja", ""}},
    {"windows-949", "EUC-KR", {"ko", ""}},
};
constexpr double multi_byte_prior = 2;

struct Character {
  char32_t lower = 0;
  CharacterKind kind = CharacterKind::unassigned;
  bool is_upper = false;
  bool is_common = false;       // a symbol seen in any text
  bool is_punctuation = false;  // a symbol that may stand right beside a letter
};

Character character_of(char32_t c) {
  static constexpr std::u32string_view punctuation =
      U"\u2013\u2014\u2018\u2019\u201A\u201C\u201D\u201E\u00AB\u00BB\u2026\u00B7\u060C\u061B\u061F\u2039\u203A\u00A0"
      U"\u00BF\u00A1\u00B4\u00AD\u0387";
  static constexpr std::u32string_view signs = U"\u2022\u00A9\u00AE\u00B0\u00A7\u2122\u20AC\u2116\u00A3\u00BD\u00D7";
  Character out;
  out.kind = kind_of(c);
  out.lower = to_lower(c);
  out.is_upper = out.lower != c;
  out.is_punctuation = punctuation.find(c) != punctuation.npos;
  out.is_common = out.is_punctuation || signs.find(c) != signs.npos;
  if (c == 0x0640) out.kind = CharacterKind::mark;  // tatweel stands inside words as a vowel mark does
  return out;
}

using CodePage = std::array<Character, 256>;

// What each byte means in each single-byte candidate; made once.
const std::vector<CodePage>& code_pages() {
  static const std::vector<CodePage> pages = [] {
    std::vector<CodePage> out(std::size(single_byte));
    for (std::size_t e = 0; e < out.size(); ++e) {
      for (unsigned byte = 0; byte < 256; ++byte) {
        const char source = static_cast<char>(byte);
        const auto decoded = decode_from({&source, 1}, single_byte[e].name);
        const bool ok = decoded && !decoded->text.empty() && decoded->num_replaced == 0;
        out[e][byte] = character_of(ok ? decode_utf8(decoded->text).value : 0xFFFD);
      }
    }
    return out;
  }();
  return pages;
}

/// Neighbouring bytes and how often they occur.
struct BytePair {
  unsigned char first;
  unsigned char second;
  std::uint32_t count;
};

struct BytePairs {
  std::vector<BytePair> high;   // at least one of the two is above 127
  std::vector<BytePair> ascii;  // letters of words that hold a byte above 127
  std::size_t num_lone = 0;     // bytes above 127 between two that aren't
};

bool is_ascii_letter(unsigned char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

std::vector<BytePair> listed(const std::vector<std::uint32_t>& counts) {
  std::vector<BytePair> pairs;
  for (unsigned i = 0; i < counts.size(); ++i) {
    if (counts[i] != 0)
      pairs.push_back({static_cast<unsigned char>(i >> 8), static_cast<unsigned char>(i & 255), counts[i]});
  }
  return pairs;
}

BytePairs count_pairs(std::string_view sample) {
  std::vector<std::uint32_t> high(1 << 16);
  std::vector<std::uint32_t> ascii(1 << 14);
  const auto at = [&](std::size_t i) {
    return i < sample.size() ? static_cast<unsigned char>(sample[i]) : static_cast<unsigned char>('\n');
  };
  for (std::size_t begin = 0; begin < sample.size();) {
    std::size_t end = begin;
    bool has_high = false;
    while (end < sample.size() && (is_ascii_letter(at(end)) || at(end) >= 0x80)) has_high |= at(end++) >= 0x80;
    if (has_high) {
      unsigned previous = begin > 0 ? at(begin - 1) : '\n';
      for (std::size_t i = begin; i <= end; ++i) {
        const unsigned byte = at(i);
        ++((previous | byte) >= 0x80 ? high[previous << 8 | byte] : ascii[previous << 7 | byte]);
        previous = byte;
      }
    }
    begin = end + 1;
  }
  BytePairs pairs{listed(high), {}, 0};
  for (std::size_t i = 0; i < sample.size(); ++i) {
    pairs.num_lone += at(i) >= 0x80 && at(i + 1) < 0x80 && (i == 0 || at(i - 1) < 0x80);
  }
  for (unsigned i = 0; i < ascii.size(); ++i) {
    if (ascii[i] != 0)
      pairs.ascii.push_back({static_cast<unsigned char>(i >> 7), static_cast<unsigned char>(i & 127), ascii[i]});
  }
  return pairs;
}

bool is_word(const Character& c) { return c.kind == CharacterKind::letter || c.kind == CharacterKind::mark; }

/// Prices pairs of bytes of one code page under one language.
class PairPricer {
 public:
  PairPricer(const CodePage& page, const LetterModel& model)
      : page_(page),
        model_(model),
        num_ascii_(model.latin ? 27 : 1),
        num_symbols_(num_ascii_ + static_cast<int>(model.letters.size())) {
    for (unsigned byte = 0; byte < 256; ++byte) symbols_[byte] = static_cast<std::int16_t>(symbol_of(page[byte]));
  }

  double cost(const BytePair& pair) const {
    const Character& a = page_[pair.first];
    const Character& b = page_[pair.second];
    double cost = 0;
    if (pair.second >= 0x80) cost += cost_of_high(b, symbols_[pair.second]);
    const bool odd = (pair.first >= 0x80 && a.kind == CharacterKind::symbol && !a.is_punctuation && is_word(b)) ||
                     (pair.second >= 0x80 && b.kind == CharacterKind::symbol && !b.is_punctuation && is_word(a));
    if (odd) cost += symbol_in_word_cost;
    if (!is_word(a) && !is_word(b)) return cost;
    if (b.is_upper) cost += is_word(a) ? (a.is_upper ? 1 : case_jump_cost) : 2;
    const int from = symbols_[pair.first];
    const int to = symbols_[pair.second];
    if (to == stranger) return cost + (from == foreign ? mixed_script_cost : 0);  // itself priced by cost_of_high
    if (from == stranger) return cost + (to == foreign ? mixed_script_cost : 4);
    if (from == foreign || to == foreign) return cost + (from == 0 || to == 0 ? 4 : mixed_script_cost);
    return cost + table(from, to);
  }

 private:
  static constexpr int stranger = -1;  // a letter beyond ASCII that the language doesn't use
  static constexpr int foreign = -2;   // an ASCII letter next to a script that isn't Latin

  int symbol_of(const Character& c) const {
    if (!is_word(c)) return 0;
    if (c.lower < 128) return model_.latin ? static_cast<int>(c.lower - U'a') + 1 : foreign;
    const std::size_t at = model_.letters.find(c.lower);
    return at == model_.letters.npos ? stranger : num_ascii_ + static_cast<int>(at);
  }

  double cost_of_high(const Character& c, int symbol) const {
    switch (c.kind) {
      case CharacterKind::unassigned: return unassigned_cost;
      case CharacterKind::control: return control_cost;
      case CharacterKind::letter: return symbol == stranger ? stranger_cost : 0;
      case CharacterKind::mark: return symbol == stranger ? (model_.latin ? stranger_cost : stranger_mark_cost) : 0;
      case CharacterKind::space: return common_symbol_cost - 1;
      default: return c.is_common ? common_symbol_cost : rare_symbol_cost;
    }
  }

  double table(int from, int to) const {
    const int at = from * num_symbols_ + to;
    return model_.costs[static_cast<std::size_t>(at)] - 'a';
  }

  const CodePage& page_;
  const LetterModel& model_;
  int num_ascii_;
  int num_symbols_;
  std::array<std::int16_t, 256> symbols_{};
};

/// Every candidate under every language; made once.
const std::vector<std::vector<PairPricer>>& pricers() {
  static const std::vector<std::vector<PairPricer>> all = [] {
    std::vector<std::vector<PairPricer>> out;
    for (const CodePage& page : code_pages()) {
      std::vector<PairPricer>& of_page = out.emplace_back();
      for (const LetterModel& model : letter_models) of_page.emplace_back(page, model);
    }
    return out;
  }();
  return all;
}

/// For each Latin language what the ASCII letters cost beyond the language that they fit best.
/// With it what a language costs whatever the encoding.
std::vector<double> language_costs(const BytePairs& pairs) {
  static constexpr std::string_view rare_languages = "is et mt eo ga sq gl";
  std::vector<double> costs;
  double least = std::numeric_limits<double>::max();
  for (std::size_t m = 0; m < std::size(letter_models); ++m) {
    double sum = 0;
    for (const BytePair& pair : pairs.ascii) sum += pricers()[0][m].cost(pair) * pair.count;
    costs.push_back(sum);
    if (letter_models[m].latin) least = std::min(least, sum);
  }
  for (std::size_t m = 0; m < costs.size(); ++m) {
    costs[m] = letter_models[m].latin ? ascii_weight * (costs[m] - least)
                                      : lone_letter_cost * static_cast<double>(pairs.num_lone);
    if (rare_languages.find(letter_models[m].language) != rare_languages.npos) costs[m] += rare_language_cost;
  }
  return costs;
}

bool is_declared(std::string_view candidate, std::string declared) {
  static constexpr std::string_view aliases[][2] = {
      {"latin1", "windows-1252"},
      {"iso-8859-1", "windows-1252"},
      {"latin-1", "windows-1252"},
      {"iso-8859-9", "windows-1254"},
      {"iso-8859-8", "windows-1255"},
      {"iso-8859-8-i", "windows-1255"},
      {"iso-8859-11", "windows-874"},
      {"tis-620", "windows-874"},
      {"gb2312", "gb18030"},
      {"gbk", "gb18030"},
      {"gb18030", "gb18030"},
      {"big5", "big5"},
      {"big5-hkscs", "big5"},
      {"euc-kr", "windows-949"},
      {"ks_c_5601-1987", "windows-949"},
      {"uhc", "windows-949"},
      {"sjis", "shift_jis"},
      {"shift-jis", "shift_jis"},
      {"windows-31j", "shift_jis"},
      {"x-sjis", "shift_jis"},
      {"x-euc-jp", "euc-jp"},
      {"cp866", "ibm866"},
  };
  if (declared.size() == 6 && declared.starts_with("cp12")) declared = "windows-" + declared.substr(2);
  for (const auto& alias : aliases) {
    if (declared == alias[0]) declared = alias[1];
  }
  return candidate.size() == declared.size() &&
         std::equal(candidate.begin(), candidate.end(), declared.begin(),
                    [](char a, char b) { return (a >= 'A' && a <= 'Z' ? a + 32 : a) == b; });
}

/// The cheapest so far.
struct Best {
  double price = std::numeric_limits<double>::max();
  LegacyEncoding encoding;
};

/// What a candidate pays more, or less (if it is declared), than its characters cost.
double extra_price(const char* name, double prior, const std::string& declared) {
  if (!is_declared(name, declared)) return prior;
  return prior - (name == single_byte[0].name ? declared_default_bonus : declared_bonus);
}

/// Prices every single-byte candidate under every language and keeps the cheapest; of equal ones the first counts. All
/// prices are multiples of a half, so that sums are exact and the order of adding them doesn't matter: the most
/// frequent pairs go first, then the candidates that these leave cheapest, and what costs more than the best so far is
/// given up.
void price_single_bytes(std::vector<BytePair> pairs, const std::vector<double>& base_costs, const std::string& declared,
                        Best& best) {
  constexpr std::size_t first_pairs = 16;
  struct Option {
    double price;
    std::size_t candidate;
    std::size_t model;
  };
  std::stable_sort(pairs.begin(), pairs.end(), [](const BytePair& x, const BytePair& y) { return x.count > y.count; });
  const std::size_t num_first = std::min(first_pairs, pairs.size());
  const auto add = [&](Option& option, std::size_t begin, std::size_t end, double limit) {
    const PairPricer& pricer = pricers()[option.candidate][option.model];
    for (std::size_t i = begin; i < end && option.price <= limit; ++i)
      option.price += pricer.cost(pairs[i]) * pairs[i].count;
  };
  std::vector<Option> options;
  for (std::size_t e = 0; e < std::size(single_byte); ++e) {
    const Candidate& candidate = single_byte[e];
    const double extra = extra_price(candidate.name, candidate.prior, declared);
    for (std::size_t m = 0; m < std::size(letter_models); ++m) {
      const bool at_home = letter_models[m].family.find(candidate.family) != std::string_view::npos;
      options.push_back({base_costs[m] + (at_home ? 0 : other_family) + extra, e, m});
      add(options.back(), 0, num_first, std::numeric_limits<double>::max());
    }
  }
  std::stable_sort(options.begin(), options.end(), [](const Option& x, const Option& y) { return x.price < y.price; });
  std::size_t winner = std::size(single_byte);
  for (Option& option : options) {
    if (option.price > best.price) break;
    add(option, num_first, pairs.size(), best.price);
    if (option.price > best.price || (option.price == best.price && option.candidate >= winner)) continue;
    best.price = option.price;
    winner = option.candidate;
  }
  best.encoding = {single_byte[winner].name, single_byte[winner].narrow};
}

using CostByCharacter = std::unordered_map<char32_t, float>;

const CostByCharacter& character_costs(std::string_view language) {
  static const std::vector<CostByCharacter> tables = [] {
    std::vector<CostByCharacter> out;
    for (const CharacterModel& model : character_models) {
      CostByCharacter& costs = out.emplace_back();
      // Zipf's law, flattened at the top: the probability of rank r is 1 / (3.8 (r + 20)).
      for (std::size_t rank = 0; rank < model.characters.size(); ++rank) {
        costs[model.characters[rank]] = static_cast<float>(std::log2(3.8 * static_cast<double>(rank + 20)));
      }
      for (const char32_t c :
           std::u32string_view(U"\u3000\u3001\u3002\uFF0C\uFF0E\u300C\u300D\u300E\u300F\uFF08\uFF09\uFF1F\uFF01\uFF1A"
                               U"\uFF1B\u30FB\u30FC\u2026\u2014\u201C\u201D\u300A\u300B\uFF5E\u00B7\u2027")) {
        costs[c] = 6;
      }
    }
    return out;
  }();
  for (std::size_t i = 0; i < tables.size(); ++i) {
    if (character_models[i].language == language) return tables[i];
  }
  return tables[0];
}

double cost_of_rare(char32_t c, std::string_view language) {
  const bool japanese = language == "ja";
  const bool korean = language == "ko";
  if (c >= 0x3041 && c <= 0x30FF) return japanese ? 12 : 18;
  if (c >= 0xAC00 && c <= 0xD7A3) return korean ? 14 : 20;
  if (c >= 0x4E00 && c <= 0x9FFF) return korean ? 17 : 15;
  if (c >= 0xFF61 && c <= 0xFF9F) return japanese ? 13 : 18;
  if (c >= 0xFF01 && c <= 0xFF5E) return 10;
  switch (kind_of(c)) {
    case CharacterKind::unassigned: return unassigned_cost;
    case CharacterKind::control: return control_cost;
    default: return 16;
  }
}

/// Gives up, with any price that is higher, at `limit`.
double price_multi_byte(const MultiByteCandidate& candidate, std::string_view sample, double limit) {
  const auto decoded = decode_from(sample, candidate.name);
  if (!decoded) return std::numeric_limits<double>::max();
  double best = std::numeric_limits<double>::max();
  for (const std::string_view language : candidate.languages) {
    if (language.empty()) continue;
    const CostByCharacter& costs = character_costs(language);
    double sum = multi_byte_prior;
    bool after_ascii_letter = false;
    bool after_wide = false;
    for (std::size_t i = 0; i < decoded->text.size() && sum < limit;) {
      const CodePoint c = decode_utf8(std::string_view(decoded->text).substr(i, 4));
      i += c.length;
      const bool ascii_letter = c.value < 128 && kind_of(c.value) == CharacterKind::letter;
      if (c.value >= 128) {
        const auto found = costs.find(c.value);
        sum += found != costs.end() ? static_cast<double>(found->second) : cost_of_rare(c.value, language);
      }
      if ((after_ascii_letter && c.value >= 128) || (after_wide && ascii_letter)) sum += beside_ascii_cost;
      after_ascii_letter = ascii_letter;
      after_wide = c.value >= 128;
    }
    best = std::min(best, sum);
  }
  return best;
}

/// The lines that hold bytes above 127, up to sample_bytes.
std::string take_sample(std::string_view bytes) {
  std::string sample;
  for (std::size_t begin = 0; begin < bytes.size() && sample.size() < sample_bytes;) {
    const std::size_t newline = bytes.find('\n', begin);
    const std::size_t end = std::min(newline == bytes.npos ? bytes.size() : newline + 1, begin + (4 << 10));
    const std::string_view line = bytes.substr(begin, end - begin);
    if (std::any_of(line.begin(), line.end(), [](char c) { return (c & 0x80) != 0; })) sample += line;
    begin = end;
  }
  return sample;
}

std::string to_lower_ascii(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return out;
}

/// The encoding that the text itself names (HTML, XML, Emacs), in lower case, or nothing.
std::string declared_encoding(std::string_view bytes) {
  const std::string head = to_lower_ascii(bytes.substr(0, 4 << 10));
  for (const std::string_view key : {"charset", "encoding", "coding"}) {
    for (std::size_t at = head.find(key); at != head.npos; at = head.find(key, at + 1)) {
      const std::size_t sign = head.find_first_not_of(" \t", at + key.size());
      if (sign == head.npos || (head[sign] != '=' && head[sign] != ':')) continue;
      const std::size_t begin = head.find_first_not_of(" \t\"'", sign + 1);
      if (begin == head.npos) continue;
      const std::size_t end = head.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-_", begin);
      std::string name = head.substr(begin, end == head.npos ? end : end - begin);
      if (name.size() >= 3) return name;
    }
  }
  return {};
}

bool has_c1_bytes(std::string_view bytes) {
  return std::any_of(bytes.begin(), bytes.end(), [](char c) { return (c & 0xE0) == 0x80; });
}

}  // namespace

LegacyEncoding guess_legacy_encoding(std::string_view bytes, std::string_view label) {
  const std::string sample = take_sample(bytes);
  const BytePairs pairs = count_pairs(sample);
  const std::vector<double> base_costs = language_costs(pairs);
  const std::string declared_here = declared_encoding(bytes);
  const bool is_stronger = !label.empty() && (declared_here.empty() || label != single_byte[0].name);
  const std::string declared = is_stronger ? to_lower_ascii(label) : declared_here;
  Best best;
  price_single_bytes(pairs.high, base_costs, declared, best);
  for (const MultiByteCandidate& candidate : multi_byte) {
    const double extra = extra_price(candidate.name, 0, declared);
    const double price = price_multi_byte(candidate, sample, best.price - extra) + extra;
    if (price < best.price) best = {price, {candidate.name, candidate.reported}};
  }
  LegacyEncoding& winner = best.encoding;
  if (winner.reported.starts_with("ISO-8859") && winner.name.starts_with("windows") && has_c1_bytes(bytes))
    winner.reported = winner.name;
  return winner;
}

}  // namespace nuskha
