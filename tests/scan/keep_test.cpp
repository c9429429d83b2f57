#include "scan/keep.h"

#include <string>
#include <utility>
#include <vector>

#include "support/catch.h"

using namespace nuskha;

namespace {

/// Documents of one family put together by hand. The first is the root.
struct Case {
  std::vector<DocumentRecord> documents;
  std::vector<Problem> problems;
  FamilyRecord family;

  DocumentRecord& add(std::string path, std::optional<DocumentIndex> parent = {},
                      Relation relation = Relation::revision, std::optional<std::string> date = {},
                      std::uint64_t words = 100) {
    family.members.push_back({static_cast<DocumentIndex>(documents.size()), parent, relation});
    documents.emplace_back();
    documents.back().path = std::move(path);
    documents.back().date = std::move(date);
    documents.back().words = words;
    return documents.back();
  }
  std::string keep() const { return documents[KeepRules(documents, problems).choose(family)].path; }
};

}  // namespace

TEST_CASE("the newest version is kept") {
  Case c;
  c.add("a", {}, {}, "2021-01-01");
  c.add("b", 0, Relation::revision, "2021-03-01");
  c.add("c", 1, Relation::revision, "2021-02-01");
  CHECK(c.keep() == "b");
}

TEST_CASE("a newer excerpt doesn't replace the whole") {
  Case c;
  c.add("a", {}, {}, "2021-01-01");
  c.add("b", 0, Relation::excerpt, "2021-03-01");
  CHECK(c.keep() == "a");
  Case d;
  d.add("a", {}, {}, "2021-03-01");
  d.add("b", 0, Relation::extension, "2021-01-01");
  CHECK(d.keep() == "b");
}

TEST_CASE("without dates the fullest version is kept, and of equals the last") {
  Case c;
  c.add("a", {}, {}, {}, 100);
  c.add("b", 0, Relation::revision, {}, 120);
  c.add("c", 0, Relation::revision, {}, 90);
  CHECK(c.keep() == "b");
  Case d;
  d.add("a");
  d.add("b", 0);
  CHECK(d.keep() == "b");
}

TEST_CASE("of equal texts: read without a problem, not put aside, newest, UTF-8, shortest path, first path") {
  Case c;
  c.add("x/a.txt");
  c.add("x/b.txt", 0, Relation::same_text);
  CHECK(c.keep() == "x/a.txt");
  c.add("b.txt", 1, Relation::identical);
  CHECK(c.keep() == "b.txt");
  c.documents[2].encoding = "windows-1256";
  CHECK(c.keep() == "x/a.txt");
  c.add("long/path/to.txt", 0, Relation::same_text, "2020-01-01");
  CHECK(c.keep() == "long/path/to.txt");
  c.add("old/to.txt", 0, Relation::same_text, "2021-01-01");
  CHECK(c.keep() == "long/path/to.txt");
  c.problems.push_back({"long/path/to.txt", "undecodable", ""});
  CHECK(c.keep() == "x/a.txt");
}

TEST_CASE("copies of copies are one text, whatever the order they are listed in") {
  Case c;
  c.add("a/long.txt");
  c.add("b/long.txt", 2, Relation::identical);
  c.add("c.txt", 0, Relation::same_text);
  CHECK(c.keep() == "c.txt");
}

TEST_CASE("folders and names that say a copy was put aside") {
  for (const char* path : {"backup/a.txt", "x/Old/a.txt", "a (copy).txt", "a.txt.bak", "a.txt~", "tmp-2021/a.txt",
                           "Backup_2020/a.txt", "نسخة/a.txt", "x/خبر قديم.txt"}) {
    INFO(path);
    CHECK(is_put_aside(path));
  }
  for (const char* path : {"a.txt", "copyright.txt", "golden/a.txt", "template.txt", "a~/b.txt", "", "/"}) {
    INFO(path);
    CHECK_FALSE(is_put_aside(path));
  }
}
