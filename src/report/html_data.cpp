// Entry points: HtmlFamilies, append_html_boilerplate, append_html_problems. Test: tests/report/html_test.cpp.
#include "report/html_data.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <numeric>
#include <optional>
#include <string_view>
#include <unordered_map>

#include <fmt/format.h>

#include "nuskha/match.h"
#include "report/html_columns.h"
#include "report/html_overview.h"
#include "report/json_record.h"
#include "report/problem_json.h"

namespace nuskha {
namespace {

constexpr std::array<std::size_t, 3> title_lengths = {240, 120, 60};  // bytes; the shorter for more documents
constexpr std::size_t longest_passage = 4000;
constexpr std::size_t bytes_of_member = 32;  // of the columns, its name apart

const PairRecord* find_pair(const Report& report, DocumentIndex x, DocumentIndex y) {
  const auto key = std::minmax(x, y);
  const auto found =
      std::lower_bound(report.pairs.begin(), report.pairs.end(), key, [](const PairRecord& pair, const auto& wanted) {
        return std::pair(pair.a, pair.b) < std::pair(wanted.first, wanted.second);
      });
  return found != report.pairs.end() && found->a == key.first && found->b == key.second ? &*found : nullptr;
}

}  // namespace

HtmlFamilies::HtmlFamilies(const Report& report, const HtmlLimits& limits) : num_families_(report.families.size()) {
  // What each family takes, with titles of each length.
  std::vector<std::array<std::size_t, title_lengths.size()>> bytes(report.families.size());
  std::array<std::size_t, title_lengths.size()> all{};
  std::unordered_map<DocumentIndex, std::string> titles;
  for (std::size_t i = 0; i < report.families.size(); ++i) {
    titles.clear();
    for (const FamilyMember& member : report.families[i].members) {
      const DocumentRecord document = report.documents[member.document];
      const std::string& title = titles[member.document] = document.title.value_or("");
      const auto parent = member.parent ? titles.find(*member.parent) : titles.end();
      const bool has_title = parent == titles.end() || parent->second != title;
      for (std::size_t k = 0; k < title_lengths.size(); ++k)
        bytes[i][k] += bytes_of_member + name_of(document.path).size() +
                       (has_title ? std::min(title.size(), title_lengths[k]) : 0);
    }
    for (std::size_t k = 0; k < all.size(); ++k) all[k] += bytes[i][k];
  }
  std::size_t choice = 0;
  while (choice + 1 < all.size() && all[choice] > limits.comfortable_family_bytes) ++choice;
  title_bytes_ = title_lengths[choice];

  std::vector<std::uint32_t> order(report.families.size());
  std::iota(order.begin(), order.end(), 0u);
  std::stable_sort(order.begin(), order.end(), [&](std::uint32_t x, std::uint32_t y) {
    return report.families[x].members.size() > report.families[y].members.size();
  });
  std::size_t taken = 0;
  for (const std::uint32_t family : order) {
    taken += bytes[family][choice];
    if (taken > limits.family_bytes) break;
    shown_.push_back(family);
  }
  std::sort(shown_.begin(), shown_.end());
  begin_.push_back(0);
  for (const std::uint32_t family : shown_)
    begin_.push_back(begin_.back() + static_cast<std::uint32_t>(report.families[family].members.size()));
}

std::optional<std::uint32_t> HtmlFamilies::position_of(std::uint32_t family, std::uint32_t member) const {
  const auto found = std::lower_bound(shown_.begin(), shown_.end(), family);
  if (found == shown_.end() || *found != family) return std::nullopt;
  return begin_[static_cast<std::size_t>(found - shown_.begin())] + member;
}

void HtmlFamilies::append(const Report& report, std::string& out) const {
  // Folders, numbered in their order.
  std::map<std::string_view, std::uint32_t> folders;
  for (const std::uint32_t family : shown_)
    for (const FamilyMember& member : report.families[family].members)
      folders.emplace(folder_of(report.documents.path(member.document)), 0);
  Column folder_names("folders");
  std::uint32_t num_folders = 0;
  for (auto& [folder, number] : folders) {
    number = num_folders++;
    folder_names.add(folder);
  }

  Column ids("id"), sizes("size"), keeps("keep"), cohesions("cohesion"), flags("flags");
  Column member_folders("folder"), names("name"), dates("date"), parents("parent"), relations("relation"),
      shares("share"), words("words"), titles("title");
  std::string lost;
  std::vector<std::uint32_t> place(report.documents.size());  // of a document in its family
  for (const std::uint32_t index : shown_) {
    const FamilyRecord& family = report.families[index];
    for (std::uint32_t i = 0; i < family.members.size(); ++i) place[family.members[i].document] = i;
    ids.add(std::int64_t{index} + 1);
    sizes.add(static_cast<std::int64_t>(family.members.size()));
    keeps.add(family.keep ? std::int64_t{place[*family.keep]} : -1);
    cohesions.add(family.cohesion ? per_mille(*family.cohesion) : -1);
    flags.add((family.cohesion_known ? 0 : 1) | (family.collated ? 0 : 2));
    std::vector<std::string> titles_here;
    for (const FamilyMember& member : family.members) {
      const DocumentRecord document = report.documents[member.document];
      member_folders.add(std::int64_t{folders.find(folder_of(document.path))->second});
      names.add(name_of(document.path));
      dates.add(date_number(document.date));
      words.add(static_cast<std::int64_t>(document.words));
      parents.add(member.parent ? std::int64_t{place[*member.parent]} : -1);
      relations.add(member.parent ? static_cast<std::int64_t>(member.relation) : -1);
      const PairRecord* pair = member.parent ? find_pair(report, member.document, *member.parent) : nullptr;
      shares.add(pair == nullptr ? -1 : per_mille(std::max(pair->body_similarity, pair->fuzzy_similarity.value_or(0))));
      // Most titles are those of the parent: 0 stands for that.
      titles_here.emplace_back(beginning(document.title ? std::string_view(*document.title) : "", title_bytes_));
      if (member.parent && place[*member.parent] + 1 < titles_here.size() &&
          titles_here[place[*member.parent]] == titles_here.back())
        titles.add(std::int64_t{0});
      else
        titles.add(titles_here.back());
    }
    if (family.lost.empty()) continue;
    lost += fmt::format("{}\"{}\":[", lost.empty() ? "" : ",", index + 1);
    for (const LostSourceRecord& source : family.lost) {
      if (lost.back() != '[') lost += ',';
      lost += fmt::format("[{}", source.parent ? std::int64_t{place[*source.parent]} : -1);
      for (const DocumentIndex member : source.members) lost += fmt::format(",{}", place[member]);
      lost += ']';
    }
    lost += ']';
  }
  out += fmt::format("{{\"left_out\":{},", num_left_out()) + folder_names.text();
  append_columns("families", {&ids, &sizes, &keeps, &cohesions, &flags}, out);
  append_columns("members", {&member_folders, &names, &dates, &parents, &relations, &shares, &words, &titles}, out);
  out += ",\"lost\":{" + lost + "}}";
}

void append_html_boilerplate(const Report& report, std::size_t bytes, std::string& out) {
  const std::size_t begin = out.size();
  std::size_t num_written = 0;
  out += "{\"records\":[";
  for (const BoilerplateRecord& passage : report.boilerplate) {
    const std::size_t before = out.size();
    if (num_written > 0) out += ',';
    JsonRecord record(out);
    record.integer("id", num_written + 1).integer("documents", passage.documents);
    if (passage.within_document) record.boolean("within_document", true);
    record.begin_array("variants");
    for (const BoilerplateVariant& variant : passage.variants) {
      const std::string_view shown = beginning(variant.text, longest_passage);
      record.begin_element().string("text", shown).integer("documents", variant.documents);
      record.string_or_null("first", variant.first).string_or_null("last", variant.last);
      if (shown.size() < variant.text.size()) record.integer("cut", variant.text.size() - shown.size());
      record.end_element();
    }
    record.end_array().end();
    if (out.size() - begin > bytes) {
      out.resize(before);
      break;
    }
    ++num_written;
  }
  out += fmt::format("],\"left_out\":{}}}", report.boilerplate.size() - num_written);
}

void append_html_problems(const Report& report, std::size_t bytes, std::string& out) {
  const std::size_t begin = out.size();
  std::size_t num_written = 0;
  out += "{\"records\":[";
  for (const Problem& problem : report.problems) {
    const std::size_t before = out.size();
    if (num_written > 0) out += ',';
    JsonRecord record(out);
    append_fields(problem, record).end();
    if (out.size() - begin > bytes) {
      out.resize(before);
      break;
    }
    ++num_written;
  }
  out += fmt::format("],\"left_out\":{}}}", report.problems.size() - num_written);
}

}  // namespace nuskha
