// Why two documents are related, or not, as plain data, and its writer.
#pragma once

#include <cstdint>
#include <optional>
#include <ostream>
#include <string>
#include <vector>

#include "nuskha/diff.h"
#include "nuskha/match.h"
#include "nuskha/place.h"
#include "nuskha/report.h"
#include "nuskha/text.h"

namespace nuskha {

/// One comparison of a measurement with a constant.
struct VerdictTest {
  std::string what;  ///< What is measured: "share of words in common, in order".
  double measured = 0;
  std::string relation;  ///< "at least", "at most", "more than", "less than".
  double limit = 0;
  bool is_share = true;  ///< Shown as such; else a count.
  bool holds = false;
};

/// A rule of the verdict: all of its tests must hold.
struct VerdictRule {
  std::string name;  ///< "similar", "contained", … (docs/algorithm.md, "Verdict").
  std::string says;  ///< What follows where it holds.
  std::vector<VerdictTest> tests;
  bool holds = false;
};

/// A part of a document.
struct ExplainedPassage {
  SourceRange range;             ///< Bytes of Document::text.
  std::uint64_t first_line = 0;  ///< As Finding::line.
  std::uint64_t last_line = 0;
  std::uint64_t words = 0;
  std::string text;
  /// The same range in the bytes of the file, front matter counted; nothing where the text isn't the file's.
  std::optional<SourceRange> in_file = {};
  std::optional<PlaceRange> place = {};  ///< As Finding::place.
};

/// A stretch that stands in both.
struct SharedPassage {
  ExplainedPassage a;
  ExplainedPassage b;
};

struct ExplainedDocument {
  std::string path;
  std::uint64_t words = 0;
  std::optional<std::string> date;
  std::vector<ExplainedPassage> boilerplate;  ///< What was set aside.
};

struct Explanation {
  ExplainedDocument a;
  ExplainedDocument b;
  std::uint64_t num_archive_documents = 0;  ///< Others that were asked for boilerplate and rare words.
  std::optional<Relation> relation;         ///< Of a to b; nothing: not a match.
  std::optional<Level> level;               ///< The strictest at which they are equal.
  Measurements text;                        ///< Of the whole texts.
  Measurements body;                        ///< With boilerplate set aside.
  double threshold = 0.7;
  std::vector<VerdictRule> rules;
  std::string because;                    ///< The reason in a sentence.
  std::vector<std::string> would_change;  ///< What would have given another verdict, a sentence each.
  TextDiff diff;                          ///< Of the texts.
  std::vector<SharedPassage> shared;      ///< Of eight words and more, longest first.
  std::vector<SharedPassage> differing;   ///< Most words first; one side may be empty.
};

/// For people: the relation and the reason first, then every measurement and rule, what was set aside, the passages,
/// and what would have changed the verdict. Safe to show. A pure function.
void write_explanation_text(const Explanation& explanation, const TextStyle& style, std::ostream& out);

}  // namespace nuskha
