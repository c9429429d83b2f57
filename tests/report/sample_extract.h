// Extracts for the tests of their writers.
#pragma once

#include <sstream>
#include <string>

#include "nuskha/extraction.h"

namespace nuskha::testing {

/// The example of docs/report_format.md.
inline ExtractReport make_documented_extract() {
  ExtractReport report;
  ExtractedDocument docx;
  docx.path = "new/prices.docx";
  docx.format = "docx";
  docx.title = "أسعار المواد الغذائية";
  docx.date = "2021-04-15";
  docx.date_source = DateSource::dateline;
  docx.language = "ar";
  docx.bytes = 14210;
  docx.words = 5;
  docx.text_hash = {0x8796a5b4c3d2e1f0, 0x0f1e2d3c4b5a6978};
  docx.text = "أسعار المواد الغذائية\n\n15 نيسان 2021";
  docx.blocks = {{{0, 40}, 1, PlaceRange{PlaceUnit::paragraph, 1, 1}},
                 {{42, 60}, 3, PlaceRange{PlaceUnit::paragraph, 2, 2}}};
  ExtractedDocument page;
  page.path = "new/prices.txt";
  page.format = "text";
  page.encoding = "windows-1256";
  page.encoding_detected = true;
  page.date_readings = {"2021-04-05", "2021-05-04"};
  page.bytes = 11;
  page.words = 2;
  page.text_hash = {0x7766554433221100, 0xffeeddccbbaa9988};
  page.text = "Prices 2021\n";
  page.blocks = {{{0, 11}, 4, {}}};
  report.documents = {docx, page};
  report.problems = {{"new/plan.pdf", "encrypted", "It can't be read without its password."}};
  return report;
}

template <class Writer>
std::string written(const ExtractReport& report, Writer writer) {
  std::ostringstream out;
  writer(report, out);
  return out.str();
}

}  // namespace nuskha::testing
