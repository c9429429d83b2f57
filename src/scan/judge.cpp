// Entry point: Judge::judge. Test: tests/scan/check_test.cpp.
//
//   find_neighbours → relate_texts of the document and its neighbours, with the archive's boilerplate → the strongest
//   relation → its family, and what changed
#include "scan/judge.h"

#include <algorithm>
#include <array>
#include <memory>
#include <string>
#include <tuple>
#include <utility>

#include "nuskha/diff.h"
#include "nuskha/index.h"
#include "nuskha/sketch.h"
#include "scan/relate.h"

namespace nuskha {
namespace {

constexpr std::size_t most_bytes_to_compare = 4 << 20;  // of a text whose changes are counted
constexpr std::size_t most_remembered = 1 << 20;        // items of boilerplate

// Of the words of the shorter of two documents that share a passage, this share must stand in both: with less, the
// document is new, and only its passage isn't.
constexpr double least_shared = 0.6;
constexpr std::size_t words_in_row = 4;  // by which a passage is found in another document

/// A relation of the new document to another, by that one's position in the corpus.
struct Found {
  std::uint32_t other = 0;
  Relation relation = Relation::revision;  // of the new document to it
  std::optional<Level> level;
  Measurements measurements;  // a is the new document
  double body_similarity = 0;
};

Measurements turned(Measurements m) {
  std::swap(m.words_a, m.words_b);
  std::swap(m.shingles_a, m.shingles_b);
  std::swap(m.containment_a, m.containment_b);
  std::swap(m.numbers_a, m.numbers_b);
  return m;
}

Measurements of_equal_texts() {
  Measurements m;
  m.similarity = m.jaccard = m.containment_a = m.containment_b = 1;
  return m;
}

std::uint32_t group_of(const TextRelations& relations, std::uint32_t document) {
  std::uint32_t group = 0;
  while (!std::binary_search(relations.groups[group].begin(), relations.groups[group].end(), document)) ++group;
  return group;
}

/// Everything that one document of a corpus is related to.
std::vector<Found> relations_of(const TextRelations& relations, std::uint32_t document) {
  std::vector<Found> out;
  const std::uint32_t own = group_of(relations, document);
  for (const std::uint32_t other : relations.groups[own]) {
    if (other == document) continue;
    const std::optional<Level> level = equality_level(relations.identities[document], relations.identities[other]);
    out.push_back(
        {other, level == Level::bytes ? Relation::identical : Relation::same_text, level, of_equal_texts(), 1});
  }
  for (const VerifiedPair& pair : relations.pairs) {
    if (pair.a != own && pair.b != own) continue;
    const bool is_first = pair.a == own;
    const Relation relation = is_first ? pair.relation : reversed(pair.relation);
    const Measurements measurements = is_first ? pair.measurements : turned(pair.measurements);
    for (const std::uint32_t other : relations.groups[is_first ? pair.b : pair.a])
      out.push_back({other, relation, std::nullopt, measurements, pair.body_similarity});
  }
  return out;
}

/// Share of the shorter document's words that stand in both in the same order, boilerplate set aside.
double share_in_common(const Found& found) {
  const auto words_a = static_cast<double>(found.measurements.words_a);
  const auto words_b = static_cast<double>(found.measurements.words_b);
  return found.body_similarity * (words_a + words_b) / (2 * std::min(words_a, words_b));
}

/// The longest stretch of words whose runs all stand in the other text.
QuotedPassage longest_quotation(std::span<const WordId> words, std::span<const WordId> other) {
  std::vector<std::uint64_t> known;
  std::vector<std::uint64_t> runs;
  shingle(other, words_in_row, known);
  shingle(words, words_in_row, runs);
  std::sort(known.begin(), known.end());
  QuotedPassage out;
  std::size_t begin = 0;
  for (std::size_t i = 0; i < runs.size(); ++i) {
    if (!std::binary_search(known.begin(), known.end(), runs[i])) {
      begin = i + 1;
      continue;
    }
    const std::size_t end = std::min(i + words_in_row, words.size());
    if (end - begin > out.end_word - out.begin_word) {
      out.begin_word = begin;
      out.end_word = end;
    }
  }
  return out;
}

}  // namespace

/// A document that the new one may be related to.
struct Judge::Known {
  std::optional<Neighbour> neighbour;  ///< Nothing for another new document.
  Document document;                   ///< Without text if texts aren't stored.
  CorpusDocument digest;
};

Judge::Judge(const Archive& archive, const std::unordered_set<std::string_view>& new_paths,
             const std::vector<std::uint64_t>* recurring)
    : archive_(archive), new_paths_(new_paths), recurring_(recurring), digester_(archive.settings().level) {}

Result<Judge::Known> Judge::read(const Neighbour& neighbour, WordStore& store) {
  Result<Document> document = archive_.document(neighbour.id);
  if (!document) return tl::unexpected(document.error());
  Known out{neighbour, std::move(*document), {}};
  if (archive_.settings().store_text) {
    out.digest = digester_.digest(out.document, store);
    out.document.path = out.digest.record.path;
    return out;
  }
  Result<ArchiveDocument> record = archive_.record(neighbour.id);
  if (!record) return tl::unexpected(record.error());
  Result<ArchiveWords> words = archive_.words(neighbour.id);
  if (!words) return tl::unexpected(words.error());
  out.digest.record = std::move(record->record);
  out.digest.source_hash = record->source_hash;
  out.digest.layout_hash = record->layout_hash;
  out.digest.spelling_hash = record->spelling_hash;
  out.digest.text = {store.keep(words->words), words->date_begin, words->date_end, store.keep(words->block_ends),
                     store.keep(words->dates)};
  return out;
}

Result<std::vector<Judge::Known>> Judge::read_neighbours(const Draft& fresh, std::span<const Draft* const> others,
                                                         WordStore& store) {
  std::vector<Known> out;
  const Result<std::vector<Neighbour>> neighbours = find_neighbours(archive_, fresh.digest);
  if (!neighbours) return tl::unexpected(neighbours.error());
  for (const Neighbour& neighbour : *neighbours) {
    Result<Known> known = read(neighbour, store);
    if (!known) return tl::unexpected(known.error());
    if (!new_paths_.contains(known->digest.record.path)) out.push_back(std::move(*known));
  }
  for (const Draft* other : others) out.push_back({std::nullopt, other->document, other->digest});
  return out;
}

Result<void> Judge::place_in_family(const Known& of, Judgement& out) {
  out.succession.of_date = of.digest.record.date;
  out.succession.newest = of.digest.record.path;
  out.succession.newest_date = of.digest.record.date;
  if (of.neighbour) {
    const Result<std::optional<ArchiveFamily>> family = archive_.family(of.neighbour->id);
    if (!family) return tl::unexpected(family.error());
    if (*family) {
      // The state before of the document itself is no version to be named.
      std::vector<ArchiveFamilyMember> members = (*family)->members;
      const std::string newest = members[(*family)->newest].path;
      std::erase_if(members, [&](const ArchiveFamilyMember& member) { return member.path == out.verdict.path; });
      const auto later = [](const ArchiveFamilyMember& x, const ArchiveFamilyMember& y) { return x.date < y.date; };
      auto last = std::find_if(members.begin(), members.end(),
                               [&](const ArchiveFamilyMember& member) { return member.path == newest; });
      if (last == members.end()) last = std::max_element(members.begin(), members.end(), later);
      if (last != members.end()) {
        out.succession.newest = last->path;
        out.succession.newest_date = last->date;
      }
    }
  }
  out.verdict.newest = out.succession.newest;
  return {};
}

Result<void> Judge::compare(const Draft& fresh, const Known& of, Verdict& verdict) {
  std::string before = of.document.text;
  if (of.neighbour && !archive_.settings().store_text) {
    Result<std::unique_ptr<DocumentSource>> originals = open_archive_documents(archive_);
    if (!originals) return {};  // the originals are gone: the verdict stands without them
    const std::unique_ptr<DocumentSource> again = (*originals)->again(std::array{of.digest.record.path});
    std::vector<Document> batch;
    std::vector<Problem> ignored;
    while (again->next(batch, ignored))
      for (Document& document : batch)
        if (document.source_hash == of.digest.source_hash) before = std::move(document.text);
  }
  if (before.empty() || std::max(before.size(), fresh.document.text.size()) > most_bytes_to_compare) return {};
  const Result<TextDiff> diff = diff_texts(before, fresh.document.text);
  if (!diff) return {};
  std::array<std::uint64_t, num_change_types> counts{};
  for (const Change& change : diff->changes)
    if (change.type != ChangeType::block_moved) ++counts[static_cast<std::size_t>(change.type)];
  for (const Move& move : diff->moves) {
    ++counts[static_cast<std::size_t>(ChangeType::block_moved)];
    for (const Change& change : move.changes) ++counts[static_cast<std::size_t>(change.type)];
  }
  for (std::size_t type = 0; type < counts.size(); ++type)
    if (counts[type] > 0) verdict.changes.emplace_back(static_cast<ChangeType>(type), counts[type]);
  if (!diff->changes.empty()) verdict.change_summary = summarize(*diff);
  return {};
}

Result<Judgement> Judge::judge(const Draft& fresh, std::span<const Draft* const> others) {
  Judgement out;
  out.verdict.path = fresh.digest.record.path;
  out.verdict.text_hash = fresh.digest.record.text_hash;
  WordStore store;
  Result<std::vector<Known>> read = read_neighbours(fresh, others, store);
  if (!read) return tl::unexpected(read.error());
  std::vector<Known>& known = *read;
  if (known.empty()) return out;
  std::sort(known.begin(), known.end(), [](const Known& x, const Known& y) {
    return std::tie(x.digest.record.path, x.digest.source_hash) < std::tie(y.digest.record.path, y.digest.source_hash);
  });

  Corpus corpus;  // the new document goes where its path puts it, as in a scan
  std::vector<Document> documents;
  const auto place = static_cast<std::uint32_t>(
      std::lower_bound(known.begin(), known.end(), fresh.digest.record.path,
                       [](const Known& one, const std::string& path) { return one.digest.record.path < path; }) -
      known.begin());
  for (std::uint32_t i = 0; i <= known.size(); ++i) {
    const std::uint32_t other = i < place ? i : i - 1;
    corpus.documents.push_back(i == place ? fresh.digest : known[other].digest);
    documents.push_back(i == place ? fresh.document : known[other].document);
  }
  const auto known_at = [&](std::uint32_t position) -> const Known& {
    return known[position < place ? position : position - 1];
  };
  std::optional<Error> failure;
  const KnownItems recurs = [&](std::uint64_t item) {
    if (recurring_ != nullptr) return std::binary_search(recurring_->begin(), recurring_->end(), item);
    if (const auto found = recurs_.find(item); found != recurs_.end()) return found->second;
    const Result<bool> asked = archive_.is_recurring(item);
    if (!asked) failure = asked.error();
    if (recurs_.size() >= most_remembered) recurs_.clear();
    return recurs_[item] = asked && *asked;
  };
  ScanOptions options = scan_options(archive_.settings());
  options.join = Join::exact;
  options.jobs = 1;
  Report unused;
  const std::unique_ptr<DocumentSource> source = open_documents(std::move(documents));
  const Result<TextRelations> relations =
      relate_texts(corpus, *source, options, {&recurs, nullptr, place}, nullptr, unused);
  if (failure) return tl::unexpected(*failure);
  if (!relations) return tl::unexpected(relations.error());

  std::vector<Found> found = relations_of(*relations, place);
  std::erase_if(found, [&](const Found& one) {
    if (one.relation != Relation::shared_passage) return false;
    // What many documents of the archive share may be rare among the neighbours.
    const std::optional<Neighbour>& neighbour = known_at(one.other).neighbour;
    if (neighbour && neighbour->anchors > 0 && neighbour->rare_anchors == 0) return true;
    return false;
  });
  if (found.empty()) return out;
  const Found& best = *std::min_element(found.begin(), found.end(), [&](const Found& x, const Found& y) {
    if (x.relation != y.relation) return x.relation < y.relation;
    if (x.level != y.level) return x.level < y.level;
    if (x.body_similarity != y.body_similarity) return x.body_similarity > y.body_similarity;
    if (x.measurements.similarity != y.measurements.similarity)
      return x.measurements.similarity > y.measurements.similarity;
    const DocumentRecord& of_x = known_at(x.other).digest.record;
    const DocumentRecord& of_y = known_at(y.other).digest.record;
    if (of_x.date != of_y.date) return of_x.date > of_y.date;
    return of_x.path < of_y.path;
  });
  const Known& of = known_at(best.other);
  if (best.relation == Relation::shared_passage && share_in_common(best) < least_shared) {
    out.quoted = longest_quotation(fresh.digest.text.words, of.digest.text.words);
    out.quoted->of = of.digest.record.path;
    return out;
  }
  out.verdict.relation = out.succession.relation = best.relation;
  out.verdict.of = out.succession.of = of.digest.record.path;
  out.verdict.level = best.level;
  out.verdict.similarity = best.measurements.similarity;
  out.verdict.body_similarity = best.body_similarity;
  out.verdict.jaccard = best.measurements.jaccard;
  out.verdict.containment_new = best.measurements.containment_a;
  out.verdict.containment_of = best.measurements.containment_b;
  if (const Result<void> placed = place_in_family(of, out); !placed) return tl::unexpected(placed.error());
  if (is_one_document(best.relation) && best.relation != Relation::identical)
    if (const Result<void> compared = compare(fresh, of, out.verdict); !compared)
      return tl::unexpected(compared.error());
  return out;
}

}  // namespace nuskha
