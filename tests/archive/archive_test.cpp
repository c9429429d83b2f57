#include "nuskha/archive.h"

#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

#include "archive/anchors.h"
#include "archive/document_rows.h"
#include "input/temporary_folder.h"
#include "nuskha/index.h"
#include "support/catch.h"
#include "support/release_folder.h"

using namespace nuskha;
using nuskha::test::ReleaseMaker;
using nuskha::test::write_old_file;
using nuskha_test::TemporaryFolder;

namespace {

const char* const markdown =
    "---\ntitle: The spring report\ndate: 2021-04-15\nlang: en-GB\n---\n"
    "The office publishes a report each spring, with the figures of the year before and a list of all who helped.\n\n"
    "It can be had from the office.\n";
const char* const same_words =
    "The office publishes a report each spring, with the figures of the year before and a list of all who helped!\n\n"
    "It can be had from the OFFICE.\n";

struct Scene {
  TemporaryFolder folder;
  std::string archive = folder / "a.nuskha";

  explicit Scene(bool store_text = true) {
    folder.write("releases/a.md", markdown);
    folder.write("releases/b.txt", same_words);
    folder.write("releases/c.jsonl",
                 "{\"text\":\"nothing else is like this one at all\",\"date\":\"2022-01-01\"}\n{\"text\":\"\"}\n");
    IndexOptions options;
    options.settings.store_text = store_text;
    REQUIRE(index_add(archive, std::vector{folder / "releases"}, options));
  }
  Archive open() const {
    auto opened = Archive::open(archive);
    CAPTURE(opened ? "" : opened.error().what);
    REQUIRE(opened);
    return *std::move(opened);
  }
  std::string path(const std::string& name) const { return folder / ("releases/" + name); }
  DocumentId id(const Archive& opened, const std::string& name) const {
    const auto ids = opened.named(path(name));
    REQUIRE(ids);
    REQUIRE(ids->size() == 1);
    return ids->front();
  }
};

Document read_back(const std::string& path) {
  const auto source = open_paths(std::vector{path}, {});
  REQUIRE(source);
  std::vector<Document> documents;
  std::vector<Problem> problems;
  REQUIRE((*source)->next(documents, problems));
  return documents.front();
}

}  // namespace

TEST_CASE("a document comes out of the archive as it was read") {
  const Scene scene;
  const Archive archive = scene.open();
  CHECK(archive.num_documents() == 4);
  CHECK(archive.num_waiting() == 0);
  const auto stored = archive.document(scene.id(archive, "a.md"));
  REQUIRE(stored);
  const Document read = read_back(scene.path("a.md"));
  CHECK(stored->path == read.path);
  CHECK(stored->text == read.text);
  CHECK(stored->title == read.title);
  CHECK(stored->date == read.date);
  CHECK(stored->language == read.language);
  CHECK(stored->first_line == read.first_line);
  CHECK(stored->source_bytes == read.source_bytes);
  CHECK(stored->source_hash == read.source_hash);
  CHECK(archive.document(scene.id(archive, "c.jsonl#2"))->text == "");
  const auto missing = archive.document(99);
  REQUIRE(!missing);
  CHECK(missing.error().code == ErrorCode::not_found);
  CHECK(archive.named(scene.path("c.jsonl"))->empty());
  CHECK(archive.named("x")->empty());
}

TEST_CASE("an archive without texts gives words, and one with texts doesn't") {
  const Scene scene(false);
  const Archive archive = scene.open();
  const DocumentId id = scene.id(archive, "a.md");
  CHECK(archive.document(id)->text == "");
  const auto words = archive.words(id);
  REQUIRE(words);
  Analysis analysis;
  Analyzer().analyze(read_back(scene.path("a.md")).text, analysis);
  CHECK(words->words == analysis.words);
  CHECK(words->block_ends.size() == analysis.blocks.size());
  CHECK(!archive.words(99));

  const Scene with_texts;
  const auto refused = with_texts.open().words(1);
  REQUIRE(!refused);
  CHECK(refused.error().code == ErrorCode::invalid_argument);
}

TEST_CASE("documents are found by the hashes of their text at each level") {
  const Scene scene;
  const Archive archive = scene.open();
  const DocumentId a = scene.id(archive, "a.md");
  const DocumentId b = scene.id(archive, "b.txt");
  const auto record = archive.record(a);
  REQUIRE(record);
  CHECK(archive.with_hash(Level::bytes, record->source_hash, 10)->ids == std::vector{a});
  CHECK(archive.with_hash(Level::layout, record->layout_hash, 10)->ids == std::vector{a});
  CHECK(archive.with_hash(Level::text, record->record.text_hash, 10)->ids == std::vector{a, b});
  CHECK(archive.with_hash(Level::spelling, record->spelling_hash, 10)->ids == std::vector{a, b});
  const auto cut = archive.with_hash(Level::text, record->record.text_hash, 1);
  CHECK(cut->ids == std::vector{a});
  CHECK(cut->cut);
  CHECK(!archive.with_hash(Level::text, record->record.text_hash, 2)->cut);
}

