// One state of an archive, in memory, to be browsed: its report, and what finds things in it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "nuskha/archive.h"
#include "nuskha/report.h"
#include "nuskha/result.h"

namespace nuskha::serve {

/// A text as searches compare it: at level spelling, words parted by single spaces.
std::string fold_for_search(std::string_view text);

/// The folder of a document's name, without a slash at its end; "" if it is in none.
std::string_view folder_of(std::string_view path);

/// What is looked for. Everything that is set must hold.
struct Wanted {
  std::vector<std::string> words;         ///< As fold_for_search gives them; each must stand there.
  std::optional<Relation> relation = {};  ///< Families only: of some member to its parent.
  std::string folder = {};                ///< A document is in this folder or below it. Empty: any.
  std::string from = {};                  ///< A document is of this day or a later one.
  std::string to = {};                    ///< … or an earlier one; of the same document as `from`.
  std::size_t min_size = 0;               ///< Families only.
};

enum class FamilyOrder : std::uint8_t { id, size, first, last, cohesion };

/// What lists show of a family.
struct FamilyDigest {
  std::uint32_t size = 0;
  std::string first;  ///< YYYY-MM-DD; empty: no member has a date.
  std::string last;
  std::uint32_t relations = 0;  ///< Of members to their parents: bits by Relation.
};

/// Immutable: any number of threads may use one. Memory: the report, and about 200 bytes a document.
class ArchiveView {
 public:
  /// Reads all of the report: about 10 µs a document. `generation` is what answers call this state. Fails as
  /// Archive::report does.
  static Result<std::shared_ptr<const ArchiveView>> read(const Archive& archive, std::uint64_t generation);

  std::uint64_t generation() const { return generation_; }
  const Report& report() const { return report_; }
  const ArchiveInfo& info() const { return info_; }
  const FamilyDigest& digest(std::size_t family) const { return families_[family]; }

  /// The document of a name as records have it, or as its bytes are.
  std::optional<DocumentIndex> find_document(const std::string& name) const;
  /// Id of its family; 0: none.
  std::uint32_t family_of(DocumentIndex document) const { return family_of_[document]; }
  /// Positions in Report::pairs, at most `most`, in their order.
  std::vector<std::size_t> pairs_of(DocumentIndex document, std::size_t most) const;
  /// Pairs of two members of a family, likewise.
  std::vector<std::size_t> pairs_within(std::size_t family, std::size_t most) const;

  // Positions in the report's lists, in order. Cost: O(documents).
  std::vector<std::size_t> find_families(const Wanted& wanted, FamilyOrder order, bool descending) const;
  std::vector<std::size_t> find_documents(const Wanted& wanted) const;
  std::vector<std::size_t> find_boilerplate(const Wanted& wanted) const;

  /// The folders that most documents are in or below, at most `most`, by name.
  std::vector<std::pair<std::string, std::uint64_t>> folders(std::size_t most) const;

 private:
  ArchiveView() = default;
  void index();
  bool is_wanted(DocumentIndex document, const Wanted& wanted) const;

  std::uint64_t generation_ = 0;
  Report report_;
  ArchiveInfo info_;
  std::vector<FamilyDigest> families_;
  std::vector<std::uint32_t> family_of_;    // by document
  std::vector<std::string> search_text_;    // by document: title and path, folded
  std::vector<std::uint32_t> pairs_begin_;  // by document, and one more: where it begins in pairs_of_
  std::vector<std::uint32_t> pairs_of_;     // positions of pairs
  std::vector<std::pair<std::string, DocumentIndex>> escaped_;  // names that aren't UTF-8, as records have them; sorted
};

}  // namespace nuskha::serve
