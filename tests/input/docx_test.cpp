#include <string>

#include "input/office_documents.h"
#include "input/readers.h"
#include "support/catch.h"

using namespace nuskha_test;
using nuskha::extract_docx;
using nuskha::PlaceMark;

namespace {

std::string run(const std::string& text) { return "<w:r><w:t xml:space='preserve'>" + text + "</w:t></w:r>"; }
std::string field(const std::string& type) { return "<w:r><w:fldChar w:fldCharType='" + type + "'/></w:r>"; }
std::string code(const std::string& text) { return "<w:r><w:instrText>" + text + "</w:instrText></w:r>"; }
std::string cell(const std::string& content, const std::string& properties = {}) {
  return "<w:tc><w:tcPr>" + properties + "</w:tcPr>" + content + "</w:tc>";
}
std::string box(const std::string& paragraphs) {
  return "<w:r><w:pict><v:shape><v:textbox><w:txbxContent>" + paragraphs +
         "</w:txbxContent></v:textbox></v:shape></w:pict></w:r>";
}
std::string root(const std::string& name, const std::string& content) {
  return "<w:" + name + word_names + ">" + content + "</w:" + name + ">";
}

/// The text of a document with this body; nothing may be amiss.
std::string text_of(const std::string& body, const std::vector<DocxPart>& parts = {}) {
  const Extracted out = extract(extract_docx, docx_file(body, parts));
  CHECK(out.is_document);
  CHECK(out.code() == "");
  return out.document.text;
}

}  // namespace

TEST_CASE("each paragraph is one, with its tabs, line breaks and hyphens") {
  CHECK(text_of(word_paragraph("First one.") + "<w:p/>" + word_paragraph("Second one.")) == "First one.\n\nSecond one.");
  CHECK(text_of("<w:p><w:pPr><w:tabs><w:tab w:val='left' w:pos='99'/></w:tabs></w:pPr><w:r><w:t>a</w:t><w:tab/>"
                "<w:t>b</w:t><w:br/><w:t>c</w:t><w:cr/><w:t>d</w:t><w:noBreakHyphen/><w:t>e</w:t><w:softHyphen/>"
                "<w:t>f</w:t></w:r></w:p>") == "a\tb\nc\nd\u2011e\u00ADf");
  CHECK(text_of("") == "");
}

TEST_CASE("white space at a run's ends counts where the file says so") {
  CHECK(text_of("<w:p><w:r><w:t> one </w:t></w:r>" + run(" two ") + "<w:r><w:t>\nthree\n</w:t></w:r></w:p>") ==
        "one two three");
}

TEST_CASE("parts are known by namespace and relationship, not by prefix, name or case") {
  const std::string strict = "http://purl.oclc.org/ooxml/";
  auto entries = docx_entries("");
  entries[1].data =
      "<x:Relationships xmlns:x='http://schemas.openxmlformats.org/package/2006/relationships'><x:Relationship Id='q' "
      "Type='" + strict + "officeDocument/relationships/officeDocument' Target='/Text/Main.XML'/></x:Relationships>";
  entries[3] = {"text\\main.xml", "<z:document xmlns:z='" + strict +
                                      "wordprocessingml/main'><z:body><z:p><z:r><z:t>strict</z:t></z:r></z:p></z:body>"
                                      "</z:document>"};
  const Extracted out = extract(extract_docx, zip_file(entries));
  CHECK(out.document.text == "strict");
  CHECK(out.code() == "");
}

TEST_CASE("a row of a table is a line, unless a cell holds several paragraphs") {
  const std::string row = "<w:tr>" + cell(word_paragraph("a")) + cell("<w:p/>") + cell(word_paragraph("c")) + "</w:tr>";
  CHECK(text_of(word_paragraph("before") + "<w:tbl>" + row + row + "</w:tbl>" + word_paragraph("after")) ==
        "before\n\na\t\tc\na\t\tc\n\nafter");
  const std::string layout =
      "<w:tr>" + cell(word_paragraph("a") + word_paragraph("b")) + cell(word_paragraph("c")) + "</w:tr>";
  CHECK(text_of("<w:tbl>" + row + layout + row + "</w:tbl>") == "a\t\tc\n\na\n\nb\n\nc\n\na\t\tc");
}

