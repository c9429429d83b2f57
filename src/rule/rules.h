// Editorial rules: what an editor would want to know of a document before it is published.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "nuskha/finding.h"
#include "nuskha/input.h"
#include "nuskha/text.h"

namespace nuskha {

/// One wording of a passage of boilerplate of the archive.
struct KnownVariant {
  std::string text;                  ///< As it stands in a document; valid UTF-8.
  std::uint64_t documents = 0;       ///< That hold it.
  std::optional<std::string> first;  ///< Earliest date of one, YYYY-MM-DD.
  std::optional<std::string> last;   ///< Latest.
};

/// A passage that recurs in the archive, in all its wordings.
struct KnownBoilerplate {
  std::vector<KnownVariant> variants;  ///< Most documents first.
  std::uint64_t recent_documents = 0;  ///< How many of the archive's most recent documents hold any of them.
};

/// What the archive says about how its documents are written.
struct ArchiveFacts {
  std::vector<KnownBoilerplate> boilerplate;  ///< Those that matter to the documents at hand, at least.
  /// How many of the most recent documents were looked at for KnownBoilerplate::recent_documents (at most 50, by date;
  /// of documents without a date, none).
  std::uint64_t num_recent = 0;
};

/// Where a document comes in the succession of its versions, where it is one of them.
struct Succession {
  std::optional<Relation> relation;        ///< To `of`.
  std::string of;                          ///< The document of the archive that it is nearest to.
  std::optional<std::string> of_date;      ///< YYYY-MM-DD.
  std::string newest;                      ///< The newest version of that document's family.
  std::optional<std::string> newest_date;  ///< YYYY-MM-DD.
};

/// The longest stretch of a new document that stands in another, too.
struct QuotedPassage {
  std::string of;              ///< The other document.
  std::size_t begin_word = 0;  ///< Half-open range of the new document's words.
  std::size_t end_word = 0;
};

class PreparedFacts;

/// A new document, read and analyzed with word ranges at level spelling.
struct RuleInput {
  const Document& document;
  const Analysis& analysis;
  std::optional<std::string> date;  ///< That the document is taken to have, YYYY-MM-DD.
  const ArchiveFacts& facts;
  Succession succession;
  std::optional<QuotedPassage> quoted = {};  ///< Of a document that is new, if it shares a long passage.
  /// Made of `facts` (rule/prepared_facts.h) where they are for many documents; else the rules make it themselves.
  const PreparedFacts* prepared = nullptr;
};

/// What all rules find, sorted by line, column, rule and message, with default severities. A pure function. Cost:
/// O(bytes), and O(words of the facts) unless they are prepared.
std::vector<Finding> apply_rules(const RuleInput& input);

}  // namespace nuskha
