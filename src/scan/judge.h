// What a new document is to its neighbours in an archive.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "nuskha/archive.h"
#include "nuskha/finding.h"
#include "nuskha/input.h"
#include "nuskha/result.h"
#include "rule/rules.h"
#include "scan/corpus.h"
#include "scan/neighbours.h"

namespace nuskha {

/// A new document as it was read, and what a scan keeps of it.
struct Draft {
  Document document;
  CorpusDocument digest;
};

/// A verdict, and where the document comes among the versions of the other.
struct Judgement {
  Verdict verdict;
  Succession succession;
  std::optional<QuotedPassage> quoted;  ///< Of a document that is new, if it shares a long passage.
};

/// Judges new documents against an archive. Holds scratch and what the archive has been asked: one per thread.
class Judge {
 public:
  /// Documents of the archive that have one of these paths are the states before of new ones, and left out.
  /// `recurring`, if given, are Archive::recurring_items, which needn't be asked for one by one then.
  Judge(const Archive& archive, const std::unordered_set<std::string_view>& new_paths,
        const std::vector<std::uint64_t>* recurring = nullptr);

  /// `others` are new documents too: those that this one may be a version of. Fails as the functions of Archive do.
  Result<Judgement> judge(const Draft& fresh, std::span<const Draft* const> others);

 private:
  struct Known;

  Result<Known> read(const Neighbour& neighbour, WordStore& store);
  Result<std::vector<Known>> read_neighbours(const Draft& fresh, std::span<const Draft* const> others,
                                             WordStore& store);
  Result<void> place_in_family(const Known& of, Judgement& out);
  Result<void> compare(const Draft& fresh, const Known& of, Verdict& verdict);

  const Archive& archive_;
  const std::unordered_set<std::string_view>& new_paths_;
  const std::vector<std::uint64_t>* recurring_;
  Digester digester_;
  std::unordered_map<std::uint64_t, bool> recurs_;  // by item of boilerplate
};

}  // namespace nuskha
