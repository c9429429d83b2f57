// Entry point: make_archive. Each window of 1,000 documents is made from a seed of its own.
#include "generator/archive.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <map>
#include <span>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "generator/random.h"

namespace nuskha::bench {
namespace {

constexpr std::uint64_t window_size = 1000;
constexpr std::uint64_t windows_per_block = 10;
constexpr std::uint64_t footers_per_script = 4;
constexpr std::uint64_t days_per_year = 12 * 28;  // no month has more than 28 days here
constexpr std::uint64_t num_years = 16;
constexpr std::uint64_t first_year = 2010;
constexpr std::uint64_t last_day = num_years * days_per_year - 1;

enum class Kind : std::uint8_t { text, bulletin, footer };

struct Made {
  Script script{};
  Kind kind = Kind::text;
  std::uint64_t day = 0;
  std::uint64_t root = 0;  // documents with one root are relatives; counted within the window
  std::uint64_t topic = 0;
  std::size_t begin = 0;  // its words in Window::words
  std::size_t end = 0;
};

/// Three wordings of an organization's footer.
using Footer = std::array<std::vector<Word>, 3>;

class Window {
 public:
  Window(const ArchiveOptions& archive, std::span<const Language> languages, std::uint64_t number)
      : archive_(archive), languages_(languages), number_(number), random_(seed_of(archive.seed, number)) {}

  void make(FileWriter& writer);
  std::string truth(const OutputOptions& options) const;

 private:
  const Language& language(Script script) const { return languages_[static_cast<std::size_t>(script)]; }
  std::span<const Word> words_of(const Made& made) const {
    return std::span(words_).subspan(made.begin, made.end - made.begin);
  }
  std::uint64_t first() const { return number_ * window_size; }

  Made own_text(Kind kind);
  Made relative(bool changed);
  Made sibling();
  Script draw_script();
  std::uint64_t draw_topic();
  void fill_in_numbers(std::span<Word> words);
  void change(Made& made);
  const std::vector<Word>& footer(const Made& made);
  std::uint64_t same(const Made& a, const Made& b) const;

