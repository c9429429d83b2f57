#include "input/html_tokens.h"

#include <gumbo.h>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/unicode.h"
#include "support/catch.h"

using nuskha::decode_html_text;
using nuskha::html_attribute;
using nuskha::html_declared_charset;
using nuskha::HtmlTag;
using nuskha::HtmlToken;
using nuskha::HtmlTokenizer;
using nuskha::HtmlTokenKind;

namespace {

/// Tokens written down for comparison: text as "text", tags as <name attributes> and </name>, raw text with its tag.
std::string tokens_of(std::string_view html) {
  std::string out;
  HtmlTokenizer tokenizer(html);
  for (HtmlToken token; tokenizer.next(token);) {
    if (token.kind == HtmlTokenKind::text) {
      out += token.tag == HtmlTag::other ? "[" : "{";
      out += token.text;
      out += token.tag == HtmlTag::other ? "]" : "}";
    } else {
      out += token.kind == HtmlTokenKind::end_tag ? "</" : "<";
      out += token.name;
      out += token.attributes;
      out += ">";
    }
  }
  return out;
}

std::string decoded(std::string_view text, bool in_attribute = false) {
  std::string out;
  decode_html_text(text, out, in_attribute);
  return out;
}

}  // namespace

TEST_CASE("a page is cut into its tags and the text between them") {
  CHECK(tokens_of("<!DOCTYPE html><p class=a>one <b>two</B></p>three") == "<p class=a>[one ]<b>[two]</B></p>[three]");
  CHECK(tokens_of("a < b <3 c</ d") == "[a < b <3 c]");
  CHECK(tokens_of("").empty());
}
