// Passages that nearly every recent document of the archive carries, and this one doesn't. Entry point:
// find_missing_boilerplate. Test: tests/rule/boilerplate_rules_test.cpp.
#include <algorithm>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "rule/finding_list.h"
#include "rule/known_passages.h"
#include "rule/prepared_facts.h"
#include "rule/quote.h"
#include "rule/rule_functions.h"
#include "text/language.h"

namespace nuskha {
namespace {

constexpr std::size_t least_passage_words = 5;    // a heading goes with what follows it
constexpr std::size_t least_document_words = 40;  // a headline or a caption carries no footer
constexpr double most_held = 0.5;                 // of a wording's runs: with more, it is there in other words
constexpr int most_days_back = 365;               // a document of a time before that had other habits
constexpr std::size_t most_quoted = 160;

/// True unless the two are known to be in different languages.
bool may_be_one_language(std::string_view passage, std::string_view document_language) {
  const std::string_view language = guess_language(passage);
  return language.empty() || document_language.empty() || language == document_language;
}

const Wording& newest_of(const std::vector<Wording>& wordings) {
  return *std::max_element(wordings.begin(), wordings.end(),
                           [](const Wording& a, const Wording& b) { return a.last < b.last; });
}

/// True if the document is from long before the passage was last used.
bool is_of_another_time(const std::optional<std::string>& date, const std::optional<std::string>& last_use) {
  return date && last_use && days_of_iso(*last_use) - days_of_iso(*date) > most_days_back;
}

}  // namespace

void find_missing_boilerplate(const RuleInput& input, FindingList& out) {
  const Analysis& analysis = input.analysis;
  if (input.prepared->usual().empty() || analysis.words.size() < least_document_words) return;
  const WordRuns runs(without_numbers(analysis.words).words);
  const std::string_view language = guess_language(input.document.text);
  for (const PreparedFacts::Usual& usual : input.prepared->usual()) {
    const std::vector<Wording>& wordings = usual.wordings;
    if (newest_of(wordings).words.size() < least_passage_words) continue;
    const bool is_there = std::any_of(wordings.begin(), wordings.end(),
                                      [&](const Wording& wording) { return runs.share_of(wording.words) > most_held; });
    const Wording& current = newest_of(wordings);
    if (is_of_another_time(input.date, current.last)) continue;
    if (is_there || !may_be_one_language(current.variant->text, language)) continue;
    const Block& last = analysis.blocks.back();
    const std::string_view words(reinterpret_cast<const char*>(current.words.data()),
                                 current.words.size() * sizeof(WordId));
    out.add({last.source_end, last.source_end,
             fmt::format("{} isn't there; {} of the {} most recent documents carry it.", quote(current.variant->text),
                         usual.passage->recent_documents, input.facts.num_recent),
             fmt::format("Add it: {}", quote(current.variant->text, most_quoted)), std::string(words)});
  }
}

}  // namespace nuskha
