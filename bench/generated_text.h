// Text made for measuring: words by Zipf's law in several scripts, the same on every machine and run.
#pragma once

#include <cstddef>
#include <cstdint>
#include <random>
#include <string>
#include <string_view>
#include <vector>

namespace nuskha::bench {

enum class Script { english, french, arabic, thai, chinese };

/// Words of one made-up language, frequent ones first and shorter, with the punctuation and the share of numbers and of
/// special letters (é, أ, ة) that news in that script has.
class TextMaker {
 public:
  TextMaker(Script script, std::uint64_t seed);

  /// `num_words` words as a text of sentences and paragraphs, the last one ended.
  std::string text(std::size_t num_words);

  /// Words alone, to be arranged and changed before `join` makes a text of them.
  std::vector<std::uint32_t> words(std::size_t num_words);
  std::string join(const std::vector<std::uint32_t>& words) const;

 private:
  std::uint32_t draw();

  Script script_;
  std::mt19937_64 random_;
  std::vector<std::string> vocabulary_;
  std::vector<double> cumulative_;  // of the words' weights
};

/// An archive: texts of 100 to 600 words; of each ten one is a version of an earlier text with 2 to 20 % of its words
/// changed in runs, and one is a copy of an earlier text.
std::vector<std::string> make_archive(Script script, std::size_t num_texts, std::uint64_t seed);

}  // namespace nuskha::bench
