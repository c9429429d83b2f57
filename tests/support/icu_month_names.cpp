// For each locale: the names of the months in the forms that stand in a date and alone, wide and abbreviated, and the
// forms that the locale's own date patterns make of them by letters written to the name (Basque "apirilaren", Hebrew
// "באפריל"). Names that hold digits ("4月", "tháng 4") are left out: those are read by rule.
#include "support/icu_month_names.h"

#include <unicode/calendar.h>
#include <unicode/datefmt.h>
#include <unicode/dtptngen.h>
#include <unicode/locid.h>
#include <unicode/smpdtfmt.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <map>
#include <memory>
#include <set>
#include <stdexcept>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "base/month_names.h"

namespace nuskha::test {
namespace {

using icu::UnicodeString;

void check(UErrorCode status) {
  if (U_FAILURE(status)) throw std::runtime_error(u_errorName(status));
}

std::string to_utf8(const UnicodeString& text) {
  std::string out;
  text.toUTF8String(out);
  return out;
}

/// Spellings that are in use and that ICU doesn't have.
struct ExtraName {
  const char* name;
  int month;
  const char* language;
};
constexpr ExtraName extra_names[] = {
    // Levant, without the article or with another numeral; Maghreb spellings.
    {"كانون ثاني", 1, "ar"},
    {"كانون ثان", 1, "ar"},
    {"كانون أول", 12, "ar"},
    {"تشرين أول", 10, "ar"},
    {"تشرين ثاني", 11, "ar"},
    {"تشرين ثان", 11, "ar"},
    {"آيار", 5, "ar"},
    {"ديسمبير", 12, "ar"},
    {"أغسطوس", 8, "ar"},
    {"ماية", 5, "ar"},
    {"شتنبر", 9, "ar"},
    {"جويليه", 7, "ar"},
    {"يوليه", 7, "ar"},
    {"يونيه", 6, "ar"},
    {"أوت", 8, "ar"},
    // Vietnamese months in words.
    {"tháng một", 1, "vi"},
    {"tháng giêng", 1, "vi"},
    {"tháng hai", 2, "vi"},
    {"tháng ba", 3, "vi"},
    {"tháng tư", 4, "vi"},
    {"tháng năm", 5, "vi"},
    {"tháng sáu", 6, "vi"},
    {"tháng bảy", 7, "vi"},
    {"tháng tám", 8, "vi"},
    {"tháng chín", 9, "vi"},
    {"tháng mười", 10, "vi"},
    {"tháng mười một", 11, "vi"},
    {"tháng chạp", 12, "vi"},
    {"tháng mười hai", 12, "vi"},
    {"Sept", 9, "en"},
    // Finnish and Estonian months in the cases dates take besides ICU's.
    {"helmikuun", 2, "fi"},
    {"ژانویۀ", 1, "fa"},
};

/// Words between the parts of a date besides those of ICU's patterns.
constexpr const char* extra_connectors[] = {"of",    "the", "th",       "st",   "nd",  "rd",   "day",  "del",  "dell",
                                            "den",   "le",  "er",       "года", "год", "року", "год.", "سنة",  "عام",
                                            "لسنة",  "من",  "سال",      "ماه",  "năm", "ngày", "พ.ศ.", "ค.ศ.", "yıl",
                                            "yılı",  "kl",  "от",       "от",   "оны", "ve",   "roku", "rok",  "gada",
                                            "aasta", "شهر", "พุทธศักราช", "พฤ",   "de",  "di",   "du"};

struct PatternPart {
  bool is_field;
  UnicodeString text;
};

/// Splits a date pattern to its fields and what stands between them.
std::vector<PatternPart> split_pattern(const UnicodeString& pattern) {
  std::vector<PatternPart> parts;
  bool quoted = false;
  const auto add = [&](bool is_field, UChar c) {
    const bool same = !parts.empty() && parts.back().is_field == is_field &&
                      (!is_field || parts.back().text[parts.back().text.length() - 1] == c);
    if (!same) parts.push_back({is_field, {}});
    parts.back().text += c;
  };
  for (std::int32_t i = 0; i < pattern.length(); ++i) {
    const UChar c = pattern[i];
    if (c == u'\'') {
      if (i + 1 < pattern.length() && pattern[i + 1] == u'\'') {
        add(false, c);
        ++i;
      } else {
        quoted = !quoted;
      }
      continue;
    }
    add(!quoted && ((c >= u'a' && c <= u'z') || (c >= u'A' && c <= u'Z')), c);
  }
  return parts;
}

bool is_letter(UChar32 c) { return u_isalpha(c) || (U_GET_GC_MASK(c) & U_GC_M_MASK) != 0; }

/// Letters at the end or the start of a literal, which are written to the name.
UnicodeString letters_at_end(const UnicodeString& text) {
  std::int32_t begin = text.length();
  while (begin > 0 && is_letter(text.char32At(begin - 1))) --begin;
  return text.tempSubString(begin);
}
UnicodeString letters_at_start(const UnicodeString& text) {
  std::int32_t end = 0;
  while (end < text.length() && is_letter(text.char32At(end))) ++end;
  return text.tempSubString(0, end);
}

class Collector {
 public:
  void add_locale(const icu::Locale& locale, MonthCalendar calendar, const char* type) {
    UErrorCode status = U_ZERO_ERROR;
    icu::Locale with_calendar(locale);
    with_calendar.setKeywordValue("calendar", type, status);
    const std::unique_ptr<icu::Calendar> dates(icu::Calendar::createInstance(with_calendar, status));
    check(status);
    std::vector<UnicodeString> patterns;
    for (const auto style : {icu::DateFormat::kLong, icu::DateFormat::kMedium, icu::DateFormat::kFull}) {
      const std::unique_ptr<icu::DateFormat> format(icu::DateFormat::createDateInstance(style, with_calendar));
      auto* simple = dynamic_cast<icu::SimpleDateFormat*>(format.get());
      UnicodeString pattern;
      if (simple != nullptr) patterns.push_back(simple->toPattern(pattern));
    }
    const std::unique_ptr<icu::DateTimePatternGenerator> generator(
        icu::DateTimePatternGenerator::createInstance(with_calendar, status));
    check(status);
    for (const char16_t* skeleton : {u"yMMMMd", u"yMMMd", u"MMMMd"}) {
      patterns.push_back(generator->getBestPattern(skeleton, status));
      check(status);
    }

    std::set<std::pair<UnicodeString, std::pair<UnicodeString, UnicodeString>>> forms;
    for (const char16_t* form : {u"MMMM", u"LLLL", u"MMM", u"LLL"}) forms.insert({form, {}});
    for (const UnicodeString& pattern : patterns) {
      const std::vector<PatternPart> parts = split_pattern(pattern);
      for (std::size_t i = 0; i < parts.size(); ++i) {
        if (!parts[i].is_field) {
          add_connectors(parts, i);
        } else if ((parts[i].text[0] == u'M' || parts[i].text[0] == u'L') && parts[i].text.length() >= 3) {
          forms.insert({parts[i].text,
                        {i > 0 && !parts[i - 1].is_field ? letters_at_end(parts[i - 1].text) : UnicodeString{},
                         i + 1 < parts.size() && !parts[i + 1].is_field ? letters_at_start(parts[i + 1].text)
                                                                        : UnicodeString{}}});
        }
      }
    }
    for (const auto& [field, around] : forms) {
      icu::SimpleDateFormat format(field, with_calendar, status);
      check(status);
      const int last = calendar == MonthCalendar::hebrew ? 12 : 11;
      // 5782 is a Hebrew leap year, with Adar I and II; 5781 has one Adar.
      const std::vector<int> years = calendar == MonthCalendar::hebrew      ? std::vector{5781, 5782}
                                     : calendar == MonthCalendar::gregorian ? std::vector{2021}
                                                                            : std::vector{1400};
      constexpr int first_adar = 5;
      for (const int year : years) {
        for (int month = 0; month <= last; ++month) {
          if (year == 5781 && month == first_adar) continue;
          dates->clear();
          dates->set(UCAL_EXTENDED_YEAR, year);
          dates->set(UCAL_MONTH, month);
          dates->set(UCAL_DATE, 3);
          UnicodeString name;
          icu::FieldPosition position;
          format.format(*dates, name, position);
          add_name(to_utf8(around.first + name + around.second), calendar, month + 1, locale.getLanguage());
        }
      }
    }
    icu::SimpleDateFormat eras(UnicodeString(u"G"), with_calendar, status);
    check(status);
    UnicodeString era;
    add_words(to_utf8(eras.format(dates->getTime(status), era)));
  }

