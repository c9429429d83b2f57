// Entry point: HtmlPairs. Test: tests/report/html_test.cpp.
#include "report/html_pairs.h"

#include <algorithm>
#include <map>
#include <string_view>

#include <fmt/format.h>

#include "report/html_columns.h"
#include "report/html_overview.h"

namespace nuskha {
namespace {

constexpr std::size_t title_bytes = 120;
constexpr std::size_t bytes_of_pair = 40;
constexpr std::size_t bytes_of_document = 34;  // name and title apart

/// How much one of the two has in common with the other.
double closeness(const PairRecord& pair) {
  return std::max({pair.body_similarity, pair.fuzzy_similarity.value_or(0), pair.similarity, pair.containment_a,
                   pair.containment_b});
}

}  // namespace

HtmlPairs::HtmlPairs(const Report& report) : report_(report), family_of_(report.documents.size()) {
  for (std::uint32_t i = 0; i < report.families.size(); ++i)
    for (const FamilyMember& member : report.families[i].members) family_of_[member.document] = i + 1;
  for (std::uint32_t i = 0; i < report.pairs.size(); ++i) {
    const PairRecord& pair = report.pairs[i];
    if (family_of_[pair.a] == 0 || family_of_[pair.a] != family_of_[pair.b]) order_.push_back(i);
  }
  std::stable_sort(order_.begin(), order_.end(), [&](std::uint32_t x, std::uint32_t y) {
    return closeness(report.pairs[x]) > closeness(report.pairs[y]);
  });
}

std::size_t HtmlPairs::num_that_fit(std::size_t bytes) const {
  std::vector<bool> is_there(report_.documents.size());
  std::size_t taken = 0;
  for (std::size_t i = 0; i < order_.size(); ++i) {
    const PairRecord& pair = report_.pairs[order_[i]];
    taken += bytes_of_pair;
    for (const DocumentIndex document : {pair.a, pair.b}) {
      if (is_there[document]) continue;
      is_there[document] = true;
      const DocumentRecord record = report_.documents[document];
      taken +=
          bytes_of_document + name_of(record.path).size() + std::min(title_bytes, record.title.value_or("").size());
    }
    if (taken > bytes) return i;
  }
  return order_.size();
}

void HtmlPairs::append(std::size_t bytes, std::string& out) const {
  const std::size_t num_shown = num_that_fit(bytes);
  std::map<DocumentIndex, std::uint32_t> places;  // of documents in the columns, sorted as in the report
  std::map<std::string_view, std::uint32_t> folders;
  for (std::size_t i = 0; i < num_shown; ++i) {
    const PairRecord& pair = report_.pairs[order_[i]];
    for (const DocumentIndex document : {pair.a, pair.b})
      if (places.emplace(document, 0).second) folders.emplace(folder_of(report_.documents.path(document)), 0);
  }
  Column folder_names("folders");
  std::uint32_t num_folders = 0;
  for (auto& [folder, number] : folders) {
    number = num_folders++;
    folder_names.add(folder);
  }
  Column in_folders("folder"), names("name"), dates("date"), titles("title"), families("family");
  std::uint32_t num_documents = 0;
  for (auto& [document, place] : places) {
    place = num_documents++;
    const DocumentRecord record = report_.documents[document];
    in_folders.add(std::int64_t{folders.find(folder_of(record.path))->second});
    names.add(name_of(record.path));
    dates.add(std::int64_t{date_number(record.date)});
    titles.add(beginning(record.title ? std::string_view(*record.title) : "", title_bytes));
    families.add(std::int64_t{family_of_[document]});
  }
  Column firsts("a"), seconds("b"), relations("relation"), similarities("similarity"), whole("whole"),
      containments_a("containment_a"), containments_b("containment_b");
  for (std::size_t i = 0; i < num_shown; ++i) {
    const PairRecord& pair = report_.pairs[order_[i]];
    firsts.add(std::int64_t{places.find(pair.a)->second});
    seconds.add(std::int64_t{places.find(pair.b)->second});
    relations.add(static_cast<std::int64_t>(pair.relation));
    similarities.add(std::int64_t{per_mille(std::max(pair.body_similarity, pair.fuzzy_similarity.value_or(0)))});
    whole.add(std::int64_t{per_mille(pair.similarity)});
    containments_a.add(std::int64_t{per_mille(pair.containment_a)});
    containments_b.add(std::int64_t{per_mille(pair.containment_b)});
  }
  out += fmt::format("{{\"left_out\":{},", size() - num_shown) + folder_names.text();
  append_columns("documents", {&in_folders, &names, &dates, &titles, &families}, out);
  append_columns("pairs", {&firsts, &seconds, &relations, &similarities, &whole, &containments_a, &containments_b},
                 out);
  out += '}';
}

}  // namespace nuskha
