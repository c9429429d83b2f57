#include "input/html_tokens.h"

#include <algorithm>
#include <cstdint>
#include <random>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/unicode.h"
#include "support/catch.h"
#include "support/gumbo_page.h"

using nuskha::decode_html_text;
using nuskha::html_attribute;
using nuskha::html_declared_charset;
using nuskha::HtmlTag;
using nuskha::HtmlToken;
using nuskha::HtmlTokenizer;
using nuskha::HtmlTokenKind;
using nuskha_test::GumboPage;
using nuskha_test::parse_with_gumbo;
using std::string_view_literals::operator""sv;

namespace {

/// Tokens written down for comparison: text as [text], raw text as {text}, tags as <name attributes> and </name>.
std::vector<std::string> token_list(std::string_view html) {
  std::vector<std::string> list;
  HtmlTokenizer tokenizer(html);
  for (HtmlToken token; tokenizer.next(token);) {
    const std::string name(token.name);
    const bool is_raw = token.tag != HtmlTag::other;
    switch (token.kind) {
      case HtmlTokenKind::text:
        list.push_back((is_raw ? "{" : "[") + std::string(token.text) + (is_raw ? "}" : "]"));
        break;
      case HtmlTokenKind::start_tag:
        list.push_back("<" + name + std::string(token.attributes) + (token.is_self_closing ? "\\>" : ">"));
        break;
      case HtmlTokenKind::end_tag: list.push_back("</" + name + ">"); break;
    }
  }
  return list;
}

std::string tokens_of(std::string_view html) {
  std::string out;
  for (const std::string& token : token_list(html)) out += token;
  return out;
}

/// Without what tree construction may add or drop: white space, and what NULs become.
std::string letters_of(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text.substr(i).starts_with("\xEF\xBF\xBD")) {
      i += 2;
    } else if (std::string_view(" \t\n\f\r\0", 6).find(text[i]) == std::string_view::npos) {
      out += text[i];
    }
  }
  return out;
}

struct OurPage {
  std::string text;
  std::set<std::string_view> tags;
  bool is_sound = true;
};

/// All text, and the start tags. Looks after what must hold of every stream of tokens on the way.
OurPage read_page(std::string_view html) {
  OurPage page;
  HtmlTokenizer tokenizer(html);
  std::size_t end = 0;
  for (HtmlToken token; tokenizer.next(token);) {
    const std::string_view view = token.kind == HtmlTokenKind::text ? token.text : token.name;
    const auto begin = static_cast<std::size_t>(view.data() - html.data());
    page.is_sound = page.is_sound && !view.empty() && token.offset >= end && token.offset <= begin &&
                    begin + view.size() <= html.size();
    end = begin + view.size();
    if (token.kind == HtmlTokenKind::start_tag) {
      const std::size_t close = begin + view.size() + token.attributes.size();
      page.is_sound = page.is_sound && close < html.size() && html[close] == '>';
      page.tags.insert(html.substr(token.offset, close + 1 - token.offset));
    } else if (token.kind == HtmlTokenKind::text) {
      if (token.has_references)
        decode_html_text(token.text, page.text);
      else
        page.text += token.text;
    }
  }
  return page;
}

/// Empty if our tokens have the text that Gumbo's tree has, and a start tag where it has an element; else what differs.
std::string difference(std::string_view html) {
  const OurPage ours = read_page(html);
  const GumboPage theirs = parse_with_gumbo(html);
  if (!ours.is_sound) return "unsound tokens";
  if (letters_of(ours.text) != letters_of(theirs.text))
    return "ours: " + letters_of(ours.text) + "\nGumbo's: " + letters_of(theirs.text);
  for (const std::string_view tag : theirs.tags)
    if (!ours.tags.contains(tag)) return "no tag here: " + std::string(tag);
  return {};
}

