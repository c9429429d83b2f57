// Entry points: date_document, date_by_text, date_by_file. Test: tests/scan/document_date_test.cpp.
#include "scan/document_date.h"

#include <algorithm>
#include <cstdlib>
#include <span>
#include <utility>

#include "base/calendar.h"
#include "text/date_finder.h"
#include "text/date_line.h"
#include "text/dates.h"

namespace nuskha {
namespace {

/// Of a text. A date farther down is seldom that of the document.
constexpr std::size_t first_part_bytes = 4096;

// The start of a paragraph as agencies write it: place, date, dash.
constexpr std::size_t most_opening_bytes = 80;

// "3 رمضان 1442 هـ الموافق 15 أبريل 2021"
constexpr std::size_t most_bytes_between_equivalents = 48;
constexpr int most_days_between_equivalents = 3;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

int number(std::string_view digits) {
  int value = 0;
  for (const char c : digits) value = value * 10 + (c - '0');
  return value;
}

/// The date written at the start of `text` with this separator (0 = none), if it is a real day and no digit follows.
std::optional<std::string> iso_date_at(std::string_view text, char separator) {
  const std::size_t gap = separator == 0 ? 0 : 1;
  const std::size_t length = 8 + 2 * gap;
  if (text.size() < length || (text.size() > length && is_digit(text[length]))) return std::nullopt;
  if (gap != 0 && (text[4] != separator || text[7] != separator)) return std::nullopt;
  const std::string_view year = text.substr(0, 4);
  const std::string_view month = text.substr(4 + gap, 2);
  const std::string_view day = text.substr(6 + 2 * gap, 2);
  for (const std::string_view part : {year, month, day})
    for (const char c : part)
      if (!is_digit(c)) return std::nullopt;
  const CivilDay date{number(year), number(month), number(day)};
  if (date.day == 0 || !is_plausible(date)) return std::nullopt;
  return to_iso(date);
}

/// Collects what the sources say, best first.
class Choice {
 public:
  Choice() = default;
  explicit Choice(DocumentDate so_far) : out_(std::move(so_far)) {}
  /// Takes a date if it is one day and none was taken; remembers what it could be if not. True when the choice is made.
  bool offer(const DateMatch& match, DateSource source) {
    if (is_made()) return true;
    if (!match.is_day()) return false;
    if (match.num_readings == 1) return take(to_iso(match.readings[0].day), source);
    if (out_.readings.empty()) {
      for (std::size_t i = 0; i < match.num_readings; ++i) out_.readings.push_back(to_iso(match.readings[i].day));
      std::sort(out_.readings.begin(), out_.readings.end());
    }
    return false;
  }
  bool take(std::string date, DateSource source) {
    out_.date = std::move(date);
    out_.source = source;
    return true;
  }
  bool is_ambiguous() const { return !out_.readings.empty(); }
  /// True if a better source can mean this day.
  bool can_mean(const DateMatch& day) const {
    return std::find(out_.readings.begin(), out_.readings.end(), to_iso(day.readings[0].day)) != out_.readings.end();
  }
  bool is_made() const { return out_.date.has_value(); }
  DocumentDate result() { return std::move(out_); }

