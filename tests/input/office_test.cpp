#include "input/office.h"

#include <algorithm>
#include <string>

#include "base/unicode.h"
#include "input/decode.h"
#include "input/office_documents.h"
#include "input/readers.h"
#include "support/catch.h"

using namespace nuskha_test;
using nuskha::extract_docx;
using nuskha::extract_odt;
using nuskha::OfficeKind;

namespace {

nuskha::OfficeKind kind_of(const std::string& bytes, const std::string& name = "report.zip") {
  return nuskha::office_type(std::string_view(bytes).substr(0, nuskha::decode_head_bytes), name).kind;
}

std::string content_types(const std::string& type) {
  return "<Types><Override PartName='/main.xml' ContentType='application/" + type + "+xml'/></Types>";
}

/// A release with all that makes a document: for damage.
std::string sample_docx() {
  const std::string footnotes = "<w:footnotes" + word_names + "><w:footnote w:id='1'>" + word_paragraph("the note") +
                                "</w:footnote></w:footnotes>";
  return docx_file(word_paragraph("أسعار الغذاء") + "<w:tbl><w:tr><w:tc>" + word_paragraph("a") + "</w:tc><w:tc>" +
                       word_paragraph("b") + "</w:tc></w:tr></w:tbl><w:p><w:r><w:t>text</w:t><w:footnoteReference "
                       "w:id='1'/><w:pict><v:textbox><w:txbxContent>" + word_paragraph("box") +
                       "</w:txbxContent></v:textbox></w:pict></w:r></w:p><w:sectPr><w:headerReference r:id='h'/></w:sectPr>",
                   {{"h", "header", "header1.xml", "<w:hdr" + word_names + ">" + word_paragraph("head") + "</w:hdr>"},
                    {"f", "footnotes", "footnotes.xml", footnotes}},
                   "<dc:title>Prices</dc:title>");
}

std::string sample_odt() {
  const std::string p = "<text:p>أسعار الغذاء<text:note text:note-class='footnote'><text:note-body><text:p>the note</text:p>"
                        "</text:note-body></text:note></text:p>";
  return odt_file(p + "<table:table><table:table-row><table:table-cell><text:p>a</text:p></table:table-cell>"
                      "</table:table-row></table:table><text:p><draw:frame><draw:text-box><text:p>box</text:p>"
                      "</draw:text-box></draw:frame></text:p>",
                  "", "<office:master-styles><style:master-page style:name='Standard'><style:header><text:p>head</text:p>"
                      "</style:header></style:master-page></office:master-styles>");
}

/// Whatever the bytes: a document or a problem, valid UTF-8, places in order.
void check_sane(nuskha::Extract function, const std::string& bytes) {
  const Extracted out = extract(function, bytes);
  const bool is_answered = out.is_document || !out.problems.empty();
  if (!is_answered) FAIL("neither document nor problem");
  if (nuskha::find_invalid_utf8(out.document.text) != std::string::npos) FAIL("invalid UTF-8");
  if (!std::is_sorted(out.document.places.begin(), out.document.places.end(),
                      [](const auto& a, const auto& b) { return a.offset < b.offset; }))
    FAIL("places out of order");
  for (const nuskha::Problem& problem : out.problems)
    if (problem.path != "file" || problem.message.empty()) FAIL("a problem without path or message");
}

std::string repeated(const std::string& text, std::size_t count) {
  std::string out;
  out.reserve(text.size() * count);
  for (std::size_t i = 0; i < count; ++i) out += text;
  return out;
}

}  // namespace

TEST_CASE("a document is known by its parts, whatever its name") {
  CHECK(kind_of(sample_docx()) == OfficeKind::word);
  CHECK(kind_of(sample_odt()) == OfficeKind::open_document);
  for (const char* type : {"vnd.openxmlformats-officedocument.wordprocessingml.template.main",
                           "vnd.ms-word.document.macroEnabled.main", "vnd.ms-word.template.macroEnabledTemplate.main"})
    CHECK(kind_of(zip_file({{"[Content_Types].xml", content_types(type)}})) == OfficeKind::word);
  CHECK(kind_of(zip_file({{"mimetype", odt_type + "-template", false}})) == OfficeKind::open_document);
  // LibreOffice writes the content types last.
  CHECK(kind_of(zip_file({{"_rels/.rels", "x"}, {"word/document.xml", "y", true, true}})) == OfficeKind::word);
  CHECK(nuskha::is_docx(sample_docx(), "report.txt"));
  CHECK_FALSE(nuskha::is_odt(sample_docx(), "report.odt"));
  CHECK_FALSE(nuskha::is_docx(sample_odt(), "report.docx"));
}

