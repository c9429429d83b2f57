// Entry point: PlaceFinder. Test: tests/input/place_test.cpp.
#include "nuskha/place.h"

#include <algorithm>

#include <fmt/format.h>

namespace nuskha {

std::string_view to_string(PlaceUnit unit) {
  switch (unit) {
    case PlaceUnit::line: return "line";
    case PlaceUnit::paragraph: return "paragraph";
    case PlaceUnit::page: return "page";
  }
  return "";
}

std::string to_string(const PlaceRange& range) {
  if (range.first == range.last) return fmt::format("{} {}", to_string(range.unit), range.first);
  return fmt::format("{}s {}–{}", to_string(range.unit), range.first, range.last);
}

std::string locate(const Place& place) {
  return fmt::format("{} {} {}", place.unit == PlaceUnit::paragraph ? "in" : "on", to_string(place.unit), place.number);
}

PlaceFinder::PlaceFinder(const Document& document) : document_(&document) {
  if (!has_columns()) return;
  const std::string& text = document.text;
  for (std::size_t i = text.find_first_of("\r\n"); i != text.npos; i = text.find_first_of("\r\n", i + 1))
    if (text[i] == '\n' || i + 1 == text.size() || text[i + 1] != '\n') line_begins_.push_back(i + 1);
}

std::uint64_t PlaceFinder::line_of(std::uint64_t offset) const {
  if (!has_columns()) return mark_of(offset);
  const auto next = std::upper_bound(line_begins_.begin(), line_begins_.end(), offset);
  return (counts_lines() ? document_->first_line : 1) + static_cast<std::uint64_t>(next - line_begins_.begin());
}

std::uint64_t PlaceFinder::mark_of(std::uint64_t offset) const {
  const std::vector<PlaceMark>& marks = document_->places;
  if (marks.empty()) return 1;
  const auto next = std::upper_bound(marks.begin(), marks.end(), offset,
                                     [](std::uint64_t at, const PlaceMark& mark) { return at < mark.offset; });
  return next == marks.begin() ? next->number : std::prev(next)->number;
}

Place PlaceFinder::place_of(std::uint64_t offset) const {
  if (counts_lines()) return {PlaceUnit::line, line_of(offset)};
  return {document_->place_unit, mark_of(offset)};
}

std::optional<PlaceRange> PlaceFinder::range_of(std::uint64_t begin, std::uint64_t end) const {
  if (counts_lines()) return std::nullopt;
  return PlaceRange{document_->place_unit, mark_of(begin), mark_of(std::max(end, begin + 1) - 1)};
}

}  // namespace nuskha
