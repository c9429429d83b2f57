// Entry points: find_publication_dates, day_in_name. Test: tests/rule/contradicting_dates_test.cpp.
#include "rule/publication_dates.h"

#include <algorithm>
#include <charconv>
#include <iterator>

#include "base/calendar.h"
#include "base/unicode.h"
#include "text/date_finder.h"
#include "text/date_line.h"
#include "text/dates.h"

namespace nuskha {
namespace {

// The start of a paragraph as agencies write it: place, date, dash.
constexpr std::uint64_t most_opening_bytes = 80;
// Besides the date: a place, its country, a weekday. Of scripts without spaces a character counts as a word.
constexpr std::size_t most_other_words = 4;
constexpr std::size_t most_other_bytes_unspaced = 24;

/// Words that make another day of a date, folded; a line with one of them doesn't say when the text was published.
constexpr std::string_view update_words[] = {
    "updat",  "modif",   "revis",    "correct", "mis a jour", "actuali", "aktuali", "geandert", "aggiorna",
    "обновл", "изменен", "guncelle", "محدث",    "تحديث",      "تعديل",   "معدل",    "به روز",   "עודכן",
    "更新",   "修订",    "修訂",     "改訂",    "deadline",   "until",   "موعد",    "اخر موعد", "expire"};

std::optional<int> day_of(int year, int month, int day) {
  const CivilDay civil{year, month, day};
  if (day == 0 || !is_plausible(civil)) return std::nullopt;
  return days_since_epoch(civil);
}

std::optional<int> to_number(std::string_view digits) {
  int value = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (error != std::errc() || end != digits.data() + digits.size()) return std::nullopt;
  return value;
}

std::optional<int> day_of_iso(std::string_view date) {
  if (date.size() != 10) return std::nullopt;
  const auto year = to_number(date.substr(0, 4));
  const auto month = to_number(date.substr(5, 2));
  const auto day = to_number(date.substr(8, 2));
  return year && month && day ? day_of(*year, *month, *day) : std::nullopt;
}

void add_readings(const DateMatch& match, std::vector<int>& days) {
  for (std::size_t i = 0; i < match.num_readings; ++i)
    if (match.readings[i].day.day != 0) days.push_back(days_since_epoch(match.readings[i].day));
}

/// All that the dates in a piece of text can mean.
std::vector<int> days_in(std::string_view text, DateHabits& habits) {
  std::vector<int> out;
  DateFinder finder;
  finder.start(text, 0, text.size());
  for (DateMatch match; finder.next(match);) {
    habits.decide(match);
    add_readings(match, out);
  }
  return out;
}

std::optional<DateStatement> read_front_matter(const Document& document, DateHabits& habits) {
  DateStatement statement;
  if (document.date) {
    if (const std::optional<int> day = day_of_iso(*document.date)) statement.days.push_back(*day);
  } else if (document.date_text) {
    statement.days = days_in(*document.date_text, habits);
  }
  if (statement.days.empty()) return std::nullopt;
  return statement;
}

/// The dates of a line or of the opening of a paragraph: the first, and those that say the same day in other words.
class LineReader {
 public:
  LineReader(std::string_view text, const Analysis& analysis, DateHabits& habits)
      : text_(text), analysis_(analysis), habits_(habits) {}

  std::optional<DateStatement> read(const Block& block) {
    const bool is_short = is_short_line(text_, block);
    const std::uint64_t end =
        is_short ? block.source_end : std::min(block.source_end, block.source_begin + most_opening_bytes);
    DateStatement out;
    out.kind = StatementKind::date_line;
    std::uint64_t last_end = 0;
    std::size_t words_of_dates = 0;
    DateFinder finder;
    finder.start(text_.substr(0, block.source_end), block.source_begin, end);
    for (DateMatch match; finder.next(match);) {
      if (match.begin < block.source_begin || !match.is_day() || match.is_range) return std::nullopt;
      habits_.decide(match);
      if (out.days.empty()) out.begin = match.begin;
      out.end = last_end = match.end;
      words_of_dates += num_words(match.begin, match.end);
      add_readings(match, out.days);
    }
    if (out.days.empty()) return std::nullopt;
    if (!is_short && !has_opening_sign(last_end)) return std::nullopt;
    const std::uint64_t begin = block.source_begin;
    const std::size_t words = num_words(begin, is_short ? block.source_end : last_end);
    if (words - std::min(words, words_of_dates) > most_other_words &&
        (out.begin - begin) + (is_short ? block.source_end - last_end : 0) > most_other_bytes_unspaced)
      return std::nullopt;
    if (speaks_of_update(text_.substr(begin, (is_short ? block.source_end : last_end) - begin))) return std::nullopt;
    return out;
  }