TEST_CASE("a table within a table keeps its rows, and merged cells come once") {
  const std::string inner =
      "<w:tbl><w:tr>" + cell(word_paragraph("x")) + cell(word_paragraph("y")) + "</w:tr></w:tbl><w:p/>";
  CHECK(text_of("<w:tbl><w:tr>" + cell(word_paragraph("a")) + cell(inner) + "</w:tr></w:tbl>") == "a\n\nx\ty");
  CHECK(text_of("<w:tbl><w:tr>" + cell(word_paragraph("m"), "<w:vMerge w:val='restart'/>") + cell(word_paragraph("1")) +
                "</w:tr><w:tr>" + cell(word_paragraph("m"), "<w:vMerge/>") + cell(word_paragraph("2")) +
                "</w:tr></w:tbl>") == "m\t1\n\t2");
}

TEST_CASE("of a text box that is there twice one comes out, after its paragraph") {
  const std::string drawing = "<w:drawing><wps:txbx><w:txbxContent>" + word_paragraph("in the box") +
                              "</w:txbxContent></wps:txbx></w:drawing>";
  const std::string both = "<w:r><mc:AlternateContent><mc:Choice Requires='wps'>" + drawing +
                           "</mc:Choice><mc:Fallback><w:pict><v:textbox><w:txbxContent>" + word_paragraph("in the box") +
                           "</w:txbxContent></v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>";
  CHECK(text_of("<w:p>" + run("be") + both + run("fore") + "</w:p>" + word_paragraph("after")) ==
        "before\n\nin the box\n\nafter");
  CHECK(text_of("<w:p>" + run("a") + "<w:r><mc:AlternateContent><mc:Choice Requires='unknown'><w:drawing/></mc:Choice>"
                "<mc:Fallback><w:t>b</w:t></mc:Fallback></mc:AlternateContent></w:r></w:p>") == "ab");
  CHECK(text_of("<w:p>" + box(word_paragraph("outer") + "<w:p>" + box(word_paragraph("inner")) + "</w:p>") + run("text") +
                "</w:p>") == "text\n\nouter\n\ninner");
}

TEST_CASE("tracked changes are read as accepted") {
  CHECK(text_of("<w:p>" + run("The fee is ") + "<w:del>" + "<w:r><w:delText>40</w:delText></w:r></w:del><w:ins>" +
                run("50") + "</w:ins><w:moveFrom>" + run(" gone") + "</w:moveFrom><w:moveTo>" + run(" dinars.") +
                "</w:moveTo></w:p>") == "The fee is 50 dinars.");
  const std::string deleted_mark = "<w:rPr><w:del w:id='1'/></w:rPr>";
  CHECK(text_of(word_paragraph("one ", deleted_mark) + word_paragraph("two ", deleted_mark) + word_paragraph("three") +
                word_paragraph("four", "<w:rPr><w:ins w:id='2'/></w:rPr>") + word_paragraph("five")) ==
        "one two three\n\nfour\n\nfive");
  CHECK(text_of("<w:p><w:r><w:rPr><w:rPrChange><w:rPr><w:vanish/></w:rPr></w:rPrChange></w:rPr><w:t>seen</w:t></w:r>"
                "</w:p>") == "seen");
  CHECK(text_of("<w:tbl><w:tr><w:trPr><w:del/></w:trPr>" + cell(word_paragraph("old")) + "</w:tr><w:tr>" +
                cell(word_paragraph("new")) + "</w:tr></w:tbl>") == "new");
}

TEST_CASE("hidden text is left out, by its run, by its style, and a hidden mark joins paragraphs") {
  CHECK(text_of("<w:p>" + run("a") + "<w:r><w:rPr><w:vanish/></w:rPr><w:t>b</w:t></w:r>" +
                "<w:r><w:rPr><w:vanish w:val='0'/></w:rPr><w:t>c</w:t></w:r></w:p>") == "ac");
  CHECK(text_of(word_paragraph("a ", "<w:rPr><w:vanish/></w:rPr>") + word_paragraph("b")) == "a b");
  const std::string styles =
      root("styles", "<w:style w:styleId='H'><w:rPr><w:vanish/></w:rPr></w:style><w:style w:styleId='Child'>"
                     "<w:basedOn w:val='H'/></w:style><w:style w:styleId='Shown'><w:basedOn w:val='H'/><w:rPr>"
                     "<w:vanish w:val='false'/></w:rPr></w:style>");
  CHECK(text_of("<w:p><w:r><w:rPr><w:rStyle w:val='Child'/></w:rPr><w:t>no</w:t></w:r><w:r><w:rPr><w:rStyle "
                "w:val='Shown'/></w:rPr><w:t>yes</w:t></w:r></w:p>" + word_paragraph("no", "<w:pStyle w:val='H'/>"),
                {{"s", "styles", "styles.xml", styles}}) == "yes");
}

