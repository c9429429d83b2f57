// Entry points: TextMaker, make_archive. Nothing here uses the standard distributions, whose values differ between
// libraries.
#include "generated_text.h"

#include <algorithm>
#include <cmath>

namespace nuskha::bench {
namespace {

constexpr std::size_t vocabulary_size = 20'000;
constexpr std::size_t words_per_sentence = 18;
constexpr std::size_t sentences_per_paragraph = 4;

std::vector<std::string> letters_of(Script script) {
  const auto split = [](std::string_view characters) {
    std::vector<std::string> out;
    for (std::size_t i = 0; i < characters.size();) {
      const auto lead = static_cast<unsigned char>(characters[i]);
      const std::size_t length = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : 3;
      out.emplace_back(characters.substr(i, length));
      i += length;
    }
    return out;
  };
  switch (script) {
    case Script::english: return split("eeeeeettttaaaaooooiiinnnssshhrrddlluucmwfgypbvk");
    case Script::french: return split("eeeeeeéééèàçêaaaaiiisssnnnrrrtttoolluuddccmpfgbvhqj");
    case Script::arabic: return split("اااااللللليييممموووننررتتتبببةةةعععدددسسففقهكحجشصطخضذثغزأأأإىىءئظ");
    case Script::thai: return split("กกขคงงจชดตทนนนบปผพฟมมยรรรลวสหหออาาาะเเแไิีุู่่้้ั์");
    case Script::chinese: break;
  }
  return {};
}

/// The n-th of the 6,000 characters that Chinese text is written with here.
std::string han(std::size_t n) {
  const auto c = static_cast<std::uint32_t>(0x4E00 + n % 6000);
  return {static_cast<char>(0xE0 | c >> 12), static_cast<char>(0x80 | (c >> 6 & 0x3F)),
          static_cast<char>(0x80 | (c & 0x3F))};
}

double unit(std::mt19937_64& random) { return static_cast<double>(random() >> 11) * 0x1p-53; }
std::size_t below(std::mt19937_64& random, std::size_t count) { return static_cast<std::size_t>(random() % count); }

}  // namespace

TextMaker::TextMaker(Script script, std::uint64_t seed) : script_(script), random_(static_cast<std::uint64_t>(script)) {
  const std::vector<std::string> letters = letters_of(script);
  double sum = 0;
  for (std::size_t rank = 0; rank < vocabulary_size; ++rank) {
    std::string word;
    if (rank % 40 == 39) {
      word = std::to_string(random_() % (rank % 80 == 39 ? 100 : 10'000));
    } else {
      // From 2 letters to 10: about 5 a word as text goes, as in news.
      const std::size_t length =
          script == Script::chinese
              ? 1 + below(random_, 2)
              : 2 + below(random_, 3) + static_cast<std::size_t>(std::log2(static_cast<double>(rank) + 1) / 3);
      for (std::size_t i = 0; i < length; ++i)
        word += script == Script::chinese ? han(random_()) : letters[below(random_, letters.size())];
    }
    vocabulary_.push_back(std::move(word));
    sum += 1 / (static_cast<double>(rank) + 2.7);
    cumulative_.push_back(sum);
  }
  random_.seed(seed);
}

std::uint32_t TextMaker::draw() {
  const double at = unit(random_) * cumulative_.back();
  return static_cast<std::uint32_t>(std::upper_bound(cumulative_.begin(), cumulative_.end() - 1, at) -
                                    cumulative_.begin());
}

std::vector<std::uint32_t> TextMaker::words(std::size_t num_words) {
  std::vector<std::uint32_t> out(num_words);
  for (std::uint32_t& word : out) word = draw();
  return out;
}

std::string TextMaker::join(const std::vector<std::uint32_t>& words) const {
  const bool spaces = script_ != Script::thai && script_ != Script::chinese;
  const std::string_view comma = script_ == Script::arabic    ? "،"
                                 : script_ == Script::chinese ? "，"
                                 : script_ == Script::thai    ? " "
                                                              : ",";
  const std::string_view stop = script_ == Script::chinese ? "。" : script_ == Script::thai ? " " : ".";
  std::string out;
  for (std::size_t i = 0; i < words.size(); ++i) {
    const std::size_t begin = out.size();
    out += vocabulary_[words[i]];
    const bool first = i % words_per_sentence == 0;
    if (first && out[begin] >= 'a' && out[begin] <= 'z') out[begin] = static_cast<char>(out[begin] - 'a' + 'A');
    if (i % words_per_sentence == words_per_sentence - 1 || i + 1 == words.size()) {
      out += stop;
      const bool ends_paragraph = i / words_per_sentence % sentences_per_paragraph == sentences_per_paragraph - 1;
      out += ends_paragraph || i + 1 == words.size() ? "\n\n" : spaces ? " " : "";
    } else {
      if (i % 9 == 5) out += comma;
      if (spaces) out += ' ';
    }
  }
  return out;
}

std::string TextMaker::text(std::size_t num_words) { return join(words(num_words)); }

std::vector<std::string> make_archive(Script script, std::size_t num_texts, std::uint64_t seed) {
  TextMaker maker(script, seed);
  std::mt19937_64 random(seed + 1);
  std::vector<std::vector<std::uint32_t>> texts;
  std::vector<std::string> out;
  for (std::size_t i = 0; i < num_texts; ++i) {
    std::vector<std::uint32_t> words;
    if (i % 10 == 3 || i % 10 == 7) {
      words = texts[below(random, i)];
      if (i % 10 == 7) {
        const double share = 0.02 + 0.18 * unit(random);
        const auto num_changed = static_cast<std::size_t>(share * static_cast<double>(words.size()));
        for (std::size_t changed = 0; changed < num_changed;) {
          const std::vector<std::uint32_t> run = maker.words(1 + below(random, 8));
          const std::size_t at = below(random, words.size());
          for (std::size_t k = 0; k < run.size() && at + k < words.size(); ++k) words[at + k] = run[k];
          changed += run.size();
        }
      }
    } else {
      words = maker.words(100 + below(random, 501));
    }
    out.push_back(maker.join(words));
    texts.push_back(std::move(words));
  }
  return out;
}

}  // namespace nuskha::bench
