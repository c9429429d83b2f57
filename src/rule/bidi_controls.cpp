// Embeddings and overrides; isolates that nothing closes; marks that do nothing. One finding a kind, at its first
// place. Entry point: find_bidi_controls. Reference: Unicode Bidirectional Algorithm, UAX #9, section 2. Test:
// tests/rule/bidi_controls_test.cpp.
#include <vector>

#include <fmt/format.h>

#include "rule/character_class.h"
#include "rule/character_places.h"
#include "rule/quote.h"
#include "rule/rule_functions.h"

namespace nuskha {
namespace {

bool ends_paragraph(char32_t c) { return c == '\n' || c == '\r' || c == 0x85 || c == 0x2029; }

/// Isolates of a text without their other half in the same paragraph.
class IsolateBalance {
 public:
  void add(const CharacterPlace& place) {
    if (opens_isolate(place.value)) {
      open_.push_back(place);
    } else if (closes_isolate(place.value)) {
      if (open_.empty()) {
        unbalanced_.push_back(place);
      } else {
        open_.pop_back();
      }
    } else if (ends_paragraph(place.value)) {
      end_paragraph();
    }
  }
  std::vector<CharacterPlace> take() {
    end_paragraph();
    return std::move(unbalanced_);
  }

 private:
  void end_paragraph() {
    unbalanced_.insert(unbalanced_.end(), open_.begin(), open_.end());
    open_.clear();
  }

  std::vector<CharacterPlace> open_;
  std::vector<CharacterPlace> unbalanced_;
};

/// A second one in a row, or one between two letters that go the same way anyway.
bool does_nothing(const CharacterPlace& mark) {
  if (mark.before == mark.value) return true;
  return (is_right_to_left_letter(mark.before) && is_right_to_left_letter(mark.after)) ||
         (is_left_to_right_letter(mark.before) && is_left_to_right_letter(mark.after));
}

struct Kind {
  std::string_view name;  ///< For the fingerprint.
  std::string_view what;
  std::string_view fix;
  Severity severity;
};

void report(const RuleInput& input, const Kind& kind, const std::vector<CharacterPlace>& places, FindingList& out) {
  if (places.empty()) return;
  const CharacterPlace& first = places.front();
  const std::string which = places.size() == 1 ? "" : fmt::format("; the first of {} in this document", places.size());
  out.add({first.begin, first.end,
           fmt::format("{} ({}), {}, at {}{}.", character_name(first.value), code_point_name(first.value), kind.what,
                       quote_around(input, first), which),
           std::string(kind.fix), subject_of_places(input.analysis, kind.name, places), kind.severity, std::nullopt,
           ranges_after_first(places)});
}

}  // namespace

void find_bidi_controls(const RuleInput& input, FindingList& out) {
  std::vector<CharacterPlace> embeddings;
  std::vector<CharacterPlace> marks;
  IsolateBalance isolates;
  visit_characters(input.document.text, [&](const CharacterPlace& place) {
    isolates.add(place);
    if (is_embedding(place.value)) embeddings.push_back(place);
    if (is_direction_mark(place.value) && does_nothing(place)) marks.push_back(place);
  });
  report(input,
         {"embedding", "an unseen command about the order of the text around it",
          "Delete it with its other half; where a direction must be forced, isolate the words (U+2068 … U+2069, or "
          "<bdi> in HTML).",
          Severity::warning},
         embeddings, out);
  report(input,
         {"isolate", "without its other half in this paragraph",
          "Add its other half, or delete it: U+2066, U+2067 and U+2068 open, U+2069 closes.", Severity::warning},
         isolates.take(), out);
  report(input, {"mark", "which changes nothing here", "Delete it.", Severity::note}, marks, out);
}

}  // namespace nuskha
