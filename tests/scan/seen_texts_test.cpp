// Copies of a text are analyzed once, and nothing shows it.
#include "scan/seen_texts.h"

#include <algorithm>
#include <map>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "base/hash.h"
#include "input/encode.h"
#include "input/temporary_folder.h"
#include "nuskha/input.h"
#include "scan/corpus.h"
#include "support/catch.h"
#include "support/random_text.h"

using namespace nuskha;
using nuskha_test::TemporaryFolder;

namespace {

Document document(std::string path, std::string text) {
  Document out;
  out.path = std::move(path);
  out.text = std::move(text);
  return out;
}

std::vector<std::uint32_t> numbers(std::span<const std::uint32_t> span) { return {span.begin(), span.end()}; }

void check_equal(const CorpusDocument& x, const CorpusDocument& y) {
  INFO(x.record.path);
  CHECK(x.record.path == y.record.path);
  CHECK(x.record.bytes == y.record.bytes);
  CHECK(x.record.words == y.record.words);
  CHECK(x.record.date == y.record.date);
  CHECK(x.record.date_source == y.record.date_source);
  CHECK(x.record.date_readings == y.record.date_readings);
  CHECK(x.record.title == y.record.title);
  CHECK(x.record.text_hash == y.record.text_hash);
  CHECK(x.record.encoding == y.record.encoding);
  CHECK(x.record.encoding_detected == y.record.encoding_detected);
  CHECK(x.source_hash == y.source_hash);
  CHECK(x.layout_hash == y.layout_hash);
  CHECK(x.spelling_hash == y.spelling_hash);
  CHECK(std::equal(x.text.words.begin(), x.text.words.end(), y.text.words.begin(), y.text.words.end()));
  CHECK(x.text.date_begin == y.text.date_begin);
  CHECK(x.text.date_end == y.text.date_end);
  CHECK(numbers(x.text.block_ends) == numbers(y.text.block_ends));
  CHECK(numbers(x.text.dates) == numbers(y.text.dates));
}

/// Each document analyzed by itself, with nothing known of the others.
std::vector<CorpusDocument> one_by_one(DocumentSource& source, Level level, WordStore& store) {
  std::vector<CorpusDocument> out;
  std::vector<Document> batch;
  std::vector<Problem> problems;
  while (source.next(batch, problems))
    for (Document& next : batch) {
      Digester digester(level);
      out.push_back(digester.digest(next, store));
    }
  std::sort(out.begin(), out.end(), [](const CorpusDocument& a, const CorpusDocument& b) {
    return std::tie(a.record.path, a.source_hash) < std::tie(b.record.path, b.source_hash);
  });
  return out;
}

/// What read_corpus makes of the source, on this many threads, is what each document gives by itself.
Corpus check_corpus(DocumentSource& source, DocumentSource& again, Level level, unsigned threads) {
  Corpus corpus = read_corpus(source, level, threads, nullptr);
  WordStore store;
  const std::vector<CorpusDocument> expected = one_by_one(again, level, store);
  REQUIRE(corpus.documents.size() == expected.size());
  for (std::size_t i = 0; i < expected.size(); ++i) check_equal(corpus.documents[i], expected[i]);
  return corpus;
}

Corpus check_corpus(const std::vector<Document>& documents, unsigned threads = 2) {
  const auto source = open_documents(documents);
  const auto again = open_documents(documents);
  return check_corpus(*source, *again, Level::spelling, threads);
}

Corpus check_folder(const TemporaryFolder& folder, const InputOptions& options = {}) {
  const auto source = open_paths(std::vector{folder.path()}, options);
  const auto again = open_paths(std::vector{folder.path()}, options);
  REQUIRE(source);
  REQUIRE(again);
  return check_corpus(**source, **again, Level::spelling, 2);
}

}  // namespace

