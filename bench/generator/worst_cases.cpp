// Entry points: worst_cases, make_worst_case. All but the single documents are made document by document out of its
// number, so that any size begins like any other.
#include "generator/worst_cases.h"

#include <algorithm>
#include <array>
#include <fstream>
#include <stdexcept>
#include <vector>

#include "generator/random.h"

namespace nuskha::bench {
namespace {

constexpr std::uint64_t page_words = 300;
constexpr std::uint64_t no_number = ~std::uint64_t{0};

constexpr std::array cases = {
    WorstCase{"near-copies", 100'000, "copies of one page of 300 words, each with 3 to 9 words of its own: one family"},
    WorstCase{"footer", 1'000'000, "three words of its own above one footer of 40 words: no pair, one boilerplate"},
    WorstCase{"huge", 1, "one document of 1 GB (--megabytes)"},
    WorstCase{"lines", 5'000'000, "one line of 5 to 12 words: hardly a pair"},
    WorstCase{"equal", 1'000'000, "the same page of 300 words: one family, all same-text"},
    WorstCase{"chain", 200'000, "each a version of the one before, 6 of its 300 words changed"},
    WorstCase{"bulletins", 100'000, "one form of 200 words with 20 numbers of its own: templates, no version"},
    WorstCase{"shuffled", 100'000, "the same 50 words in an order of its own: no version"},
    WorstCase{"one-word", 1'000'000, "one line of one word, the same in all: one family, all same-text"},
    WorstCase{"unbroken", 1, "one document of 100 MB without a space or a line end (--megabytes)"},
};

/// The words of document `number` of a case.
class Maker {
 public:
  Maker(std::string_view name, const Language& language, std::uint64_t seed)
      : name_(name), language_(language), seed_(seed), page_(draw(no_number, page_words)) {
    footer_.assign(page_.begin(), page_.begin() + 40);
  }

  std::vector<Word> words(std::uint64_t number) const {
    Random random(seed_of(seed_, number));
    if (name_ == "footer") return draw(number, 3);
    if (name_ == "lines") return draw(number, random.between(5, 12));
    if (name_ == "one-word") return {num_common};
    std::vector<Word> out = page_;
    if (name_ == "near-copies") {
      replace(random, random.between(3, 9), number, out);
    } else if (name_ == "chain") {
      out = link(number);
    } else if (name_ == "bulletins") {
      out.resize(200);
      for (std::size_t i = 4; i < out.size(); i += 10) out[i] = first_number + random.between(100, 99'999);
    } else if (name_ == "shuffled") {
      out.resize(50);
      for (std::size_t i = out.size() - 1; i > 0; --i) std::swap(out[i], out[random.below(i + 1)]);
    }
    return out;
  }

  std::span<const Word> footer() const { return name_ == "footer" ? std::span(footer_) : std::span<const Word>(); }

 private:
  std::vector<Word> draw(std::uint64_t number, std::size_t count) const {
    Random random(seed_of(seed_ + 1, number));
    std::vector<Word> out;
    language_.draw(random, mixed(number), count, out);
    return out;
  }

  void replace(Random& random, std::uint64_t count, std::uint64_t number, std::vector<Word>& words) const {
    const std::vector<Word> others = draw(number, count);
    for (const Word word : others) words[random.below(words.size())] = word;
  }

  /// Link n of the chain has at each place the word of the last change of that place: link k changes places 6k … 6k +
  /// 5, counted round.
  std::vector<Word> link(std::uint64_t number) const {
    constexpr std::uint64_t step = 6;
    std::vector<Word> out = page_;
    for (std::uint64_t k = number >= page_words / step ? number - page_words / step + 1 : 1; k <= number; ++k) {
      const std::vector<Word> others = draw(k, step);
      std::copy(others.begin(), others.end(), out.begin() + static_cast<std::ptrdiff_t>(k * step % page_words));
    }
    return out;
  }

  std::string_view name_;
  const Language& language_;
  std::uint64_t seed_;
  std::vector<Word> page_;
  std::vector<Word> footer_;
};

/// One document of `megabytes`.
void make_single(const OutputOptions& options, std::uint64_t megabytes, bool spaces, std::uint64_t seed) {
  const Language language(Script::latin);
  const std::filesystem::path path = options.folder / "docs" / "huge.txt";
  std::ofstream out(path, std::ios::binary);
  std::string text;
  std::vector<Word> words;
  for (std::uint64_t part = 0, left = megabytes * 1'000'000; left > 0; ++part) {
    Random random(seed_of(seed, part));
    text.clear();
    words.clear();
    language.draw(random, part, 72'000, words);
    if (spaces) {
      language.append_text(words, "\n", text);
      text += '\n';
    } else {
      for (const Word word : words) language.append_word(word, text);
    }
    text.resize(std::min<std::uint64_t>(text.size(), left));
    left -= text.size();
    out << text;
  }
  out.close();
  if (!out) throw std::runtime_error(path.string() + ": could not be written; is the disk full?");
}

}  // namespace

std::span<const WorstCase> worst_cases() { return cases; }

bool make_worst_case(std::string_view name, std::uint64_t num_documents, std::uint64_t seed, OutputOptions options) {
  const auto found = std::ranges::find(cases, name, &WorstCase::name);
  if (found == cases.end()) return false;
  std::filesystem::create_directories(options.folder / "docs");
  if (found->num_documents == 1) {
    const std::uint64_t megabytes = num_documents != 0 ? num_documents : name == "huge" ? 1000 : 100;
    make_single(options, megabytes, name == "huge", seed);
    return true;
  }
  if (num_documents == 0) num_documents = found->num_documents;
  const Language language(Script::latin);
  const Maker maker(name, language, seed);
  const std::uint64_t each = options.documents_per_file;
  make_files(options, (num_documents + each - 1) / each, "", {}, [&](std::uint64_t file) {
    FileWriter writer(options, file);
    for (std::uint64_t number = file * each; number < std::min(num_documents, (file + 1) * each); ++number) {
      const std::vector<Word> words = maker.words(number);
      writer.add({.number = number, .language = language, .words = words, .footer = maker.footer()});
    }
    writer.close();
    return std::string();
  });
  return true;
}

}  // namespace nuskha::bench
