// What a check has to say of new documents, as plain data: a verdict each, and findings with their rules.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "nuskha/diff.h"
#include "nuskha/hash.h"
#include "nuskha/input.h"
#include "nuskha/match.h"
#include "nuskha/place.h"

namespace nuskha {

/// How grave a finding is. A check has found something, and its exit status says so, from `warning` on.
enum class Severity : std::uint8_t { note, warning, error };

/// "note", "warning", "error".
std::string_view to_string(Severity severity);
std::optional<Severity> parse_severity(std::string_view name);

/// A rule that findings are made by. Its name is part of the contract (docs/report_format.md), as keys in baselines and
/// configuration files.
struct Rule {
  std::string_view name;     ///< "outdated-boilerplate"; for what a verdict says, the relation: "reissue".
  Severity severity;         ///< Unless the configuration says otherwise.
  std::string_view summary;  ///< What it finds, a sentence.
  std::string_view fix;      ///< How to mend it in general, a sentence.
};

/// One thing to look at in a new document.
struct Finding {
  std::string path;  ///< Of the new document, as `Document::path`.
  std::string rule;  ///< `Rule::name`.
  Severity severity = Severity::warning;
  /// Of the file, from 1; of a record in a file, and of a document that has `place`, of its text.
  std::uint64_t line = 1;
  std::uint64_t column = 1;    ///< From 1, in characters (code points); 1 where the text isn't the file's, as of HTML.
  std::uint64_t end_line = 1;  ///< The last line concerned.
  /// One past the last character concerned, on `end_line`. Nothing where columns can't be counted, and of a finding
  /// about no words in particular.
  std::optional<std::uint64_t> end_column = {};
  std::string message;  ///< One sentence for people: what is the matter here. Valid UTF-8.
  std::string fix;      ///< One sentence: how to mend it here.
  /// What the finding is about, so that it is known again wherever it stands: a hash of the rule and the words it
  /// concerns, at level spelling. Not of path, line or date of the check. Two findings can have the same.
  Hash128 fingerprint;
  /// Set by the configuration or the baseline: still listed by formats that can say so, and counted by none.
  std::optional<std::string> suppressed = {};  ///< Why.
  /// Pages or paragraphs, of a document that has them instead of lines.
  std::optional<PlaceRange> place = {};
  /// The bytes of Document::text that it is about, ascending: the place above and the others of the same kind, at most
  /// a thousand. Empty: the document as a whole, or something that isn't there.
  std::vector<SourceRange> ranges = {};
};

/// What a new document is to the archive.
struct Verdict {
  std::string path;  ///< Of the new document.
  /// Of the new document to `of`; nothing: it is new.
  std::optional<Relation> relation;
  std::string of;              ///< The document of the archive that it is nearest to. Empty if new.
  std::string newest;          ///< The newest version in the family of `of`; `of` itself if it has none. Empty if new.
  std::optional<Level> level;  ///< The strictest level at which it equals `of`, if any.
  double similarity = 0;
  double body_similarity = 0;
  double jaccard = 0;
  double containment_new = 0;  ///< Share of its shingles that stand in `of`.
  double containment_of = 0;
  /// What changed from `of`, by type, of the relations that say "one document": at least one each, in the order of
  /// ChangeType. Empty if nothing changed or it can't be told.
  std::vector<std::pair<ChangeType, std::uint64_t>> changes;
  std::string change_summary;                  ///< The same in a line of English (`summarize`); may be empty.
  Hash128 text_hash;                           ///< Of the new document, at level text.
  std::optional<std::string> suppressed = {};  ///< As Finding::suppressed.
  std::optional<Severity> severity = {};       ///< Set by the configuration; nothing: that of the relation's rule.
};

/// "new", or the relation's name.
std::string_view verdict_name(const Verdict& verdict);

/// A finding, or several of the same text in one document, that was looked at and accepted.
struct BaselineEntry {
  std::string rule;  ///< `Rule::name`; of a verdict, the relation.
  Hash128 fingerprint;
  std::string path;                        ///< Where it stood, for people. Valid UTF-8: bytes that aren't are \xHH.
  std::uint64_t count = 1;                 ///< How many.
  std::optional<std::string> reason = {};  ///< Why it was accepted, if anyone wrote it down.
};

struct CheckSummary {
  std::uint64_t checked = 0;            ///< New documents.
  std::uint64_t archive_documents = 0;  ///< Those it was checked against.
  std::uint64_t findings = 0;           ///< Not suppressed; verdicts not counted.
  std::uint64_t suppressed = 0;         ///< Findings and verdicts.
  std::uint64_t problems = 0;
  std::optional<double> seconds;
};

struct CheckReport {
  std::vector<Verdict> verdicts;  ///< One a new document, sorted by path bytes.
  std::vector<Finding> findings;  ///< Sorted by path, line, column, rule, message.
  std::vector<Problem> problems;  ///< Sorted.
  CheckSummary summary;
  /// Entries of the baseline that nothing matched any more, with the count that is too much; sorted as there.
  std::vector<BaselineEntry> stale = {};
};

/// All rules, sorted by name: those of findings, and one for each relation of a verdict.
std::vector<Rule> all_rules();

/// The finding that a verdict amounts to, for formats that know only findings. Nothing if the document is new.
std::optional<Finding> finding_of(const Verdict& verdict);

}  // namespace nuskha
