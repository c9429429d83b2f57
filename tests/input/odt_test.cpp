#include <string>

#include "input/office_documents.h"
#include "input/readers.h"
#include "support/catch.h"

using namespace nuskha_test;
using nuskha::extract_odt;
using nuskha::PlaceMark;

namespace {

std::string paragraph(const std::string& content, const std::string& style = "Text") {
  return "<text:p text:style-name='" + style + "'>" + content + "</text:p>";
}
std::string cell(const std::string& content) { return "<table:table-cell>" + content + "</table:table-cell>"; }
std::string row(const std::string& cells) { return "<table:table-row>" + cells + "</table:table-row>"; }

/// The text of a document with this body; nothing may be amiss.
std::string text_of(const std::string& body, const std::string& automatic_styles = {}) {
  const Extracted out = extract(extract_odt, odt_file(body, automatic_styles));
  CHECK(out.is_document);
  CHECK(out.code() == "");
  return out.document.text;
}

}  // namespace

TEST_CASE("headings, paragraphs and items of lists are paragraphs; white space is as the format says") {
  CHECK(text_of("<text:h>Head</text:h>\n  <text:list><text:list-item><text:number>1.</text:number>" + paragraph("item") +
                "</text:list-item></text:list><text:section>" +
                paragraph("\n  a  <text:span> b</text:span>\n<text:s text:c='3'/>c<text:s/>d<text:tab/>e"
                          "<text:line-break/>  f<text:soft-page-break/>g ") +
                "</text:section>") == "Head\n\nitem\n\na b    c d\te\nfg");
  CHECK(text_of(paragraph("x<text:s text:c='99999999999999999999'/>y")).size() < 20);
}

TEST_CASE("deleted text, annotations and readings are left out") {
  CHECK(text_of("<text:tracked-changes><text:changed-region><text:deletion><office:change-info/>" + paragraph("gone") +
                "</text:deletion></text:changed-region></text:tracked-changes>" +
                paragraph("The fee is <text:change text:change-id='c'/><text:change-start/>50<text:change-end/> dinars"
                          "<office:annotation><dc:creator>me</dc:creator>" + paragraph("note to self") +
                          "</office:annotation>, <text:ruby><text:ruby-base>東</text:ruby-base><text:ruby-text>とう"
                          "</text:ruby-text></text:ruby><text:a>link</text:a>.")) == "The fee is 50 dinars, 東link.");
}

TEST_CASE("a row of a table is a line, and a covered cell is empty") {
  CHECK(text_of("<table:table><table:table-header-rows>" + row(cell(paragraph("a")) + cell("") + cell(paragraph("c"))) +
                "</table:table-header-rows>" +
                row(cell(paragraph("d")) + "<table:covered-table-cell>" + paragraph("under it") +
                    "</table:covered-table-cell>" + cell(paragraph("f"))) +
                "</table:table>" + paragraph("after")) == "a\t\tc\nd\t\tf\n\nafter");
  CHECK(text_of("<table:table>" + row(cell(paragraph("a")) + cell("<table:table>" + row(cell(paragraph("x")) +
                cell(paragraph("y"))) + "</table:table>")) + "</table:table>") == "a\n\nx\ty");
}

TEST_CASE("frames and shapes stand after the paragraph that they are anchored in") {
  CHECK(text_of(paragraph("be<draw:frame><draw:text-box>" + paragraph("in the box") +
                          "</draw:text-box><svg:desc>picture</svg:desc></draw:frame>fore") +
                "<draw:custom-shape>" + paragraph("shape") + "</draw:custom-shape>" + paragraph("after")) ==
        "before\n\nin the box\n\nshape\n\nafter");
}

TEST_CASE("footnotes and then endnotes stand at the end, with the number of their paragraph") {
  const auto note = [](const std::string& type, const std::string& text) {
    return "<text:note text:note-class='" + type + "'><text:note-citation>1</text:note-citation><text:note-body>" +
           paragraph(text) + "</text:note-body></text:note>";
  };
  const Extracted out =
      extract(extract_odt, odt_file(paragraph("") + paragraph("one" + note("endnote", "end") + " more") +
                                    paragraph("two" + note("footnote", "foot"))));
  CHECK(out.document.text == "one more\n\ntwo\n\nfoot\n\nend");
  CHECK(out.document.place_unit == nuskha::PlaceUnit::paragraph);
  CHECK(out.document.places == std::vector<PlaceMark>{{0, 2}, {10, 3}, {21, 2}});
}