TEST_CASE("copies share the words of the first") {
  const Corpus corpus = check_corpus({document("a", "One text of a few words."), document("b", "Another text."),
                                      document("c", "One text of a few words.")},
                                     1);
  CHECK(corpus.documents[0].text.words.data() == corpus.documents[2].text.words.data());
  CHECK(corpus.documents[0].text.words.data() != corpus.documents[1].text.words.data());
}

TEST_CASE("copies without a date in the text have each that of its own name") {
  const std::string text = "A text that says nothing of when it was written.\n\nIt goes on.";
  const Corpus corpus =
      check_corpus({document("2019-04-15.txt", text), document("b/15.04.2020.txt", text), document("c.txt", text),
                    document("d-2021_02_03.md", text), document("03-04-2021", text), document("e.txt#2", text)});
  std::map<std::string, std::optional<std::string>> dates;
  for (const CorpusDocument& d : corpus.documents) dates[d.record.path] = d.record.date;
  CHECK(dates["2019-04-15.txt"] == "2019-04-15");
  CHECK(dates["b/15.04.2020.txt"] == "2020-04-15");
  CHECK_FALSE(dates["c.txt"]);
  CHECK(dates["d-2021_02_03.md"] == "2021-02-03");
}

TEST_CASE("the habits of the text decide what a copy's name means, as they did of the first's") {
  const std::string text =
      "The colour of the labour programme, which was organised on 13/04/2021 by the centre.\n\nMeet us on 03/04/2021.";
  const std::string bare = "What the colour of the labour programme at the centre was, whilst it was organised.";
  std::vector<Document> documents;
  for (const char* name : {"a.txt", "05_06_2020.txt", "06.05.2020.txt", "5 June 2020.txt"}) {
    documents.push_back(document(std::string("1/") + name, text));
    documents.push_back(document(std::string("2/") + name, bare));
    for (const char* language : {"en-GB", "en-US", "de"}) {
      documents.push_back(document(std::string(language) + name, bare));
      documents.back().language = language;
    }
  }
  check_corpus(documents);
  check_corpus(documents, 1);
}

TEST_CASE("what front matter and records say of a copy is its own") {
  const std::string text = "A body.\n\nIts second paragraph, of 03/04/2021.";
  std::vector<Document> documents(9, document("", text));
  for (std::size_t i = 0; i < documents.size(); ++i) documents[i].path = std::to_string(i);
  documents[1].title = "A title";
  documents[2].title = "";
  documents[3].date = "2021-05-06";
  documents[4].date_text = "15 April 2021";
  documents[5].date_text = "A title";
  documents[6].language = "en-GB";
  documents[7].made_date = "2020-01-02";
  documents[8].file_time = 1'600'000'000;
  const Corpus corpus = check_corpus(documents, 1);
  CHECK(corpus.documents[1].record.title == "A title");
  CHECK(corpus.documents[3].record.date == "2021-05-06");
  CHECK(corpus.documents[4].record.date == "2021-04-15");
}

TEST_CASE("no two kinds of metadata are taken for one another") {
  Document title = document("a", "text");
  Document date = title;
  title.title = "x";
  date.date_text = "x";
  CHECK(text_key(title) != text_key(date));
  CHECK(text_key(title) != text_key(document("a", "text")));
  CHECK(text_key(document("b", "text")) == text_key(document("a", "text")));
  Document empty = document("a", "text");
  empty.title = "";
  CHECK(text_key(empty) != text_key(document("a", "text")));
}

TEST_CASE("a text in several encodings is one text, and each copy keeps its own encoding") {
  const TemporaryFolder folder;
  const std::string text =
      "أعلنت الوزارة اليوم عن إطلاق برنامج جديد لدعم الشركات الصغيرة في المدينة.\n\nوقال الوزير إن البرنامج سيبدأ "
      "في 15 أبريل 2021 وسيستمر لمدة عام كامل.\n";
  folder.write("utf-8.txt", text);
  folder.write("windows-1256.txt", nuskha_test::encode(text, "windows-1256"));
  folder.write("iso-8859-6.txt", nuskha_test::encode(text, "ISO-8859-6"));
  folder.write("utf-16.txt", nuskha_test::encode(text, "UTF-16"));
  folder.write("mark.txt", "\xEF\xBB\xBF" + text);
  const Corpus corpus = check_folder(folder);
  REQUIRE(corpus.documents.size() == 5);
  for (const CorpusDocument& d : corpus.documents) CHECK(d.record.text_hash == corpus.documents[0].record.text_hash);
  CHECK(corpus.documents[4].record.encoding == "windows-1256");
  CHECK(corpus.documents[4].source_hash != corpus.documents[3].source_hash);
}

