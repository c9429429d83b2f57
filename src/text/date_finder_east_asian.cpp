// Dates with a mark after each number: 年月日 and their Korean likes. Entry point: DateFinder::read_east_asian. Test:
// tests/text/dates_test.cpp.
#include <algorithm>
#include <string>

#include "base/unicode.h"
#include "text/date_years.h"

namespace nuskha {
namespace {

/// Digits of any script or Han numerals around a place, for 二〇二一年四月十五日.
int han_digit(char32_t c) {
  switch (c) {
    case U'〇':
    case U'零': return 0;
    case U'一':
    case U'元': return 1;
    case U'二': return 2;
    case U'三': return 3;
    case U'四': return 4;
    case U'五': return 5;
    case U'六': return 6;
    case U'七': return 7;
    case U'八': return 8;
    case U'九': return 9;
    default: return -1;
  }
}

struct HanNumber {
  std::uint32_t value = 0;
  unsigned length = 0;  // in digits; 0 with tens and hundreds
  bool ok = false;
};

/// The value of a run of digits, or of Han numerals with tens and hundreds.
HanNumber number_of(std::u32string_view run) {
  HanNumber out;
  out.length = static_cast<unsigned>(run.size());
  if (run.empty() || run.size() > 6) return out;
  const bool has_tens = run.find_first_of(U"十百廿卅") != run.npos;
  std::uint32_t open = 0;
  for (const char32_t c : run) {
    int digit = han_digit(c);
    if (digit < 0) digit = decimal_digit(c);
    if (digit >= 0) {
      open = has_tens ? static_cast<std::uint32_t>(digit) : open * 10 + static_cast<std::uint32_t>(digit);
    } else if (c == U'廿' || c == U'卅') {
      out.value += c == U'廿' ? 20 : 30;
    } else {
      out.value += (open == 0 ? 1 : open) * (c == U'十' ? 10 : 100);
      open = 0;
    }
  }
  out.value += open;
  if (has_tens) out.length = 0;
  out.ok = true;
  return out;
}

bool is_han_numeral(char32_t c) {
  return decimal_digit(c) >= 0 || han_digit(c) >= 0 || c == U'十' || c == U'百' || c == U'廿' || c == U'卅';
}

bool is_continuation(char c) { return (static_cast<unsigned char>(c) & 0xC0u) == 0x80u; }

/// Where the character before `at` begins.
std::size_t step_back(std::string_view text, std::size_t at) {
  do --at;
  while (at > 0 && is_continuation(text[at]));
  return at;
}

bool is_blank(char32_t c) { return c == ' ' || c == 0x3000 || c == 0xA0; }

struct JapaneseEra {
  std::string_view name;
  int offset;  // added to the year of the era
  CivilDay first, last;
};
constexpr JapaneseEra eras[] = {{"令和", 2018, {2019, 5, 1}, {2100, 12, 31}},
                                {"平成", 1988, {1989, 1, 8}, {2019, 4, 30}},
                                {"昭和", 1925, {1926, 12, 25}, {1989, 1, 7}},
                                {"大正", 1911, {1912, 7, 30}, {1926, 12, 25}},
                                {"明治", 1867, {1868, 1, 25}, {1912, 7, 30}}};
constexpr int minguo_offset = 1911;

}  // namespace

/// 2023年2月5日, 令和3年4月15日, 民國110年4月15日, 二〇二一年四月十五日, 2021년 4월 15일.
bool DateFinder::read_east_asian(std::size_t year_mark, std::size_t mark_length, DateMatch& out) {
  std::u32string run;
  std::size_t at = year_mark;
  const auto skip_blanks_back = [&] {
    for (unsigned n = 0; n < 2 && at > found_end_; ++n) {
      const std::size_t before = step_back(text_, at);
      if (!is_blank(decode_utf8(text_.substr(before, 8)).value)) return;
      at = before;
    }
  };
  skip_blanks_back();
  while (at > found_end_ && run.size() < 7) {
    const std::size_t before = step_back(text_, at);
    const char32_t c = decode_utf8(text_.substr(before, 8)).value;
    if (!is_han_numeral(c)) break;
    run.insert(run.begin(), c);
    at = before;
  }
  const HanNumber year = number_of(run);
  if (!year.ok) return false;
  std::size_t begin = at;
  skip_blanks_back();
  const std::string_view before = text_.substr(found_end_, at - found_end_);
  out = {};
  DateCalendar calendar = DateCalendar::gregorian;
  int gregorian_year = static_cast<int>(year.value);
  const JapaneseEra* era = nullptr;
  if (year.length != 4) {
    for (const JapaneseEra& candidate : eras)
      if (before.ends_with(candidate.name)) era = &candidate;
    if (era != nullptr) {
      calendar = DateCalendar::japanese;
      gregorian_year += era->offset;
      begin = at - era->name.size();
    } else if (before.ends_with("民國") || before.ends_with("民国")) {
      calendar = DateCalendar::minguo;
      gregorian_year += minguo_offset;
      begin = at - std::string_view("民國").size();
      if (text_.substr(found_end_, begin - found_end_).ends_with("中華") ||
          text_.substr(found_end_, begin - found_end_).ends_with("中华"))
        begin -= std::string_view("中華").size();
    } else {
      return false;
    }
  }

  std::size_t end = year_mark + mark_length;
  const auto peek = [&](std::size_t i) { return i < text_.size() ? decode_utf8(text_.substr(i, 8)) : CodePoint{0, 0}; };
  const auto skip_blanks = [&](std::size_t i) {
    for (unsigned n = 0; n < 2 && is_blank(peek(i).value); ++n) i += peek(i).length;
    return i;
  };
  // 2021年（令和3年）4月15日
  std::size_t i = skip_blanks(end);
  if (peek(i).value == U'（' || peek(i).value == U'(') {
    for (std::size_t k = i; k < std::min(text_.size(), i + 40);) {
      const CodePoint c = peek(k);
      k += c.length;
      if (c.value != U'）' && c.value != U')') continue;
      i = skip_blanks(k);
      break;
    }
  }
  const auto read_number = [&](std::size_t& place) {
    std::u32string digits;
    while (digits.size() < 4 && place < text_.size() && is_han_numeral(peek(place).value)) {
      digits += peek(place).value;
      place += peek(place).length;
    }
    place = skip_blanks(place);
    return number_of(digits);
  };
  const HanNumber month = read_number(i);
  const char32_t month_mark = peek(i).value;
  if (!month.ok || (month_mark != U'月' && month_mark != U'월') || month.value < 1 || month.value > 12) return false;
  end = i += peek(i).length;
  i = skip_blanks(i);
  std::uint32_t day_number = 0;
  const HanNumber day = read_number(i);
  const char32_t day_mark = peek(i).value;
  if (day.ok && (day_mark == U'日' || day_mark == U'号' || day_mark == U'號' || day_mark == U'일')) {
    day_number = day.value;
    if (day_number == 0) return false;
    end = i + peek(i).length;
  }
  const CivilDay found{gregorian_year, static_cast<int>(month.value), static_cast<int>(day_number)};
  if (era != nullptr && day_number != 0 && (found < era->first || found > era->last)) return false;
  add_day(found, calendar, DateOrder::unknown, {}, out);
  if (calendar == DateCalendar::gregorian && kinds_of_year(year.value).buddhist)
    add_day({gregorian_year - buddhist_offset, found.month, found.day}, DateCalendar::buddhist, DateOrder::unknown, {},
            out);
  out.begin = begin;
  out.end = end;
  return out.num_readings > 0;
}

}  // namespace nuskha