 private:
  DocumentDate out_;
};

/// "GENEVA, 5 May 2021 – The committee …": a date near the start of a paragraph and a dash or colon.
bool opens_paragraph(std::string_view text, const Block& block, const DateMatch& match) {
  if (match.begin - block.source_begin > most_opening_bytes) return false;
  std::string_view rest = text.substr(match.end, 12);
  while (!rest.empty() && (rest[0] == ' ' || rest[0] == ')' || rest[0] == '.')) rest.remove_prefix(1);
  for (const std::string_view sign : {"-", ":", "–", "—", "―", "−"})
    if (rest.starts_with(sign)) return true;
  return rest.starts_with("】") || rest.starts_with("ـ");
}

/// Offers what a field holds. Where there is no date, templates write 0001-01-01 and the like.
void offer_field(const std::string& date, DateSource source, Choice& choice) {
  const CivilDay day{number(date.substr(0, 4)), number(date.substr(5, 2)), number(date.substr(8, 2))};
  if (is_plausible(day)) choice.take(date, source);
}

/// Front matter, or a record's field.
void offer_metadata(const Document& document, DateHabits& habits, Choice& choice) {
  if (document.date) {
    offer_field(*document.date, DateSource::front_matter, choice);
  } else if (document.date_text) {
    DateFinder finder;
    finder.start(*document.date_text, 0, document.date_text->size());
    for (DateMatch match; !choice.is_made() && finder.next(match);) {
      habits.decide(match);
      choice.offer(match, DateSource::front_matter);
    }
  }
}

void offer_file_time(const Document& document, Choice& choice) {
  constexpr std::int64_t seconds_a_day = 86'400;
  constexpr std::int64_t most_days = 100'000;
  if (!document.file_time) return;
  const std::int64_t seconds = *document.file_time;
  const std::int64_t days = seconds / seconds_a_day - (seconds % seconds_a_day < 0 ? 1 : 0);
  if (days < -most_days || days > most_days) return;
  const CivilDay day = day_of_epoch(static_cast<int>(days));
  if (is_plausible(day)) choice.take(to_iso(day), DateSource::file_time);
}

/// The same day in two calendars, side by side: the Gregorian one needs no conversion.
void prefer_gregorian(DateMatch& date, const DateMatch& next, DateHabits& habits) {
  if (date.readings[0].calendar == DateCalendar::gregorian || !next.is_day() ||
      next.readings[0].calendar != DateCalendar::gregorian || next.begin - date.end > most_bytes_between_equivalents)
    return;
  DateMatch other = next;
  habits.decide(other);
  if (other.num_readings != 1 || date.num_readings != 1 ||
      std::abs(days_since_epoch(other.readings[0].day) - days_since_epoch(date.readings[0].day)) >
          most_days_between_equivalents)
    return;
  other.begin = date.begin;
  date = other;
}

/// Offers the date of the last part of a path. What a name can mean is decided by the habits of the text,
/// then by its own words.
void offer_name(std::string_view path, DateHabits& habits, Choice& choice) {
  // The line number of a record (file.jsonl#20210415) is no date.
  const std::size_t record = path.find_last_not_of("0123456789");
  if (record != std::string_view::npos && path[record] == '#') path = path.substr(0, record);
  const std::size_t slash = path.find_last_of('/');
  const std::string_view name = slash == std::string_view::npos ? path : path.substr(slash + 1);
  for (std::size_t i = 0; i < name.size(); ++i) {
    if (!is_digit(name[i]) || (i > 0 && is_digit(name[i - 1]))) continue;
    for (const char separator : {'-', '_', '\0'}) {
      if (std::optional<std::string> date = iso_date_at(name.substr(i), separator)) {
        choice.take(*std::move(date), DateSource::file_name);
        return;
      }
    }
  }
  // Other forms: "15 April 2021", "15.04.2021", "15_نيسان_2021". What a full stop separates may be a version.
  std::string words(name);
  std::replace(words.begin(), words.end(), '_', ' ');
  DateFinder finder;
  finder.start(words, 0, words.size());
  for (DateMatch match; !choice.is_made() && finder.next(match);) {
    habits.decide(match);
    DateHabits(words, {}).decide(match);
    choice.offer(match, DateSource::file_name);
  }
}

/// Offers the date of the date line or of a paragraph that opens with one; failing these, the first in the first part.
/// After an ambiguous one a date of the text counts only if it says which day was meant.
void offer_text(std::string_view text, std::span<const Block> blocks, DateHabits& habits, Choice& choice) {
  const std::span<const Block> top = date_line_blocks(blocks);
  const std::uint64_t top_end = top.empty() ? 0 : top.back().source_end;
  DateFinder finder;
  finder.start(text, 0, first_part_bytes);
  std::optional<DateMatch> ambiguous;  // in the text, before any other there
  std::vector<DateMatch> others;       // days in the text
  DateMatch date;
  DateMatch next;
  bool has_next = false;           // `next` has been read already
  bool is_line_ambiguous = false;  // a date line was, so far
  for (;;) {
    const bool is_settled = !others.empty() && !ambiguous && !choice.is_ambiguous();
    if (is_settled && others.back().end >= top_end) break;
    if (std::exchange(has_next, false)) {
      date = next;
    } else if (!finder.next(date)) {
      break;
    }
    if (is_settled && date.begin >= top_end) break;
    if (!date.is_day()) continue;
    habits.decide(date);
    if (date.readings[0].calendar != DateCalendar::gregorian) {
      has_next = finder.next(next);
      if (has_next) prefer_gregorian(date, next, habits);
    }
    const auto block = std::find_if(top.begin(), top.end(), [&](const Block& b) {
      return date.begin >= b.source_begin && date.begin < b.source_end;
    });
    if (block != top.end() && (is_short_line(text, *block) || opens_paragraph(text, *block, date))) {
      // After an ambiguous date line a line with another day ("Deadline: 25 December 2021") doesn't date the document.
      if (is_line_ambiguous && date.num_readings == 1 && !choice.can_mean(date)) continue;
      is_line_ambiguous |= date.num_readings > 1;
      if (choice.offer(date, DateSource::dateline)) return;
    } else if (date.num_readings == 1) {
      if (others.empty() || ambiguous || choice.is_ambiguous()) others.push_back(date);
    } else if (others.empty() && !ambiguous) {
      ambiguous = date;
    }
  }
  if (!choice.is_ambiguous() && ambiguous) choice.offer(*ambiguous, DateSource::text);
  for (const DateMatch& other : others)
    if (!choice.is_ambiguous() || choice.can_mean(other)) choice.offer(other, DateSource::text);
}

}  // namespace

DocumentDate date_by_text(const Document& document, const Analysis& analysis) {
  DateHabits habits(document.text, document.language);
  Choice choice;
  offer_metadata(document, habits, choice);
  if (!choice.is_made()) offer_text(document.text, analysis.blocks, habits, choice);
  return choice.result();
}

DocumentDate date_by_file(const Document& document, DocumentDate by_text) {
  Choice choice(std::move(by_text));
  if (choice.is_made()) return choice.result();
  DateHabits habits(document.text, document.language);
  offer_name(document.path, habits, choice);
  if (!choice.is_made() && document.made_date) offer_field(*document.made_date, DateSource::file_metadata, choice);
  if (!choice.is_made()) offer_file_time(document, choice);
  return choice.result();
}

DocumentDate date_document(const Document& document, const Analysis& analysis) {
  return date_by_file(document, date_by_text(document, analysis));
}

}  // namespace nuskha