  const ArchiveOptions& archive_;
  std::span<const Language> languages_;
  std::uint64_t number_;
  Random random_;
  std::vector<Word> words_;
  std::vector<Made> made_;
  std::vector<std::uint64_t> texts_;      // documents that may have relatives
  std::vector<std::uint64_t> bulletins_;  // that have no sibling yet
  std::map<std::pair<Script, std::uint64_t>, Footer> footers_;
};

std::uint64_t whole_root(std::uint64_t x) {
  std::uint64_t root = 0;
  while ((root + 1) * (root + 1) <= x) ++root;
  return root;
}

Script Window::draw_script() {
  if (!archive_.scripts.empty()) return archive_.scripts[random_.below(archive_.scripts.size())];
  constexpr std::array<Script, 20> mix = {Script::latin,  Script::latin,    Script::latin,    Script::latin,
                                          Script::latin,  Script::accents,  Script::accents,  Script::accents,
                                          Script::arabic, Script::arabic,   Script::arabic,   Script::arabic,
                                          Script::arabic, Script::cyrillic, Script::cyrillic, Script::cyrillic,
                                          Script::hebrew, Script::hebrew,   Script::thai,     Script::han};
  return mix[random_.below(mix.size())];
}

/// One of 64 subjects in the first thousand documents, of 6,500 in the ten thousandth.
std::uint64_t Window::draw_topic() { return random_.below(64 * (1 + whole_root(number_))); }

Made Window::own_text(Kind kind) {
  Made made{.script = draw_script(), .kind = kind, .day = random_.below(last_day + 1), .root = made_.size()};
  made.topic = seed_of(archive_.seed + 1, draw_topic());
  made.begin = words_.size();
  language(made.script).draw(random_, made.topic, random_.between(100, 500), words_);
  made.end = words_.size();
  if (kind == Kind::text) texts_.push_back(made_.size());
  if (kind == Kind::bulletin) {
    fill_in_numbers(std::span(words_).subspan(made.begin));
    bulletins_.push_back(made_.size());
  }
  return made;
}

Made Window::relative(bool changed) {
  Made made = made_[texts_[random_.below(texts_.size())]];
  made.day = std::min(last_day, made.day + random_.between(1, 60));
  if (changed) change(made);
  texts_.push_back(made_.size());
  return made;
}

/// Gives it words of its own, which aren't those it came with.
void Window::change(Made& made) {
  const std::size_t length = made.end - made.begin;
  const std::size_t old_begin = made.begin;
  made.begin = words_.size();
  made.end = made.begin + length;
  words_.resize(made.end);
  const auto from = words_.begin() + static_cast<std::ptrdiff_t>(old_begin);
  const auto to = words_.begin() + static_cast<std::ptrdiff_t>(made.begin);
  std::copy_n(from, length, to);
  std::vector<Word> others;
  while (std::equal(from, from + static_cast<std::ptrdiff_t>(length), to)) {
    for (std::uint64_t left = std::max<std::uint64_t>(1, random_.between(10, 150) * length / 1000); left > 0;) {
      const std::uint64_t at = random_.below(length);
      const std::uint64_t run = std::min({left, random_.between(1, 8), length - at});
      others.clear();
      language(made.script).draw(random_, made.topic, run, others);
      std::ranges::copy(others, to + static_cast<std::ptrdiff_t>(at));
      left -= run;
    }
  }
}

Made Window::sibling() {
  const auto origin = bulletins_.begin() + static_cast<std::ptrdiff_t>(random_.below(bulletins_.size()));
  Made made = made_[*origin];
  bulletins_.erase(origin);
  made.day = std::min(last_day, made.day + 7);
  const std::size_t begin = words_.size();
  for (std::size_t i = made.begin; i < made.end; ++i) words_.push_back(words_[i]);
  made.begin = begin;
  made.end = words_.size();
  fill_in_numbers(std::span(words_).subspan(begin));
  return made;
}

void Window::fill_in_numbers(std::span<Word> words) {
  for (std::size_t i = 4; i < words.size(); i += 10) words[i] = first_number + random_.between(100, 99'999);
}

/// The wording of its day of the footer of one of the organizations of its script.
const std::vector<Word>& Window::footer(const Made& made) {
  const std::uint64_t which = random_.below(footers_per_script);
  const auto [found, is_new] = footers_.try_emplace({made.script, which});
  Footer& footer = found->second;
  if (is_new) {
    const std::uint64_t block = number_ / windows_per_block;
    const std::uint64_t organization =
        (block * num_scripts + static_cast<std::uint64_t>(made.script)) * footers_per_script + which;
    Random random(seed_of(archive_.seed + 2, organization));
    const std::uint64_t topic = random.next();
    language(made.script).draw(random, topic, random.between(30, 60), footer[0]);
    for (std::size_t i = 1; i < footer.size(); ++i) {
      footer[i] = footer[i - 1];
      std::vector<Word> others;
      language(made.script).draw(random, topic, footer[i].size() / 5, others);
      std::ranges::copy(others,
                        footer[i].begin() + static_cast<std::ptrdiff_t>(random.below(footer[i].size() * 4 / 5)));
    }
  }
  return footer[made.day * footer.size() / (last_day + 1)];
}

void Window::make(FileWriter& writer) {
  const std::uint64_t count = std::min(window_size, archive_.num_documents - first());
  for (std::uint64_t i = 0; i < count; ++i) {
    const std::uint64_t slot = i % 20;
    Made made;
    if (slot == 7 || slot == 13 || slot == 17)
      made = relative(slot != 7);
    else if (slot == 19)
      made = sibling();
    else
      made = own_text(slot == 3                                           ? Kind::bulletin
                      : slot == 1 || slot == 5 || slot == 9 || slot == 11 ? Kind::footer
                                                                          : Kind::text);
    made_.push_back(made);
    const std::string date = fmt::format("{}-{:02}-{:02}", first_year + made.day / days_per_year,
                                         1 + made.day % days_per_year / 28, 1 + made.day % 28);
    writer.add({.number = first() + i,
                .language = language(made.script),
                .words = words_of(made),
                .date = date,
                .footer = made.kind == Kind::footer ? std::span<const Word>(footer(made)) : std::span<const Word>()});
  }
}

/// How many of 10,000 places have the same word; changes are made in place, so relatives are of one length.
std::uint64_t Window::same(const Made& a, const Made& b) const {
  std::uint64_t same = 0;
  for (std::size_t i = 0; i < a.end - a.begin; ++i) same += words_[a.begin + i] == words_[b.begin + i] ? 1 : 0;
  return 10'000 * same / (a.end - a.begin);
}

std::string Window::truth(const OutputOptions& options) const {
  std::map<std::uint64_t, std::vector<std::uint64_t>> families;
  for (std::uint64_t i = 0; i < made_.size(); ++i) families[made_[i].root].push_back(i);
  std::string out;
  for (const auto& [root, members] : families) {
    for (std::size_t i = 0; i < members.size(); ++i) {
      for (std::size_t j = i + 1; j < members.size(); ++j) {
        const Made& a = made_[members[i]];
        const Made& b = made_[members[j]];
        const std::uint64_t places = same(a, b);
        const char* kind = a.kind == Kind::bulletin ? "template" : places == 10'000 ? "copy" : "version";
        fmt::format_to(std::back_inserter(out), "{}\t{}\t{}\t{}.{:04}\t{}\n",
                       document_name(options, first() + members[i]), document_name(options, first() + members[j]), kind,
                       places / 10'000, places % 10'000, first() + root);
      }
    }
  }
  return out;
}

}  // namespace

void make_archive(const ArchiveOptions& archive, OutputOptions options) {
  if (options.documents_per_file % window_size != 0)
    throw std::runtime_error("documents in a file: a multiple of 1000, so that relatives are in one file");
  std::filesystem::create_directories(options.folder / "docs");
  std::vector<Language> languages;
  for (std::size_t script = 0; script < num_scripts; ++script) languages.emplace_back(static_cast<Script>(script));
  const std::uint64_t each = options.documents_per_file;
  make_files(options, (archive.num_documents + each - 1) / each, "a\tb\tkind\tsame\tfamily\n",
             options.folder / "truth.tsv", [&](std::uint64_t file) {
               FileWriter writer(options, file);
               std::string truth;
               for (std::uint64_t number = file * each; number < std::min(archive.num_documents, (file + 1) * each);
                    number += window_size) {
                 Window window(archive, languages, number / window_size);
                 window.make(writer);
                 truth += window.truth(options);
               }
               writer.close();
               return truth;
             });
}

}  // namespace nuskha::bench
