// Documents in memory to what they are to one another: every stage between reading and writing.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "base/page_lists.h"
#include "base/page_store.h"
#include "match/boilerplate.h"
#include "match/match_text.h"
#include "match/passage.h"
#include "match/text_groups.h"
#include "match/verify.h"
#include "nuskha/input.h"
#include "nuskha/report.h"
#include "nuskha/result.h"
#include "nuskha/scan.h"
#include "nuskha/sketch.h"
#include "scan/corpus.h"

namespace nuskha {

class Checkpoints;

/// Fails with invalid_argument for options out of range.
Result<void> check_options(const ScanOptions& options);

/// The bands that a scan takes when it takes LSH. Fails with invalid_argument if they would be too many.
Result<Bands> bands_of(const ScanOptions& options);

/// Writes the stage where progress is watched.
void set_stage(ScanProgress* progress, ScanProgress::Stage stage);

/// Distinct texts and how they are related, before families are arranged.
struct TextRelations {
  PageVector<TextIdentity> identities;   ///< Of every document of the corpus.
  PageLists<std::uint32_t> groups;       ///< Documents of each distinct text.
  PageVector<MatchText> texts;           ///< Of each group: views of the corpus.
  std::vector<VerifiedPair> pairs;       ///< Between groups, sorted.
  std::vector<std::uint32_t> family_of;  ///< Lowest group of each group's family.
  PageLists<Passage> boilerplate;        ///< Of each group; empty if it is kept.
  /// Of each group, the family or day that its boilerplate was counted as; empty if it is kept, or was known.
  std::vector<std::uint32_t> sources;
};

/// What is asked besides the relations of all texts.
struct RelateRequest {
  const KnownItems* known = nullptr;                ///< If given, boilerplate is what this knows, and isn't counted.
  std::vector<std::uint64_t>* recurring = nullptr;  ///< If given, becomes what was counted (find_boilerplate).
  std::optional<std::uint32_t> only = {};  ///< Relate this document to the others, and these not to each other.
  Checkpoints* checkpoints = nullptr;      ///< If given, where stages are kept. Not together with the others.
};

/// Relates the texts of a corpus. `source` is asked for a second reading where words are not enough; problems with that
/// go to `report`, and so does what the summary says of the joins.
Result<TextRelations> relate_texts(const Corpus& corpus, const DocumentSource& source, const ScanOptions& options,
                                   const RelateRequest& request, ScanProgress* progress, Report& report);

/// That a source held no document, and the first of the problems that it had.
Error nothing_read(const std::vector<Problem>& problems);

/// The whole of a scan but for reading. `source` hands out the same documents again, to quote from them. Fails as scan
/// does; Summary::seconds is left to the caller. `checkpoints`, if given, are of this corpus.
Result<Report> relate(Corpus corpus, const DocumentSource& source, const ScanOptions& options, ScanProgress* progress,
                      std::vector<std::uint64_t>* recurring = nullptr, Checkpoints* checkpoints = nullptr);

}  // namespace nuskha
