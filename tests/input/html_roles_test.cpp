#include "input/html_roles.h"

#include <string>
#include <utility>
#include <vector>

#include "support/catch.h"

using nuskha::html_facts;
using nuskha::html_link;
using nuskha::html_words;
using nuskha::HtmlAttributes;
using nuskha::HtmlLink;
using nuskha::HtmlRole;
using nuskha::HtmlTag;
namespace html_word = nuskha::html_word;

TEST_CASE("attributes come one after another however they are written") {
  std::vector<std::pair<std::string, std::string>> read;
  std::string_view name;
  std::string_view value;
  for (HtmlAttributes each(" id=a  CLASS = 'b c' / hidden\ndata-x=\"1'2\"title=\"open"); each.next(name, value);)
    read.emplace_back(name, value);
  CHECK(read == std::vector<std::pair<std::string, std::string>>{
                    {"id", "a"}, {"CLASS", "b c"}, {"hidden", ""}, {"data-x", "1'2"}, {"title", "open"}});
}

TEST_CASE("a role comes of the tag, of role and of itemprop") {
  CHECK(html_facts(HtmlTag::main, "").role == HtmlRole::main);
  CHECK(html_facts(HtmlTag::div, "ROLE=Main").role == HtmlRole::main);
  CHECK(html_facts(HtmlTag::div, "role='contentinfo'").role == HtmlRole::footer);
  CHECK(html_facts(HtmlTag::div, "itemprop=\"articleBody\"").role == HtmlRole::article_body);
  CHECK(html_facts(HtmlTag::section, "role=presentation").role == HtmlRole::none);
  CHECK(html_facts(HtmlTag::nav, "role=list").role == HtmlRole::navigation);
}

TEST_CASE("what isn't shown is known by attribute, style and class") {
  CHECK(html_facts(HtmlTag::div, "hidden").is_hidden);
  CHECK(html_facts(HtmlTag::div, "style='color:red; Display : NONE !important'").is_hidden);
  CHECK_FALSE(html_facts(HtmlTag::div, "style='display:block; x-display:none'").is_hidden);
  CHECK(html_facts(HtmlTag::span, "class='icon sr-only'").is_hidden);
  CHECK_FALSE(html_facts(HtmlTag::span, "class='asr-only'").is_hidden);
  CHECK(html_facts(HtmlTag::span, "aria-hidden=true").is_aria_hidden);
  CHECK_FALSE(html_facts(HtmlTag::span, "aria-hidden=false").is_aria_hidden);
  CHECK(html_facts(HtmlTag::dialog, "").is_hidden);
  CHECK_FALSE(html_facts(HtmlTag::dialog, "open").is_hidden);
}

TEST_CASE("words of class and id are found at hyphens, digits and capitals, and nowhere else") {
  CHECK(html_words("main-nav") == html_word::frame);
  CHECK(html_words("siteFooter2") == html_word::footer);
  CHECK(html_words("node_comments x") == html_word::comments);
  CHECK(html_words("related-news") == html_word::clutter);
  CHECK(html_words("cookieBanner") == (html_word::clutter | html_word::frame));
  for (const char* plain :
       {"navy", "content", "unrelated", "headers", "article-text", "", "aaaaaaaaaaaaaaaaaaaaaaanav"}) {
    CAPTURE(plain);
    CHECK(html_words(plain) == 0);
  }
}

TEST_CASE("a link to a file or a mail address isn't one of navigation") {
  CHECK(html_link("href='/news'") == HtmlLink::page);
  CHECK(html_link("class=x HREF=page.html#a") == HtmlLink::page);
  CHECK(html_link("name=top") == HtmlLink::none);
  CHECK(html_link("onclick='go()'") == HtmlLink::page);
  CHECK(html_link("href=mailto:press@example.org") == HtmlLink::none);
  CHECK(html_link("href='tel:+1'") == HtmlLink::none);
  CHECK(html_link("href='/files/Report.PDF?v=2'") == HtmlLink::none);
  CHECK(html_link("href='https://www.facebook.com/sharer/sharer.php?u=x'") == HtmlLink::share);
  CHECK(html_link("href='mailto:?subject=x'") == HtmlLink::share);
}
