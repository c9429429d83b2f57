#include "input/html_metadata.h"

#include <string>

#include "html_page.h"
#include "support/catch.h"

using nuskha::test::read_page;

namespace {

nuskha::Document read(const std::string& head, const std::string& body = "<p>text</p>") {
  return read_page("<html><head>" + head + "</head><body>" + body + "</body></html>").document;
}

std::string json_ld(const std::string& json) { return "<script type=\"application/ld+json\">" + json + "</script>"; }

}  // namespace

TEST_CASE("the title is that of the page without the name of the site") {
  CHECK(read("<title>\n Flood &amp;  water\n</title>").title == "Flood & water");
  CHECK(read("<title>Flood | Ministry</title>").title == "Flood | Ministry");  // nothing says which is which
  CHECK(read("<title>Flood | Ministry</title><meta property=og:title content=Flood>").title == "Flood");
  CHECK(read("<title>Flood | Ministry</title><meta property=og:site_name content=Ministry>").title == "Flood");
  CHECK(read("<title>Ministry - Flood</title><meta property=og:site_name content=Ministry>").title == "Flood");
  CHECK(read("<title>Flood | Ministry</title>", "<h1>Flood</h1><p>text</p>").title == "Flood");
  CHECK(read("<title>Flood - in - May | Ministry</title>", "<h1>Flood - in - May</h1>").title == "Flood - in - May");
  CHECK(read("<meta property=og:title content=Flood>").title == "Flood");
  CHECK_FALSE(read("").title);
}

TEST_CASE("the date is that of publication, from the surest place") {
  CHECK(read("<meta property=article:published_time content=2021-04-15T23:59:00+03:00>").date == "2021-04-15");
  CHECK(read("<meta NAME='DC.Date' CONTENT='2021-04-15'>").date == "2021-04-15");
  CHECK(read("<meta name=citation_publication_date content=2021/04/15>").date == "2021-04-15");
  CHECK(read("<meta name=pubdate content=20210415>").date == "2021-04-15");
  CHECK(read("<meta itemprop=datePublished content=2021-04-15>").date == "2021-04-15");
  CHECK(read("<meta name=date content=2020-01-01><meta itemprop=datePublished content=2021-04-15>").date ==
        "2021-04-15");
  CHECK(read("<meta name=date content=2020-01-01>" + json_ld(R"({"datePublished":"2021-04-15"})")).date ==
        "2021-04-15");
  CHECK_FALSE(read("<meta property=article:modified_time content=2021-04-15>").date);
  CHECK_FALSE(read("<meta name=date content=2021-13-45>").date);
}

TEST_CASE("a date in words is handed on as it is written") {
  const auto document = read("<meta name=date content='15 April 2021'>");
  CHECK_FALSE(document.date);
  CHECK(document.date_text == "15 April 2021");
  CHECK_FALSE(
      read("<meta name=pubdate content='15 April 2021'>" + json_ld(R"({"datePublished":"2021-04-15"})")).date_text);
}

TEST_CASE("JSON-LD is read in an array, in a graph, and where it is broken") {
  for (
      const std::string json :
      {R"({"@type":"NewsArticle","datePublished":"2021-04-15"})",
       R"([{"@type":"WebSite"},{"@type":"Article","datePublished":"2021-04-15"}])",
       R"({"@graph":[{"@type":"WebPage","datePublished":"2019-01-01"},{"@type":["NewsArticle"],"datePublished":"2021-04-15"}]})",
       R"(<!-- {"datePublished":"2021-04-15"} -->)", R"({"datePublished" : "2021-04-15", "x": [1,})",
       "{\"headline\":\"a\nb\",\"datePublished\":\"2021-04-15\"}",
       R"({"mainEntity":{"datePublished":"2021-04-15"}})"}) {
    CAPTURE(json);
    CHECK(read(json_ld(json)).date == "2021-04-15");
  }
  for (const std::string json : {"", "{", "[]", "null", "\"datePublished\"", R"({"datePublished":)",
                                 R"({"datePublished":7})", R"({"datePublished":"\"2021-04-15)"}) {
    CAPTURE(json);
    CHECK_FALSE(read(json_ld(json)).date);
  }
  CHECK_FALSE(read(json_ld(std::string(100'000, '['))).date);
}

TEST_CASE("a time at the head of the text dates it, one further down doesn't") {
  const std::string prose =
      "<p>The ministry decided today to form a committee in every district; it will meet weekly.</p>";
  CHECK(read("", "<h1>Flood</h1><time datetime=2021-04-15T10:00>today</time>" + prose).date == "2021-04-15");
  CHECK_FALSE(
      read("", prose + prose + prose + prose + prose + prose + "<time datetime=2021-04-15>then</time>" + prose).date);
  CHECK_FALSE(read("", "<nav><time datetime=2021-04-15>today</time></nav><main>" + prose + "</main>").date);
}

TEST_CASE("the language is that of the page") {
  CHECK(read_page("<html lang=ar dir=rtl><p>text").document.language == "ar");
  CHECK(read_page("<html xml:lang=\"en-GB\"><p>text").document.language == "en-GB");
  CHECK(read("<meta http-equiv=Content-Language content=fa>").language == "fa");
  CHECK(read(json_ld(R"({"inLanguage":"he"})")).language == "he");
}
