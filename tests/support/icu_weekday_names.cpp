// The languages are those that press offices write in, and not all of ICU: a short word of a rare language is an
// everyday word of a frequent one.
#include "support/icu_weekday_names.h"

#include <unicode/dtfmtsym.h>
#include <unicode/locid.h>
#include <unicode/unistr.h>

#include <map>
#include <set>
#include <stdexcept>

#include "base/month_names.h"

namespace nuskha::test {
namespace {

constexpr const char* languages[] = {"af", "ar", "az", "be", "bg", "bn", "bs", "ca", "cs", "da", "de",     "el",
                                     "en", "es", "et", "eu", "fa", "fi", "fr", "gl", "he", "hi", "hr",     "hu",
                                     "hy", "id", "is", "it", "ja", "ka", "kk", "ko", "lt", "lv", "mk",     "ms",
                                     "nb", "nl", "nn", "pl", "ps", "pt", "ro", "ru", "sk", "sl", "sq",     "sr",
                                     "sv", "sw", "ta", "th", "tr", "uk", "ur", "uz", "vi", "zh", "zh-Hant"};

/// In use, and not in ICU.
struct ExtraName {
  const char* name;
  int day;
};
constexpr ExtraName extra_names[] = {{"周日", 0}, {"周一", 1}, {"周二", 2}, {"周三", 3}, {"周四", 4},
                                     {"周五", 5}, {"周六", 6}, {"週日", 0}, {"週一", 1}, {"週二", 2},
                                     {"週三", 3}, {"週四", 4}, {"週五", 5}, {"週六", 6}, {"Sonnabend", 6}};

}  // namespace

std::string make_weekday_name_table() {
  std::map<std::string, std::set<int>> days_of_name;
  UErrorCode status = U_ZERO_ERROR;
  for (const char* language : languages) {
    const icu::DateFormatSymbols symbols(icu::Locale::forLanguageTag(language, status), status);
    if (U_FAILURE(status)) throw std::runtime_error(u_errorName(status));
    for (const auto context : {icu::DateFormatSymbols::FORMAT, icu::DateFormatSymbols::STANDALONE}) {
      int32_t count = 0;
      const icu::UnicodeString* names = symbols.getWeekdays(count, context, icu::DateFormatSymbols::WIDE);
      for (int32_t i = 1; i < count; ++i) {  // ICU counts from 1, Sunday
        std::string name;
        names[i].toUTF8String(name);
        days_of_name[fold_name_words(name)].insert(i - 1);
      }
    }
  }
  for (const ExtraName& extra : extra_names) days_of_name[fold_name_words(extra.name)].insert(extra.day);
  std::string out;
  for (const auto& [name, days] : days_of_name)
    if (days.size() == 1) out += name + '\t' + std::to_string(*days.begin()) + '\n';
  return out;
}

}  // namespace nuskha::test
