// Entry point: append_html_overview. Covered by tests/report/html_test.cpp.
#include "report/html_overview.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "nuskha/match.h"
#include "report/json_record.h"

namespace nuskha {
namespace {

constexpr std::size_t most_folders = 12;    // of the matrix
constexpr std::size_t deepest_folder = 40;  // components of a name that tell folders apart
constexpr std::size_t most_months = 60;     // of the time line; beyond, it is in years
constexpr std::size_t num_bins = 20;        // of the histogram

bool is_copy(Relation relation) { return relation == Relation::identical || relation == Relation::same_text; }

/// Appends [[label,number,…],…].
class Rows {
 public:
  Rows(std::string_view key, std::string& out) : out_(out) { out_ += fmt::format(",\"{}\":[", key); }
  ~Rows() { out_ += ']'; }
  Rows(const Rows&) = delete;
  Rows& operator=(const Rows&) = delete;
  void add(std::string_view label, std::initializer_list<std::size_t> numbers) {
    if (out_.back() != '[') out_ += ',';
    out_ += '[';
    append_json_string(label, out_);
    for (const std::size_t number : numbers) out_ += fmt::format(",{}", number);
    out_ += ']';
  }

 private:
  std::string& out_;
};

void append_sizes(const Report& report, std::string& out) {
  struct Class {
    std::string_view label;
    std::size_t most;
    std::size_t count = 0;
  };
  std::array<Class, 8> classes{{{"2", 2},
                                {"3", 3},
                                {"4", 4},
                                {"5–8", 8},
                                {"9–16", 16},
                                {"17–64", 64},
                                {"65–256", 256},
                                {"257+", static_cast<std::size_t>(-1)}}};
  for (const FamilyRecord& family : report.families)
    ++std::find_if(classes.begin(), classes.end(), [&](const Class& c) {
        return family.members.size() <= c.most;
      })->count;
  Rows rows("sizes", out);
  for (const Class& c : classes) rows.add(c.label, {c.count});
}

/// Documents of families by the month or year of their date: first ones, versions, copies.
void append_timeline(const Report& report, std::string& out) {
  std::map<std::string, std::array<std::size_t, 3>, std::less<>> months;
  std::size_t num_undated = 0;
  for (const FamilyRecord& family : report.families) {
    for (const FamilyMember& member : family.members) {
      const std::optional<std::string_view> date = report.documents.date(member.document);
      if (!date || date->size() < 7) {
        ++num_undated;
        continue;
      }
      const std::size_t kind = !member.parent ? 0 : is_copy(member.relation) ? 2 : 1;
      ++months.try_emplace(std::string(date->substr(0, 7))).first->second[kind];
    }
  }
  const auto month_number = [](std::string_view month) {
    int year = 0, number = 0;
    for (const char c : month.substr(0, 4)) year = year * 10 + (c - '0');
    for (const char c : month.substr(5, 2)) number = number * 10 + (c - '0');
    return year * 12 + number - 1;
  };
  const bool is_short = months.empty() || month_number(months.rbegin()->first) - month_number(months.begin()->first) <
                                              static_cast<int>(most_months);
  std::map<int, std::array<std::size_t, 3>> spans;
  for (const auto& [month, counts] : months) {
    auto& span = spans[is_short ? month_number(month) : month_number(month) / 12];
    for (std::size_t i = 0; i < counts.size(); ++i) span[i] += counts[i];
  }
  out += fmt::format(",\"undated\":{}", num_undated);
  Rows rows("timeline", out);
  if (spans.empty()) return;
  // Years without a document are shown, too, unless a wrong date makes them thousands.
  const int first = spans.begin()->first, last = spans.rbegin()->first;
  const auto add = [&](int at, const std::array<std::size_t, 3>& counts) {
    rows.add(is_short ? fmt::format("{:04}-{:02}", at / 12, at % 12 + 1) : fmt::format("{:04}", at),
             {counts[0], counts[1], counts[2]});
  };
  if (last - first >= 200) {
    for (const auto& [at, counts] : spans) add(at, counts);
    return;
  }
  for (int at = first; at <= last; ++at) {
    const auto found = spans.find(at);
    add(at, found == spans.end() ? std::array<std::size_t, 3>{} : found->second);
  }
}

/// The first `depth` components of a folder's name; the slash that a name begins with is of its first.
std::string_view ancestor(std::string_view folder, std::size_t depth) {
  std::size_t at = folder.starts_with('/') ? 1 : 0;
  for (std::size_t i = 0; i < depth; ++i) {
    const std::size_t slash = folder.find('/', at);
    if (slash == folder.npos) return folder;
    at = slash + 1;
  }
  return folder.substr(0, at - 1);
}

using FolderCounts = std::map<std::string_view, std::size_t>;

/// Folders by their first components, and how many of these: as deep as there is room for, but deep enough to tell at
/// least two apart.
std::pair<std::size_t, FolderCounts> folder_groups(const FolderCounts& folders) {
  FolderCounts groups;
  std::size_t depth = 1;
  for (std::size_t d = 1; d <= deepest_folder; ++d) {
    FolderCounts at_depth;
    for (const auto& [folder, count] : folders) at_depth[ancestor(folder, d)] += count;
    if (groups.size() > 1 && at_depth.size() > most_folders) break;
    const bool is_whole = at_depth.size() == folders.size();
    groups = std::move(at_depth);
    depth = d;
    if (is_whole || groups.size() > most_folders) break;
  }
  return {depth, std::move(groups)};
}

/// In how many families two folders both have members; in the diagonal, in how many a folder has two or more.
void append_folders(const Report& report, std::string& out) {
  FolderCounts folders;  // documents of families in each
  for (const FamilyRecord& family : report.families)
    for (const FamilyMember& member : family.members) ++folders[folder_of(report.documents.path(member.document))];
  const auto [depth, groups] = folder_groups(folders);
  std::vector<std::pair<std::string_view, std::size_t>> shown(groups.begin(), groups.end());
  const bool has_others = shown.size() > most_folders;
  if (has_others) {
    std::stable_sort(shown.begin(), shown.end(), [](const auto& x, const auto& y) { return x.second > y.second; });
    std::size_t rest = 0;
    for (std::size_t i = most_folders - 1; i < shown.size(); ++i) rest += shown[i].second;
    shown.resize(most_folders - 1);
    std::sort(shown.begin(), shown.end());
    shown.emplace_back(std::string_view(), rest);
  }
  std::map<std::string_view, std::size_t> position;
  for (std::size_t i = 0; i < shown.size() - (has_others ? 1 : 0); ++i) position[shown[i].first] = i;
  std::map<std::string_view, std::size_t> position_of_folder;
  for (const auto& entry : folders) {
    const auto found = position.find(ancestor(entry.first, depth));
    position_of_folder[entry.first] = found == position.end() ? shown.size() - 1 : found->second;
  }
  std::vector<std::vector<std::size_t>> counts(shown.size(), std::vector<std::size_t>(shown.size()));
  std::vector<std::size_t> here(shown.size());
  for (const FamilyRecord& family : report.families) {
    std::fill(here.begin(), here.end(), 0);
    for (const FamilyMember& member : family.members)
      ++here[position_of_folder.find(folder_of(report.documents.path(member.document)))->second];
    for (std::size_t i = 0; i < here.size(); ++i) {
      if (here[i] > 1) ++counts[i][i];
      for (std::size_t k = 0; k < i; ++k)
        if (here[i] > 0 && here[k] > 0) ++counts[i][k];
    }
  }
  out += fmt::format(",\"other_folders\":{}", has_others ? "true" : "false");
  Rows rows("folders", out);
  for (std::size_t i = 0; i < shown.size(); ++i) {
    rows.add(has_others && i + 1 == shown.size() ? "other folders" : shown[i].first, {shown[i].second});
    out.pop_back();
    for (std::size_t k = 0; k <= i; ++k) out += fmt::format(",{}", counts[i][k]);
    out += ']';
  }
}

/// Pairs by body similarity: of one document, and others. Equal texts are counted apart.
void append_similarity(const Report& report, std::string& out) {
  std::array<std::array<std::size_t, 2>, num_bins> bins{};
  std::array<std::size_t, 8> relations{};
  std::size_t equal = 0;
  for (const PairRecord& pair : report.pairs) {
    ++relations[static_cast<std::size_t>(pair.relation)];
    if (is_copy(pair.relation)) {
      ++equal;
      continue;
    }
    const double share = std::clamp(pair.body_similarity, 0.0, 1.0);
    const std::size_t bin = std::min(num_bins - 1, static_cast<std::size_t>(share * num_bins + 1e-9));
    ++bins[bin][is_one_document(pair.relation) ? 0 : 1];
  }
  out += fmt::format(",\"equal_pairs\":{}", equal);
  {
    Rows rows("similarity", out);
    for (std::size_t i = 0; i < num_bins; ++i)
      rows.add(fmt::format("{}", i * 100 / num_bins), {bins[i][0], bins[i][1]});
  }
  Rows rows("relations", out);
  for (std::size_t i = 0; i < relations.size(); ++i)
    if (relations[i] > 0) rows.add(to_string(static_cast<Relation>(i)), {relations[i]});
}

}  // namespace

std::string_view folder_of(std::string_view path) {
  const std::size_t slash = path.rfind('/');
  return slash == path.npos ? std::string_view() : path.substr(0, slash);
}

void append_html_overview(const Report& report, const HtmlAbout& about, std::size_t other_pairs, std::string& out) {
  const Summary& summary = report.summary;
  std::size_t in_families = 0;
  for (const FamilyRecord& family : report.families) in_families += family.members.size();
  JsonRecord record(out);
  record.begin_object("about").strings("paths", about.paths);
  if (!about.made.empty()) record.string("made", about.made);
  if (!about.version.empty()) record.string("version", about.version);
  if (about.threshold) record.number("threshold", *about.threshold, 6);
  if (!about.level.empty()) record.string("level", about.level);
  record.end_object()
      .integer("documents", summary.documents)
      .integer("bytes", summary.bytes)
      .integer("families", report.families.size())
      .integer("in_families", in_families)
      .integer("pairs", summary.pairs)
      .integer("other_pairs", other_pairs)
      .integer("boilerplate", summary.boilerplate)
      .integer("problems", summary.problems)
      .string("join", summary.join)
      .integer("copies_not_paired", summary.copies_not_paired)
      .integer("buckets_cut", summary.buckets_cut)
      .integer("families_not_collated", summary.families_not_collated);
  if (summary.seconds) record.number("seconds", *summary.seconds, 3);
  append_sizes(report, out);
  append_timeline(report, out);
  append_folders(report, out);
  append_similarity(report, out);
  record.end();
}

}  // namespace nuskha
