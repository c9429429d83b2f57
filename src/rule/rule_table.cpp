// Entry points: rule_table, all_rules. Test: tests/rule/rules_test.cpp.
#include "rule/rule_table.h"

#include <array>

namespace nuskha {
namespace {

constexpr std::array table{
    RuleRow{{"bidi-controls", Severity::warning,
             "Invisible characters that reorder what stands beside them, or that do nothing.",
             "Delete them; right-to-left text needs none where the page sets its direction."},
            find_bidi_controls},
    RuleRow{{"contradicting-dates", Severity::warning,
             "Date line, front matter and file name state different days, or a weekday doesn't fit its date.",
             "Find out which date is right, and correct the other."},
            find_contradicting_dates},
    RuleRow{{"excerpt", Severity::warning, "The document is contained in one that is there already.",
             "Publish the whole document, or say what it is an excerpt of."}},
    RuleRow{{"extension", Severity::warning, "The document contains one that is there already.",
             "Replace the shorter document by this one, or leave out what is known."}},
    RuleRow{{"identical", Severity::error, "The document is there already, byte for byte.",
             "Leave it out, or link to the one that is there."}},
    RuleRow{
        {"invisible-characters", Severity::warning,
         "Characters that nobody sees inside the text: zero-width spaces, soft hyphens, private use.", "Delete them."},
        find_invisible_characters},
    RuleRow{{"missing-boilerplate", Severity::warning,
             "A passage that most recent documents of the archive carry isn't there in any wording.",
             "Add the passage in its current wording."},
            find_missing_boilerplate},
    RuleRow{{"mixed-digits", Severity::note, "Digits of two kinds in one document: ٢٠٢١ and 2021.",
             "Write all numbers with one kind of digits."},
            find_mixed_digits},
    RuleRow{
        {"mixed-letter-forms", Severity::note,
         "One word in two spellings of the same letter: المتخذه and المتخذة, انا and أنا.", "Spell the word one way."},
        find_mixed_letter_forms},
    RuleRow{{"outdated-boilerplate", Severity::warning,
             "A passage of boilerplate in a wording that the archive has given up for a newer one.",
             "Replace it by the current wording."},
            find_outdated_boilerplate},
    RuleRow{{"reissue", Severity::warning,
             "The body is there already; only the date, the date line or the boilerplate differ.",
             "Make sure that it is meant to be issued again."}},
    RuleRow{{"repeated-passage", Severity::warning, "A paragraph, or a footer of several lines, stands there twice.",
             "Delete one of the two."},
            find_repeated_passages},
    RuleRow{{"revision", Severity::warning, "The document is another version of one that is there already.",
             "Publish it as a version of that document, and not beside it."}},
    RuleRow{{"same-text", Severity::error, "The text is there already; only letters, layout or encoding differ.",
             "Leave it out, or link to the one that is there."}},
    RuleRow{{"shared-passage", Severity::note, "A long passage stands in another document, too.",
             "Make sure that the passage is meant to be repeated."},
            find_shared_passage},
    RuleRow{{"superseded-version", Severity::error,
             "An older version of a document of which the archive holds a newer one.",
             "Take up the changes of the newest version, or leave the document out."},
            find_superseded_version},
    RuleRow{{"template", Severity::note, "The document fills in the same form as another one, with other facts.",
             "Nothing to mend, unless it was meant to be that document."}},
};

}  // namespace

std::span<const RuleRow> rule_table() { return table; }

std::vector<Rule> all_rules() {
  std::vector<Rule> out;
  for (const RuleRow& row : table) out.push_back(row.rule);
  return out;
}

}  // namespace nuskha
