// The rules by name. Entry point: all_rules.
#include "nuskha/finding.h"

namespace nuskha {

std::vector<Rule> all_rules() {
  constexpr std::string_view leave_out = "Leave it out, or publish it as a new version of that document.";
  constexpr std::string_view newer = "Make sure that it is meant to take the place of that document.";
  return {
      {"bidi-controls", Severity::error, "Characters that reorder the text around them.", "Delete them."},
      {"contradicting-dates", Severity::warning, "Dates of one document that are not the same.", "Mend the wrong one."},
      {"excerpt", Severity::warning, "The document is a part of another.", leave_out},
      {"extension", Severity::warning, "The document holds another one whole.", newer},
      {"identical", Severity::warning, "The archive holds the same bytes.", leave_out},
      {"invisible-characters", Severity::warning, "Characters that can't be seen.", "Delete them."},
      {"missing-boilerplate", Severity::warning, "A passage is missing that most recent documents carry.", "Add it."},
      {"mixed-digits", Severity::note, "Digits of two kinds in one document.", "Use one kind."},
      {"mixed-letter-forms", Severity::note, "Letters of two keyboards in one document.", "Use one form."},
      {"outdated-boilerplate", Severity::warning, "An old wording of a recurring passage.", "Use the current one."},
      {"reissue", Severity::warning, "The document says again what another said.", leave_out},
      {"repeated-passage", Severity::warning, "A passage that stands twice in the document.", "Delete one of them."},
      {"revision", Severity::warning, "The document is a version of another.", newer},
      {"same-text", Severity::warning, "The archive holds the same text.", leave_out},
      {"shared-passage", Severity::note, "The document shares a long passage with another.",
       "Make sure that the passage is meant to stand in both."},
      {"superseded-version", Severity::warning, "A newer version was published already.", "Publish the newer one."},
      {"template", Severity::note, "The document is made after the pattern of another, with other facts.",
       "Make sure that no fact was left over from that document."},
  };
}

}  // namespace nuskha