// What pages are made of. Left out is what makes tree construction move or drop text, of which a tokenizer knows
// nothing: tables (text between cells moves before the table), <select>, <frameset>, <template>, <isindex>.
constexpr std::string_view pieces[] = {
    "<!DOCTYPE html>",
    "<!doctype html PUBLIC \"-//W3C//DTD > HTML\">",
    "<html lang=ar dir=\"rtl\">",
    "<head>",
    "</head>",
    "<body class='a b'>",
    "</body>",
    "<title>a &amp; b <b>no tag</b></title>",
    "<TITLE>upper</TITLE >",
    "<textarea>\nx </textarea",
    "<textarea rows=2>&lt;p> </textare></textarea>",
    "<style>p > a { content: '</p>' } </styl></style>",
    "<STYLE>&amp;</style/>",
    "<script>if (a < b && c > d) x = '<p>';</script>",
    "<script><!-- x = '</script>'; --></script>",
    "<script><!-- <script> y </script> z --></script>",
    "<script><!-- <script > y -->q</script>",
    "<script><!--><script></script>",
    "<script></scr",
    "<SCRIPT src='a.js'/></Script\n>",
    "<xmp><b>&lt;</xmp>",
    "<iframe src=x><p>in</p></iframe>",
    "<noembed><i>e</i></noembed>",
    "<noframes><i>f</i></noframes>",
    "<noscript><p>n</p></noscript>",
    "<plaintext>",
    "<!-- comment > -->",
    "<!-->",
    "<!--->",
    "<!---->",
    "<!----->",
    "<!--a--!>",
    "<!--a--!b-->",
    "<!-- <!-- -->",
    "<!-- a -- b ->",
    "<!--",
    "<!x>",
    "<!>",
    "<?php echo '<p>' ?>",
    "</>",
    "</ p>",
    "</3>",
    "<![CDATA[ c ]]>",
    "<p>",
    "</p>",
    "<P CLASS=A>",
    "<br>",
    "<br/>",
    "<hr />",
    "<a href=x/>",
    "<a href='x>y' title=\"z'>\">",
    "<a href=\"/q?a=1&copy=2&amp;b\" b>",
    "</a href='>'>",
    "<div id=1 id=2 =x y= z>",
    "<div\ta\n=\f'1'/b/c = d>",
    "<img alt='",
    "<img alt=a\"b'c<d src=`e`>",
    "<b\0c d\0e>"sv,
    "</div>",
    "<b>",
    "</b>",
    "<i>",
    "</i>",
    "<font color=red>",
    "<h1>",
    "</h1>",
    "<ul><li>",
    "</ul>",
    "<my-tag x>",
    "<p/>",
    " < ",
    "a<b",
    "1<2",
    "<",
    "</",
    "<\n",
    "<<p>",
    ">",
    "text",
    " \n",
    "\u0646\u0633\u062E\u0629",
    "\u6587\u66F8",
    "\0"sv,
    "&amp;",
    "&amp",
    "&ampx",
    "&notit;",
    "&notin;",
    "&CounterClockwiseContourIntegral;",
    "&#1606;",
    "&#x646",
    "&#X646;",
    "&#128;",
    "&#0;",
    "&#xD800;",
    "&#99999999999;",
    "&#;",
    "&#x;",
    "&",
    "&;",
    "&nosuch;",
    "&acE;",
    "\"",
    "'",
    "=",
};

// SVG and MathML, each closed before HTML goes on: what an HTML element open inside or around it would do to its end
// tag only the tree knows.
constexpr std::string_view foreign_pieces[] = {
    "<svg viewBox='0 0 1 1'><title>t<br></title><path d=\"M0\"/></svg>",
    "<svg><style>a > b &amp; <![CDATA[ p<q>r </style> ]]></style></svg>",
    "<svg><script>if (a &lt; b) <g>x</g></script></svg>",
    "<svg><desc>d</desc><![CDATA[x]]y]]>z</svg>",
    "<svg><foreignObject><style>q<b></style><p>in</p></foreignObject><style>r<g>&lt;</g></style></svg>",
    "<svg><foreignObject/><style><g>s</g></style></svg>",
    "<svg><g><svg><title>u</title></svg><style><g>v</g></style></g></svg>",
    "<svg/>",
    "<svg><g><div>out<style>w<b></style>",
    "<svg><font size=1><style>x<b></style>",
    "<svg><font x=1><style>y<g></g></style></font></svg>",
    "<svg><code><style>z<b></style>",
    "<math><mi>a<style>b<c></style></mi><style>d<mo>e</mo></style></math>",
    "<math><annotation-xml encoding='text/HTML'><style>f<b></style></annotation-xml></math>",
    "<math><annotation-xml><style>f<mi>g</mi></style></annotation-xml><![CDATA[h]]></math>",
    "<MATH><mtext><svg><title><xmp><b></xmp></title><style><g>i</g></style></svg></mtext></MATH>",
    "<style>j<b></style>",
    "<title>k<b></title>",
    "<![CDATA[ l > m ]]>",
    "<p>n</p>",
    "&amp;",
    "o",
};

