#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <string>

#include "html_page.h"
#include "input/html_blocks.h"
#include "support/catch.h"

using nuskha::is_html;
using nuskha::PlaceMark;
using nuskha::test::read_page;
using nuskha::test::text_of_page;
using nuskha::test::words_of_text;

namespace {

const std::string fixtures = NUSKHA_FIXTURES "/formats/html/";

std::string read_bytes(const std::string& name) {
  std::ifstream file(fixtures + name, std::ios::binary);
  REQUIRE(file.good());
  return {std::istreambuf_iterator<char>(file), {}};
}

}  // namespace

TEST_CASE("every page of the fixtures gives the words of its release, nothing more and nothing less") {
  std::size_t num_pages = 0;
  for (const auto& entry : std::filesystem::directory_iterator(fixtures)) {
    const std::string name = entry.path().filename().string();
    if (!name.ends_with(".html")) continue;
    ++num_pages;
    CAPTURE(name);
    const std::string expected = read_bytes(name == "en-index.html" ? "en-index.txt" : name.substr(0, 2) + ".txt");
    const auto page = read_page(read_bytes(name));
    REQUIRE(page.is_read);
    CHECK(page.problems.empty());
    CHECK(words_of_text(page.document.text) == words_of_text(expected));
    CHECK(is_html(read_bytes(name), "page"));
  }
  CHECK(num_pages == 18);
}

TEST_CASE("navigation and a sidebar that outweigh the text five to one leave it alone") {
  for (const std::string language : {"ar", "en", "he", "ja"}) {
    CAPTURE(language);
    const std::string bytes = read_bytes(language + "-sidebar.html");
    const nuskha::HtmlPage page = nuskha::read_html_blocks(bytes);
    std::string all;
    for (const nuskha::HtmlBlock& block : page.blocks)
      all.append(page.text, block.begin, block.end - block.begin).append("\n\n");
    const std::size_t num_words = words_of_text(read_bytes(language + ".txt")).size();
    CHECK(words_of_text(all).size() >= 6 * num_words);
    CHECK(words_of_text(read_page(bytes).document.text) == words_of_text(read_bytes(language + ".txt")));
  }
}

TEST_CASE("paragraphs, lists and tables are laid out as in the plain text") {
  for (const std::string language : {"ar", "ja"}) {
    CAPTURE(language);
    CHECK(read_page(read_bytes(language + "-semantic.html")).document.text + "\n" == read_bytes(language + ".txt"));
  }
  CHECK(read_page(read_bytes("en-index.html")).document.text + "\n" == read_bytes("en-index.txt"));
}

TEST_CASE("a page in an old encoding that its meta names is read as the one in UTF-8") {
  const auto arabic = read_page(read_bytes("ar-tables-windows-1256.html"));
  CHECK(arabic.document.encoding == "windows-1256");
  CHECK_FALSE(arabic.document.encoding_detected);
  CHECK(arabic.document.title == "لجان لفض نزاعات الري بمشاركة وجهاء ووسيطات");
  const auto japanese = read_page(read_bytes("ja-tables-shift-jis.html"));
  CHECK(words_of_text(japanese.document.text) == words_of_text(read_bytes("ja.txt")));
  CHECK(japanese.document.title == "なつめやしの輸出検査を電子申請に切り替えます");
}

TEST_CASE("metadata of a page become those of the document") {
  const auto page = read_page(read_bytes("ar-semantic.html"));
  CHECK(page.document.title == "لجان لفض نزاعات الري بمشاركة وجهاء ووسيطات");
  CHECK(page.document.date == "2022-03-10");
  CHECK(page.document.language == "ar");
  CHECK(read_page(read_bytes("en-wordpress.html")).document.date == "2020-09-03");
  CHECK(read_page(read_bytes("en-amp.html")).document.date == "2020-09-03");  // its JSON-LD is broken
  CHECK(read_page(read_bytes("ja-drupal.html")).document.date == "2022-11-07");
}

TEST_CASE("an encoding that the transport names counts, and a byte order mark counts more") {
  CHECK(read_page("<p>\xE3\xD1\xCD\xC8\xC7 \xC8\xDF\xE3</p>", "windows-1256").document.text == "مرحبا بكم");
  CHECK(read_page("\xEF\xBB\xBF<p>caf\xC3\xA9</p>", "windows-1256").document.text == "café");
  const std::string utf16("\xFF\xFE<\0p\0>\0\x45\x06\x46\x06<\0/\0p\0>\0", 20);
  CHECK(read_page(utf16).document.text == "من");
}

TEST_CASE("a pasted fragment is all text, and so is a page without a main part") {
  CHECK(text_of_page("<p>One.</p><p>Two <b>three</b>.</p>") == "One.\n\nTwo three.");
  CHECK(text_of_page("<html><body>Short.</body></html>") == "Short.");
  CHECK(text_of_page("<nav><a href=/>Home</a></nav><p>Short.</p>") == "Short.");
  CHECK(text_of_page("<body><div>Office closed</div><div><a href=a>Map</a></div></body>") == "Office closed\n\nMap");
  CHECK(text_of_page("no markup at all") == "no markup at all");
  CHECK(text_of_page("").empty());
}

