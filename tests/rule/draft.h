// Made-up drafts to hold against the rules, and what findings say of them in short.
#pragma once

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "rule/rules.h"

namespace nuskha::test {

/// What the rules are told: a document, and nothing of an archive unless a test adds it.
struct Draft {
  Document document;
  std::optional<std::string> date = {};
  ArchiveFacts facts = {};
  Succession succession = {};
  std::optional<QuotedPassage> quoted = {};

  Draft(std::string text, std::string path = "releases/draft.txt") {  // NOLINT: a text is a draft
    document.text = std::move(text);
    document.path = std::move(path);
  }
  Draft(const char* text) : Draft(std::string(text)) {}  // NOLINT
};

/// What all rules find.
inline std::vector<Finding> check(const Draft& draft) {
  Analysis analysis;
  Analyzer(Level::spelling, true).analyze(draft.document.text, analysis);
  return apply_rules({draft.document, analysis, draft.date, draft.facts, draft.succession, draft.quoted});
}

/// What one rule finds.
inline std::vector<Finding> found_by(std::string_view rule, const Draft& draft) {
  std::vector<Finding> findings = check(draft);
  std::erase_if(findings, [&](const Finding& finding) { return finding.rule != rule; });
  return findings;
}

/// Line and column of beginning and end: "3:12-3:16", and "3:1-4" where the end has no column.
inline std::string place_of(const Finding& finding) {
  const std::string end_column = finding.end_column ? fmt::format(":{}", *finding.end_column) : "";
  return fmt::format("{}:{}-{}{}", finding.line, finding.column, finding.end_line, end_column);
}

/// The pieces of the text that a finding is about.
inline std::vector<std::string> marked(const Draft& draft, const Finding& finding) {
  std::vector<std::string> out;
  for (const SourceRange& range : finding.ranges)
    out.push_back(draft.document.text.substr(range.begin, range.end - range.begin));
  return out;
}

inline std::vector<Hash128> fingerprints(const std::vector<Finding>& findings) {
  std::vector<Hash128> out;
  for (const Finding& finding : findings) out.push_back(finding.fingerprint);
  return out;
}

/// True if a rule finds something, and knows it again further down in another file.
inline bool is_known_again(std::string_view rule, const Draft& draft) {
  Draft moved = draft;
  moved.document.path = "other/name.txt";
  moved.document.text = "Press office\r\n\r\n" + draft.document.text;
  const std::vector<Finding> before = found_by(rule, draft);
  const std::vector<Finding> after = found_by(rule, moved);
  return !before.empty() && after.front().line == before.front().line + 2 &&
         fingerprints(before) == fingerprints(after);
}

/// A text some times over.
inline std::string repeated(std::string_view text, std::size_t times) {
  std::string out;
  out.reserve(text.size() * times);
  for (std::size_t i = 0; i < times; ++i) out += text;
  return out;
}

}  // namespace nuskha::test
