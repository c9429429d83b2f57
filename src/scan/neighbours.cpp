// Entry point: find_neighbours. Test: tests/scan/neighbours_test.cpp.
//
//   hashes ─▶ documents of the same text ┐
//   anchors ─▶ documents by anchors in common ─▶ the nearest ─▶ their families ─▶ neighbours
#include "scan/neighbours.h"

#include <algorithm>
#include <string>
#include <unordered_map>

#include "archive/anchors.h"
#include "match/candidates.h"

namespace nuskha {
namespace {

constexpr std::size_t most_equal = 16;       // documents of the same text, at each level
constexpr std::size_t most_of_anchor = 32;   // of more, the first stand for all
constexpr std::size_t most_lookups = 16384;  // of a longer text, only what an archive would store of it
constexpr std::size_t most_nearest = 48;
constexpr std::size_t most_families = 8;  // whose versions are looked at
constexpr std::size_t most_versions = 24;
constexpr std::size_t least_anchors_of_long = 2;  // one in common is chance
constexpr std::size_t most_shingles_of_short = 64;

using Found = std::unordered_map<DocumentId, Neighbour>;

Neighbour& at(Found& found, DocumentId id) {
  Neighbour& neighbour = found[id];
  neighbour.id = id;
  return neighbour;
}

/// The documents that share anchors, the nearest first.
Result<std::vector<Neighbour>> nearest_by_anchors(const Archive& archive, std::span<const WordId> words) {
  std::vector<std::uint32_t> anchors;
  all_anchors(words, anchors);
  const std::size_t least = anchors.size() <= most_shingles_of_short ? 1 : least_anchors_of_long;
  if (anchors.size() > most_lookups) select_anchors(words, anchors);
  const std::size_t max_rare = JoinFloor{}.max_rare_texts;
  Found found;
  for (const std::uint32_t anchor : anchors) {
    const Result<DocumentIds> holders = archive.with_anchor(anchor, most_of_anchor);
    if (!holders) return tl::unexpected(holders.error());
    for (const DocumentId id : holders->ids) {
      Neighbour& neighbour = at(found, id);
      ++neighbour.anchors;
      neighbour.rare_anchors += holders->ids.size() <= max_rare;
    }
  }
  std::vector<Neighbour> out;
  for (const auto& [id, neighbour] : found)
    if (neighbour.anchors >= least) out.push_back(neighbour);
  const auto nearer = [](const Neighbour& x, const Neighbour& y) {
    if (x.anchors != y.anchors) return x.anchors > y.anchors;
    if (x.rare_anchors != y.rare_anchors) return x.rare_anchors > y.rare_anchors;
    return x.id < y.id;
  };
  const std::size_t count = std::min(out.size(), most_nearest);
  std::partial_sort(out.begin(), out.begin() + static_cast<std::ptrdiff_t>(count), out.end(), nearer);
  out.resize(count);
  return out;
}

/// Adds the other versions of a document, the latest if they are many.
Result<void> add_versions(const Archive& archive, DocumentId id, Found& found) {
  const Result<std::optional<ArchiveFamily>> family = archive.family(id);
  if (!family) return tl::unexpected(family.error());
  if (!*family) return {};
  const std::vector<ArchiveFamilyMember>& members = (*family)->members;
  const std::size_t first = members.size() - std::min(members.size(), most_versions);
  for (std::size_t i = first; i < members.size(); ++i) at(found, members[i].id);
  at(found, members[(*family)->newest].id);
  return {};
}

}  // namespace

Result<std::vector<Neighbour>> find_neighbours(const Archive& archive, const CorpusDocument& fresh) {
  Found found;
  const auto add_equal = [&](Level level, const Hash128& hash) -> Result<void> {
    const Result<DocumentIds> equal = archive.with_hash(level, hash, most_equal);
    if (!equal) return tl::unexpected(equal.error());
    for (const DocumentId id : equal->ids) at(found, id);
    return {};
  };
  if (const auto done = add_equal(Level::bytes, fresh.source_hash); !done) return tl::unexpected(done.error());
  if (const auto done = add_equal(Level::layout, fresh.layout_hash); !done) return tl::unexpected(done.error());
  if (!fresh.text.words.empty()) {
    if (const auto done = add_equal(Level::text, fresh.record.text_hash); !done) return tl::unexpected(done.error());
    if (const auto done = add_equal(Level::spelling, fresh.spelling_hash); !done) return tl::unexpected(done.error());
  }
  const Result<std::vector<Neighbour>> nearest = nearest_by_anchors(archive, fresh.text.words);
  if (!nearest) return tl::unexpected(nearest.error());
  for (const Neighbour& neighbour : *nearest) at(found, neighbour.id) = neighbour;
  std::vector<DocumentId> families;
  for (const auto& [id, neighbour] : found)
    if (neighbour.anchors == 0) families.push_back(id);  // of the same text, but not among the nearest
  std::sort(families.begin(), families.end());
  for (const Neighbour& neighbour : *nearest) families.push_back(neighbour.id);
  families.resize(std::min(families.size(), most_families));
  for (const DocumentId id : families)
    if (const auto done = add_versions(archive, id, found); !done) return tl::unexpected(done.error());

  std::vector<Neighbour> out;
  for (const auto& [id, neighbour] : found) out.push_back(neighbour);
  std::sort(out.begin(), out.end(), [](const Neighbour& x, const Neighbour& y) { return x.id < y.id; });
  return out;
}

}  // namespace nuskha
