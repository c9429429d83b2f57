// Numbers in Arabic-Indic (٢٠٢١), extended Arabic-Indic (۲۰۲۱) and Latin digits (2021) in one document. Entry point:
// find_mixed_digits. Test: tests/rule/mixed_digits_test.cpp.
#include <array>
#include <optional>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "base/unicode.h"
#include "rule/character_places.h"
#include "rule/finding_list.h"
#include "rule/quote.h"
#include "rule/rule_functions.h"
#include "rule/written_numbers.h"

namespace nuskha {
namespace {

constexpr std::array<std::string_view, num_digit_kinds> kind_names = {
    "Latin digits (2021)", "Arabic-Indic digits (٢٠٢١)", "extended Arabic-Indic digits (۲۰۲۱)"};

/// A number in digits of another kind. Of the separators those go along that belong to Arabic digits alone.
std::string respell(std::string_view number, DigitKind from, DigitKind to) {
  std::string out;
  for (std::size_t i = 0; i < number.size();) {
    const CodePoint c = decode_utf8(number.substr(i));
    i += c.length;
    if (c.value >= zero_of(from) && c.value < zero_of(from) + 10) {
      append_utf8(c.value - zero_of(from) + zero_of(to), out);
    } else if (to == latin && c.value == 0x066B) {
      out += '.';
    } else if (to == latin && c.value == 0x066C) {
      out += ',';
    } else {
      append_utf8(c.value, out);
    }
  }
  return out;
}

/// Where the numbers of a kind stand.
std::vector<CharacterPlace> places_of(const std::vector<WrittenNumber>& numbers, DigitKind kind) {
  std::vector<CharacterPlace> places;
  for (const WrittenNumber& number : numbers)
    if (number.kind == kind) places.push_back({zero_of(kind), 0, 0, number.begin, number.end});
  return places;
}

}  // namespace

void find_mixed_digits(const RuleInput& input, FindingList& out) {
  const std::string_view text = input.document.text;
  const std::vector<WrittenNumber> numbers = find_written_numbers(text);
  std::array<std::size_t, num_digit_kinds> counts{};
  for (const WrittenNumber& number : numbers) ++counts[number.kind];
  // The kind of most numbers; of two with as many, the one that comes first.
  std::optional<DigitKind> main;
  for (const WrittenNumber& number : numbers)
    if (!main || counts[number.kind] > counts[*main]) main = number.kind;
  if (!main) return;
  for (const DigitKind kind : {latin, arabic_indic, extended}) {
    if (kind == *main || counts[kind] == 0) continue;
    const std::vector<CharacterPlace> places = places_of(numbers, kind);
    const CharacterPlace& first = places.front();
    const std::string_view digits = text.substr(first.begin, first.end - first.begin);
    const std::string others = counts[kind] == 1   ? ""
                               : counts[kind] == 2 ? ", and so the other one"
                                                   : fmt::format(", and so the other {}", counts[kind] - 1);
    out.add({first.begin,
             first.end,
             fmt::format("{} in {}, here {}; {} in {}.", kind_names[kind],
                         count_of_things(counts[kind], "number", "numbers"), quote(digits), kind_names[*main],
                         count_of_things(counts[*main], "number", "numbers")),
             fmt::format("Write {}{}.", quote(respell(digits, kind, *main)), others),
             subject_of_places(input.analysis, code_point_name(zero_of(kind)), places),
             {},
             {},
             ranges_after_first(places)});
  }
}

}  // namespace nuskha