TEST_CASE("documents are found by their anchors") {
  const Scene scene;
  const Archive archive = scene.open();
  const DocumentId a = scene.id(archive, "a.md");
  const DocumentId b = scene.id(archive, "b.txt");
  Analysis analysis;
  Analyzer().analyze(same_words, analysis);
  std::vector<std::uint32_t> anchors;
  all_anchors(analysis.words, anchors);
  std::size_t num_found = 0;
  for (const std::uint32_t anchor : anchors) {
    const auto found = archive.with_anchor(anchor, 10);
    REQUIRE(found);
    if (found->ids.empty()) continue;
    ++num_found;
    CHECK(found->ids == std::vector{a, b});
    CHECK(!found->cut);
    CHECK(archive.with_anchor(anchor, 1)->cut);
  }
  CHECK(num_found == least_anchors);
}

TEST_CASE("a family names its newest version, and the latest documents come first") {
  const Scene scene;
  const Archive archive = scene.open();
  const DocumentId a = scene.id(archive, "a.md");
  const DocumentId b = scene.id(archive, "b.txt");
  const auto family = archive.family(b);
  REQUIRE(family);
  REQUIRE(*family);
  REQUIRE((*family)->members.size() == 2);
  CHECK((*family)->members[(*family)->newest].id == a);
  CHECK((*family)->members[(*family)->newest].date == "2021-04-15");
  CHECK(!*archive.family(scene.id(archive, "c.jsonl#1")));
  CHECK(*archive.most_recent(5) == std::vector{scene.id(archive, "c.jsonl#1"), a});
  CHECK(archive.most_recent(1)->size() == 1);
  CHECK(archive.most_recent(0)->empty());
}

TEST_CASE("a reader sees one state, whatever others write, until it looks again") {
  const Scene scene;
  Archive archive = scene.open();
  const DocumentId b = scene.id(archive, "b.txt");
  scene.folder.write("releases/d.txt", "another one that is new and has words of its own");
  std::filesystem::remove(scene.path("b.txt"));
  REQUIRE(index_update(scene.archive, {}, {}));
  CHECK(archive.num_documents() == 4);
  CHECK(archive.document(b)->text == same_words);
  CHECK(archive.report()->documents.size() == 4);
  CHECK(archive.named(scene.path("d.txt"))->empty());
  REQUIRE(archive.refresh());
  CHECK(!archive.document(b));
  CHECK(archive.named(scene.path("d.txt"))->size() == 1);
  // Whoever comes now sees it too.
  CHECK(scene.open().named(scene.path("d.txt"))->size() == 1);
}

TEST_CASE("boilerplate, what recurs, and the facts of an archive can be asked for") {
  const TemporaryFolder folder;
  ReleaseMaker maker(4);
  for (int i = 0; i < 40; ++i) write_old_file(folder / ("releases/" + std::to_string(i)), maker.text(), 50);
  const std::string path = folder / "a.nuskha";
  IndexOptions options;
  options.input.exclude = {"*.bak"};
  REQUIRE(index_add(path, std::vector{folder / "releases"}, options));
  const auto archive = Archive::open(path);
  REQUIRE(archive);
  const auto boilerplate = archive->boilerplate();
  REQUIRE(boilerplate);
  REQUIRE(!boilerplate->empty());
  CHECK(boilerplate->front().documents >= 3);
  CHECK(boilerplate->front().variants.front().text.size() > 20);
  CHECK(archive->is_recurring(12345) == false);
  const auto info = archive->info();
  REQUIRE(info);
  CHECK(info->documents == 40);
  CHECK(info->files == 40);
  CHECK(info->generation == 1);
  CHECK(info->schema_version == 1);
  CHECK(info->families == archive->report()->families.size());
  CHECK(info->pairs == archive->report()->pairs.size());
  CHECK(info->boilerplate == boilerplate->size());
  CHECK(info->text_bytes > 1000);
  CHECK(info->file_bytes >= info->text_bytes);
  REQUIRE(info->roots.size() == 1);
  CHECK(info->roots[0].path == folder / "releases");
  CHECK(info->roots[0].exclude == std::vector<std::string>{"*.bak"});
}

TEST_CASE("the documents of an archive are a source, which reads them again by name") {
  const Scene scene;
  const Archive archive = scene.open();
  const auto source = archive.documents();
  CHECK(source->num_files() == 4);
  const nuskha_test::ReadBack all = nuskha_test::read_all(*source);
  CHECK(all.paths() == std::vector<std::string>{scene.path("a.md"), scene.path("b.txt"), scene.path("c.jsonl#1"),
                                                scene.path("c.jsonl#2")});
  const auto again = source->again(std::vector<std::string>{scene.path("b.txt"), "x"});
  CHECK(nuskha_test::read_all(*again).paths() == std::vector{scene.path("b.txt")});
  CHECK(!archive.failure());
}
