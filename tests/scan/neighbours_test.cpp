// Which documents of an archive a new one is compared with.
#include "scan/neighbours.h"

#include <algorithm>
#include <string>
#include <vector>

#include "input/temporary_folder.h"
#include "nuskha/index.h"
#include "support/catch.h"
#include "support/release_folder.h"

using namespace nuskha;
using nuskha::test::ReleaseMaker;
using nuskha_test::TemporaryFolder;

namespace {

/// An archive of files that a test writes.
struct Scene {
  TemporaryFolder folder;
  std::string archive_path = folder / "a.nuskha";

  Archive archive() const {
    REQUIRE(index_add(archive_path, std::vector{folder / "old"}, {}));
    auto opened = Archive::open(archive_path);
    REQUIRE(opened);
    return std::move(*opened);
  }
  std::string name(const std::string& file) const { return folder / ("old/" + file); }
};

std::vector<Neighbour> neighbours_of(const std::string& text, const Archive& archive) {
  Digester digester(archive.settings().level);
  WordStore store;
  Document document;
  document.path = "new";
  document.text = text;
  const auto found = find_neighbours(archive, digester.digest(document, store));
  REQUIRE(found);
  return *found;
}

std::vector<std::string> names(const std::vector<Neighbour>& neighbours, const Archive& archive) {
  std::vector<std::string> out;
  for (const Neighbour& neighbour : neighbours) {
    const std::string path = archive.record(neighbour.id)->record.path;
    out.push_back(path.substr(path.rfind('/') + 1));
  }
  std::sort(out.begin(), out.end());
  return out;
}

std::string numbered_words(int first, int count) {
  std::string out;
  for (int i = first; i < first + count; ++i) out += "w" + std::to_string(i) + "x ";
  return out;
}

}  // namespace

TEST_CASE("neighbours share words in a row, and are sorted") {
  const Scene scene;
  scene.folder.write("old/near", numbered_words(0, 100));
  scene.folder.write("old/half", numbered_words(0, 50) + numbered_words(1000, 50));
  scene.folder.write("old/far", numbered_words(2000, 100));
  const Archive archive = scene.archive();
  const std::vector<Neighbour> found = neighbours_of(numbered_words(0, 99) + "other", archive);
  CHECK(names(found, archive) == std::vector<std::string>{"half", "near"});
  CHECK(std::is_sorted(found.begin(), found.end(), [](const auto& x, const auto& y) { return x.id < y.id; }));
  for (const Neighbour& neighbour : found) {
    CHECK(neighbour.anchors > 0);
    CHECK(neighbour.rare_anchors == neighbour.anchors);
  }
  CHECK(neighbours_of("nothing of all that", archive).empty());
  CHECK(neighbours_of("", archive).empty());
}

TEST_CASE("a part of a long document is found in it, wherever it stands") {
  const Scene scene;
  scene.folder.write("old/long", numbered_words(0, 3000));
  const Archive archive = scene.archive();
  for (const int begin : {0, 700, 1500, 2960})
    CHECK(names(neighbours_of(numbered_words(begin, 40), archive), archive) == std::vector<std::string>{"long"});
}

TEST_CASE("texts of one word are found by what they are at each level") {
  const Scene scene;
  scene.folder.write("old/a", "\xD8\xA7\xD9\x84\xD9\x85\xD8\xAF\xD8\xB1\xD8\xB3\xD8\xA9");  // المدرسة
  scene.folder.write("old/empty", "");
  const Archive archive = scene.archive();
  const std::string spelt_otherwise = "\xD8\xA7\xD9\x84\xD9\x85\xD8\xAF\xD8\xB1\xD8\xB3\xD9\x87";  // المدرسه
  CHECK(names(neighbours_of(spelt_otherwise, archive), archive) == std::vector<std::string>{"a"});
  CHECK(names(neighbours_of("", archive), archive) == std::vector<std::string>{"empty"});
  CHECK(neighbours_of("...", archive).empty());
}

TEST_CASE("the other versions of what is near are neighbours, too") {
  const Scene scene;
  scene.folder.write("old/1", "1 May 2021\n\n" + numbered_words(0, 60));
  scene.folder.write("old/2", "2 May 2021\n\n" + numbered_words(0, 60) + numbered_words(500, 20));
  const Archive archive = scene.archive();
  const std::vector<Neighbour> found = neighbours_of(numbered_words(500, 20), archive);
  CHECK(names(found, archive) == std::vector<std::string>{"1", "2"});
  CHECK(std::count_if(found.begin(), found.end(), [](const Neighbour& n) { return n.anchors == 0; }) == 1);
}

TEST_CASE("what many documents share has a bounded number of neighbours") {
  const Scene scene;
  const std::string footer = numbered_words(0, 30);
  std::string records;
  for (int i = 0; i < 300; ++i)
    records += "{\"text\":\"" + numbered_words(1000 * (i + 1), 12) + "\\n\\n" + footer + "\"}\n";
  scene.folder.write("old/records.jsonl", records);
  const Archive archive = scene.archive();
  const std::vector<Neighbour> found = neighbours_of(footer, archive);
  CHECK(!found.empty());
  CHECK(found.size() <= 128);
  CHECK(std::any_of(found.begin(), found.end(), [](const Neighbour& n) { return n.rare_anchors < n.anchors; }));
  // The one whose own words stand there is among them.
  const std::vector<std::string> own =
      names(neighbours_of(numbered_words(250'000, 12) + "\n\n" + footer, archive), archive);
  CHECK(std::count(own.begin(), own.end(), "records.jsonl#250") == 1);
}

TEST_CASE("every document of a random archive finds the versions that it has there") {
  const Scene scene;
  ReleaseMaker maker(7);
  std::vector<std::string> texts;
  for (int i = 0; i < 60; ++i) texts.push_back(maker.text());
  for (std::size_t i = 0; i < texts.size(); ++i) scene.folder.write("old/" + std::to_string(i), texts[i]);
  const Archive archive = scene.archive();
  const auto report = archive.report();
  REQUIRE(report);
  std::size_t num_pairs = 0;
  std::string missing;
  for (std::size_t i = 0; i < texts.size(); ++i) {
    const std::vector<std::string> found = names(neighbours_of(texts[i], archive), archive);
    for (const PairRecord& pair : report->pairs) {
      if (!is_one_document(pair.relation)) continue;
      const std::string a = report->documents[pair.a].path;
      const std::string b = report->documents[pair.b].path;
      const std::string own = scene.name(std::to_string(i));
      if (a != own && b != own) continue;
      const std::string other = a == own ? b : a;
      ++num_pairs;
      if (std::count(found.begin(), found.end(), other.substr(other.rfind('/') + 1)) == 0)
        missing += own + " misses " + other + "\n";
    }
  }
  CHECK(missing == "");
  CHECK(num_pairs > 20);
}
