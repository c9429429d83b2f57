// An archive with planted copies, versions, series of bulletins and footers, and the truth about them.
//
// Of each 20 documents, by position:
//   copy      1   an earlier text, the same bytes but for its number and date
//   version   2   an earlier text with 1 to 15 % of its words changed, in runs of 1 to 8 words
//   template  1   an earlier bulletin with other numbers: a different document
//   bulletin  1   such an earlier one
//   footer    4   a text of its own above the footer of one of some organizations of its 10,000 documents; each changes
//                 the wording of its footer twice. No pair.
//   own      11   a text of its own
// A text has 100 to 500 words, and relatives only within its thousand ("window"), so that time a document can be
// compared between sizes. Subjects grow in number with the root of the archive's size, and rare words without end, so
// that unrelated texts don't share more in a larger archive. The first documents of a larger archive are those of a
// smaller one.
#pragma once

#include <cstdint>
#include <vector>

#include "generator/corpus_writer.h"

namespace nuskha::bench {

struct ArchiveOptions {
  std::uint64_t num_documents = 0;
  std::uint64_t seed = 1;
  std::vector<Script> scripts;  ///< one is drawn for each text; empty: all seven, Latin and Arabic most often
};

/// Makes docs/ and truth.tsv in the folder. truth.tsv has one line for each pair of relatives: a and b as nuskha names
/// them, the kind (copy, version, template), the share of places with the same word, and the number of the family.
void make_archive(const ArchiveOptions& archive, OutputOptions options);

}  // namespace nuskha::bench