TEST_CASE("of fields the result is text, and numbers of pages are none") {
  CHECK(text_of("<w:p>" + run("see ") + field("begin") + code(" HYPERLINK \"http://example.org\" ") + field("separate") +
                run("our site") + field("end") + run(".") + "</w:p>") == "see our site.");
  CHECK(text_of("<w:p>" + run("Page ") + field("begin") + code(" PAGE  \\* MERGEFORMAT ") + field("separate") + run("7") +
                field("end") + run(" of ") + "<w:fldSimple w:instr=' NUMPAGES '>" + run("9") + "</w:fldSimple></w:p>") ==
        "Page  of");
  CHECK(text_of("<w:p>" + field("begin") + code("IF ") + field("begin") + code("MERGEFIELD x") + field("separate") +
                run("inner") + field("end") + code("= 1") + field("separate") + run("outer") + field("end") +
                "</w:p><w:p><w:fldSimple w:instr='DATE'>" + run("15 April") + "</w:fldSimple></w:p>") ==
        "outer\n\n15 April");
}

TEST_CASE("controls, smart tags, links and ruby's base are text; comments and readings are not") {
  CHECK(text_of("<w:sdt><w:sdtPr><w:alias w:val='x'/></w:sdtPr><w:sdtContent>" + word_paragraph("in a control") +
                "</w:sdtContent></w:sdt><w:p><w:hyperlink>" + run("link") + "</w:hyperlink><w:smartTag>" + run(" tag") +
                "</w:smartTag><w:commentRangeStart/><w:r><w:commentReference w:id='0'/></w:r><w:r><w:ruby><w:rt><w:r>"
                "<w:t>とう</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>東</w:t></w:r></w:rubyBase></w:ruby></w:r></w:p>") ==
        "in a control\n\nlink tag東");
}

TEST_CASE("signs of symbol fonts become characters") {
  CHECK(text_of("<w:p><w:r><w:sym w:font='Symbol' w:char='F061'/><w:sym w:font='Wingdings' w:char='F0FC'/><w:sym "
                "w:font='Arial' w:char='00B5'/><w:sym w:font='Wingdings' w:char='F021'/><w:sym w:font='Symbol' "
                "w:char='zz'/></w:r></w:p>") == "\u03B1\u2713\u00B5");
}

TEST_CASE("formulas are read in a line") {
  const auto letter = [](const std::string& text) { return "<m:r><m:t>" + text + "</m:t></m:r>"; };
  CHECK(text_of("<w:p>" + run("where ") + "<m:oMath><m:f><m:num>" + letter("a") + "</m:num><m:den>" + letter("b") +
                "</m:den></m:f>" + letter("=f") + "<m:d><m:e>" + letter("x") + "</m:e></m:d><m:nary><m:naryPr><m:chr "
                "m:val='\u2211'/></m:naryPr><m:e>" + letter("y") + "</m:e></m:nary></m:oMath></w:p>") ==
        "where a/b=f(x)\u2211y");
}

