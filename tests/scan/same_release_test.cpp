// One release in every format, in four languages: whatever it was saved as, it is the same text.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "input/compress.h"
#include "input/encode.h"
#include "input/temporary_folder.h"
#include "nuskha/scan.h"
#include "support/catch.h"
#include "support/pack.h"
#include "support/run_program.h"

namespace fs = std::filesystem;
using namespace nuskha;
using nuskha_test::TemporaryFolder;

namespace {

struct Language {
  std::string name;
  bool is_rtl;
  std::string encoding;  ///< That old files of it are in.
};

const std::vector<Language> languages = {{"ar", true, "windows-1256"},
                                         {"en", false, "windows-1252"},
                                         {"ja", false, "Shift_JIS"},
                                         {"he", true, "windows-1255"}};

std::string fixture(const std::string& name) {
  std::ifstream file(std::string(NUSKHA_FIXTURES) + "/formats/release/" + name, std::ios::binary);
  REQUIRE(file);
  std::ostringstream bytes;
  bytes << file.rdbuf();
  return bytes.str();
}

std::vector<std::string> paragraphs(const std::string& text) {
  std::vector<std::string> out;
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::min(text.find("\n\n", begin), text.size());
    out.push_back(text.substr(begin, end - begin));
    if (out.back().ends_with('\n')) out.back().pop_back();
    begin = end + 2;
  }
  return out;
}

std::string escape(const std::string& text) {
  std::string out;
  for (const char c : text) {
    if (c == '<') {
      out += "&lt;";
    } else if (c == '&') {
      out += "&amp;";
    } else if (c == '"') {
      out += "&quot;";
    } else {
      out += c;
    }
  }
  return out;
}

/// Old encodings have no Arabic-Indic digits.
std::string with_ascii_digits(std::string text) {
  for (std::size_t at = text.find('\xD9'); at != std::string::npos; at = text.find('\xD9', at + 1)) {
    const auto digit = static_cast<unsigned char>(text[at + 1]);
    if (digit >= 0xA0 && digit <= 0xA9) text.replace(at, 2, 1, static_cast<char>('0' + (digit - 0xA0)));
  }
  return text;
}

std::string in_old_encoding(const Language& language, const std::string& text) {
  return nuskha_test::encode(with_ascii_digits(text), language.encoding.c_str());
}

/// As a content management system of today would publish it: landmarks, linked data, related links, a cookie banner.
std::string modern_page(const Language& language, const std::string& text) {
  const std::vector<std::string> parts = paragraphs(text);
  std::string out = "<!DOCTYPE html>\n<html lang=\"" + language.name + "\" dir=\"" + (language.is_rtl ? "rtl" : "ltr") +
                    "\">\n<head>\n<meta charset=\"utf-8\">\n<title>" + escape(parts[0]) +
                    " | Wadiyan Water Authority</title>\n<meta property=\"article:published_time\" "
                    "content=\"2024-10-14T09:00:00+02:00\">\n<script type=\"application/ld+json\">{\"@context\":"
                    "\"https://schema.org\",\"@type\":\"NewsArticle\",\"datePublished\":\"2024-10-14\"}</script>\n"
                    "<style>.x{color:red}</style>\n</head>\n<body>\n<div id=\"cookie-banner\" role=\"dialog\"><p>We "
                    "use cookies to improve your visit. <button>Accept all</button> <button>Reject</button></p></div>\n"
                    "<header><a href=\"/\"><img src=\"logo.png\" alt=\"Home\"></a><nav><ul>";
  for (const char* item : {"Home", "News", "Dams", "Careers", "Tenders", "Contact", "العربية", "עברית", "日本語"})
    out += std::string("<li><a href=\"/x\">") + item + "</a></li>";
  out +=
      "</ul></nav></header>\n<main>\n<ol class=\"breadcrumb\"><li><a href=\"/\">Home</a></li><li><a "
      "href=\"/news\">News</a></li></ol>\n<article>\n<h1>" +
      escape(parts[0]) + "</h1>\n";
  for (std::size_t i = 1; i < parts.size(); ++i) out += "<p>" + escape(parts[i]) + "</p>\n";
  out +=
      "</article>\n<div class=\"share\"><a href=\"#\">Facebook</a> <a href=\"#\">X</a> <a href=\"#\">Print</a></div>\n"
      "</main>\n<aside><h2>Related</h2><ul>";
  for (int i = 0; i < 8; ++i)
    out += "<li><a href=\"/news/" + std::to_string(i) + "\">Another headline of the Authority, number " +
           std::to_string(i) + "</a></li>";
  out +=
      "</ul></aside>\n<footer><p>© 2024 Wadiyan Water Authority. All rights reserved.</p><a "
      "href=\"/privacy\">Privacy</a></footer>\n</body>\n</html>\n";
  return out;
}