 private:
  std::size_t num_words(std::uint64_t begin, std::uint64_t end) const {
    const std::vector<SourceRange>& words = analysis_.word_ranges;
    const auto before = [](const SourceRange& word, std::uint64_t offset) { return word.begin < offset; };
    return static_cast<std::size_t>(std::distance(std::lower_bound(words.begin(), words.end(), begin, before),
                                                  std::lower_bound(words.begin(), words.end(), end, before)));
  }

  bool has_opening_sign(std::uint64_t date_end) const {
    std::string_view rest = text_.substr(date_end, 12);
    while (!rest.empty() && (rest[0] == ' ' || rest[0] == ')' || rest[0] == '.')) rest.remove_prefix(1);
    for (const std::string_view sign : {"-", ":", "–", "—", "―", "−", "】", "ـ"})
      if (rest.starts_with(sign)) return true;
    return false;
  }

  static bool speaks_of_update(std::string_view line) {
    const std::string folded = normalize(line, Level::spelling);
    return std::any_of(std::begin(update_words), std::end(update_words),
                       [&](std::string_view word) { return folded.find(word) != folded.npos; });
  }

  std::string_view text_;
  const Analysis& analysis_;
  DateHabits& habits_;
};

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// YYYY-MM-DD, YYYY_MM_DD or YYYYMMDD at the start of a name's rest, with no digit after it.
std::optional<int> day_at(std::string_view name) {
  const std::size_t gap = name.size() > 4 && (name[4] == '-' || name[4] == '_') ? 1 : 0;
  const std::size_t length = 8 + 2 * gap;
  if (name.size() < length || (name.size() > length && is_digit(name[length]))) return std::nullopt;
  if (gap == 1 && name[4] != name[7]) return std::nullopt;
  std::string digits(name.substr(0, length));
  if (gap == 1) std::erase(digits, name[4]);
  const auto year = to_number(digits.substr(0, 4));
  const auto month = to_number(digits.substr(4, 2));
  const auto day = to_number(digits.substr(6, 2));
  return year && month && day ? day_of(*year, *month, *day) : std::nullopt;
}

}  // namespace

std::optional<int> day_in_name(std::string_view path) {
  const std::size_t record = path.find_last_not_of("0123456789");
  if (record != path.npos && record + 1 < path.size() && path[record] == '#') return std::nullopt;
  const std::string_view name = path.substr(path.find_last_of('/') + 1);
  for (std::size_t i = 0; i < name.size(); ++i) {
    if (!is_digit(name[i]) || (i > 0 && is_digit(name[i - 1]))) continue;
    if (const std::optional<int> day = day_at(name.substr(i))) return day;
  }
  std::string words = replace_invalid_utf8(name);
  std::replace(words.begin(), words.end(), '_', ' ');
  DateHabits habits(words, {});
  const std::vector<int> days = days_in(words, habits);
  return days.size() == 1 ? std::optional(days.front()) : std::nullopt;
}

std::vector<DateStatement> find_publication_dates(const Document& document, const Analysis& analysis) {
  std::vector<DateStatement> out;
  DateHabits habits(document.text, document.language);
  if (std::optional<DateStatement> statement = read_front_matter(document, habits))
    out.push_back(*std::move(statement));
  LineReader reader(document.text, analysis, habits);
  for (const Block& block : date_line_blocks(analysis.blocks))
    if (std::optional<DateStatement> statement = reader.read(block)) out.push_back(*std::move(statement));
  if (const std::optional<int> day = day_in_name(document.path)) out.push_back({StatementKind::file_name, {*day}});
  return out;
}

}  // namespace nuskha
