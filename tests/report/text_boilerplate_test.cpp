// write_boilerplate_text: boilerplate as a page for people.
#include <sstream>
#include <string>

#include "report/sample_report.h"
#include "support/catch.h"

using namespace nuskha;
using namespace nuskha::testing;

namespace {

std::string page_of(const Report& report, bool full = false, TextStyle style = {}) {
  std::ostringstream out;
  write_boilerplate_text(report, style, full, out);
  return out.str();
}

bool holds(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

/// One passage with five wordings, the first of which stands in five places.
Report make_report() {
  Report report;
  for (int i = 0; i < 5; ++i) report.documents.push_back(make_document("d" + std::to_string(i), "2021-01-05"));
  BoilerplateRecord record;
  record.documents = 5;
  for (std::uint64_t i = 0; i < 5; ++i) {
    BoilerplateVariant variant;
    variant.text = "Wording " + std::to_string(i) + "\n\n  of two lines";
    variant.documents = i == 0 ? 5 : 1;
    variant.first = "2021-01-05";
    variant.last = i == 0 ? "2021-02-05" : "2021-01-05";
    for (DocumentIndex place = 0; place < (i == 0 ? 5u : 1u); ++place)
      variant.places.push_back({place, 7 + i, 9 + i, i == 4});
    record.variants.push_back(variant);
  }
  report.boilerplate = {record};
  count_records(report);
  return report;
}

}  // namespace

TEST_CASE("few wordings and places are shown, and what is left out is counted") {
  CHECK(page_of(make_report()) ==
        "5 documents, 500 B: 1 passage recurs in several.\n"
        "\n"
        "Boilerplate 1, 5 documents, 2021-01-05 to 2021-02-05\n"
        "  5 documents, 2021-01-05 to 2021-02-05\n"
        "    Wording 0 of two lines\n"
        "      d0:7-9\n"
        "      d1:7-9\n"
        "      d2:7-9\n"
        "      … and 2 more places (--full lists all)\n"
        "  1 document, 2021-01-05\n"
        "    Wording 1 of two lines\n"
        "      d0:8-10\n"
        "  1 document, 2021-01-05\n"
        "    Wording 2 of two lines\n"
        "      d0:9-11\n"
        "  … and 2 more wordings (--full lists all)\n");
}

TEST_CASE("a full page cuts nothing and keeps the lines of a wording") {
  const std::string page = page_of(make_report(), true);
  CHECK(holds(page, "    Wording 4\n    of two lines\n      d0:11-13 (part)\n"));
  CHECK(holds(page, "      d4:7-9\n"));
  CHECK_FALSE(holds(page, "more"));
}

TEST_CASE("a report without boilerplate says so, and problems are told") {
  Report report = make_documented_example();
  CHECK(holds(page_of(report), "old/logo\\xff.png: This is not text"));
  CHECK(holds(page_of(report), "Took 0.0123 s"));
  report.boilerplate.clear();
  CHECK(holds(page_of(report), "4 documents, 15.9 kB: no passage recurs.\n"));
}

TEST_CASE("repetitions within a document are told apart") {
  Report report = make_report();
  report.boilerplate.push_back(report.boilerplate[0]);
  report.boilerplate[1].within_document = true;
  const std::string page = page_of(report);
  CHECK(holds(page, ": 1 passage recurs in several, 1 passage recurs within one.\n"));
  CHECK(holds(page, "Boilerplate 2, 5 documents, 2021-01-05 to 2021-02-05, repeated within a document\n"));
  report.boilerplate.erase(report.boilerplate.begin());
  CHECK(holds(page_of(report), "500 B: 1 passage recurs within one.\n"));
}

TEST_CASE("wordings and names are safe to show") {
  Report report = make_report();
  edit_document(report, 0, [&](DocumentRecord& d) { d.path = "a\x1b[31m"; });
  report.boilerplate[0].variants[0].text = "red \x1b[31m \u202E نبذة";
  const std::string page = page_of(report);
  CHECK(holds(page, "red \\x1b[31m \\u{202E} نبذة\n"));
  CHECK(holds(page, "a\\x1b[31m:7-9\n"));
  TextStyle style;
  style.bidi_isolates = true;
  CHECK(holds(page_of(report, false, style), "\u2068red \\x1b[31m \\u{202E} نبذة\u2069\n"));
  report.boilerplate[0].variants[0].text.clear();
  CHECK(holds(page_of(report), "(its document couldn't be read again)\n"));
}

TEST_CASE("pages and paragraphs stand in place of lines, where a document has them") {
  Report report = make_report();
  report.boilerplate[0].variants[0].places[0].place = PlaceRange{PlaceUnit::page, 3, 4};
  report.boilerplate[0].variants[0].places[1].place = PlaceRange{PlaceUnit::paragraph, 12, 12};
  report.boilerplate[0].variants[0].places[1].part = true;
  const std::string page = page_of(report);
  CHECK(holds(page, "      d0, pages 3–4\n"));
  CHECK(holds(page, "      d1, paragraph 12 (part)\n"));
}
