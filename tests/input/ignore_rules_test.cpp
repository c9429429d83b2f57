// Every case of the table was put to `git check-ignore` (2.39), whose answers it holds.
#include "input/ignore_rules.h"

#include <string>
#include <string_view>

#include "support/catch.h"

namespace {

using nuskha::IgnoreRule;

// A file is ignored if it or a folder above it is; the last matching rule decides.
bool is_ignored(std::string_view rules_text, std::string_view path) {
  const auto rules = nuskha::parse_ignore_rules(rules_text);
  for (std::size_t end = path.find('/');; end = path.find('/', end + 1)) {
    const bool is_folder = end != path.npos;
    bool ignored = false;
    for (const IgnoreRule& rule : rules) {
      if (nuskha::rule_matches(rule, path.substr(0, end), is_folder)) ignored = !rule.is_negated;
    }
    if (ignored || !is_folder) return ignored;
  }
}

struct Case {
  const char* rules;
  const char* path;
  bool ignored;
};

constexpr Case cases[] = {
    {"a.txt", "a.txt", true},
    {"a.txt", "d/a.txt", true},
    {"/a.txt", "a.txt", true},
    {"/a.txt", "d/a.txt", false},
    {"d/a.txt", "d/a.txt", true},
    {"d/a.txt", "x/d/a.txt", false},
    {"*.txt", "d/e/f.txt", true},
    {"*.txt", "d/e/f.md", false},
    {"d/*.txt", "d/a.txt", true},
    {"d/*.txt", "d/e/a.txt", false},
    {"d/", "d/a.txt", true},
    {"d/", "d", false},
    {"d/", "x/d/a.txt", true},
    {"/d/", "x/d/a.txt", false},
    {"/d/", "d/a.txt", true},
    {"**/a", "a", true},
    {"**/a", "x/a", true},
    {"**/a", "x/y/a", true},
    {"**/x/a", "q/x/a", true},
    {"**/x/a", "x/a", true},
    {"a/**", "a/b", true},
    {"a/**", "a/b/c", true},
    {"a/**", "a", false},
    {"a/**", "x/a/b", false},
    {"a/**/b", "a/b", true},
    {"a/**/b", "a/x/b", true},
    {"a/**/b", "a/x/y/b", true},
    {"a/**/b", "a/x/y/c", false},
    {"a/**b", "a/xb", true},
    {"a/**b", "a/x/b", false},
    {"a**b", "axxb", true},
    {"a**b", "ax/b", false},
    {"*", "anything", true},
    {"*\n!*.md", "a.md", false},
    {"*\n!*.md", "a.txt", true},
    {"*\n!*.md", "d/a.md", true},
    {"*\n!*/\n!*.md", "d/a.md", false},
    {"*.log\n!keep.log", "keep.log", false},
    {"!keep.log\n*.log", "keep.log", true},
    {"d\n!d/a", "d/a", true},
    {"d/*\n!d/a", "d/a", false},
    {"d/*\n!d/a", "d/b", true},
    {"#a", "#a", false},
    {"\\#a", "#a", true},
    {"\\!a", "!a", true},
    {"!a", "!a", false},
    {"a ", "a", true},
    {"a\\ ", "a ", true},
    {"a\\ ", "a", false},
    {"a\\  ", "a ", true},
    {" a", " a", true},
    {" a", "a", false},
    {"a\t", "a", false},
    {"a?c", "abc", true},
    {"a?c", "ac", false},
    {"a?c", "a/c", false},
    {"[abc]", "b", true},
    {"[abc]", "d", false},
    {"[!abc]", "d", true},
    {"[^abc]", "a", false},
    {"[a-c]x", "bx", true},
    {"[a-c]x", "dx", false},
    {"[]a]", "]", true},
    {"[!]a]", "b", true},
    {"[a-]", "-", true},
    {"[\\]]", "]", true},
    {"[[:digit:]]*", "7x", true},
    {"[[:digit:]]*", "x7", false},
    {"[[:upper:]]", "A", true},
    {"[[:upper:]]", "a", false},
    {"[[:nope:]]", "a", false},
    {"[abc", "[abc", false},
    {"a\\", "a\\", false},
    {"a\\*b", "a*b", true},
    {"a\\*b", "axb", false},
    {"a[*]b", "a*b", true},
    {"a/[b/c]d", "a/bd", true},
    {"foo[/]bar", "foo/bar", false},
    {"x/**/", "x/y/z", true},
    {"x/**/", "x/z", false},
    {"**/", "d/f", true},
    {"**/", "f", false},
    {"**", "d/f", true},
    {"/", "a", false},
    {"//a", "a", false},
    {"/*", "a", true},
    {"/*", "d/a", true},
    {"/*\n!/d", "d/a", false},
    {"a/b/", "a/b/c", true},
    {"a/b/", "a/b", false},
    {"b/c", "a/b/c", false},
    {"*/c", "a/c", true},
    {"*/c", "a/b/c", false},
    {"./a", "a", false},
    {"A.TXT", "a.txt", false},
    {"é*", "école", true},
    {"?cole", "école", false},
    {"*a*a*a*a*b", "aaaaaaaaaaaaaaaaaaaaaaaa", false},
    {"\xEF\xBB\xBF"
     "*.txt",
     "a.txt", true},
    {"*.txt\r", "a.txt", true},
    {"doc/frotz/", "a/doc/frotz/x", false},
    {"foo/*", "foo/test.json", true},
    {"foo/*", "foo/bar/hello.c", true},
    {"/**/x", "x", true},
    {"**/**/x", "q/x", true},
    {"a/*/**/b", "a/b", false},
    {"a/*/**/b", "a/q/b", true},
    {"[a-c-e]", "d", false},
    {"[a-c-e]", "-", true},
    {"[--0]", "-", true},
};

}  // namespace

TEST_CASE("ignore rules decide as git does") {
  for (const Case& c : cases) {
    CAPTURE(c.rules, c.path);
    CHECK(is_ignored(c.rules, c.path) == c.ignored);
  }
}

TEST_CASE("many stars don't take exponential time") {
  const std::string text(5000, 'a');
  std::string pattern;
  for (int i = 0; i < 200; ++i) pattern += "a*";
  CHECK_FALSE(nuskha::segment_matches(pattern + "b", text));
  std::string deep;
  std::string folders;
  for (int i = 0; i < 100; ++i) {
    deep += "**/a/";
    folders += "a/";
  }
  CHECK_FALSE(is_ignored(deep + "b", folders + "c"));
}

TEST_CASE("a glob that can't work as an option is refused with its reason") {
  CHECK_FALSE(nuskha::glob_error("*.md"));
  CHECK_FALSE(nuskha::glob_error("docs/"));
  CHECK_FALSE(nuskha::glob_error("\\!odd"));
  for (const char* bad : {"", "!a", "#a", "[abc", "a\\", "/", "[[:nope:]]"}) {
    CAPTURE(bad);
    CHECK(nuskha::glob_error(bad));
  }
}
