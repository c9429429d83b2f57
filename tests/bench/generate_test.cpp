// The generator of corpora for measuring: the same bytes everywhere, and a truth that holds.
#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "generator/archive.h"
#include "generator/worst_cases.h"
#include "support/catch.h"
#include "support/run_program.h"

namespace nuskha::bench {
namespace {

std::string read(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  REQUIRE(in);
  return {std::istreambuf_iterator<char>(in), {}};
}

/// Every file below a folder.
std::map<std::string, std::string> files_of(const std::filesystem::path& folder) {
  std::map<std::string, std::string> out;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder))
    if (entry.is_regular_file()) out[std::filesystem::relative(entry.path(), folder).string()] = read(entry.path());
  return out;
}

/// FNV-1a, which no library's version changes.
std::uint64_t checksum(const std::map<std::string, std::string>& files) {
  std::uint64_t sum = 0xCBF29CE484222325;
  const auto add = [&](const std::string& bytes) {
    for (const char c : bytes) sum = (sum ^ static_cast<unsigned char>(c)) * 0x100000001B3;
  };
  for (const auto& [name, bytes] : files) {
    add(name);
    add(bytes);
  }
  return sum;
}

std::vector<std::string> texts_of(const std::filesystem::path& file) {
  std::vector<std::string> out;
  std::istringstream lines(read(file));
  for (std::string line; std::getline(lines, line);)
    out.push_back(nlohmann::json::parse(line).at("text").get<std::string>());
  return out;
}

std::vector<std::string> words_of(const std::string& text) {
  std::istringstream in(text);
  return {std::istream_iterator<std::string>(in), {}};
}

OutputOptions output(const std::filesystem::path& folder, unsigned jobs = 1) {
  OutputOptions options;
  options.folder = folder;
  options.jobs = jobs;
  return options;
}

TEST_CASE("an archive has the same bytes for any number of threads, and begins like a smaller one") {
  const testing::TemporaryFolder folder;
  make_archive({.num_documents = 2500, .seed = 1, .scripts = {}}, output(folder.path() / "one"));
  make_archive({.num_documents = 2500, .seed = 1, .scripts = {}}, output(folder.path() / "three", 3));
  make_archive({.num_documents = 1000, .seed = 1, .scripts = {}}, output(folder.path() / "small"));
  const auto one = files_of(folder.path() / "one");
  CHECK(one.size() == 4);  // three of documents, and the truth
  CHECK((one == files_of(folder.path() / "three")));
  CHECK((one.at("docs/00000.jsonl") == files_of(folder.path() / "small").at("docs/00000.jsonl")));
}

TEST_CASE("an archive is the same on every machine, of every seed another") {
  const testing::TemporaryFolder folder;
  make_archive({.num_documents = 1000, .seed = 1, .scripts = {}}, output(folder.path() / "a"));
  make_archive({.num_documents = 1000, .seed = 2, .scripts = {}}, output(folder.path() / "b"));
  CHECK(checksum(files_of(folder.path() / "a")) == 0x5F982F12E79D2788);
  CHECK(checksum(files_of(folder.path() / "b")) != checksum(files_of(folder.path() / "a")));
}

TEST_CASE("small files hold the texts of the JSON Lines files, under the names of the truth") {
  const testing::TemporaryFolder folder;
  OutputOptions options = output(folder.path());
  options.layout = Layout::files;
  make_archive({.num_documents = 1000, .seed = 1, .scripts = {}}, options);
  make_archive({.num_documents = 1000, .seed = 1, .scripts = {}}, output(folder.path() / "lines"));
  const std::vector<std::string> texts = texts_of(folder.path() / "lines/docs/00000.jsonl");
  REQUIRE(texts.size() == 1000);
  CHECK(read(folder.path() / "docs/00000/00041.txt").ends_with("---\n" + texts[41]));
  CHECK(document_name(options, 41) == "docs/00000/00041.txt");
  CHECK(document_name(output(folder.path()), 41) == "docs/00000.jsonl#42");
}