using Random = std::mt19937;

std::size_t below(Random& random, std::size_t end) { return random() % end; }

std::string joined(Random& random, const std::string_view* choice, std::size_t num_choices, std::size_t num) {
  std::string html;
  for (; num > 0; --num) html += choice[below(random, num_choices)];
  return html;
}

void mutate(Random& random, std::string& html) {
  static constexpr std::string_view bytes("<>/!-?'\"= \n&;#x[]abp\0", 22);
  if (html.empty()) return;
  const std::size_t at = below(random, html.size());
  switch (below(random, 4)) {
    case 0: html.erase(at, 1 + below(random, 4)); break;
    case 1: html.insert(at, 1, bytes[below(random, bytes.size())]); break;
    case 2:
      if ((html[at] & 0x80) == 0) html[at] = bytes[below(random, bytes.size())];
      break;
    default: html.resize(at);
  }
}

}  // namespace

TEST_CASE("a page is cut into its tags and the text between them") {
  CHECK(tokens_of("<!DOCTYPE html><p class=a>one <b>two</B></p>three") == "<p class=a>[one ]<b>[two]</B></p>[three]");
  CHECK(tokens_of("a < b <3 c</ d> e</>f</3>g") == "[a < b <3 c][ e][f][g]");
  CHECK(tokens_of("<br/><br /><p a=/><p a=b / >") == "<br/\\><br /\\><p a=/><p a=b / >");
  CHECK(tokens_of("").empty());
  CHECK(tokens_of("a</") == "[a</]");
}

TEST_CASE("comments, doctypes and what counts as comments make no token") {
  for (const char* comment : {"<!---->", "<!-->", "<!--->", "<!--a--!>", "<!-- > - -- --a --!- -->", "<!--a--->",
                              "<?x y>", "<!DOCTYPE a \"b\">", "<![CDATA[c>", "<!>", "</ d>"}) {
    INFO(comment);
    CHECK(tokens_of(std::string("a") + comment + "b") == "[a][b]");
  }
  for (const char* open : {"<!--b", "<!--b--", "<!--b--!", "<!b", "<?b", "</ b", "<p b", "<p b='>", "</p b"}) {
    INFO(open);
    CHECK(tokens_of(std::string("a") + open) == "[a]");
  }
}

TEST_CASE("script, style, title and the like hold one text up to their end tag") {
  CHECK(tokens_of("<title>a<b></titl></TITLE >c") == "<title>{a<b></titl>}</TITLE>[c]");
  CHECK(tokens_of("<style></style>a") == "<style></style>[a]");
  CHECK(tokens_of("<script>'<!--<script>'; '</script>'; --></script>a") ==
        "<script>{'<!--<script>'; '</script>'; -->}</script>[a]");
  CHECK(tokens_of("<script><!--<script></script>a</script>b") == "<script>{<!--<script></script>a}</script>[b]");
  CHECK(tokens_of("<script><!--></script>a") == "<script>{<!-->}</script>[a]");
  CHECK(tokens_of("<textarea>a</textarea") == "<textarea>{a</textarea}");
  CHECK(tokens_of("<plaintext><p>a</plaintext>") == "<plaintext>{<p>a</plaintext>}");
  CHECK(tokens_of("<noscript><p>a</noscript>") == "<noscript><p>[a]</noscript>");
  HtmlToken token;
  for (const std::string& html : {std::string("<title>a&amp;</title>"), std::string("<script>a&amp;</script>")}) {
    HtmlTokenizer tokenizer(html);
    REQUIRE(tokenizer.next(token));
    const HtmlTag tag = token.tag;
    REQUIRE(tokenizer.next(token));
    CHECK(token.tag == tag);
    CHECK(token.has_references == (tag == HtmlTag::title));
  }
}

