// A passage that stands in another document, too, of a document that is new for the rest. Entry point:
// find_shared_passage. Test: tests/rule/shared_passage_test.cpp; tests/scan/check_test.cpp with an archive.
#include <algorithm>

#include <fmt/format.h>

#include "base/unicode.h"
#include "rule/finding_list.h"
#include "rule/quote.h"
#include "rule/rule_functions.h"

namespace nuskha {

void find_shared_passage(const RuleInput& input, FindingList& out) {
  const Analysis& analysis = input.analysis;
  if (!input.quoted || input.quoted->begin_word >= analysis.words.size()) return;
  const std::size_t begin = input.quoted->begin_word;
  const std::size_t end = std::clamp(input.quoted->end_word, begin + 1, analysis.words.size());
  RawFinding finding;
  finding.begin = analysis.word_ranges[begin].begin;
  finding.end = analysis.word_ranges[end - 1].end;
  const std::string_view source =
      std::string_view(input.document.text).substr(finding.begin, finding.end - finding.begin);
  finding.message = fmt::format("{} stands in {}, too ({} in a row).", quote(source),
                                replace_invalid_utf8(input.quoted->of), count_of_things(end - begin, "word", "words"));
  finding.fix = "Make sure that the passage is meant to be repeated.";
  finding.subject = words_as_bytes(analysis, begin, end);
  out.add(std::move(finding));
}

}  // namespace nuskha