TEST_CASE("a page that is only navigation gives that") {
  CHECK(text_of_page("<nav><ul><li><a href=/>Home</a><li><a href=/n>News</a></ul></nav>") == "Home\nNews");
  CHECK(text_of_page("<div class=menu><a href=/>Home</a> <a href=/n>News</a></div>") == "Home News");
}

TEST_CASE("an element left open doesn't swallow the page") {
  const std::string prose =
      "The ministry decided today to form a committee in every district, and it will meet weekly.";
  CHECK(text_of_page("<nav><a href=/>Home</a><main><p>" + prose + "</main>") == prose);
  CHECK(text_of_page("<header><a href=/>Home</a><div><p>" + prose + "</p></div>").find(prose) != std::string::npos);
  CHECK(text_of_page("<div class=sidebar><p>" + prose + "</p>").find(prose) != std::string::npos);
}

TEST_CASE("marks give the line of the source of every part of the text") {
  const auto page =
      read_page("<html>\n<body>\n\n<p>one\ntwo</p>\n<p>\n\nthree &amp;\nfour<br>five</p>\n<pre>\na\nb</pre>");
  CHECK(page.document.text == "one two\n\nthree & four\nfive\n\na\nb");
  CHECK(page.document.place_unit == nuskha::PlaceUnit::line);
  CHECK(page.document.places == std::vector<PlaceMark>{{0, 4}, {4, 5}, {9, 8}, {17, 9}, {28, 11}, {30, 12}});
}

TEST_CASE("HTML is known by how it begins") {
  for (const std::string text :
       {"<!doctype html>", "<!DOCTYPE HTML PUBLIC \"-//W3C//DTD HTML 4.01//EN\">", "<html>", "<HTML lang=ar>",
        "<head><title>", "<body bgcolor=red>", "<div class=a>x", "<p>x", "<p\nid=a>x", "<meta charset=utf-8>",
        "<title>x", "<h1>x", "\xEF\xBB\xBF  \r\n<html>", "<!-- saved from url=(0014)about:internet -->\n<html>",
        "<?xml version=\"1.0\"?>\n<!DOCTYPE html PUBLIC \"-//W3C//DTD XHTML 1.0 Strict//EN\">",
        "<?xml version=\"1.0\"?><html xmlns=\"http://www.w3.org/1999/xhtml\">"}) {
    CAPTURE(text);
    CHECK(is_html(text, "file"));
  }
  CHECK(is_html(std::string("\xFF\xFE<\0h\0t\0m\0l\0>\0", 14), "file"));
  CHECK(is_html(std::string("\xFE\xFF\0<\0p\0>", 8), "file"));
}

TEST_CASE("what only holds a tag, and other markup, isn't HTML") {
  for (const std::string text :
       {"", "text <p>later</p>", "<user@example.org> wrote:", "< p>", "<3 is a heart", "<<EOF", "<", "<!--",
        "<!-- a -->", "<?xml version=\"1.0\"?><rss version=\"2.0\"><channel>", "<?xml version=\"1.0\"?>\n<svg>",
        "<?xml version=\"1.0\"?>", "<svg xmlns=\"http://www.w3.org/2000/svg\">", "<rss><channel>",
        "<!DOCTYPE article PUBLIC \"-//OASIS//DTD DocBook\">", "<article xmlns=\"http://docbook.org/ns/docbook\">",
        "<?php echo 1; ?>", "<feed xmlns=\"x\">", "<!doctype htmlx>"}) {
    CAPTURE(text);
    CHECK_FALSE(is_html(text, "file.txt"));
  }
  CHECK_FALSE(is_html("<p align=center>logo</p>\n\n# A heading", "README.md"));
  CHECK(is_html("<!doctype html><p>x", "README.md"));
}

TEST_CASE("a name that says HTML is believed if there is any tag") {
  CHECK(is_html("text <p>later</p>", "a.html"));
  CHECK(is_html("text <b>later</b>", "dir/A.HTM"));
  CHECK(is_html("{{ header }}\n<x-page>", "a.shtml"));
  CHECK_FALSE(is_html("no tag, 1 < 2 and 3 > 2", "a.html"));
  CHECK_FALSE(is_html("<?xml version=\"1.0\"?><rss>", "a.xhtml"));
}

TEST_CASE("binary data under the name of a page is told") {
  std::string bytes = "<html>";
  bytes += std::string("\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\0\0\0\0\0", 24);
  for (int i = 0; i < 200; ++i) bytes += static_cast<char>(i % 32);
  const auto page = read_page(bytes);
  CHECK_FALSE(page.is_read);
  REQUIRE(page.problems.size() == 1);
  CHECK(page.problems[0].code == "binary");
  CHECK(page.problems[0].path == "page.html");
}