TEST_CASE("hidden text and numbers of pages are left out") {
  const std::string styles =
      "<style:style style:name='H' style:family='text'><style:text-properties text:display='none'/></style:style>"
      "<style:style style:name='HP' style:family='paragraph' style:parent-style-name='HB'/><style:style "
      "style:name='HB' style:family='paragraph'><style:text-properties text:display='none'/></style:style>";
  CHECK(text_of(paragraph("a<text:span text:style-name='H'>b</text:span>c") + paragraph("d", "HP") +
                    "<text:section text:display='none'>" + paragraph("e") + "</text:section>" +
                    paragraph("<text:page-number>7</text:page-number>f<text:date>15 April</text:date>"),
                styles) == "ac\n\nf15 April");
}

TEST_CASE("headers and footers are those of the pages in use, each once") {
  const auto master = [](const std::string& name, const std::string& next, const std::string& header,
                         const std::string& footer) {
    return "<style:master-page style:name='" + name + "' style:next-style-name='" + next + "'><style:header>" +
           paragraph(header) + "</style:header><style:header-left style:display='false'>" + paragraph("left") +
           "</style:header-left><style:footer>" + paragraph(footer) + "</style:footer></style:master-page>";
  };
  const std::string styles = "<office:master-styles>" + master("Standard", "", "Ministry", "Foot") +
                             master("First", "Standard", "Front", "Foot") + master("Other", "", "Unused", "Unused") +
                             "</office:master-styles>";
  CHECK(extract(extract_odt, odt_file(paragraph("x"), "", styles)).document.text == "Ministry\n\nx\n\nFoot");
  const std::string first =
      "<style:style style:name='P1' style:family='paragraph' style:master-page-name='First'/>";
  CHECK(extract(extract_odt, odt_file(paragraph("x", "P1"), first, styles)).document.text ==
        "Front\n\nMinistry\n\nx\n\nFoot");
}

TEST_CASE("a flat document and a zipped one are the same document") {
  const std::string meta = "<dc:title>Prices</dc:title><meta:creation-date>2021-04-15T10:00:00</meta:creation-date>";
  const std::string body = paragraph("أسعار الغذاء") + paragraph("two");
  const std::string flat = "<?xml version='1.0' encoding='UTF-8'?>\n<office:document" + odf_names +
                           " office:mimetype=\"" + odt_type + "\"><office:meta>" + meta +
                           "</office:meta><office:body><office:text>" + body + "</office:text></office:body></office:document>";
  CHECK(nuskha::is_odt(flat, "x.xml"));
  CHECK_FALSE(nuskha::is_odt("<?xml version='1.0'?><office:document", "x.fodt"));
  for (const std::string& bytes : {flat, odt_file(body, "", "", meta)}) {
    const Extracted out = extract(extract_odt, bytes);
    CHECK(out.code() == "");
    CHECK(out.document.text == "أسعار الغذاء\n\ntwo");
    CHECK(out.document.title == "Prices");
    CHECK(out.document.made_date == "2021-04-15");
  }
  const Extracted cut = extract(extract_odt, flat.substr(0, flat.find("two")));
  CHECK(cut.document.text == "أسعار الغذاء");
  CHECK(cut.code() == "malformed");
}

TEST_CASE("an encrypted document is told, and one without a text") {
  auto entries = odt_entries(paragraph("x"));
  entries[1].data =
      "<m:manifest xmlns:m='urn:oasis:names:tc:opendocument:xmlns:manifest:1.0'><m:file-entry m:full-path='content.xml'>"
      "<m:encryption-data/></m:file-entry></m:manifest>";
  entries[2] = {"content.xml", "\x01\x02\x03 not XML", false};
  const Extracted out = extract(extract_odt, zip_file(entries));
  CHECK_FALSE(out.is_document);
  CHECK(out.code() == "encrypted");
  entries = odt_entries("");
  entries.erase(entries.begin() + 2);
  CHECK(extract(extract_odt, zip_file(entries)).code() == "malformed");
}