TEST_CASE("a zip that holds documents is none") {
  for (const bool deflated : {false, true}) {
    CHECK(kind_of(zip_file({{"a.docx", sample_docx(), deflated}, {"b.odt", sample_odt(), deflated}})) ==
          OfficeKind::none);
    CHECK(kind_of(zip_file({{"a/word/document.xml", "x", deflated}, {"a/_rels/.rels", "x", deflated}})) ==
          OfficeKind::none);
    CHECK(kind_of(zip_file({{"word/list.txt", "x", deflated}, {"readme", "x", deflated}})) == OfficeKind::none);
  }
  CHECK(kind_of(zip_file({{"mimetype", "application/epub+zip", false}})) == OfficeKind::none);
  CHECK(kind_of(zip_file({})) == OfficeKind::none);
  CHECK(kind_of("PK\x03\x04", "x") == OfficeKind::none);
  CHECK(kind_of("plain text", "report.docx") == OfficeKind::none);
}

TEST_CASE("a file whose beginning shows nothing is what its name says") {
  const std::string bytes = zip_file({{"picture.png", std::string(70 << 10, 'x'), false}, {"_rels/.rels", "x"}});
  CHECK(kind_of(bytes, "report.DOCX") == OfficeKind::word);
  CHECK(kind_of(bytes, "report.odt") == OfficeKind::open_document);
  CHECK(kind_of(bytes, "report.zip") == OfficeKind::none);
}

TEST_CASE("spreadsheets and presentations are told by name, with what to do") {
  struct Case {
    std::string bytes;
    std::string what;
    std::string advice;
  };
  const std::string excel = "vnd.openxmlformats-officedocument.spreadsheetml.sheet.main";
  const std::string powerpoint = "vnd.openxmlformats-officedocument.presentationml.presentation.main";
  for (const Case& c : {Case{zip_file({{"[Content_Types].xml", content_types(excel)}}), "(.xlsx)", "csv"},
                        Case{zip_file({{"[Content_Types].xml", content_types(powerpoint)}}), "(.pptx)", "pdf"},
                        Case{zip_file({{"_rels/.rels", ""}, {"xl/workbook.xml", ""}}), "(.xlsx)", "csv"},
                        Case{zip_file({{"mimetype", "application/vnd.oasis.opendocument.spreadsheet", false}}), "(.ods)", "csv"},
                        Case{zip_file({{"mimetype", "application/vnd.oasis.opendocument.presentation", false}}), "(.odp)", "pdf"},
                        Case{zip_file({{"Index/Document.iwa", "x"}}), "iWork", "save it as .docx"}}) {
    CHECK(nuskha::is_other_office(c.bytes, "x"));
    CHECK_FALSE(nuskha::is_docx(c.bytes, "x.docx"));
    const Extracted out = extract(nuskha::extract_other_office, c.bytes);
    CHECK_FALSE(out.is_document);
    CHECK(out.code() == "unsupported");
    CHECK(out.message().find(c.what) != std::string::npos);
    CHECK(out.message().find(c.advice) != std::string::npos);
  }
}

TEST_CASE("a document without its directory is read from part to part, and the damage told") {
  for (const bool streamed : {false, true}) {
    auto entries = docx_entries(word_paragraph("one") + word_paragraph("two"));
    for (ZipEntry& entry : entries) entry.streamed = streamed;
    const Extracted out = extract(extract_docx, zip_file(entries, false));
    CHECK(out.is_document);
    CHECK(out.document.text == "one\n\ntwo");
    CHECK(out.code() == "malformed");
  }
}

TEST_CASE("of a text that is cut short the beginning is read") {
  auto entries = docx_entries(word_paragraph("one") + word_paragraph("two"));
  for (ZipEntry& entry : entries) entry.deflated = false;
  const std::string bytes = zip_file(entries);
  const Extracted out = extract(extract_docx, bytes.substr(0, bytes.find(">two<") + 3));
  CHECK(out.is_document);
  CHECK(out.document.text == "one\n\ntw");
  CHECK(out.code() == "malformed");
  CHECK(out.message().find("replace it by a whole copy") != std::string::npos);
  entries[3].data.resize(entries[3].data.find("</w:p></w:body>"));
  const Extracted broken = extract(extract_docx, zip_file(entries));
  CHECK(broken.document.text == "one\n\ntwo");
  CHECK(broken.code() == "malformed");
}

