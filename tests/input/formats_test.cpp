// The table as a whole: order, and what is told but not read.
#include <set>
#include <string>

#include "input/extractor.h"
#include "input/source.h"
#include "input/temporary_folder.h"
#include "support/catch.h"

using nuskha::find_format;
using nuskha_test::TemporaryFolder;

TEST_CASE("each format has a name of its own, and one way to be read or a reason why not") {
  std::set<std::string_view> names;
  for (const nuskha::Format& format : nuskha::all_formats()) {
    CAPTURE(format.name);
    CHECK(names.insert(format.name).second);
    CHECK_FALSE(format.what.empty());
    const bool has_reader =
        format.extract != nullptr || format.open_container != nullptr || format.open_records != nullptr;
    CHECK(has_reader != !format.missing.empty());
    CHECK_FALSE((format.open_records != nullptr && (format.extract != nullptr || format.open_container != nullptr)));
  }
}

TEST_CASE("text is of no format, whatever it is named") {
  for (const char* name : {"a.txt", "a.pdf", "a.docx", "a.zip", "a.eml", "a.html", "a.json"}) {
    CAPTURE(name);
    CHECK(find_format("A release, and nothing else.\n", name) == nullptr);
    CHECK(find_format("", name) == nullptr);
    CHECK(find_format("Date: 14 October 2024\nSubject: dams\n\nThe dam is sound.\n", "a.txt") == nullptr);
  }
}

TEST_CASE("what nothing reads is told, with what to do about it, and is no text") {
  const TemporaryFolder folder;
  folder.write("a.rtf", "{\\rtf1\\ansi The dam is sound.}");
  folder.write("b.txt", "\xEF\xBB\xBF{\\rtf1\\ansi The dam is sound.}");
  folder.write("c.parquet", "PAR1 and more PAR1");
  folder.write("d.txt", "{\\rt is no RTF");
  const std::string paths[] = {folder.path()};
  const auto out = nuskha_test::read_all(**nuskha::open_paths(paths, {}));
  REQUIRE(out.documents.size() == 1);
  CHECK(out.documents[0].path == folder / "d.txt");
  REQUIRE(out.problems.size() == 3);
  for (const auto& problem : out.problems) CHECK(problem.code == "unsupported");
  CHECK(out.problems[0].message ==
        "It is a Rich Text file (.rtf), and nuskha doesn't read that: convert it, for example with: soffice "
        "--headless --convert-to docx.");
}
