#include <string>
#include <vector>

#include "input/office_documents.h"
#include "input/readers.h"
#include "support/catch.h"

using namespace nuskha_test;

namespace {

/// A header and a directory of these names, which is all that is looked at.
std::string compound_file(const std::vector<std::string>& streams) {
  std::string out = "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";
  out.resize(512);
  for (const std::string& stream : streams) {
    std::string entry;
    for (const char c : stream) (entry += c) += '\0';
    entry.resize(128);
    out += entry;
  }
  return out;
}

}  // namespace

TEST_CASE("an encrypted .docx is a compound file") {
  const std::string bytes = compound_file({"Root Entry", "EncryptionInfo", "EncryptedPackage"});
  CHECK(nuskha::is_ole(bytes, "report.docx"));
  const Extracted out = extract(nuskha::extract_ole, bytes);
  CHECK_FALSE(out.is_document);
  CHECK(out.code() == "encrypted");
}

TEST_CASE("old documents are told by name, with what to do") {
  struct Case {
    std::vector<std::string> streams;
    std::string what;
  };
  for (const Case& c : {Case{{"Root Entry", "1Table", "WordDocument"}, "(.doc)"}, Case{{"Workbook"}, "(.xls)"},
                        Case{{"PowerPoint Document", "Workbook"}, "(.ppt)"}, Case{{"__properties_version1.0"}, "(.msg)"},
                        Case{{"Something"}, "doesn't know"}, Case{{}, "doesn't know"}}) {
    const Extracted out = extract(nuskha::extract_ole, compound_file(c.streams));
    CHECK_FALSE(out.is_document);
    CHECK(out.code() == "unsupported");
    CHECK(out.message().find(c.what) != std::string::npos);
  }
  CHECK(extract(nuskha::extract_ole, compound_file({"WordDocument"})).message().find("--convert-to docx") !=
        std::string::npos);
  CHECK_FALSE(nuskha::is_ole("text", "x.doc"));
}