/// As the site looked in 2004: tables, fonts, line breaks, an encoding of its own.
std::string old_page(const Language& language, const std::string& text) {
  const std::vector<std::string> parts = paragraphs(text);
  std::string out = "<HTML><HEAD><META HTTP-EQUIV=\"Content-Type\" CONTENT=\"text/html; charset=" + language.encoding +
                    "\"><TITLE>" + escape(parts[0]) +
                    "</TITLE></HEAD>\n<BODY BGCOLOR=white>\n<TABLE WIDTH=760><TR><TD COLSPAN=2><IMG SRC=top.gif>"
                    "</TD></TR>\n<TR><TD WIDTH=150 VALIGN=top><FONT SIZE=1>";
  for (const char* item : {"Home", "News", "Dams", "Careers", "Tenders", "Contact", "Links", "Guestbook"})
    out += std::string("<A HREF=x.htm>") + item + "</A><BR>\n";
  out += "</FONT></TD>\n<TD VALIGN=top><FONT FACE=Arial><B>" + escape(parts[0]) + "</B><BR><BR>\n";
  for (std::size_t i = 1; i < parts.size(); ++i) out += escape(parts[i]) + "<BR><BR>\n";
  out +=
      "</FONT></TD></TR>\n<TR><TD COLSPAN=2 ALIGN=center><FONT SIZE=1><A HREF=index.htm>Home</A> | <A "
      "HREF=map.htm>Map</A> | <A HREF=mail.htm>Mail</A></FONT></TD></TR></TABLE></BODY></HTML>\n";
  return in_old_encoding(language, out);
}

std::string base64(const std::string& bytes) {
  static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string out;
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    unsigned value = 0;
    for (std::size_t k = 0; k < 3; ++k)
      value = value << 8 | (i + k < bytes.size() ? static_cast<unsigned char>(bytes[i + k]) : 0u);
    for (std::size_t k = 0; k < 4; ++k) out += k <= bytes.size() - i ? digits[value >> (18 - 6 * k) & 63] : '=';
    if (i % 57 == 54) out += "\r\n";
  }
  return out + "\r\n";
}

std::string mail(const Language& language, const std::string& text) {
  return "Return-Path: <press@water.example>\r\nMIME-Version: 1.0\r\nFrom: Press Office <press@water.example>\r\nTo: "
         "editors@paper.example\r\nMessage-ID: <1@water.example>\r\nDate: Mon, 14 Oct 2024 09:00:00 +0200\r\nSubject: "
         "=?UTF-8?B?" +
         base64(paragraphs(text)[0].substr(0, 24)).substr(0, 32) +
         "?=\r\nContent-Type: text/plain; charset=" + language.encoding +
         "\r\nContent-Transfer-Encoding: base64\r\n\r\n" + base64(in_old_encoding(language, text));
}

std::string web_archive(const std::string& page) {
  const std::string http =
      "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: " + std::to_string(page.size()) +
      "\r\n\r\n" + page;
  return "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://water.example/news/serin/\r\nWARC-Date: "
         "2024-10-15T00:00:00Z\r\nWARC-Record-ID: <urn:uuid:00000000-0000-0000-0000-000000000001>\r\nContent-Type: "
         "application/http; msgtype=response\r\nContent-Length: " +
         std::to_string(http.size()) + "\r\n\r\n" + http + "\r\n\r\n";
}

/// Everything but PDF, whose reader is another program. Returns the number of documents.
std::size_t write_all(const TemporaryFolder& folder, const Language& language) {
  const std::string text = fixture(language.name + ".txt");
  const std::string docx = fixture(language.name + ".docx");
  folder.write("utf-8.txt", text);
  folder.write("old.txt", in_old_encoding(language, text));
  folder.write("utf-16.txt", "\xFF\xFE" + nuskha_test::encode(text, "UTF-16LE"));
  folder.write("front.md", "---\ntitle: x\ndate: 2024-10-14\n---\n\n# " + text);
  folder.write("modern.html", modern_page(language, text));
  folder.write("old.htm", old_page(language, text));
  folder.write("office.docx", docx);
  folder.write("office.odt", fixture(language.name + ".odt"));
  folder.write("mail.eml", mail(language, text));
  folder.write("packed.zip", nuskha_test::pack({{"a/b.txt", text}, {"c.docx", docx}}, "zip", "none"));
  folder.write("packed.tar.zst", nuskha_test::pack({{"../d.html", modern_page(language, text)}}, "pax", "zstd"));
  folder.write("crawl.warc.gz", nuskha_test::compress(web_archive(modern_page(language, text)), true));
  return 13;
}

