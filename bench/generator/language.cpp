// Entry point: Language. A word's spelling is a function of its number, so that no vocabulary has to be kept.
// Zipf's law without <cmath>: ranks 2^k … 2^(k+1) − 1 are one draw, and each k is as frequent as the next (exponent 1),
// or 0.7 times as frequent (exponent 1.5).
#include "generator/language.h"

#include <cstring>

namespace nuskha::bench {
namespace {

constexpr std::size_t most_letters = 10;  // of a word
constexpr std::size_t common_places = 1 << 14;
constexpr std::size_t words_per_sentence = 18;
constexpr std::size_t sentences_per_paragraph = 4;
constexpr std::uint32_t first_han = 0x4E00;
constexpr std::uint64_t num_han = 6000;

// What each script is written with, frequent letters more than once.
std::string_view letters_of(Script script) {
  switch (script) {
    case Script::latin: return "eeeeeeettttaaaaooooiiinnnssshhrrddlluucmwfgypbvkbpmfgcwyqxjz";
    case Script::accents: return "eeeeéééèêàaaâiiîsssnnnrrrttoolluuddccçmpfgbvhqjüöäßñøåíóú";
    case Script::arabic: return "ااااالللليييممموووننررتتببةةععددسسففققههككحجشصطخضذثغزأإىئءظ";
    case Script::cyrillic: return "ооооееееааааииинннтттсссррввллккммддппууяыьгзбчйхжшюцщэфё";
    case Script::hebrew: return "ייייוווווההההללללאאאררררתתתבבבמממששנננדדחחקקפפעעככטזגסצ";
    case Script::thai: return "กขคงจฉชซญดตถทธนบปผฝพฟภมยรลวศสหอฮาาะเแโไกนรมอสวตลดทปบคยจพา";
    case Script::han: break;
  }
  return {};
}

std::vector<Letter> split_letters(std::string_view characters) {
  std::vector<Letter> out;
  for (std::size_t i = 0; i < characters.size();) {
    const auto lead = static_cast<unsigned char>(characters[i]);
    Letter& letter = out.emplace_back();
    letter.length = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : 3;
    characters.copy(letter.bytes.data(), letter.length, i);
    i += letter.length;
  }
  return out;
}

Letter han(std::uint64_t n) {
  const auto c = static_cast<std::uint32_t>(first_han + n % num_han);
  return {{static_cast<char>(0xE0 | c >> 12), static_cast<char>(0x80 | (c >> 6 & 0x3F)),
           static_cast<char>(0x80 | (c & 0x3F))},
          3};
}

/// The rank of a word of exponent 1.5 among ranks from 2^10 to 2^40.
std::uint64_t far_rank(Random& random) {
  int octave = 10;
  while (octave < 39 && random.below(10) < 7) ++octave;
  const std::uint64_t first = std::uint64_t{1} << octave;
  return first | (random.next() & (first - 1));
}

/// The rank of a word of exponent 1 among 4 … 4,095.
std::uint64_t near_rank(Random& random) {
  const std::uint64_t first = std::uint64_t{1} << random.between(2, 11);
  return first | (random.next() & (first - 1));
}

}  // namespace

Language::Language(Script script) : script_(script) {
  if (script != Script::han) {
    const std::vector<Letter> alphabet = split_letters(letters_of(script));
    for (std::size_t i = 0; i < num_letters; ++i) letters_[i] = alphabet[i % alphabet.size()];
  }
  std::vector<std::uint64_t> sums;
  std::uint64_t sum = 0;
  for (Word word = 0; word < num_common; ++word) {
    std::string& spelled = common_words_.emplace_back();
    // From 2 letters to 5, the longer, the rarer.
    append_spelling(word, 2 + (mixed(word) & 1) + (word >= 16 ? 1U : 0U) + (word >= 128 ? 1U : 0U), spelled);
    sums.push_back(sum += (std::uint64_t{1} << 40) / (10 * word + 27));
  }
  Word word = 0;
  for (std::size_t place = 0; place < common_places; ++place) {
    while (sums[word] * common_places <= sum * place) ++word;
    common_table_.push_back(static_cast<std::uint16_t>(word));
  }
}

Word Language::draw_word(Random& random, std::uint64_t topic, int& num_common_before) const {
  const std::uint64_t kind = random.below(100);
  if (kind < 60 && num_common_before < 2) {
    ++num_common_before;
    return common_table_[random.below(common_places)];
  }
  num_common_before = 0;
  const Word word = random.below(10) < 6 ? seed_of(topic, near_rank(random)) : far_rank(random);
  return num_common + (word & (first_number / 2 - 1));
}

void Language::draw(Random& random, std::uint64_t topic, std::size_t count, std::vector<Word>& out) const {
  int num_common_before = 0;
  for (std::size_t i = 0; i < count; ++i) out.push_back(draw_word(random, topic, num_common_before));
}

void Language::append_spelling(Word word, std::size_t count, std::string& out) const {
  std::uint64_t bits = seed_of(static_cast<std::uint64_t>(script_) + 1, word);
  std::array<char, most_letters * 4> spelled;
  std::size_t size = 0;
  const auto push = [&](const Letter& letter) {
    std::memcpy(spelled.data() + size, letter.bytes.data(), sizeof letter.bytes);
    size += letter.length;
  };
  if (script_ == Script::han) {
    for (std::size_t i = 0; i < (count + 1) / 4 + 1; ++i, bits = mixed(bits)) push(han(bits));
  } else {
    for (std::size_t i = 0; i < count; ++i, bits >>= 6) push(letters_[bits % num_letters]);
  }
  out.append(spelled.data(), size);
}

void Language::append_word(Word word, std::string& out) const {
  if (word < num_common) {
    out += common_words_[word];
  } else if (word >= first_number) {
    out += std::to_string(word - first_number);
  } else {
    append_spelling(word, 5 + mixed(word) % 6, out);
  }
}

void Language::append_plain(std::span<const Word> words, std::string& out) const {
  for (const Word word : words) {
    append_word(word, out);
    out += ' ';
  }
  if (!words.empty()) out.pop_back();
}

void Language::append_text(std::span<const Word> words, std::string_view line_end, std::string& out) const {
  const bool spaces = script_ != Script::thai && script_ != Script::han;
  const std::string_view stop = script_ == Script::han ? "。" : script_ == Script::thai ? " " : ".";
  for (std::size_t i = 0; i < words.size(); ++i) {
    const std::size_t begin = out.size();
    append_word(words[i], out);
    if (i % words_per_sentence == 0 && out[begin] >= 'a' && out[begin] <= 'z')
      out[begin] = static_cast<char>(out[begin] - 'a' + 'A');
    const bool is_last = i + 1 == words.size();
    if (i % words_per_sentence != words_per_sentence - 1 && !is_last) {
      if (spaces) out += ' ';
      continue;
    }
    out += stop;
    const bool ends_paragraph = i / words_per_sentence % sentences_per_paragraph == sentences_per_paragraph - 1;
    if (is_last || ends_paragraph) {
      out += line_end;
      if (!is_last) out += line_end;
    } else if (spaces) {
      out += ' ';
    }
  }
}

}  // namespace nuskha::bench
