// See the header.
#include "support/fixture_truth.h"

#include <algorithm>
#include <fstream>
#include <stdexcept>

namespace nuskha::test {
namespace {

/// The rows below the header, each split at tabs.
std::vector<std::vector<std::string>> read_rows(const std::string& name, const std::string& header) {
  const std::string file = std::string(NUSKHA_FIXTURES) + "/" + name;
  std::ifstream in(file, std::ios::binary);
  std::string line;
  if (!std::getline(in, line) || line != header)
    throw std::runtime_error(file + ": missing, or its header isn't \"" + header + "\"");
  const auto num_columns = static_cast<std::size_t>(std::count(header.begin(), header.end(), '\t')) + 1;
  std::vector<std::vector<std::string>> rows;
  while (std::getline(in, line)) {
    std::vector<std::string> row;
    for (std::size_t begin = 0;;) {
      const std::size_t end = line.find('\t', begin);
      row.push_back(line.substr(begin, end - begin));
      if (end == std::string::npos) break;
      begin = end + 1;
    }
    if (row.size() != num_columns)
      throw std::runtime_error(file + ": a row of " + std::to_string(row.size()) + " columns: " + line);
    rows.push_back(std::move(row));
  }
  if (rows.empty()) throw std::runtime_error(file + ": no rows");
  return rows;
}

}  // namespace

std::string fixture_archive() { return std::string(NUSKHA_FIXTURES) + "/archive"; }

FixtureTruth read_fixture_truth() {
  FixtureTruth truth;
  for (auto& row : read_rows("archive.truth.tsv", "a\tb\trelation\tlevel\tnote")) {
    if (row[0] >= row[1]) throw std::runtime_error("archive.truth.tsv: a isn't before b: " + row[0]);
    if (!truth.index_.emplace(std::pair(row[0], row[1]), truth.pairs.size()).second)
      throw std::runtime_error("archive.truth.tsv: listed twice: " + row[0] + " " + row[1]);
    truth.pairs.push_back({row[0], row[1], row[2], row[3], row[4]});
  }
  for (auto& row : read_rows("archive.families.tsv", "path\tfamily\tdate\tlang\tissuer\tencoding"))
    truth.documents.push_back({row[0], row[1], row[2], row[3], row[4], row[5]});
  return truth;
}

const TruthPair* FixtureTruth::find(const std::string& a, const std::string& b) const {
  const auto found = index_.find(a < b ? std::pair(a, b) : std::pair(b, a));
  return found == index_.end() ? nullptr : &pairs[found->second];
}

std::vector<std::vector<std::string>> FixtureTruth::families() const {
  std::map<std::string, std::vector<std::string>> by_name;
  for (const TruthDocument& document : documents) by_name[document.family].push_back(document.path);
  std::vector<std::vector<std::string>> out;
  for (auto& [name, paths] : by_name) {
    if (paths.size() < 2) continue;
    std::sort(paths.begin(), paths.end());
    out.push_back(std::move(paths));
  }
  std::sort(out.begin(), out.end());
  return out;
}

}  // namespace nuskha::test