Report scan_folder(const std::string& folder) {
  const std::string paths[] = {folder};
  const auto source = open_paths(paths, {});
  REQUIRE(source);
  auto report = scan(**source, {.timing = false});
  REQUIRE(report);
  return *std::move(report);
}

/// Every pair is one text, or a re-issue in which nothing changed.
void check_all_are_one(const Report& report, std::size_t num_documents) {
  for (const Problem& problem : report.problems) FAIL_CHECK(problem.path << ": " << problem.message);
  CHECK(report.documents.size() == num_documents);
  std::set<std::string> unlike;
  for (const PairRecord& pair : report.pairs) {
    const bool is_one = pair.relation == Relation::identical || pair.relation == Relation::same_text ||
                        (pair.relation == Relation::reissue && pair.body_similarity == 1.0);
    const std::string& a = report.documents[pair.a].path;
    const std::string& b = report.documents[pair.b].path;
    if (!is_one)
      unlike.insert(fs::path(a).filename().string() + " and " + fs::path(b).filename().string() + ": " +
                    std::string(to_string(pair.relation)) + " " + std::to_string(pair.similarity));
  }
  for (const std::string& pair : unlike) FAIL_CHECK(pair);
  REQUIRE(report.families.size() == 1);
  CHECK(report.families[0].members.size() == num_documents);
}

bool has_program(const std::string& name) {
  return std::system(("command -v " + name + " >/dev/null 2>&1").c_str()) == 0;  // NOLINT(concurrency-mt-unsafe)
}

}  // namespace

TEST_CASE("a release is the same text in every format, in Arabic, English, Japanese and Hebrew") {
  for (const Language& language : languages) {
    CAPTURE(language.name);
    const TemporaryFolder folder;
    const std::size_t num_documents = write_all(folder, language);
    check_all_are_one(scan_folder(folder.path()), num_documents);
  }
}

TEST_CASE("a release is the same text as a PDF") {
  if (!has_program("pdftotext")) {
    WARN("pdftotext isn't installed: nothing was checked");
    return;
  }
  for (const Language& language : languages) {
    CAPTURE(language.name);
    const TemporaryFolder folder;
    folder.write("a.txt", fixture(language.name + ".txt"));
    folder.write("b.pdf", fixture(language.name + ".pdf"));
    check_all_are_one(scan_folder(folder.path()), 2);
  }
  // Its guillemets are named by what they mean, and brackets of other producers by their shapes.
  const std::string paths[] = {std::string(NUSKHA_FIXTURES) + "/formats/release/ar.pdf"};
  const auto source = open_paths(paths, {});
  REQUIRE(source);
  const auto out = nuskha_test::read_all(**source);
  REQUIRE(out.documents.size() == 1);
  CHECK(out.documents[0].text.find("\u00AB") < out.documents[0].text.find("\u00BB"));
}

// Several seconds, and another program: what it writes today, of a text with parts that it lays out in its own way.
TEST_CASE("a release that LibreOffice saves in its formats is the same text", "[exhaustive]") {
  if (!has_program("soffice") || !has_program("pdftotext")) {
    WARN("LibreOffice or pdftotext isn't installed: nothing was checked");
    return;
  }
  for (const Language& language : languages) {
    CAPTURE(language.name);
    const TemporaryFolder folder;
    const std::string text = fixture(language.name + ".txt");
    folder.write("a.txt", text);
    std::string page = "<!DOCTYPE html><html lang=\"" + language.name +
                       "\"><head><meta charset=\"utf-8\"></head><body" + (language.is_rtl ? " dir=\"rtl\"" : "") + ">";
    for (const std::string& part : paragraphs(text)) page += "<p>" + escape(part) + "</p>\n";
    folder.write("release.html", page + "</body></html>");
    const std::string office = "cd '" + folder.path() + "' && soffice -env:UserInstallation=file://" + folder.path() +
                               "/.profile --headless --convert-to ";
    REQUIRE(std::system((office + "odt release.html >/dev/null 2>&1").c_str()) == 0);  // NOLINT(concurrency-mt-unsafe)
    for (const char* format : {"docx", "pdf"})
      REQUIRE(std::system((office + format + " release.odt >/dev/null 2>&1").c_str()) == 0);  // NOLINT
    check_all_are_one(scan_folder(folder.path()), 5);
  }
}