  void add_name(std::string_view name, MonthCalendar calendar, int month, const std::string& language) {
    const std::string folded = fold_name_words(name);
    if (folded.empty() || std::any_of(folded.begin(), folded.end(), [](char c) { return c >= '0' && c <= '9'; }))
      return;
    // The placeholders of locales without names, and single letters.
    if (folded == "m" || folded.size() < 2) return;
    const auto words = static_cast<std::size_t>(std::count(folded.begin(), folded.end(), ' ')) + 1;
    if (words > most_month_name_words) return;
    names_[folded][{calendar, month}].insert(language);
  }

  void add_words(std::string_view text) {
    const std::string folded = fold_name_words(text);
    for (std::size_t begin = 0; begin < folded.size();) {
      const std::size_t end = std::min(folded.find(' ', begin), folded.size());
      const std::string word = folded.substr(begin, end - begin);
      if (!std::any_of(word.begin(), word.end(), [](char c) { return c >= '0' && c <= '9'; })) connectors_.insert(word);
      begin = end + 1;
    }
  }

  MonthNameTables take() {
    MonthNameTables out;
    for (const auto& [name, meanings] : names_) {
      out.names += name;
      for (const auto& [meaning, languages] : meanings) {
        const auto conflicts =
            std::count_if(meanings.begin(), meanings.end(),
                          [&, calendar = meaning.first](const auto& other) { return other.first.first == calendar; });
        out.names += '\t';
        out.names += "gpih"[static_cast<std::size_t>(meaning.first)];
        out.names += std::to_string(meaning.second);
        if (conflicts > 1) {
          out.names += ' ';
          for (const std::string& language : languages) out.names += language + ' ';
        }
      }
      out.names += '\n';
    }
    for (const std::string& word : connectors_) out.connectors += word + '\n';
    return out;
  }