TEST_CASE("bytes that the encoding doesn't have are told, with what to do") {
  const auto page = read_page("<meta charset=utf-8><p>caf\xE9 – “caf\xC3\xA9” – مرحبا</p>");
  REQUIRE(page.is_read);
  CHECK(page.document.text.find("caf\xEF\xBF\xBD") == 0);
  REQUIRE(page.problems.size() == 1);
  CHECK(page.problems[0].code == "invalid-utf8");
}

TEST_CASE("a page cut short at any byte, or with bytes changed, is read") {
  const std::string page = read_bytes("he-saved.html").substr(0, 6000);
  for (std::size_t n = 0; n < page.size(); n += 7) {
    const auto out = read_page(page.substr(0, n));
    CHECK((out.is_read || !out.problems.empty()));
    CHECK(nuskha::find_invalid_utf8(out.document.text) == std::string::npos);
  }
  const std::string small =
      "<div hidden><p>a</div><ul><li>x<li>y</ul><table><tr><td>1<td>2</table><a href=/>b</a>&amp;<pre>\nc</pre>";
  for (std::size_t n = 0; n <= small.size(); ++n) CHECK(read_page(small.substr(0, n)).is_read);
  std::mt19937 random(7);
  for (int round = 0; round < 300; ++round) {
    std::string changed = page;
    for (int i = 0; i < 20; ++i) changed[random() % changed.size()] = "<>/&;\"'= \n\0aT\xD7\x90\xFF"[random() % 16];
    const auto out = read_page(changed);
    CHECK((out.is_read || !out.problems.empty()));
    CHECK(nuskha::find_invalid_utf8(out.document.text) == std::string::npos);
    CHECK(std::is_sorted(out.document.places.begin(), out.document.places.end(),
                         [](const PlaceMark& a, const PlaceMark& b) { return a.offset < b.offset; }));
  }
}

TEST_CASE("any tags in any order are read, and no text of theirs is torn") {
  const char* const tags[] = {"div",         "p",      "li", "ul",   "table",   "tr",    "td",  "a href=x",
                              "span hidden", "b",      "h1", "main", "article", "nav",   "pre", "section",
                              "svg",         "select", "dl", "dt",   "footer",  "aside", "x-y"};
  std::mt19937 random(11);
  for (int round = 0; round < 500; ++round) {
    std::string page;
    for (int i = 0; i < 40; ++i) {
      std::string tag = tags[random() % std::size(tags)];
      if (random() % 2) tag = "/" + tag.substr(0, tag.find(' '));
      page += "<" + tag + ">";
      if (random() % 2) page += "word" + std::to_string(i) + (random() % 2 ? " " : "\n");
    }
    CAPTURE(page);
    const auto out = read_page(page);
    CHECK(out.is_read);
    CHECK(out.document.text.find('<') == std::string::npos);
    CHECK(out.document.places.size() <= 1 + static_cast<std::size_t>(std::count(page.begin(), page.end(), '\n')));
    CHECK((out.document.text.empty() || out.document.places.at(0).offset == 0));
  }
}

TEST_CASE("depth and number of elements and attributes cost no more than their bytes") {
  const auto repeat = [](const std::string& part, std::size_t count) {
    std::string out;
    out.reserve(part.size() * count);
    for (std::size_t i = 0; i < count; ++i) out += part;
    return out;
  };
  constexpr std::size_t many = 200'000;
  CHECK(text_of_page(repeat("<div>", 1'000'000) + "deep") == "deep");
  CHECK(text_of_page(repeat("<div>", many) + "deep" + repeat("</div>", many) + "<p>after") == "deep\n\nafter");
  CHECK(text_of_page(repeat("<div>", many) + repeat("</section>", many) + "deep") == "deep");
  CHECK(
      text_of_page("<div><table><td>" + repeat("<b><span hidden><i>", many) + repeat("</div></p></li>", many)).empty());
  CHECK(text_of_page(repeat("<table><tr><td>", many) + "deep") == "deep");
  CHECK(text_of_page(repeat("<ul><li>", many) + "deep") == "deep");
  CHECK(text_of_page(repeat("<svg><g>", many) + "hidden").empty());
  CHECK(text_of_page("<p " + repeat("a=\"b\" ", 100'000) + ">text") == "text");
  CHECK(text_of_page(repeat("<p>a", many)).size() == 3 * many - 2);
  CHECK(text_of_page(repeat("<a href=x><p>", many) + "deep") == "deep");
  CHECK(text_of_page("<p>" + repeat("&lt;", many)).size() == many);
  CHECK(text_of_page(repeat("<meta name=date content=x>", many) + "text") == "text");
}

TEST_CASE("a page without text is told, since a browser may show one") {
  for (const char* page :
       {"<html><body><div id=app></div><script src=a.js></script>", "<title>Not closed<body><p>text"}) {
    const auto out = read_page(page);
    CHECK(out.is_read);
    REQUIRE(out.problems.size() == 1);
    CHECK(out.problems[0].code == std::string("no-text"));
  }
}
