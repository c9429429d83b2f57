// Statements of the day of publication that are days apart, and weekdays that don't fit the date beside them. Other
// dates of a text may be what they like. Entry point: find_contradicting_dates. Test:
// tests/rule/contradicting_dates_test.cpp.
#include <algorithm>
#include <cstdlib>
#include <span>
#include <vector>

#include <fmt/format.h>

#include "base/calendar.h"
#include "base/weekday_names.h"
#include "nuskha/dates.h"
#include "rule/finding_list.h"
#include "rule/publication_dates.h"
#include "rule/quote.h"
#include "rule/rule_functions.h"

namespace nuskha {
namespace {

// Written one day and published another; lunar dates by sight. A page's date in the file's head or name is set by
// whoever puts it up, and may be that of the next working day.
constexpr int most_days_apart = 3;
constexpr int most_days_from_file = 7;
constexpr std::size_t most_lines = 2;  // more date lines with days of their own are a chronicle

std::string_view name_of(StatementKind kind) {
  switch (kind) {
    case StatementKind::front_matter: return "the front matter";
    case StatementKind::date_line: return "the date line";
    case StatementKind::file_name: return "the file name";
  }
  return "";
}

struct Distance {
  int days = 0;
  int a = 0;
  int b = 0;
};

/// The least between what the two can mean.
Distance distance(const DateStatement& a, const DateStatement& b) {
  Distance least{std::abs(a.days.front() - b.days.front()), a.days.front(), b.days.front()};
  for (const int x : a.days)
    for (const int y : b.days)
      if (std::abs(x - y) < least.days) least = {std::abs(x - y), x, y};
  return least;
}

std::string iso(int day) { return to_iso(day_of_epoch(day)); }

void report(const DateStatement& a, const DateStatement& b, const Distance& apart, FindingList& out) {
  // Shown at the one that stands in the text, the later one if both do.
  const DateStatement& shown = b.kind == StatementKind::date_line ? b : a;
  RawFinding finding;
  if (shown.kind == StatementKind::date_line) {
    finding.begin = shown.begin;
    finding.end = shown.end;
  }
  const bool is_same_kind = a.kind == b.kind;
  finding.message = is_same_kind
                        ? fmt::format("This date line says {}, another one {}: {} days apart.", iso(apart.b),
                                      iso(apart.a), apart.days)
                        : fmt::format("The dates of publication are {} days apart: {} says {}, {} {}.", apart.days,
                                      name_of(a.kind), iso(apart.a), name_of(b.kind), iso(apart.b));
  finding.fix = is_same_kind
                    ? "Find out which of the two is right, and correct the other."
                    : fmt::format("Find out which is right, and correct {} or {}.", name_of(a.kind), name_of(b.kind));
  finding.subject = fmt::format("{} {} {} {}", name_of(a.kind), iso(apart.a), name_of(b.kind), iso(apart.b));
  out.add(std::move(finding));
}

bool contradict(const DateStatement& a, const DateStatement& b) {
  const bool is_of_text = a.kind == StatementKind::date_line && b.kind == StatementKind::date_line;
  return distance(a, b).days > (is_of_text ? most_days_apart : most_days_from_file);
}

/// Each statement against the first of them; of those that say the same, one.
void compare_statements(const std::vector<DateStatement>& statements, FindingList& out) {
  const auto num_lines = std::count_if(statements.begin(), statements.end(), [](const DateStatement& statement) {
    return statement.kind == StatementKind::date_line;
  });
  const bool is_chronicle = static_cast<std::size_t>(num_lines) > most_lines;
  std::vector<const DateStatement*> reported;
  for (std::size_t i = 1; i < statements.size(); ++i) {
    const DateStatement& first = statements.front();
    const DateStatement& other = statements[i];
    if ((is_chronicle && other.kind == StatementKind::date_line) || !contradict(first, other)) continue;
    if (std::any_of(reported.begin(), reported.end(),
                    [&](const DateStatement* known) { return !contradict(*known, other); }))
      continue;
    report(first, other, distance(first, other), out);
    reported.push_back(&other);
  }
}

void check_weekday(const RuleInput& input, const FoundDate& date, FindingList& out) {
  if (date.is_ambiguous() || date.is_range || date.precision != DatePrecision::day ||
      date.calendar != DateCalendar::gregorian)
    return;
  const std::optional<WrittenWeekday> written = find_weekday_beside(input.document.text, date.begin, date.end);
  if (!written) return;
  const std::string& day = date.readings.front();
  const CivilDay civil{std::stoi(day.substr(0, 4)), std::stoi(day.substr(5, 2)), std::stoi(day.substr(8, 2))};
  const int weekday = weekday_of(days_since_epoch(civil));
  if (weekday == written->weekday) return;
  const std::string_view text = input.document.text;
  const std::string name = quote(text.substr(written->begin, written->end - written->begin));
  out.add({std::min(written->begin, date.begin), std::max(written->end, date.end),
           fmt::format("{} was a {}, not a {} as is written here ({}).", day, english_weekday(weekday),
                       english_weekday(written->weekday), name),
           "Find out whether the weekday or the date is right, and correct the other.",
           fmt::format("{} {}", day, written->weekday)});
}

}  // namespace

void find_contradicting_dates(const RuleInput& input, FindingList& out) {
  compare_statements(find_publication_dates(input.document, input.analysis), out);
  for (const FoundDate& date : find_dates(input.document.text, input.document.language))
    check_weekday(input, date, out);
}

}  // namespace nuskha
