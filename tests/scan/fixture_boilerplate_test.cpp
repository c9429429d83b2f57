// The boilerplate of the fixture archive against fixtures/archive.boilerplate.tsv.
#include <cstdint>
#include <fstream>
#include <set>
#include <sstream>
#include <string>
#include <tuple>
#include <vector>

#include "nuskha/input.h"
#include "nuskha/scan.h"
#include "support/catch.h"
#include "support/fixture_truth.h"

using namespace nuskha;

namespace {

struct Line {
  std::string path;
  std::uint64_t number = 0;
  std::string passage;
};

std::vector<Line> read_truth() {
  std::ifstream file(test::fixture_archive() + ".boilerplate.tsv");
  REQUIRE(file);
  std::vector<Line> out;
  std::string row;
  std::getline(file, row);
  REQUIRE(row == "path\tfirst_line\tlast_line\tkind\tpassage");
  while (std::getline(file, row)) {
    std::istringstream fields(row);
    Line line;
    std::uint64_t last = 0;
    std::string kind;
    std::getline(fields, line.path, '\t');
    fields >> line.number >> last >> kind >> line.passage;
    REQUIRE(fields);
    for (; line.number <= last; ++line.number) out.push_back(line);
  }
  return out;
}

const Report& report() {
  static const Report made = [] {
    const std::vector<std::string> paths = {test::fixture_archive()};
    auto source = open_paths(paths, {});
    REQUIRE(source);
    ScanOptions options;
    options.boilerplate_places = true;
    auto scanned = scan(**source, options);
    REQUIRE(scanned);
    return std::move(*scanned);
  }();
  return made;
}

using LineSet = std::set<std::pair<std::string, std::uint64_t>>;

LineSet lines_found() {
  LineSet out;
  for (const BoilerplateRecord& record : report().boilerplate)
    for (const BoilerplateVariant& variant : record.variants)
      for (const BoilerplatePlace& place : variant.places)
        for (std::uint64_t line = place.first_line; line <= place.last_line; ++line)
          out.insert({report().documents[place.document].path.substr(test::fixture_archive().size() + 1), line});
  return out;
}

}  // namespace

TEST_CASE("every footer and head of the archive is found where it stands") {
  const LineSet found = lines_found();
  std::string missed;
  for (const Line& line : read_truth())
    if (found.count({line.path, line.number}) == 0)
      missed += "\n" + line.path + ":" + std::to_string(line.number) + " " + line.passage;
  CHECK(missed == "");
}

TEST_CASE("besides them only the frame of the weekly bulletins is boilerplate") {
  LineSet truth;
  for (const Line& line : read_truth()) truth.insert({line.path, line.number});
  std::string wrong;
  for (const auto& [path, line] : lines_found()) {
    const bool is_bulletin = path.find("/bulletin/") != path.npos || path.find("/fish/") != path.npos;
    // Blank lines between two lines of one passage are of its range.
    const bool is_between = truth.count({path, line - 1}) == 1 && truth.count({path, line + 1}) == 1;
    if (!is_bulletin && !is_between && truth.count({path, line}) == 0)
      wrong += "\n" + path + ":" + std::to_string(line);
  }
  CHECK(wrong == "");
}

TEST_CASE("the about text that was reworded is one boilerplate with two wordings, each with its documents") {
  for (const BoilerplateRecord& record : report().boilerplate) {
    if (record.variants[0].text.rfind("نبذة عن المكتب", 0) != 0) continue;
    CHECK(record.documents == 18);
    REQUIRE(record.variants.size() == 2);
    CHECK(record.variants[0].documents == 10);
    CHECK(record.variants[1].documents == 8);
    return;
  }
  FAIL("the about text isn't listed");
}
