// From passages of words to the report's boilerplate: quoted from the documents, which are read again for it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/page_lists.h"
#include "match/match_text.h"
#include "match/passage_families.h"
#include "nuskha/hash.h"
#include "nuskha/input.h"
#include "nuskha/report.h"
#include "nuskha/scan.h"
#include "nuskha/text.h"

namespace nuskha {

/// Families of texts for counting boilerplate: those whose earliest documents have one date count as one, since
/// editions of one release in several languages share tables and names. Not so on a day of more than 8 families and a
/// quarter of all, such as that of an export. `family_of` names each text's family by its lowest text. `holders` are
/// the documents of each text.
std::vector<std::uint32_t> families_by_day(std::span<const std::uint32_t> family_of,
                                           const PageLists<std::uint32_t>& holders,
                                           std::span<const std::optional<std::string_view>> date_of_document);

/// Whether the families of a day count as one, as families_by_day says.
bool is_day_of_editions(std::size_t num_families_of_day, std::size_t num_families);

/// Of each text what is repeated within it (find_repetitions) and overlaps no passage of it that is `recurring`.
PageLists<Passage> find_repeated_passages(std::span<const MatchText> texts, const PageLists<Passage>& recurring,
                                          unsigned threads, PageStore* pages = nullptr);

/// What of the passages is kept when the words are let go.
struct BoilerplateFindings {
  std::vector<PassageFamily> recurring;  ///< In several families of texts.
  std::vector<PassageFamily> repeated;   ///< Only twice or more within a document.
};

/// Groups the recurring passages of each text (`input`), and those repeated within one that don't recur. Lists of these
/// lie in `pages` or on the heap while it runs.
BoilerplateFindings collect_boilerplate(const PassagesOfTexts& input, unsigned threads, PageStore* pages = nullptr);

/// What is needed to quote.
struct QuoteOptions {
  Level level = Level::spelling;  ///< At which the passages' words were counted.
  bool places = false;            ///< Also say where each passage stands in every document that holds it.
  unsigned threads = 1;
};

/// The source of a passage, with the punctuation that belongs to it: to the ends of its blocks, or of its words. `text`
/// was analyzed with word ranges; the words must be there.
std::string quote_passage(std::string_view text, const Analysis& analysis, const Passage& words);

/// Fills report.boilerplate, and adds what goes wrong with a second reading to report.problems: a document that is gone
/// or has changed leaves a text empty, or a place out. `report.documents` must be there; `source_hashes` are theirs.
/// Reads one document a wording, or all that hold one if places are asked for.
void quote_boilerplate(const BoilerplateFindings& findings, const PageLists<std::uint32_t>& holders,
                       std::span<const Hash128> source_hashes, const DocumentSource& source,
                       const QuoteOptions& options, Report& report);

}  // namespace nuskha
