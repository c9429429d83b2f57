// Reads dates around years: a date has a year of four digits, or one before 年, so nothing else is looked at. Entry
// point: DateFinder::next. Test: tests/text/dates_test.cpp.
#include "text/date_finder.h"

#include <algorithm>
#include <optional>
#include <string>

#include "base/unicode.h"
#include "text/date_search.h"
#include "text/date_years.h"

namespace nuskha {
namespace {

constexpr std::size_t window_bytes = 160;  // on each side of a year

// Languages whose dates in numbers with a Hijri year are of the one or the other calendar.
constexpr std::string_view solar_languages = " fa ps ckb lrc mzn ";
constexpr std::string_view lunar_languages = " ar ur sd ug ks ms id so ha ";

constexpr std::string_view han_year = "年";
constexpr std::string_view hangul_year = "년";

bool is_dash(char32_t c) {
  return c == '-' || (c >= 0x2010 && c <= 0x2015) || c == 0x2212 || c == 0xFF0D || c == 0xFE63;
}
bool is_slash(char32_t c) { return c == '/' || c == 0xFF0F || c == 0x2044 || c == 0x060D; }
bool is_full_stop(char32_t c) { return c == '.' || c == 0xFF0E || c == 0x06D4; }
bool is_comma(char32_t c) {
  return c == ',' || c == 0x060C || c == 0x3001 || c == 0xFF0C || c == 0x2E41 || c == 0x104A;
}
bool is_apostrophe(char32_t c) {
  return c == '\'' || c == '`' || c == 0xB4 || c == 0x2018 || c == 0x2019 || (c >= 0x02B9 && c <= 0x02BF) ||
         c == 0x05F3;
}
/// º, and the marks that scripts write between words or syllables.
bool is_other_light(char32_t c) { return c == 0xBA || c == 0xB0 || c == 0x0F0B || c == 0x0F0C || c == 0x1361; }

bool is_light_mark(char32_t c) {
  return c == 0 || is_dash(c) || is_slash(c) || is_full_stop(c) || is_comma(c) || is_apostrophe(c) || is_other_light(c);
}
/// May stand between the parts of one date.
bool is_light(const DateGap& gap) { return gap.num_marks <= 2 && is_light_mark(gap.mark) && is_light_mark(gap.second); }
/// May stand between the words of one name.
bool is_in_name(const DateGap& gap) {
  return gap.num_marks <= 2 &&
         (gap.mark == 0 || is_full_stop(gap.mark) || is_apostrophe(gap.mark) || is_other_light(gap.mark) ||
          gap.mark == '-') &&
         (gap.second == 0 || is_apostrophe(gap.second));
}

/// The sign between the numbers of a date, dashes and slashes of all kinds as one; 0 if it is none.
char32_t separator_of(const DateGap& gap) {
  if (gap.num_marks != 1) return 0;
  if (gap.space_before && !gap.space_after) return 0;
  if (is_dash(gap.mark)) return '-';
  if (is_slash(gap.mark)) return '/';
  return is_full_stop(gap.mark) ? '.' : U'\0';
}
bool is_tight(const DateGap& gap) { return !gap.space_before && !gap.space_after; }

bool is_day(const DateToken& token) {
  return token.num_digits >= 1 && token.num_digits <= 2 && token.value >= 1 && token.value <= 31;
}

bool is_one_of(std::string_view word, std::string_view list) {
  for (std::size_t at = list.find(word); at != list.npos && !word.empty(); at = list.find(word, at + 1))
    if (at > 0 && list[at - 1] == ' ' && list.substr(at + word.size(), 1) == " ") return true;
  return false;
}

/// Words between two days of a range, at level spelling.
bool is_range_word(std::string_view word) {
  return is_one_of(word,
                   " to and until till through bis und au et al y a hasta e do i до и по fino tot en och til ila او و "
                   "الي حتي تا ve ile až az a");
}

/// Months of both; nothing if they have none in common.
MonthMeanings common_meanings(const MonthMeanings& a, const MonthMeanings& b) {
  MonthMeanings out;
  for (const NamedMonth& x : a)
    for (const NamedMonth& y : b)
      if (x.calendar == y.calendar && x.month == y.month) out.add(x.languages.empty() ? x : y);
  return out;
}

/// Adds what a year, month and day of the calendars of that year mean. `day` 0: the month alone.
void add_named(const MonthMeanings& months, std::uint32_t year, std::uint32_t day, DateMatch& out) {
  const YearKinds kinds = kinds_of_year(year);
  const int y = static_cast<int>(year);
  const int d = static_cast<int>(day);
  for (const NamedMonth& month : months) {
    if (month.calendar == MonthCalendar::gregorian) {
      if (kinds.gregorian)
        add_day({y, month.month, d}, DateCalendar::gregorian, DateOrder::unknown, month.languages, out);
      if (kinds.buddhist)
        add_day({y - buddhist_offset, month.month, d}, DateCalendar::buddhist, DateOrder::unknown, month.languages,
                out);
      continue;
    }
    if (month.calendar == MonthCalendar::hebrew ? !kinds.hebrew : !kinds.hijri) continue;
    if (d == 0) continue;  // such a month is no month of ours
    const auto [calendar, name] =
        month.calendar == MonthCalendar::persian   ? std::pair(LunarOrSolar::persian, DateCalendar::persian)
        : month.calendar == MonthCalendar::islamic ? std::pair(LunarOrSolar::islamic, DateCalendar::islamic)
                                                   : std::pair(LunarOrSolar::hebrew, DateCalendar::hebrew);
    if (const std::optional<CivilDay> found = to_gregorian(calendar, y, month.month, d))
      out.add({*found, name, DateOrder::unknown, month.languages});
  }
}

enum class Era : std::uint8_t { unknown, gregorian, solar, lunar };

/// Adds what a day and a month in numbers mean.
void add_numbers(std::uint32_t year, std::uint32_t month, std::uint32_t day, DateOrder order, Era era, DateMatch& out) {
  if (month < 1 || month > 12) return;
  const YearKinds kinds = kinds_of_year(year);
  const int y = static_cast<int>(year);
  const int m = static_cast<int>(month);
  const int d = static_cast<int>(day);
  if (kinds.gregorian) add_day({y, m, d}, DateCalendar::gregorian, order, {}, out);
  if (kinds.buddhist) add_day({y - buddhist_offset, m, d}, DateCalendar::buddhist, order, {}, out);
  if (!kinds.hijri || era == Era::gregorian) return;
  if (era != Era::lunar)
    if (const auto found = to_gregorian(LunarOrSolar::persian, y, m, d))
      out.add({*found, DateCalendar::persian, order, era == Era::solar ? std::string_view{} : solar_languages});
  if (era != Era::solar)
    if (const auto found = to_gregorian(LunarOrSolar::islamic, y, m, d))
      out.add({*found, DateCalendar::islamic, order, era == Era::lunar ? std::string_view{} : lunar_languages});
}

}  // namespace

void DateMatch::add(const DateReading& reading) {
  for (std::size_t i = 0; i < num_readings; ++i) {
    if (readings[i].day != reading.day) continue;
    if (readings[i].languages != reading.languages) readings[i].languages = {};
    if (readings[i].order != reading.order) readings[i].order = DateOrder::unknown;
    return;
  }
  if (num_readings < readings.size()) readings[num_readings++] = reading;
}

bool DateFinder::next(DateMatch& out) {
  const auto* const s = reinterpret_cast<const unsigned char*>(text_.data());
  while (at_ < end_) {
    at_ = find_date_lead(s, at_, end_);
    const DateLead lead = date_leads[s[at_]];
    if (lead == DateLead::none) {
      ++at_;
      continue;
    }
    if (lead == DateLead::han_year || lead == DateLead::hangul_year) {
      const std::string_view mark = lead == DateLead::han_year ? han_year : hangul_year;
      const std::size_t at = at_;
      ++at_;
      if (text_.substr(at, mark.size()) != mark) continue;
      if (!read_east_asian(at, mark.size(), out)) continue;
      at_ = found_end_ = out.end;
      return true;
    }
    // A run of digits; its length and value.
    std::size_t i = at_;
    std::uint32_t value = 0;
    unsigned length = 0;
    while (i < text_.size()) {
      int digit = -1;
      std::size_t bytes = 1;
      switch (date_leads[s[i]]) {
        case DateLead::ascii: digit = s[i] - '0'; break;
        case DateLead::arabic:
          bytes = 2;
          if (i + 1 < text_.size() && s[i + 1] >= 0xA0 && s[i + 1] <= 0xA9) digit = s[i + 1] - 0xA0;
          break;
        case DateLead::persian:
          bytes = 2;
          if (i + 1 < text_.size() && s[i + 1] >= 0xB0 && s[i + 1] <= 0xB9) digit = s[i + 1] - 0xB0;
          break;
        case DateLead::other: {
          const CodePoint c = decode_utf8(text_.substr(i, 8));
          bytes = c.length;
          digit = decimal_digit(c.value);
          break;
        }
        default: break;
      }
      if (digit < 0) {
        if (length == 0) i += bytes;
        break;
      }
      if (length < 9) value = value * 10 + static_cast<std::uint32_t>(digit);
      ++length;
      i += bytes;
    }
    const std::size_t begin = at_;
    at_ = std::min(i, text_.size());
    if (length != 4 || !kinds_of_year(value).any()) continue;
    if (!read_around_year(begin, i, out)) continue;
    found_end_ = out.end;
    at_ = std::max(at_, out.end);
    return true;
  }
  return false;
}

bool DateFinder::read_around_year(std::size_t begin, std::size_t end, DateMatch& out) {
  // A blank line ends what belongs together.
  std::size_t from = std::max(found_end_, begin - std::min(begin, window_bytes));
  const std::size_t blank = text_.substr(from, begin - from).rfind("\n\n");
  if (blank != std::string_view::npos) from += blank + 1;
  std::size_t to = std::min(text_.size(), end + window_bytes);
  const std::size_t next_blank = text_.substr(end, to - end).find("\n\n");
  if (next_blank != std::string_view::npos) to = end + next_blank;
  tokens_.read(text_, from, to, from == found_end_);
  std::size_t year = 0;
  while (year < tokens_.size() && tokens_[year].begin != begin) ++year;
  if (year == tokens_.size()) return false;
  out = {};
  return read_numbers(year, out) || read_words_before(year, out) || read_words_after(year, out) ||
         read_month_alone(year, out);
}

bool DateFinder::finish(std::size_t first, std::size_t last, DateMatch& out) {
  out.begin = tokens_[first].begin;
  out.end = tokens_[last].end;
  return out.num_readings > 0;
}

/// 15.04.2021, 04/05/2021, 2021-04-15.
bool DateFinder::read_numbers(std::size_t year, DateMatch& out) {
  const auto follows = [&](std::size_t token, char32_t separator) {  // one number more: an address, a version
    return token + 1 < tokens_.size() && tokens_[token + 1].is_number() && is_tight(tokens_[token + 1].before) &&
           separator_of(tokens_[token + 1].before) == separator;
  };
  const auto precedes = [&](std::size_t token, char32_t separator) {
    return token > 0 && tokens_[token - 1].is_number() && is_tight(tokens_[token].before) &&
           separator_of(tokens_[token].before) == separator;
  };
  const std::uint32_t value = tokens_[year].value;
  const auto era_after = [&](std::size_t token) {
    if (token + 1 >= tokens_.size() || tokens_[token + 1].is_number()) return Era::unknown;
    const std::string word = tokens_.folded(token + 1);
    const std::string next =
        token + 2 < tokens_.size() && !tokens_[token + 2].is_number() ? tokens_.folded(token + 2) : std::string();
    if (word == "م" || word == "ميلادي" || word == "ميلاديه") return Era::gregorian;
    if (word == "ش" || word == "شمسي" || word == "خورشيدي" || word == "هش") return Era::solar;
    if (word == "ه" || word == "هجري" || word == "هجريه" || word == "هق")
      return next == "ش" || next == "شمسي" || next == "شمسيه" ? Era::solar : Era::lunar;
    return Era::unknown;
  };
  if (year >= 2 && tokens_[year - 1].is_number() && tokens_[year - 2].is_number()) {
    const DateToken& first = tokens_[year - 2];
    const DateToken& second = tokens_[year - 1];
    const char32_t separator = separator_of(second.before);
    if (separator != 0 && separator == separator_of(tokens_[year].before) && first.num_digits <= 2 &&
        second.num_digits <= 2 && !follows(year, separator) && !precedes(year - 2, separator)) {
      const Era era = era_after(year);
      add_numbers(value, second.value, first.value, DateOrder::day_first, era, out);
      // Nobody writes the month first and full stops.
      if (separator != '.' && first.value != second.value)
        add_numbers(value, first.value, second.value, DateOrder::month_first, era, out);
      if (separator != '.') {
        const DateOrder order = out.num_readings > 0 ? out.readings[0].order : DateOrder::unknown;
        const bool is_sure = std::all_of(out.readings.begin(), out.readings.begin() + out.num_readings,
                                         [&](const DateReading& r) { return r.order == order; });
        if (is_sure && first.value != second.value) out.shows_order = order;
      }
      if (finish(year - 2, year, out)) return true;
    }
  }
  if (year + 2 < tokens_.size() && tokens_[year + 1].is_number() && tokens_[year + 2].is_number()) {
    const char32_t separator = separator_of(tokens_[year + 1].before);
    if (separator != 0 && separator == separator_of(tokens_[year + 2].before) && tokens_[year + 1].num_digits <= 2 &&
        tokens_[year + 2].num_digits <= 2 && !follows(year + 2, separator) && !precedes(year, separator)) {
      add_numbers(value, tokens_[year + 1].value, tokens_[year + 2].value, DateOrder::unknown, era_after(year + 2),
                  out);
      if (finish(year, year + 2, out)) return true;
    }
  }
  return false;
}

MonthMeanings DateFinder::meanings_of(std::size_t begin, std::size_t end) {
  if (begin + 1 == end) {
    const std::string& word = tokens_.folded(begin);
    // Abbreviations that some languages have for months, and that stand between numbers in texts of many others ("8 de
    // 2015 personas", "12 أو 2015"); "out" is October in Portuguese, but not in "3 out of 2015".
    if (word == "de" || word == "any" || word == "can" || word == "او") return {};
    if (word == "out" && end < tokens_.size() && tokens_.folded(end) == "of") return {};
    MonthMeanings out = find_month(word);
    // Hebrew writes "in", "of" and "from" to the word.
    if (out.empty() && word.size() > 4)
      for (const std::string_view prefix : {"ב", "ל", "מ"})
        if (word.starts_with(prefix)) out = find_month(std::string_view(word).substr(prefix.size()));
    return out;
  }
  std::string name;
  for (std::size_t i = begin; i < end; ++i) {
    if (i > begin) name += ' ';
    name += tokens_.folded(i);
  }
  return find_month(name);
}

/// The month's name that ends before token `end`, the longest there is; with another name of the same month beside it
/// (شباط/فبراير, أبريل (نيسان)).
bool DateFinder::month_before(std::size_t end, Month& out) {
  const auto single = [&](std::size_t last, Month& month) {
    if (tokens_[last - 1].is_number() || !may_end_month(tokens_.folded(last - 1))) return false;
    std::size_t least = last;
    while (least > 0 && last - least < most_month_name_words && !tokens_[least - 1].is_number() &&
           (least == last || is_in_name(tokens_[least].before)))
      --least;
    for (std::size_t begin = least; begin < last; ++begin) {
      month.meanings = meanings_of(begin, last);
      month.begin = begin;
      month.end = last;
      if (!month.meanings.empty()) return true;
    }
    return false;
  };
  if (end == 0 || !single(end, out)) return false;
  if (out.begin == 0) return true;
  const DateGap& gap = tokens_[out.begin].before;
  const bool is_double = is_slash(gap.mark) || is_dash(gap.mark) || gap.mark == '(' || gap.mark == 0xFF08;
  Month other;
  if (!is_double || gap.num_marks != 1 || !single(out.begin, other)) return true;
  const MonthMeanings both = common_meanings(out.meanings, other.meanings);
  out.meanings = both;  // of two different months neither is the date's
  out.begin = other.begin;
  return !both.empty();
}

bool DateFinder::month_after(std::size_t begin, Month& out) {
  if (begin >= tokens_.size() || tokens_[begin].is_number() || !may_begin_month(tokens_.folded(begin))) return false;
  std::size_t most = begin;
  while (most < tokens_.size() && most - begin < most_month_name_words && !tokens_[most].is_number() &&
         (most == begin || is_in_name(tokens_[most].before)))
    ++most;
  for (std::size_t end = most; end > begin; --end) {
    out.meanings = meanings_of(begin, end);
    out.begin = begin;
    out.end = end;
    if (!out.meanings.empty()) return true;
  }
  return false;
}

/// Passes over at most `most` words that stand between the parts of a date, ending before token `end`; returns where
/// the first of them begins.
std::size_t DateFinder::skip_back(std::size_t end, std::size_t most) {
  while (end > 0 && most > 0 && !tokens_[end - 1].is_number()) {
    const bool touches =
        end > 1 && tokens_[end - 2].is_number() &&
        (tokens_[end - 1].before.empty() || (is_tight(tokens_[end - 1].before) && is_light(tokens_[end - 1].before)));
    const bool is_suffix = touches && tokens_[end - 1].end - tokens_[end - 1].begin <= 8;
    if (!is_suffix && !is_date_connector(tokens_.folded(end - 1))) break;
    if (!is_light(tokens_[end - 1].before) && tokens_[end - 1].before.mark != '(') break;
    --end;
    --most;
  }
  return end;
}

std::size_t DateFinder::skip_forward(std::size_t token, std::size_t most) {
  while (token < tokens_.size() && most > 0 && !tokens_[token].is_number()) {
    const DateGap& gap = tokens_[token].before;
    if (!is_light(gap) && gap.mark != '(' && gap.mark != ')') break;
    const bool is_suffix =
        token > 0 && tokens_[token - 1].is_number() && is_tight(gap) && tokens_[token].end - tokens_[token].begin <= 8;
    if (!is_suffix && !is_date_connector(tokens_.folded(token))) break;
    ++token;
    --most;
  }
  return token;
}

bool DateFinder::is_range_before(std::size_t day) {
  if (day == 0) return false;
  const DateGap& gap = tokens_[day].before;
  std::size_t before = day - 1;
  if (!(gap.num_marks == 1 && is_dash(gap.mark))) {
    if (gap.num_marks != 0 || tokens_[before].is_number() || !is_range_word(tokens_.folded(before)) || before == 0)
      return false;
    --before;
  }
  if (tokens_[before].is_number()) return is_day(tokens_[before]) && tokens_[before].value < tokens_[day].value;
  Month month;  // 27 March – 2 April 2021
  return month_before(before + 1, month) && month.begin > 0 && is_day(tokens_[month.begin - 1]);
}

/// True if what stands between the tokens from `first` to `last` may stand within one date.
bool DateFinder::light_between(std::size_t first, std::size_t last) const {
  for (std::size_t i = first + 1; i <= last; ++i) {
    const DateGap& gap = tokens_[i].before;
    const bool is_bracket = gap.mark == '(' || gap.mark == ')' || gap.mark == 0xFF08 || gap.mark == 0xFF09;
    if (!is_light(gap) && !(gap.num_marks <= 2 && is_bracket)) return false;
  }
  return true;
}

/// ngày 15 tháng 4 năm 2021: the month is a number after the word for it.
bool DateFinder::read_vietnamese(std::size_t last, std::size_t year, DateMatch& out) {
  if (last < 2 || !is_day(tokens_[last - 1]) || tokens_[last - 2].is_number()) return false;
  if (tokens_.folded(last - 2) != "thang") return false;
  const std::size_t day = last >= 3 ? last - 3 : last;
  const bool has_day = day < last && is_day(tokens_[day]);
  const std::uint32_t month = tokens_[last - 1].value;
  if (month > 12) return false;
  add_numbers(tokens_[year].value, month, has_day ? tokens_[day].value : 0, DateOrder::unknown, Era::unknown, out);
  return finish(has_day ? day : last - 2, year, out);
}

/// 15 April 2021, April 15, 2021.
bool DateFinder::read_words_before(std::size_t year, DateMatch& out) {
  const std::uint32_t value = tokens_[year].value;
  const std::size_t last = skip_back(year, 4);
  Month month;
  // A word that may stand between is a month's name elsewhere: the nearest name counts.
  for (std::size_t end = year; end + 1 > last && end > 0; --end) {
    if (tokens_[end - 1].is_number() || !month_before(end, month)) continue;
    if (!light_between(month.end - 1, year)) continue;
    std::size_t day = skip_back(month.begin, 2);
    for (const std::size_t at : {month.begin, day}) {
      if (at == 0 || !is_day(tokens_[at - 1]) || !light_between(at - 1, month.begin)) continue;
      if (at >= 2 && tokens_[at - 2].is_number() && tokens_[at - 1].before.num_marks == 1 &&
          is_tight(tokens_[at - 1].before) && !is_dash(tokens_[at - 1].before.mark))
        continue;  // the end of 10:15 or 2.15
      add_named(month.meanings, value, tokens_[at - 1].value, out);
      if (out.num_readings == 0) return false;  // 31 April
      out.is_range = is_range_before(at - 1);
      return finish(at - 1, year, out);
    }
  }
  // The day after the month.
  if (last > 0 && is_day(tokens_[last - 1]) && light_between(last - 1, year)) {
    if (read_vietnamese(last, year, out)) return true;
    std::size_t number = last - 1;
    bool is_range = false;
    if (number > 0 && is_day(tokens_[number - 1]) && tokens_[number].before.num_marks == 1 &&
        is_dash(tokens_[number].before.mark) && tokens_[number - 1].value < tokens_[number].value) {
      --number;
      is_range = true;
    }
    const std::size_t day = skip_back(number, 1);
    for (const std::size_t at : {number, day}) {
      if (!month_before(at, month) || !light_between(month.end - 1, number)) continue;
      add_named(month.meanings, value, tokens_[last - 1].value, out);
      if (out.num_readings == 0) continue;
      out.is_range = is_range;
      return finish(month.begin, year, out);
    }
  }
  return false;
}

/// April 2021.
bool DateFinder::read_month_alone(std::size_t year, DateMatch& out) {
  const std::size_t last = skip_back(year, 2);
  Month month;
  for (std::size_t end = year; end + 1 > last && end > 0; --end) {
    if (tokens_[end - 1].is_number() || !month_before(end, month) || !light_between(month.end - 1, year)) continue;
    // A day that this month doesn't have makes it no date; a name of two letters alone is more often something else.
    if (month.begin > 0 && is_day(tokens_[month.begin - 1]) && light_between(month.begin - 1, month.begin))
      return false;
    if (tokens_.folded(month.begin).size() < 3) continue;
    add_named(month.meanings, tokens_[year].value, 0, out);
    if (out.num_readings > 0) return finish(month.begin, year, out);
  }
  return false;
}

/// 2021. április 15., 2021 m. balandžio 15 d., 2021. gada 15. aprīlis.
bool DateFinder::read_words_after(std::size_t year, DateMatch& out) {
  const std::uint32_t value = tokens_[year].value;
  const std::size_t first = skip_forward(year + 1, 4);
  const auto another_year_follows = [&](std::size_t end) {
    // "In 2020, May 5, 2021": the day belongs to what comes.
    const std::size_t at = skip_forward(end, 2);
    Month its_month;  // 2021. április 15. 2022. május 3.
    return at < tokens_.size() && tokens_[at].num_digits == 4 && is_light(tokens_[at].before) &&
           !month_after(skip_forward(at + 1, 2), its_month);
  };
  Month month;
  for (std::size_t at = year + 1; at <= first && at < tokens_.size(); ++at) {
    const DateGap& gap = tokens_[at].before;
    if (!is_light(gap) && gap.mark != ')' && gap.mark != '(') return false;
    if (is_day(tokens_[at])) {
      const std::size_t name = skip_forward(at + 1, 2);
      for (const std::size_t begin : {at + 1, name}) {
        if (begin >= tokens_.size() || tokens_[begin].is_number() || !is_light(tokens_[begin].before)) continue;
        if (!month_after(begin, month) || another_year_follows(month.end)) continue;
        if (tokens_[begin].is_capital && !tokens_[at].before.empty()) continue;
        add_named(month.meanings, value, tokens_[at].value, out);
        if (out.num_readings > 0) return finish(year, month.end - 1, out);
      }
      return false;
    }
    if (tokens_[at].is_number() || !month_after(at, month)) continue;
    // A sentence may end after the year, and the next begin with a month.
    if (tokens_[at].is_capital && tokens_[at].before.num_marks > 0 && !is_dash(tokens_[at].before.mark)) continue;
    const std::size_t number = skip_forward(month.end, 2);
    for (const std::size_t day : {month.end, number}) {
      if (day >= tokens_.size() || !is_day(tokens_[day]) || !is_light(tokens_[day].before)) continue;
      if (another_year_follows(day + 1)) continue;
      add_named(month.meanings, value, tokens_[day].value, out);
      if (out.num_readings > 0) return finish(year, day, out);
    }
  }
  return false;
}

}  // namespace nuskha
