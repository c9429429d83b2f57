// Entry points: find_month, is_date_connector, fold_name_words. Test: tests/base/month_names_test.cpp.
#include "base/month_names.h"

#include <algorithm>
#include <bitset>
#include <vector>

#include "base/fold.h"
#include "base/hash.h"
#include "base/unicode.h"

namespace nuskha {
namespace {

#include "base/month_names.inc"

/// The line of a sorted table that begins with `key` and is followed by a tab or its end; without the key.
std::optional<std::string_view> find_line(std::string_view table, std::string_view key) {
  std::size_t low = 0;
  std::size_t high = table.size();
  while (low < high) {
    std::size_t begin = low + (high - low) / 2;
    const std::size_t before = table.rfind('\n', begin == 0 ? 0 : begin - 1);
    begin = before == std::string_view::npos || before < low ? low : before + 1;
    const std::size_t end = table.find('\n', begin);
    const std::string_view line = table.substr(begin, end - begin);
    const std::string_view name = line.substr(0, line.find('\t'));
    if (name == key) return line.substr(name.size());
    if (name < key) {
      low = end + 1;
    } else {
      high = begin;
    }
  }
  return std::nullopt;
}

/// Which words may be at the ends of a name or stand between the parts of a date, by 16 bits of their hashes.
struct WordFilter {
  std::bitset<65536> first, last, between;

  static std::size_t slot(std::string_view word) { return hash64(word) & 0xFFFF; }
  WordFilter() {
    for_each_line(name_lines, [this](std::string_view line) {
      const std::string_view name = line.substr(0, line.find('\t'));
      first.set(slot(name.substr(0, name.find(' '))));
      last.set(slot(name.substr(name.rfind(' ') + 1)));
    });
    for_each_line(connector_lines, [this](std::string_view line) { between.set(slot(line)); });
  }

  template <class Use>
  static void for_each_line(std::string_view table, Use use) {
    for (std::size_t begin = 0; begin < table.size();) {
      const std::size_t end = table.find('\n', begin);
      use(table.substr(begin, end - begin));
      begin = end + 1;
    }
  }
};

const WordFilter& filter() {
  static const WordFilter made;
  return made;
}

/// The word without a letter that Hebrew writes to it; the word itself if there is none.
std::string_view without_prefix(std::string_view word) {
  const bool is_prefixed = word.starts_with("ב") || word.starts_with("ל") || word.starts_with("מ");
  return is_prefixed && word.size() > 4 ? word.substr(2) : word;
}

MonthCalendar calendar_of(char letter) {
  switch (letter) {
    case 'p': return MonthCalendar::persian;
    case 'i': return MonthCalendar::islamic;
    case 'h': return MonthCalendar::hebrew;
    default: return MonthCalendar::gregorian;
  }
}

}  // namespace

MonthMeanings find_month(std::string_view folded) {
  MonthMeanings out;
  const std::optional<std::string_view> line = find_line(name_lines, folded);
  if (!line) return out;
  for (std::size_t begin = 1; begin < line->size();) {
    const std::size_t end = std::min(line->find('\t', begin), line->size());
    const std::string_view meaning = line->substr(begin, end - begin);
    NamedMonth month;
    month.calendar = calendar_of(meaning[0]);
    std::size_t i = 1;
    for (; i < meaning.size() && meaning[i] != ' '; ++i)
      month.month = static_cast<std::uint8_t>(month.month * 10 + (meaning[i] - '0'));
    month.languages = meaning.substr(i);
    out.add(month);
    begin = end + 1;
  }
  return out;
}

bool may_begin_month(std::string_view folded_word) {
  return filter().first[WordFilter::slot(folded_word)] || filter().first[WordFilter::slot(without_prefix(folded_word))];
}

bool may_end_month(std::string_view folded_word) {
  return filter().last[WordFilter::slot(folded_word)] || filter().last[WordFilter::slot(without_prefix(folded_word))];
}

bool is_date_connector(std::string_view folded) {
  return filter().between[WordFilter::slot(folded)] && find_line(connector_lines, folded).has_value();
}

std::string fold_name_words(std::string_view utf8) {
  std::string out;
  std::string run;
  std::vector<FoldedWord> words;
  const auto finish = [&] {
    words.clear();
    fold_words(run, words);
    run.clear();
    std::string word;
    for (const FoldedWord& part : words) word += part.spelling;
    if (word.empty()) return;
    if (!out.empty()) out += ' ';
    out += word;
  };
  for (std::size_t i = 0; i < utf8.size();) {
    const CodePoint c = decode_utf8(utf8.substr(i, 8));
    if (fold_entry(c.value).kind == FoldKind::separator) {
      finish();
    } else {
      run += utf8.substr(i, c.length);
    }
    i += c.length;
  }
  finish();
  return out;
}

std::string_view month_name_table() { return name_lines; }
std::string_view date_connector_table() { return connector_lines; }
std::string_view month_name_table_version() { return icu_version; }

}  // namespace nuskha