TEST_CASE("the same bytes are read by what their name says") {
  const TemporaryFolder folder;
  const std::string lines = "{\"text\": \"First record of the file, 1 May 2020\"}\n{\"text\": \"Second record\"}\n";
  const std::string front = "---\ntitle: The title\ndate: 2021-04-15\nlang: en\n---\nThe body of it.\n";
  const std::string table = "id,text\n1,First record of the file\n2,Second record\n";
  for (const char* name : {"a.txt", "b.jsonl", "c.json", "d.csv", "e.md", "2020-02-03.txt", "f"}) {
    folder.write(std::string("lines/") + name, lines);
    folder.write(std::string("front/") + name, front);
    folder.write(std::string("table/") + name, table);
  }
  check_folder(folder);
}

TEST_CASE("a file that is read by options of its own is no copy of one that isn't") {
  const TemporaryFolder folder;
  const std::string lines = "{\"text\": \"One\", \"body\": \"Another\"}\n{\"text\": \"Two\", \"body\": \"One\"}\n";
  for (const char* name : {"a.jsonl", "b.jsonl", "c.jsonl"}) folder.write(name, lines);
  folder.write("a.txt", "No date here.");
  folder.write("b.txt", "No date here.");
  InputOptions options;
  options.of_file = [](const std::string& path) {
    FileOptions own;
    if (path.ends_with("b.jsonl")) own.text_field = "body";
    if (path.ends_with("b.txt")) own.file_times = true;
    return own;
  };
  const Corpus corpus = check_folder(folder, options);
  CHECK_FALSE(corpus.documents[0].record.date);  // a.txt
  const auto timed = std::find_if(corpus.documents.begin(), corpus.documents.end(),
                                  [](const CorpusDocument& d) { return d.record.path.ends_with("b.txt"); });
  CHECK((*timed).record.date_source == DateSource::file_time);
}

TEST_CASE("random texts with copies on any number of threads are as if each was alone") {
  std::mt19937_64 random(23);
  std::vector<std::string> texts;
  for (int i = 0; i < 40; ++i) texts.push_back(test::random_text(random, random() % 400));
  std::vector<Document> documents;
  for (int i = 0; i < 600; ++i) {
    // One is in every second document, so that all threads are at it at once.
    const std::string& text = random() % 2 == 0 ? texts[0] : texts[random() % texts.size()];
    documents.push_back(document(std::to_string(i), text));
    if (random() % 8 == 0) documents.back().title = "Title " + std::to_string(random() % 2);
    if (random() % 8 == 0) documents.back().date_text = std::to_string(1 + random() % 12) + "/4/2021";
  }
  for (const unsigned threads : {1u, 2u, 7u}) check_corpus(documents, threads);
}

TEST_CASE("a full table begins again and answers nothing wrong") {
  SeenTexts seen(64);  // one in each shard
  for (std::uint64_t i = 0; i < 1000; ++i) {
    TextFacts facts;
    facts.title = std::to_string(i);
    seen.add(hash128(&i, sizeof i), facts);
    const auto found = seen.find(hash128(&i, sizeof i));
    REQUIRE(found);
    CHECK(found->title == std::to_string(i));
  }
  std::size_t num_known = 0;
  for (std::uint64_t i = 0; i < 1000; ++i) {
    const auto found = seen.find(hash128(&i, sizeof i));
    if (found) CHECK(found->title == std::to_string(i));
    num_known += found.has_value();
  }
  CHECK(num_known <= 64);
}