TEST_CASE("what the truth says of copies, versions and templates is so") {
  const testing::TemporaryFolder folder;
  OutputOptions options = output(folder.path());
  options.plain = true;
  make_archive({.num_documents = 1000, .seed = 1, .scripts = {Script::latin, Script::arabic}}, options);
  const std::vector<std::string> texts = texts_of(folder.path() / "docs/00000.jsonl");
  std::istringstream truth(read(folder.path() / "truth.tsv"));
  std::string line;
  std::getline(truth, line);
  CHECK(line == "a\tb\tkind\tsame\tfamily");
  std::map<std::string, int> kinds;
  while (std::getline(truth, line)) {
    std::istringstream fields(line);
    std::string a, b, kind, same;
    fields >> a >> b >> kind >> same;
    const auto text = [&](const std::string& name) {
      return texts.at(std::stoul(name.substr(name.find('#') + 1)) - 1);
    };
    const std::vector<std::string> first = words_of(text(a));
    const std::vector<std::string> second = words_of(text(b));
    REQUIRE(first.size() == second.size());
    std::size_t equal = 0;
    for (std::size_t i = 0; i < first.size(); ++i) equal += first[i] == second[i] ? 1 : 0;
    CHECK(static_cast<double>(equal) / static_cast<double>(first.size()) == Approx(std::stod(same)).margin(0.0001));
    CHECK((kind == "copy") == (first == second));
    ++kinds[kind];
  }
  CHECK(kinds["copy"] >= 50);
  CHECK(kinds["version"] >= 100);
  CHECK(kinds["template"] == 50);
}

TEST_CASE("a vocabulary grows with the archive") {
  const testing::TemporaryFolder folder;
  OutputOptions options = output(folder.path());
  options.plain = true;
  make_archive({.num_documents = 2000, .seed = 1, .scripts = {Script::latin}}, options);
  std::set<std::string> words;
  const auto add = [&](const char* file) {
    for (const std::string& text : texts_of(folder.path() / file))
      for (std::string& word : words_of(text)) words.insert(std::move(word));
    return words.size();
  };
  const std::size_t after_one = add("docs/00000.jsonl");
  const std::size_t after_two = add("docs/00001.jsonl");
  CHECK(after_one > 20'000);
  CHECK(after_two > after_one * 13 / 10);  // n^0.5 would be 1.41
}

TEST_CASE("worst cases are what they say") {
  const testing::TemporaryFolder folder;
  const auto make = [&](const char* name, std::uint64_t size) {
    REQUIRE(make_worst_case(name, size, 1, output(folder.path() / name)));
    return folder.path() / name / "docs";
  };
  const auto distinct = [](const std::vector<std::string>& texts) {
    return std::set<std::string>(texts.begin(), texts.end()).size();
  };
  CHECK(distinct(texts_of(make("equal", 500) / "00000.jsonl")) == 1);
  CHECK(distinct(texts_of(make("one-word", 500) / "00000.jsonl")) == 1);
  CHECK(distinct(texts_of(make("near-copies", 500) / "00000.jsonl")) == 500);
  CHECK(distinct(texts_of(make("bulletins", 500) / "00000.jsonl")) == 500);
  for (const std::string& text : texts_of(make("lines", 500) / "00000.jsonl")) {
    CHECK(words_of(text).size() >= 5);
    CHECK(words_of(text).size() <= 12);
  }
  const std::vector<std::string> footers = texts_of(make("footer", 500) / "00000.jsonl");
  for (const std::string& text : footers)
    CHECK(text.substr(text.find("\n\n")) == footers[0].substr(footers[0].find("\n\n")));
  std::vector<std::string> before;
  for (const std::string& text : texts_of(make("chain", 200) / "00000.jsonl")) {
    const std::vector<std::string> words = words_of(text);
    std::size_t changed = 0;
    for (std::size_t i = 0; i < before.size(); ++i) changed += words[i] == before[i] ? 0 : 1;
    CHECK(words.size() == 300);
    CHECK(changed <= 6);
    before = words;
  }
  CHECK(std::filesystem::file_size(make("huge", 2) / "huge.txt") == 2'000'000);
  const std::string unbroken = read(make("unbroken", 1) / "huge.txt");
  CHECK(unbroken.size() == 1'000'000);
  CHECK(unbroken.find_first_of(" \n") == std::string::npos);
  CHECK_FALSE(make_worst_case("no such case", 1, 1, output(folder.path() / "none")));
}

}  // namespace
}  // namespace nuskha::bench
