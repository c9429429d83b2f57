// Where something stands in a document, in what people count: lines, paragraphs or pages.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "nuskha/input.h"

namespace nuskha {

/// One place of the source.
struct Place {
  PlaceUnit unit = PlaceUnit::line;
  std::uint64_t number = 1;  ///< From 1.

  friend bool operator==(const Place&, const Place&) = default;
};

/// From one place to another, both included: pages 3 to 4.
struct PlaceRange {
  PlaceUnit unit = PlaceUnit::line;
  std::uint64_t first = 1;
  std::uint64_t last = 1;

  friend bool operator==(const PlaceRange&, const PlaceRange&) = default;
};

/// "line", "paragraph", "page".
std::string_view to_string(PlaceUnit unit);

/// "page 3", "pages 3–4".
std::string to_string(const PlaceRange& range);

/// "on line 12", "in paragraph 12", "on page 3".
std::string locate(const Place& place);

/// Tells where the bytes of a document's text stand. Made in O(bytes), it answers in O(log bytes); thread-safe once
/// made. Keeps views of the document, which must stay as it is.
class PlaceFinder {
 public:
  explicit PlaceFinder(const Document& document);

  /// The line that byte `offset` of the text stands on, from 1. Of the file, where its lines are what is counted; of a
  /// document with pages or paragraphs, of the text, as `nuskha extract --text` prints it. LF, CR LF and CR end a line.
  std::uint64_t line_of(std::uint64_t offset) const;

  /// The place of byte `offset` of the text.
  Place place_of(std::uint64_t offset) const;

  /// The places of a half-open range of bytes, taken for one byte if it is empty; nothing where `line_of` says it all.
  std::optional<PlaceRange> range_of(std::uint64_t begin, std::uint64_t end) const;

  /// True if columns can be counted: each line of the text is one of the file or, where pages or paragraphs are
  /// counted, the only kind of line that there is.
  bool has_columns() const { return document_->places.empty() || document_->place_unit != PlaceUnit::line; }

 private:
  bool counts_lines() const { return document_->place_unit == PlaceUnit::line; }
  std::uint64_t mark_of(std::uint64_t offset) const;

  const Document* document_;
  std::vector<std::uint64_t> line_begins_;  ///< After the first. Empty where the marks tell the lines.
};

}  // namespace nuskha
