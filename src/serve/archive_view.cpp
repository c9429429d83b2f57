// Entry point: ArchiveView::read. Test: tests/serve/desk_test.cpp.
#include "serve/archive_view.h"

#include <algorithm>
#include <map>
#include <numeric>
#include <unordered_set>

#include "base/escape.h"
#include "base/fold.h"
#include "base/unicode.h"

namespace nuskha::serve {
namespace {

bool holds_all(std::string_view text, const std::vector<std::string>& words) {
  return std::all_of(words.begin(), words.end(), [&](const std::string& word) { return text.find(word) != text.npos; });
}

bool is_below(std::string_view path, std::string_view folder) {
  return path.size() > folder.size() && path.starts_with(folder) &&
         (path[folder.size()] == '/' || path[folder.size()] == '#' || path[folder.size()] == '!');
}

}  // namespace

std::string fold_for_search(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  while (!text.empty()) {
    const CodePoint next = decode_utf8(text);
    const FoldEntry& entry = fold_entry(next.value);
    if (entry.kind == FoldKind::separator) {
      if (!out.empty() && out.back() != ' ') out += ' ';
    } else if (entry.kind == FoldKind::context) {
      std::vector<FoldedWord> words;
      fold_words(text.substr(0, next.length), words);
      for (const FoldedWord& word : words) out += word.spelling;
    } else {
      out.append(entry.spelling, entry.spelling_length);
    }
    text.remove_prefix(next.length);
  }
  if (!out.empty() && out.back() == ' ') out.pop_back();
  return out;
}

std::string_view folder_of(std::string_view path) {
  const std::size_t slash = path.rfind('/', path.find_first_of("#!"));
  return slash == path.npos ? std::string_view() : path.substr(0, slash);
}

Result<std::shared_ptr<const ArchiveView>> ArchiveView::read(const Archive& archive, std::uint64_t generation) {
  Result<Report> report = archive.report();
  if (!report) return tl::unexpected(report.error());
  Result<ArchiveInfo> info = archive.info();
  if (!info) return tl::unexpected(info.error());
  std::shared_ptr<ArchiveView> out(new ArchiveView());
  out->generation_ = generation;
  out->report_ = *std::move(report);
  out->info_ = *std::move(info);
  out->index();
  return out;
}

void ArchiveView::index() {
  const std::size_t count = report_.documents.size();
  family_of_.assign(count, 0);
  search_text_.reserve(count);
  for (DocumentIndex i = 0; i < count; ++i) {
    const DocumentRecord document = report_.documents[i];
    search_text_.push_back(fold_for_search(document.title.value_or("")) + "\n" + fold_for_search(document.path));
    if (std::string shown = escape_invalid_bytes(document.path); shown != document.path)
      escaped_.emplace_back(std::move(shown), i);
  }
  std::sort(escaped_.begin(), escaped_.end());
  families_.reserve(report_.families.size());
  for (std::size_t i = 0; i < report_.families.size(); ++i) {
    FamilyDigest& digest = families_.emplace_back();
    digest.size = static_cast<std::uint32_t>(report_.families[i].members.size());
    for (const FamilyMember& member : report_.families[i].members) {
      family_of_[member.document] = static_cast<std::uint32_t>(i + 1);
      if (member.parent) digest.relations |= 1u << static_cast<unsigned>(member.relation);
      const std::optional<std::string_view> date = report_.documents.date(member.document);
      if (!date) continue;
      if (digest.first.empty() || *date < digest.first) digest.first = *date;
      if (*date > digest.last) digest.last = *date;
    }
  }
  pairs_begin_.assign(count + 1, 0);
  for (const PairRecord& pair : report_.pairs) {
    ++pairs_begin_[pair.a + 1];
    ++pairs_begin_[pair.b + 1];
  }
  std::partial_sum(pairs_begin_.begin(), pairs_begin_.end(), pairs_begin_.begin());
  pairs_of_.resize(2 * report_.pairs.size());
  std::vector<std::uint32_t> next(pairs_begin_.begin(), pairs_begin_.end() - 1);
  for (std::uint32_t i = 0; i < report_.pairs.size(); ++i) {
    pairs_of_[next[report_.pairs[i].a]++] = i;
    pairs_of_[next[report_.pairs[i].b]++] = i;
  }
}

std::optional<DocumentIndex> ArchiveView::find_document(const std::string& name) const {
  std::size_t begin = 0;
  for (std::size_t size = report_.documents.size(); size > 0;) {
    const std::size_t half = size / 2;
    if (report_.documents.path(begin + half) < name) {
      begin += half + 1;
      size -= half + 1;
    } else {
      size = half;
    }
  }
  if (begin < report_.documents.size() && report_.documents.path(begin) == name)
    return static_cast<DocumentIndex>(begin);
  const auto found = std::lower_bound(escaped_.begin(), escaped_.end(), std::pair(name, DocumentIndex{0}));
  if (found != escaped_.end() && found->first == name) return found->second;
  return std::nullopt;
}

std::vector<std::size_t> ArchiveView::pairs_of(DocumentIndex document, std::size_t most) const {
  const auto begin = pairs_of_.begin() + pairs_begin_[document];
  const std::size_t count = std::min<std::size_t>(most, pairs_begin_[document + 1] - pairs_begin_[document]);
  return {begin, begin + static_cast<std::ptrdiff_t>(count)};
}

std::vector<std::size_t> ArchiveView::pairs_within(std::size_t family, std::size_t most) const {
  std::vector<std::size_t> out;
  for (const FamilyMember& member : report_.families[family].members)
    for (std::uint32_t i = pairs_begin_[member.document]; i < pairs_begin_[member.document + 1]; ++i) {
      const PairRecord& pair = report_.pairs[pairs_of_[i]];
      if (pair.a == member.document && family_of_[pair.b] == family + 1) out.push_back(pairs_of_[i]);
    }
  std::sort(out.begin(), out.end());
  out.resize(std::min(out.size(), most));
  return out;
}

bool ArchiveView::is_wanted(DocumentIndex document, const Wanted& wanted) const {
  if (!wanted.folder.empty() && !is_below(report_.documents.path(document), wanted.folder)) return false;
  if (!wanted.from.empty() || !wanted.to.empty()) {
    const std::optional<std::string_view> date = report_.documents.date(document);
    if (!date || (!wanted.from.empty() && *date < wanted.from) || (!wanted.to.empty() && *date > wanted.to))
      return false;
  }
  return holds_all(search_text_[document], wanted.words);
}

std::vector<std::size_t> ArchiveView::find_families(const Wanted& wanted, FamilyOrder order, bool descending) const {
  const bool any_member = wanted.words.empty() && wanted.folder.empty() && wanted.from.empty() && wanted.to.empty();
  std::vector<std::size_t> out;
  for (std::size_t i = 0; i < families_.size(); ++i) {
    if (families_[i].size < wanted.min_size) continue;
    if (wanted.relation && (families_[i].relations >> static_cast<unsigned>(*wanted.relation) & 1) == 0) continue;
    const std::vector<FamilyMember>& members = report_.families[i].members;
    if (any_member || std::any_of(members.begin(), members.end(),
                                  [&](const FamilyMember& member) { return is_wanted(member.document, wanted); }))
      out.push_back(i);
  }
  // What has no such value comes last either way.
  const auto sort_by = [&](auto value, auto is_there) {
    std::stable_sort(out.begin(), out.end(), [&](std::size_t x, std::size_t y) {
      if (is_there(x) != is_there(y)) return is_there(x);
      if (!is_there(x)) return false;
      return descending ? value(y) < value(x) : value(x) < value(y);
    });
  };
  const auto always = [](std::size_t) { return true; };
  const auto has_date = [&](std::size_t i) { return !families_[i].first.empty(); };
  switch (order) {
    case FamilyOrder::id: break;
    case FamilyOrder::size: sort_by([&](std::size_t i) { return families_[i].size; }, always); break;
    case FamilyOrder::first:
      sort_by([&](std::size_t i) { return std::string_view(families_[i].first); }, has_date);
      break;
    case FamilyOrder::last:
      sort_by([&](std::size_t i) { return std::string_view(families_[i].last); }, has_date);
      break;
    case FamilyOrder::cohesion:
      sort_by([&](std::size_t i) { return *report_.families[i].cohesion; },
              [&](std::size_t i) { return report_.families[i].cohesion.has_value(); });
      break;
  }
  return out;
}

std::vector<std::size_t> ArchiveView::find_documents(const Wanted& wanted) const {
  std::vector<std::size_t> out;
  for (DocumentIndex i = 0; i < report_.documents.size(); ++i)
    if (is_wanted(i, wanted)) out.push_back(i);
  return out;
}

std::vector<std::size_t> ArchiveView::find_boilerplate(const Wanted& wanted) const {
  std::vector<std::size_t> out;
  for (std::size_t i = 0; i < report_.boilerplate.size(); ++i) {
    const std::vector<BoilerplateVariant>& variants = report_.boilerplate[i].variants;
    if (wanted.words.empty() || std::any_of(variants.begin(), variants.end(), [&](const BoilerplateVariant& variant) {
          return holds_all(fold_for_search(variant.text), wanted.words);
        }))
      out.push_back(i);
  }
  return out;
}

std::vector<std::pair<std::string, std::uint64_t>> ArchiveView::folders(std::size_t most) const {
  std::map<std::string, std::uint64_t, std::less<>> counts;
  for (std::size_t i = 0; i < report_.documents.size(); ++i) {
    std::string_view folder = folder_of(report_.documents.path(i));
    while (true) {
      const auto found = counts.find(folder);
      if (found != counts.end())
        ++found->second;
      else
        counts.emplace(folder, 1);
      const std::size_t slash = folder.rfind('/');
      if (slash == folder.npos || slash == 0) break;
      folder = folder.substr(0, slash);
    }
  }
  std::vector<std::pair<std::string, std::uint64_t>> out(counts.begin(), counts.end());
  std::stable_sort(out.begin(), out.end(), [](const auto& x, const auto& y) { return x.second > y.second; });
  out.resize(std::min(out.size(), most));
  std::sort(out.begin(), out.end());
  return out;
}

}  // namespace nuskha::serve
