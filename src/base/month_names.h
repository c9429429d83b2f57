// What months are called, in all languages that ICU knows. The table is generated from ICU (`./dev tables`), so that
// no scan waits for ICU to load its locales; tests/base/month_names_test.cpp proves it equal to ICU.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace nuskha {

/// Calendars whose months have names of their own. Buddhist, Japanese and Minguo dates use the Gregorian ones.
enum class MonthCalendar : std::uint8_t { gregorian, persian, islamic, hebrew };

/// A month that a name stands for, and for whom.
struct NamedMonth {
  MonthCalendar calendar = MonthCalendar::gregorian;
  /// From 1. Hebrew: 1 Tishri … 5 Shevat, 6 Adar I, 7 Adar or Adar II, 8 Nisan … 13 Elul, as ICU counts, plus 1.
  std::uint8_t month = 0;
  /// Language codes with a blank before and after each (" cs pl "), where the same name is another month of that
  /// calendar in other languages; else empty. Lives as long as the program.
  std::string_view languages;
};

/// What one name can mean; usually one month.
class MonthMeanings {
 public:
  void add(const NamedMonth& month) {
    if (size_ < months_.size()) months_[size_++] = month;
  }
  const NamedMonth* begin() const { return months_.data(); }
  const NamedMonth* end() const { return months_.data() + size_; }
  std::size_t size() const { return size_; }
  bool empty() const { return size_ == 0; }

 private:
  std::array<NamedMonth, 8> months_{};
  std::size_t size_ = 0;
};

/// Looks up a name as fold_name_words gives it. Cost: one binary search. Thread-safe, as all here.
MonthMeanings find_month(std::string_view folded);

/// False for most words that no name begins or ends with, true for all that one does: spares the search. Cost: one
/// hash; the first call of all some hundred microseconds. A Hebrew prefix of the word is looked through.
bool may_begin_month(std::string_view folded_word);
bool may_end_month(std::string_view folded_word);

/// True for words that stand between the parts of a date: "de", "of", "gada", "год".
bool is_date_connector(std::string_view folded);

/// Words of one string at level spelling, separated by single blanks. Unlike there, a run of letters without spaces
/// (Thai, Han) is one word.
std::string fold_name_words(std::string_view utf8);

/// At most this many words make a name.
inline constexpr std::size_t most_month_name_words = 8;

/// The generated tables: a line each, "NAME\tMEANING…\n" sorted by bytes, and words, a line each. For the test.
std::string_view month_name_table();
std::string_view date_connector_table();
/// Version of ICU that they were made from, e.g. "72.1".
std::string_view month_name_table_version();

}  // namespace nuskha