TEST_CASE("tokens know their tag and where they stand") {
  const std::string html = "<P>x&y</P ><BlockQuote><my-p><figcaptions>";
  HtmlTokenizer tokenizer(html);
  std::vector<HtmlToken> tokens;
  for (HtmlToken token; tokenizer.next(token);) tokens.push_back(token);
  REQUIRE(tokens.size() == 6);
  const HtmlTag tags[] = {HtmlTag::p, HtmlTag::other, HtmlTag::p, HtmlTag::blockquote, HtmlTag::other, HtmlTag::other};
  const std::size_t offsets[] = {0, 3, 6, 11, 23, 29};
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    CHECK(tokens[i].tag == tags[i]);
    CHECK(tokens[i].offset == offsets[i]);
  }
  CHECK(tokens[1].has_references);
  CHECK(tokens[0].name == "P");
}

TEST_CASE("text and tags are those of Gumbo's tree, on every piece and pair of pieces that pages are made of") {
  for (const std::string_view first : pieces) {
    for (const std::string_view second : pieces) {
      const std::string html = std::string(first) + std::string(second) + "e<u>nd";
      const std::string what = difference(html);
      INFO(html);
      INFO(what);
      CHECK(what.empty());
    }
  }
}

TEST_CASE("text and tags are those of Gumbo's tree, whatever a page is made of") {
  Random random(1);
  for (int round = 0; round < 20'000; ++round) {
    std::string html = joined(random, pieces, std::size(pieces), 1 + below(random, 12));
    for (std::size_t num = below(random, 4); num > 0; --num) mutate(random, html);
    html = nuskha::replace_invalid_utf8(html);
    const std::string what = difference(html);
    INFO(round << "\n" << html);
    INFO(what);
    CHECK(what.empty());
  }
}

TEST_CASE("in SVG and MathML no text is raw and CDATA is text") {
  Random random(2);
  for (int round = 0; round < 5'000; ++round) {
    const std::string html = joined(random, foreign_pieces, std::size(foreign_pieces), 1 + below(random, 8));
    const std::string what = difference(html);
    INFO(html);
    INFO(what);
    CHECK(what.empty());
  }
}

TEST_CASE("an end tag of what is around an SVG ends it") {
  CHECK(tokens_of("<div><svg><g></div><style>a<b></style>") == "<div><svg><g></div><style>{a<b>}</style>");
  CHECK(tokens_of("<svg><foreignObject><p></svg><style>a<b></style>") ==
        "<svg><foreignObject><p></svg><style>{a<b>}</style>");
}