 private:
  void add_connectors(const std::vector<PatternPart>& parts, std::size_t i) {
    // Letters written to the name are part of it; those written to a number stand alone.
    UnicodeString text = parts[i].text;
    const auto is_name = [&](std::size_t k) {
      return parts[k].is_field && (parts[k].text[0] == u'M' || parts[k].text[0] == u'L');
    };
    if (i > 0 && is_name(i - 1)) text.remove(0, letters_at_start(text).length());
    if (i + 1 < parts.size() && is_name(i + 1)) text.truncate(text.length() - letters_at_end(text).length());
    add_words(to_utf8(text));
  }

  std::map<std::string, std::map<std::pair<MonthCalendar, int>, std::set<std::string>>> names_;
  std::set<std::string> connectors_;
};

}  // namespace

MonthNameTables make_month_name_tables() {
  Collector collector;
  std::int32_t count = 0;
  const icu::Locale* locales = icu::Locale::getAvailableLocales(count);
  for (std::int32_t i = 0; i < count; ++i) {
    collector.add_locale(locales[i], MonthCalendar::gregorian, "gregorian");
    collector.add_locale(locales[i], MonthCalendar::persian, "persian");
    collector.add_locale(locales[i], MonthCalendar::islamic, "islamic-umalqura");
    collector.add_locale(locales[i], MonthCalendar::hebrew, "hebrew");
  }
  for (const ExtraName& extra : extra_names)
    collector.add_name(extra.name, MonthCalendar::gregorian, extra.month, extra.language);
  for (const char* word : extra_connectors) collector.add_words(word);
  return collector.take();
}

}  // namespace nuskha::test
