// Writes a report page of any number of families, with names, titles and diffs of usual lengths, to standard output:
// for measuring what a browser does with it, without the hours that a scan of so many documents takes.
//   report_page FAMILIES DOCUMENTS_PER_FAMILY > report.html
#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <iostream>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "report/html.h"

namespace {

using namespace nuskha;

class Maker {
 public:
  Maker(std::uint32_t num_families, std::uint32_t mean_size) : num_families_(num_families), mean_size_(mean_size) {}

  Report make() {
    Report report;
    std::vector<DocumentRecord> documents;
    for (std::uint32_t id = 0; id < num_families_; ++id) {
      const std::uint32_t size = 2 + below(2 * mean_size_ - 3);
      const std::string title = words(7);
      FamilyRecord family;
      const int year = 1995 + static_cast<int>(below(30));
      for (std::uint32_t i = 0; i < size; ++i) {
        const auto document = static_cast<DocumentIndex>(documents.size());
        DocumentRecord record;
        record.path = fmt::format("archive/{:03}/{}/{:07}-release-{:04}.txt", id / 100, year, document, below(10'000));
        record.bytes = 1000 + below(8000);
        record.words = record.bytes / 6;
        record.date = fmt::format("{:04}-{:02}-{:02}", year, 1 + below(12), 1 + below(28));
        record.title = below(5) == 0 ? words(7) : title;
        documents.push_back(std::move(record));
        FamilyMember member{document, {}, {}};
        if (i > 0) {
          member.parent = document - 1 - below(i);
          member.relation = static_cast<Relation>(below(5));
          report.pairs.push_back({*member.parent, document, member.relation, {}, 0.9, share(), 0.8, 0.8, 0.8});
        }
        family.members.push_back(member);
      }
      family.keep = static_cast<DocumentIndex>(documents.size() - 1);
      family.cohesion = share();
      report.families.push_back(std::move(family));
    }
    // A relation between each family and the one before it.
    for (std::size_t id = 1; id < report.families.size(); ++id)
      report.pairs.push_back({report.families[id - 1].members.back().document,
                              report.families[id].members.front().document,
                              id % 4 == 0 ? Relation::shared_passage : Relation::template_,
                              {},
                              0.8,
                              share(),
                              0.4,
                              share(),
                              share()});
    std::sort(report.pairs.begin(), report.pairs.end(),
              [](const PairRecord& x, const PairRecord& y) { return std::pair(x.a, x.b) < std::pair(y.a, y.b); });
    for (int i = 0; i < 500; ++i)
      report.boilerplate.push_back(
          {100, {{words(40), 60, "2001-02-03", "2011-02-03", {}}, {words(41), 40, {}, {}, {}}}});
    report.summary.documents = documents.size();
    report.summary.families = report.families.size();
    report.summary.pairs = report.pairs.size();
    report.documents = std::move(documents);
    return report;
  }

  std::vector<VersionDiff> make_diffs(const Report& report) {
    std::vector<VersionDiff> diffs;
    std::size_t bytes = 0;
    for (std::uint32_t family = 0; family < report.families.size(); ++family) {
      for (std::uint32_t member = 1; member < report.families[family].members.size() && bytes < 24'000'000; ++member) {
        diffs.push_back(
            {family, member,
             fmt::format(
                 R"({{"summary":"1 date, 3 words; 96 % unchanged","lines":[12,["{}",[-1,"14"],[1,"15","date"],"{}"],)"
                 R"(30,["{}",[-1,"{}"],[1,"{}"],"{}"]]}})",
                 words(10), words(10), words(9), words(3), words(3), words(9))});
        bytes += diffs.back().view.size();
      }
    }
    return diffs;
  }

 private:
  std::uint32_t below(std::uint32_t bound) { return static_cast<std::uint32_t>(random_() % bound); }
  double share() { return 0.5 + below(5000) / 10000.0; }
  std::string words(int count) {
    static const char* const all[] = {"أسعار",   "المواد", "الغذائية", "في",      "نيسان",    "وزارة",
                                      "الزراعة", "بيان",   "صحفي",     "harbour", "press",    "release",
                                      "council", "water",  "the",      "of",      "northern", "road"};
    std::string out;
    for (int i = 0; i < count; ++i) out += (i == 0 ? "" : " ") + std::string(all[below(std::size(all))]);
    return out;
  }

  std::uint32_t num_families_, mean_size_;
  std::mt19937_64 random_{1};
};

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3 || std::atoi(argv[1]) < 1 || std::atoi(argv[2]) < 2) {
    fmt::print(stderr, "usage: {} FAMILIES DOCUMENTS_PER_FAMILY > report.html\n", argv[0]);
    return 2;
  }
  Maker maker(static_cast<std::uint32_t>(std::atoi(argv[1])), static_cast<std::uint32_t>(std::atoi(argv[2])));
  const Report report = maker.make();
  write_html(report, maker.make_diffs(report), {}, {}, std::cout);
  return std::cout.flush() ? 0 : 1;
}
