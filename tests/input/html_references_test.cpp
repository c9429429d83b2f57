#include "input/html_references.h"

#include <random>
#include <string>
#include <string_view>

#include "input/html_tokens.h"
#include "support/catch.h"
#include "support/gumbo_page.h"

using nuskha::append_html_reference;
using nuskha::decode_html_text;

namespace {

enum Ending { ended, bare };

struct Row {
  std::string_view name;
  std::string_view text;
  Ending ending;
};

constexpr Row rows[] = {
#include "input/html_references.inc"
};

std::string decoded(std::string_view text, bool in_attribute = false) {
  std::string out;
  decode_html_text(text, out, in_attribute);
  return out;
}

/// The value of the attribute of <p title="…">, as Gumbo has it.
std::string gumbo_attribute(std::string_view html) {
  GumboOutput* output = gumbo_parse_with_options(&kGumboDefaultOptions, html.data(), html.size());
  const GumboNode* node = output->root;
  for (const unsigned child : {1U, 0U}) node = static_cast<const GumboNode*>(node->v.element.children.data[child]);
  const GumboAttribute* title = gumbo_get_attribute(&node->v.element.attributes, "title");
  std::string value = title == nullptr ? "no attribute" : title->value;
  gumbo_destroy_output(&kGumboDefaultOptions, output);
  return value;
}

}  // namespace

TEST_CASE("the table of names is that of the standard") {
  std::size_t num_bare = 0;
  for (const Row& row : rows) num_bare += row.ending == bare;
  CHECK(std::size(rows) + num_bare == 2231);
  CHECK(num_bare == 106);
}

TEST_CASE("every name stands for what it stands for in Gumbo, in text and attributes, whatever follows it") {
  for (const char* after : {";", "", "x", "1", "=", ";;", " ", "&", ".", "-;"}) {
    INFO(after);
    std::string text;
    for (const Row& row : rows) text += "&" + std::string(row.name) + after + "|";
    CHECK("." + decoded(text) == nuskha_test::parse_with_gumbo("<pre>." + text).text);
    CHECK(decoded(text, true) == gumbo_attribute("<p title='" + text + "'>"));
  }
}

TEST_CASE("every name is found, and a part of a name isn't") {
  for (const Row& row : rows) {
    std::string out;
    const std::string reference = "&" + std::string(row.name) + ";";
    CHECK(append_html_reference(reference, false, out) == reference.size());
    CHECK(out == row.text);
    for (std::size_t size = 0; size < reference.size(); ++size) {
      std::string part;
      const std::size_t length = append_html_reference(std::string_view(reference).substr(0, size), false, part);
      CHECK(length <= size);
      CHECK((length == 0) == part.empty());
    }
  }
}

TEST_CASE("a number stands for its character") {
  CHECK(decoded("&#1606;&#1606 &#x646;&#X646g") == "\u0646\u0646 \u0646\u0646g");
  CHECK(decoded("&#128;&#x9f;&#129;") == "\u20AC\u0178\u0081");
  CHECK(decoded("&#0;&#xD800;&#x110000;&#4294967361;&#99999999999999999999;") == "\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD");
  CHECK(decoded("&#x10FFFF;&#x1F600;") == "\U0010FFFF\U0001F600");
  CHECK(decoded("&#;&#x;&#xg;&#") == "&#;&#x;&#xg;&#");
}

TEST_CASE("what is no reference stays as it is") {
  for (const char* text :
       {"&", "a & b", "&;", "&nosuch;", "&&", "AT&T", "&CounterClockwiseContourIntegralx;", "& amp;"})
    CHECK(decoded(text) == text);
  CHECK(decoded("&&amp;&ampamp;") == "&&&amp;");
  CHECK(decoded(std::string("a\0b&amp;\0", 9)) == "a\uFFFDb&\uFFFD");
}

TEST_CASE("in an attribute a name without a semicolon before a letter, a digit or '=' is none") {
  CHECK(decoded("?a&copy=1&copy2&copyx&copy;&copy&copy.") == "?a\u00A9=1\u00A92\u00A9x\u00A9\u00A9\u00A9.");
  CHECK(decoded("?a&copy=1&copy2&copyx&copy;&copy&copy.", true) == "?a&copy=1&copy2&copyx\u00A9\u00A9\u00A9.");
  CHECK(decoded("&#169x", true) == "\u00A9x");
}

TEST_CASE("references are those that Gumbo finds, whatever the text is made of") {
  static constexpr std::string_view parts[] = {
      "&",  "&",     "#",     "#x", "#X", ";", "amp", "lt", "not", "in", "it", "acE",    "copy", "sup1", "frac",
      "34", "times", "thorn", "1",  "0",  "9", "a",   "f",  "G",   "=",  " ",  "\u0646", "DD",   "uml",  "shy"};
  std::mt19937 random(1);
  for (int round = 0; round < 20'000; ++round) {
    std::string text;
    for (auto num = 1 + random() % 12; num > 0; --num) text += parts[random() % std::size(parts)];
    INFO(text);
    CHECK("." + decoded(text) == nuskha_test::parse_with_gumbo("<pre>." + text).text);
    CHECK(decoded(text, true) == gumbo_attribute("<p title='" + text + "'>"));
  }
}