TEST_CASE("every truncation gives a document or a problem") {
  const std::string docx = sample_docx();
  for (std::size_t size = 4; size < docx.size(); ++size) check_sane(extract_docx, docx.substr(0, size));
  const std::string odt = sample_odt();
  for (std::size_t size = 4; size < odt.size(); ++size) check_sane(extract_odt, odt.substr(0, size));
}

TEST_CASE("random changes of bytes give a document or a problem") {
  std::uint32_t random = 4711;
  const auto next = [&random] { return random = random * 1664525u + 1013904223u; };
  const auto stored = [](std::vector<ZipEntry> entries) {
    for (ZipEntry& entry : entries) entry.deflated = false;
    return zip_file(entries);
  };
  const std::string plain = stored(docx_entries(word_paragraph("one") + word_paragraph("two")));
  for (int round = 0; round < 300; ++round) {
    for (const auto& [function, sample] :
         {std::pair(extract_docx, sample_docx()), std::pair(extract_odt, sample_odt()), std::pair(extract_docx, plain)}) {
      std::string bytes = sample;
      for (unsigned i = 0; i <= (next() >> 16) % 4; ++i) bytes[(next() >> 8) % bytes.size()] = static_cast<char>(next() >> 24);
      check_sane(function, bytes);
    }
  }
}

TEST_CASE("deep nesting ends in a problem, not in the stack or in all of memory") {
  const std::size_t depth = 1'000'000;
  for (const std::string element : {"<w:x>", "<w:p>", "<w:tbl><w:tr><w:tc>", "<w:sdt>",
                                    "<w:p><w:r><w:pict><w:txbxContent>"}) {
    const Extracted out = extract(extract_docx, docx_file(word_paragraph("seen") + repeated(element, depth)));
    CHECK_FALSE(out.is_document);
    CHECK(out.code() == "too-large");
  }
  const Extracted some = extract(extract_docx, docx_file(word_paragraph("seen") + repeated("<w:tbl><w:tr><w:tc>", 5000) +
                                                         word_paragraph("deep")));
  CHECK(some.document.text == "seen\n\ndeep");
  CHECK(some.code() == "malformed");  // the tags have no ends
  const Extracted odt = extract(extract_odt, odt_file(repeated("<text:section>", depth)));
  CHECK(odt.code() == "too-large");
}

TEST_CASE("a document that unpacks to more than the limit is left out") {
  nuskha::InputOptions options;
  options.limits.document_bytes = 100'000;
  options.limits.expansion = 2;
  const std::string bomb = docx_file(word_paragraph(std::string(1'000'000, 'a')));
  const Extracted out = extract(extract_docx, bomb, options);
  CHECK_FALSE(out.is_document);
  CHECK(out.code() == "too-large");
  CHECK(extract(extract_docx, bomb).document.text.size() == 1'000'000);
  options.limits.members = 3;
  CHECK(extract(extract_docx, sample_docx(), options).code() == "too-large");
}

TEST_CASE("entities that a document declares, and tags without end, are told") {
  auto entries = docx_entries("");
  entries[3].data = "<!DOCTYPE x [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;&a;'>]><x>&b;</x>";
  const Extracted out = extract(extract_docx, zip_file(entries));
  CHECK(out.document.text.empty());
  CHECK(out.code() == "malformed");
  CHECK(out.message().find("document type") != std::string::npos);
  // An external type, which old OpenOffice names, is ignored.
  auto odt = odt_entries("<text:p>x</text:p>");
  odt[1].data = "<!DOCTYPE manifest PUBLIC 'a' 'Manifest.dtd'><manifest/>";
  CHECK(extract(extract_odt, zip_file(odt)).code() == "");
  const std::string tag = "<w:p " + repeated("a='1' ", 40'000'000);
  CHECK(extract(extract_docx, docx_file(tag)).code() == "too-large");
}

TEST_CASE("a part that is encrypted or packed in an unknown way is told") {
  auto entries = docx_entries(word_paragraph("x"));
  entries[3].flags = 1;
  entries[3].deflated = false;
  CHECK(extract(extract_docx, zip_file(entries)).code() == "encrypted");
  entries[3].flags = 0;
  entries[3].method = 99;
  CHECK_FALSE(extract(extract_docx, zip_file(entries)).code().empty());
}
