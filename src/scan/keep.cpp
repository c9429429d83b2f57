// Entry point: KeepRules::choose. First the version, then the copy of it. Test: tests/scan/keep_test.cpp.
#include "scan/keep.h"

#include <algorithm>
#include <array>
#include <compare>
#include <cstdint>
#include <numeric>
#include <optional>
#include <span>
#include <tuple>
#include <vector>

namespace nuskha {
namespace {

constexpr std::array<std::string_view, 22> words_for_aside = {
    "backup",    "backups", "bak",     "old",     "orig", "obsolete", "tmp",       "temp",
    "temporary", "trash",   "trashed", "deleted", "copy", "copies",   "duplicate", "duplicates",
    "نسخة",      "نسخ",     "قديم",    "قديمة",   "مؤقت", "محذوف"};

bool is_separator(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte < 0x80 && !(byte >= '0' && byte <= '9') && !(byte >= 'a' && byte <= 'z') && !(byte >= 'A' && byte <= 'Z');
}

/// Versions that are no excerpt of another member and have none of their copies' relations say so.
struct Version {
  std::vector<DocumentIndex> copies;
  std::optional<std::string_view> newest;  ///< Date.
  bool is_excerpt = false;
};

/// The versions of a family: members joined by "identical" and "same-text".
std::vector<Version> versions_of(const FamilyRecord& family, const DocumentRecords& documents) {
  const std::vector<FamilyMember>& members = family.members;
  std::vector<std::pair<DocumentIndex, std::size_t>> places;
  for (std::size_t i = 0; i < members.size(); ++i) places.emplace_back(members[i].document, i);
  std::sort(places.begin(), places.end());
  const auto place_of = [&](DocumentIndex document) {
    return std::lower_bound(places.begin(), places.end(), std::pair(document, std::size_t{0}))->second;
  };
  const auto is_copy = [](Relation relation) {
    return relation == Relation::identical || relation == Relation::same_text;
  };
  std::vector<std::size_t> first(members.size());  // the member that stands for each one's version
  std::iota(first.begin(), first.end(), std::size_t{0});
  const auto find = [&](std::size_t i) {
    while (first[i] != i) i = first[i] = first[first[i]];
    return i;
  };
  for (std::size_t i = 0; i < members.size(); ++i)
    if (members[i].parent && is_copy(members[i].relation)) first[find(i)] = find(place_of(*members[i].parent));
  std::vector<Version> by_place(members.size());
  for (std::size_t i = 0; i < members.size(); ++i) {
    Version& version = by_place[find(i)];
    const std::optional<std::string_view> date = documents.date(members[i].document);
    version.copies.push_back(members[i].document);
    if (date && (!version.newest || *date > *version.newest)) version.newest = date;
    if (!members[i].parent) continue;
    if (members[i].relation == Relation::excerpt) version.is_excerpt = true;
    if (members[i].relation == Relation::extension) by_place[find(place_of(*members[i].parent))].is_excerpt = true;
  }
  std::erase_if(by_place, [](const Version& version) { return version.copies.empty(); });
  return by_place;
}

/// Of the copy that has most. Reads whole records.
std::uint64_t words_of(const Version& version, const DocumentRecords& documents) {
  std::uint64_t words = 0;
  for (const DocumentIndex copy : version.copies) words = std::max(words, documents[copy].words);
  return words;
}

std::string_view file_name(std::string_view path) { return path.substr(path.find_last_of('/') + 1); }

}  // namespace

bool is_put_aside(std::string_view path) {
  if (file_name(path).ends_with('~')) return true;
  for (std::size_t begin = 0; begin < path.size();) {
    std::size_t end = begin;
    while (end < path.size() && !is_separator(path[end])) ++end;
    std::string word(path.substr(begin, end - begin));
    for (char& c : word)
      if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    if (std::find(words_for_aside.begin(), words_for_aside.end(), word) != words_for_aside.end()) return true;
    begin = end + 1;
  }
  return false;
}

KeepRules::KeepRules(const DocumentRecords& documents, std::span<const Problem> problems) : documents_(documents) {
  for (const Problem& problem : problems) damaged_.insert(problem.path);
}

DocumentIndex KeepRules::choose(const FamilyRecord& family) const {
  const std::vector<Version> versions = versions_of(family, documents_);
  const auto version_key = [](const Version& version) {
    return std::tuple(!version.is_excerpt, version.newest.has_value(), version.newest.value_or(""));
  };
  const Version* best = &versions.front();  // of equals the last in the order of versions
  std::optional<std::uint64_t> words_of_best;
  for (const Version& version : std::span(versions).subspan(1)) {
    const auto order = version_key(version) <=> version_key(*best);
    if (order < 0) continue;
    std::optional<std::uint64_t> words;
    if (order == 0) {  // only here do words matter
      if (!words_of_best) words_of_best = words_of(*best, documents_);
      words = words_of(version, documents_);
      if (*words < *words_of_best) continue;
    }
    best = &version;
    words_of_best = words;
  }
  const auto copy_key = [&](DocumentIndex index) {
    const DocumentRecord document = documents_[index];
    return std::tuple(!damaged_.contains(document.path), !is_put_aside(document.path),
                      documents_.date(index).value_or(std::string_view()), document.encoding == "UTF-8",
                      !document.encoding_detected, -static_cast<std::int64_t>(document.path.size()),
                      -static_cast<std::int64_t>(index));
  };
  DocumentIndex chosen = best->copies.front();
  auto greatest = copy_key(chosen);
  for (const DocumentIndex copy : std::span(best->copies).subspan(1)) {
    auto key = copy_key(copy);
    if (key <= greatest) continue;
    chosen = copy;
    greatest = key;
  }
  return chosen;
}

}  // namespace nuskha