TEST_CASE("headers stand before the body, footers after the notes, each that some page shows once") {
  const std::vector<DocxPart> parts = {
      {"h1", "header", "header1.xml", root("hdr", word_paragraph("Ministry of Trade"))},
      {"h2", "header", "header2.xml", root("hdr", word_paragraph("Front page"))},
      {"h3", "header", "header3.xml", root("hdr", word_paragraph("even pages"))},
      {"h4", "header", "header4.xml", root("hdr", word_paragraph("Ministry of Trade"))},
      {"f1", "footer", "footer1.xml", root("ftr", "<w:p>" + run("Page ") + field("begin") + code("PAGE") +
                                                      field("separate") + run("3") + field("end") + "</w:p>")},
      {"n", "footnotes", "footnotes.xml",
       root("footnotes", "<w:footnote w:type='separator' w:id='-1'><w:p>" + run("-----") + "</w:p></w:footnote>"
            "<w:footnote w:id='2'>" + word_paragraph("second") + "</w:footnote><w:footnote w:id='1'>" +
            word_paragraph("first") + word_paragraph("goes on") + "</w:footnote><w:footnote w:id='9'>" +
            word_paragraph("nobody refers to it") + "</w:footnote>")},
      {"e", "endnotes", "endnotes.xml", root("endnotes", "<w:endnote w:id='1'>" + word_paragraph("end") + "</w:endnote>")}};
  const std::string body =
      "<w:p>" + run("One") + "<w:r><w:endnoteReference w:id='1'/></w:r><w:r><w:footnoteReference w:id='1'/></w:r></w:p>"
      "<w:p><w:pPr><w:sectPr><w:headerReference w:type='default' r:id='h1'/><w:headerReference w:type='even' r:id='h3'/>"
      "<w:headerReference w:type='first' r:id='h2'/></w:sectPr></w:pPr>" + run("Two") +
      "<w:r><w:footnoteReference w:id='2'/></w:r></w:p><w:sectPr><w:headerReference w:type='default' r:id='h4'/>"
      "<w:footerReference w:type='default' r:id='f1'/><w:titlePg/></w:sectPr>";
  const Extracted out = extract(extract_docx, docx_file(body, parts));
  CHECK(out.document.text ==
        "Ministry of Trade\n\nFront page\n\nOne\n\nTwo\n\nfirst\n\ngoes on\n\nsecond\n\nend\n\nPage");
  const auto at = [&](const char* text) { return out.document.text.find(text); };
  CHECK(out.document.places == std::vector<PlaceMark>{{0, 1}, {at("Two"), 2}, {at("first"), 1}, {at("second"), 2},
                                                      {at("end"), 1}, {at("Page"), 2}});
}

TEST_CASE("places count every paragraph of the body, also empty ones and those of tables") {
  const std::string body = "<w:p/>" + word_paragraph("two") + "<w:tbl><w:tr>" + cell(word_paragraph("three")) +
                           cell(word_paragraph("four")) + "</w:tr></w:tbl><w:p>" + run("five") +
                           box(word_paragraph("not counted")) + "</w:p>" + word_paragraph("six");
  const Extracted out = extract(extract_docx, docx_file(body));
  CHECK(out.document.place_unit == nuskha::PlaceUnit::paragraph);
  const auto at = [&](const char* text) { return out.document.text.find(text); };
  CHECK(out.document.places ==
        std::vector<PlaceMark>{{0, 2}, {at("three"), 3}, {at("four"), 4}, {at("five"), 5}, {at("six"), 6}});
}

TEST_CASE("title, date of making and language come from the core properties") {
  const auto read = [](const std::string& core) {
    return extract(extract_docx, docx_file(word_paragraph("x"), {}, core)).document;
  };
  const auto document = read(
      "<dc:title> أسعار\nالغذاء </dc:title><dc:language>ar-LB</dc:language><dcterms:created>2021-04-15T09:30:00Z"
      "</dcterms:created>");
  CHECK(document.title == "أسعار الغذاء");
  CHECK(document.made_date == "2021-04-15");
  CHECK(document.date == std::nullopt);
  CHECK(document.language == "ar-LB");
  for (const char* title : {"", "  ", "Document1", "Untitled 2", "文書 1", "Normal.dotm"})
    CHECK(read("<dc:title>" + std::string(title) + "</dc:title>").title == std::nullopt);
  CHECK(read("<dc:title>Document security policy</dc:title>").title == "Document security policy");
}

TEST_CASE("a part in another format is told") {
  const Extracted out = extract(extract_docx, docx_file(word_paragraph("text") + "<w:altChunk r:id='c'/>"));
  CHECK(out.document.text == "text");
  CHECK(out.code() == "unsupported");
}

TEST_CASE("a document without its text part is a problem") {
  auto entries = docx_entries("");
  entries.pop_back();
  const Extracted out = extract(extract_docx, zip_file(entries));
  CHECK_FALSE(out.is_document);
  CHECK(out.code() == "malformed");
  CHECK(out.message().find("word/document.xml") != std::string::npos);
}