TEST_CASE("SVG in SVG without end costs no memory and no text") {
  std::string html;
  for (int i = 0; i < 1'000; ++i) html += "<svg><foreignObject>a";
  CHECK(read_page(html).text == std::string(1'000, 'a'));
}

TEST_CASE("a page cut off anywhere has the tokens of the whole, but for the last") {
  std::string html;
  for (const std::string_view piece : pieces)
    if (piece != "<plaintext>" && !piece.starts_with("<!--") && piece != "<img alt='") html += piece;
  for (const std::string_view piece : foreign_pieces) html += piece;
  const std::vector<std::string> whole = token_list(html);
  REQUIRE(whole.back() == "[&amp;o]");
  for (std::size_t size = 0; size < html.size(); ++size) {
    std::vector<std::string> part = token_list(html.substr(0, size));
    if (!part.empty()) part.pop_back();
    INFO(html.substr(0, size));
    REQUIRE(part.size() < whole.size());
    CHECK(std::equal(part.begin(), part.end(), whole.begin()));
    CHECK(read_page(std::string_view(html).substr(0, size)).is_sound);
  }
}

TEST_CASE("an attribute is found by its name, in any case, the first of two, its references resolved") {
  const std::string_view attributes =
      " HREF=a.html?b&amp;c&copy=1 href=z title = 'x \"y\"' data-a=\"<>&#1606;\" empty= checked/ =q=r";
  CHECK(html_attribute(attributes, "href") == "a.html?b&c&copy=1");
  CHECK(html_attribute(attributes, "title") == "x \"y\"");
  CHECK(html_attribute(attributes, "data-a") == "<>\u0646");
  CHECK(html_attribute(attributes, "empty") == "checked/");
  CHECK(html_attribute(" a checked/ =q=r b=", "checked") == "");
  CHECK(html_attribute(" a checked/ =q=r b=", "=q") == "r");
  CHECK(html_attribute(" a checked/ =q=r b=", "b") == "");
  CHECK_FALSE(html_attribute(attributes, "b").has_value());
  CHECK_FALSE(html_attribute("", "a").has_value());
}

TEST_CASE("attributes are those that Gumbo finds, whatever the tag is made of") {
  static constexpr std::string_view parts[] = {
      "a",  "B",     "c", "ab",    "=", "=", "=",      "'",     "'",        "\"",   "\"", " ",   " ", "/",
      "\n", "&amp;", "&", "&copy", "<", "`", "\u0646", "a='1'", " c=\"2\"", "b=3 ", "\t", "&lt", "?"};
  Random random(3);
  std::size_t num_compared = 0;
  for (int round = 0; round < 20'000; ++round) {
    const std::string html = "<p " + joined(random, parts, std::size(parts), 1 + below(random, 16)) + ">'>\">";
    HtmlTokenizer tokenizer(html);
    HtmlToken token;
    REQUIRE(tokenizer.next(token));
    if (token.kind != HtmlTokenKind::start_tag) continue;  // never ends
    GumboOutput* output = gumbo_parse_with_options(&kGumboDefaultOptions, html.data(), html.size());
    const GumboNode* node = output->root;
    for (const unsigned child : {1U, 0U}) node = static_cast<const GumboNode*>(node->v.element.children.data[child]);
    const GumboVector& attributes = node->v.element.attributes;
    INFO(html);
    REQUIRE(node->v.element.tag == GUMBO_TAG_P);
    for (unsigned i = 0; i < attributes.length; ++i) {
      const auto* attribute = static_cast<const GumboAttribute*>(attributes.data[i]);
      CHECK(html_attribute(token.attributes, attribute->name) == attribute->value);
      ++num_compared;
    }
    gumbo_destroy_output(&kGumboDefaultOptions, output);
  }
  CHECK(num_compared > 20'000);
}

TEST_CASE("the encoding that a page declares is found in its <meta>") {
  const auto declared = [](std::string_view head) { return html_declared_charset(head); };
  CHECK(declared("<html><head><meta charset=windows-1256>") == "windows-1256");
  CHECK(declared("<META CHARSET=' UTF-8 '/>") == "utf-8");
  CHECK(declared("<meta http-equiv=Content-Type content='text/html; charset=Shift_JIS'>") == "shift_jis");
  CHECK(declared("<meta content='text/html;charset = \"x-sjis\"; a' http-equiv='content-type'>") == "x-sjis");
  CHECK(declared("<meta content='text/html; charset=euc-jp'>").empty());
  CHECK(declared("<meta http-equiv=refresh content='0;charset=euc-jp'><meta charset=gb2312>") == "gb2312");
  CHECK(declared("<meta charset=utf-16le>") == "utf-8");
  CHECK(declared("<meta charset=nonsense><meta charset=big5>") == "big5");
  CHECK(declared("<!-- <meta charset=big5> --><meta charset=koi8-r>") == "koi8-r");
  CHECK(declared("<!--><meta charset=koi8-r>") == "koi8-r");
  CHECK(declared("<p title='<meta charset=big5>'></p a='<meta charset=big5>'>").empty());
  CHECK(declared("<metadata charset=big5>").empty());
  CHECK(declared("<!x <meta charset=big5><? <meta charset=big5>").empty());
  CHECK(declared("<?xml version='1.0' encoding='iso-8859-2'?><html>") == "iso-8859-2");
  CHECK(declared("<?xml version='1.0' encoding='iso-8859-2'?><meta charset=big5>") == "big5");
  CHECK(declared("charset=big5 <meta charset=").empty());
  CHECK(declared(std::string(4096, ' ') + "<meta charset=big5>").empty());
  const std::string_view page = "<?xml version='1.0'?><!-- a --><meta name=b/><meta charset=\"utf-8\"></p c=d>";
  for (std::size_t size = 0; size <= page.size(); ++size)
    CHECK(declared(page.substr(0, size)) == (size < page.find("</p") - 2 ? "" : "utf-8"));
}
