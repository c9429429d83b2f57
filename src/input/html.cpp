// HTML pages as documents: decoding, blocks, main text, metadata, and the text written with its lines of the source.
// Entry points: is_html, extract_html. Test: tests/input/html_test.cpp.
#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "input/decode.h"
#include "input/extractor.h"
#include "input/html_blocks.h"
#include "input/html_content.h"
#include "input/html_metadata.h"
#include "input/html_roles.h"
#include "input/html_tokens.h"
#include "input/problem_codes.h"
#include "input/readers.h"

namespace nuskha {
namespace {

using std::size_t;
using std::string_view;

// --- recognizing

bool is_space(char c) { return is_html(c, html_space); }
bool is_letter(char c) { return is_html(c, html_letter); }

/// The head as far as it is ASCII, if it is UTF-16 with a byte order mark; otherwise nothing.
std::string ascii_of_utf16(string_view head) {
  const bool is_little = head.starts_with("\xFF\xFE");
  if (!is_little && !head.starts_with("\xFE\xFF")) return {};
  std::string out;
  for (size_t i = 2; i + 1 < head.size(); i += 2) {
    const char low = head[is_little ? i : i + 1];
    const char high = head[is_little ? i + 1 : i];
    out += high == 0 && (low & 0x80) == 0 ? low : '?';
  }
  return out;
}

bool starts_with_ignoring_case(string_view text, string_view lower_case) {
  return equals_lower(text.substr(0, lower_case.size()), lower_case);
}

/// Name of a tag that begins here, if it is written as tags are.
string_view tag_name(string_view text) {
  if (!text.starts_with('<')) return {};
  size_t end = 1;
  const auto is_of_name = [](char c) { return is_letter(c) || (c >= '0' && c <= '9') || c == '-'; };
  while (end < text.size() && is_of_name(text[end])) ++end;
  if (end == 1 || end > 40 || !is_letter(text[1])) return {};
  if (end < text.size() && !is_space(text[end]) && text[end] != '>' && text[end] != '/') return {};
  return text.substr(1, end - 1);
}

constexpr std::array first_tags = {
    "html", "head",   "body",     "title",      "meta",   "link",     "base",     "style",   "script", "div",
    "p",    "span",   "h1",       "h2",         "h3",     "h4",       "h5",       "h6",      "br",     "hr",
    "ul",   "ol",     "dl",       "table",      "tr",     "td",       "center",   "font",    "a",      "b",
    "i",    "strong", "em",       "img",        "main",   "nav",      "article",  "section", "header", "aside",
    "pre",  "form",   "frameset", "blockquote", "figure", "noscript", "template", "address"};

/// How sure it is that the tag, doctype or text that comes first is of HTML.
enum class FirstThing { html, fragment, other_markup, text };

FirstThing first_thing(string_view text) {
  bool is_xml = false;
  for (;;) {
    while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
    string_view end;
    if (text.starts_with("<!--"))
      end = "-->";
    else if (text.starts_with("<?"))
      end = ">";
    else
      break;
    is_xml |= starts_with_ignoring_case(text, "<?xml");
    const size_t at = text.find(end, 2);
    if (at == text.npos) return is_xml ? FirstThing::other_markup : FirstThing::text;
    text.remove_prefix(at + end.size());
  }
  if (starts_with_ignoring_case(text, "<!doctype")) {
    text.remove_prefix(9);
    while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
    const bool is_html = starts_with_ignoring_case(text, "html") && (text.size() == 4 || !is_letter(text[4]));
    return is_html ? FirstThing::html : FirstThing::other_markup;
  }
  const string_view name = tag_name(text);
  if (equals_lower(name, "html")) return FirstThing::html;
  if (is_xml) return FirstThing::other_markup;
  if (name.empty()) return FirstThing::text;
  const string_view tag = text.substr(0, text.find('>'));
  if (tag.find("xmlns") != tag.npos && tag.find("http://www.w3.org/1999/xhtml") == tag.npos)
    return FirstThing::other_markup;
  for (const char* first : first_tags)
    if (equals_lower(name, first)) return FirstThing::fragment;
  return FirstThing::other_markup;
}

bool has_any_tag(string_view text) {
  for (size_t at = text.find('<'); at != text.npos; at = text.find('<', at + 1)) {
    const string_view rest = text.substr(at);
    if (rest.size() > 1 && (rest[1] == '/' || rest[1] == '!')) return true;
    if (!tag_name(rest).empty()) return true;
  }
  return false;
}

// --- reading

bool decode(std::string bytes, const ExtractContext& context, std::string& text, Document& document,
            std::vector<Problem>& problems) {
  std::string label(context.charset);
  if (label.empty()) label = html_declared_charset(bytes);
  DecodedText decoded = decode_labelled(std::move(bytes), label);
  switch (decoded.trouble) {
    case DecodeTrouble::none: break;
    case DecodeTrouble::binary:
      problems.push_back({document.path, problem_code::binary,
                          fmt::format("It begins like an HTML page, but looks like {}. Save the page anew, or leave it "
                                      "out with --exclude.",
                                      decoded.detail)});
      return false;
    case DecodeTrouble::invalid_utf8:
      problems.push_back({document.path, problem_code::invalid_utf8,
                          fmt::format("{} byte sequence(s) aren't UTF-8, the first at byte {} (line {}); each was read "
                                      "as U+FFFD. Mend the page, or save it anew, if they matter.",
                                      decoded.num_replaced, decoded.first_offset, decoded.first_line)});
      break;
    case DecodeTrouble::undecodable:
      problems.push_back({document.path, problem_code::undecodable,
                          fmt::format("Read as {}, but {} byte sequence(s) mean nothing in it and were read as U+FFFD. "
                                      "Convert the page to UTF-8 from the encoding it was written in.",
                                      decoded.encoding, decoded.num_replaced)});
      break;
  }
  text = std::move(decoded.text);
  document.encoding = std::move(decoded.encoding);
  document.encoding_detected = decoded.is_detected;
  return true;
}

// --- writing

bool is_simple_cell(const HtmlPage& page, const HtmlBlock& block) {
  return block.cell != 0 && page.cells[block.cell].num_blocks == 1;
}

/// What stands between two blocks of the text.
string_view between(const HtmlPage& page, const HtmlBlock& a, const HtmlBlock& b) {
  if (a.cell != b.cell && is_simple_cell(page, a) && is_simple_cell(page, b) &&
      page.cells[a.cell].table == page.cells[b.cell].table)
    return page.cells[a.cell].row == page.cells[b.cell].row ? "\t" : "\n";
  if (a.list != 0 && a.list == b.list && a.heading == 0 && b.heading == 0) return "\n";
  return "\n\n";
}

void write_text(const HtmlPage& page, const std::vector<size_t>& main_text, Document& document) {
  std::string& out = document.text;
  size_t mark = 0;  // the first that is behind what was written
  for (size_t i = 0; i < main_text.size(); ++i) {
    const HtmlBlock& block = page.blocks[main_text[i]];
    const auto gap = [&](size_t left) {
      return between(page, page.blocks[main_text[left]], page.blocks[main_text[left + 1]]);
    };
    if (i > 0) out += gap(i - 1);
    const size_t begin = out.size();
    while (mark < page.marks.size() && page.marks[mark].offset <= block.begin) ++mark;
    if (mark > 0 && (document.places.empty() || document.places.back().number != page.marks[mark - 1].number))
      document.places.push_back({i == 0 ? 0 : begin, page.marks[mark - 1].number});
    for (; mark < page.marks.size() && page.marks[mark].offset < block.end; ++mark)
      document.places.push_back({begin + page.marks[mark].offset - block.begin, page.marks[mark].number});
    out.append(page.text, block.begin, block.end - block.begin);
    // A row of a table is one line.
    if ((i > 0 && gap(i - 1) == "\t") || (i + 1 < main_text.size() && gap(i) == "\t"))
      std::replace(out.begin() + static_cast<std::ptrdiff_t>(begin), out.end(), '\n', ' ');
  }
}

}  // namespace

bool is_html(string_view head, string_view name) {
  const std::string utf16 = ascii_of_utf16(head);
  if (!utf16.empty()) head = utf16;
  if (head.starts_with("\xEF\xBB\xBF")) head.remove_prefix(3);
  const bool is_named =
      has_ending(name, ".html") || has_ending(name, ".htm") || has_ending(name, ".xhtml") || has_ending(name, ".shtml");
  switch (first_thing(head)) {
    case FirstThing::html: return true;
    case FirstThing::other_markup: return is_named && !starts_with_ignoring_case(head, "<?xml") && has_any_tag(head);
    // Markdown may hold HTML.
    case FirstThing::fragment: return !has_ending(name, ".md") && !has_ending(name, ".markdown");
    case FirstThing::text: return is_named && has_any_tag(head);
  }
  return false;
}

void read_html_field(std::string_view source, Document& document) {
  const HtmlPage page = read_html_blocks(source);
  HtmlMetadata metadata = read_html_metadata(page);
  const std::vector<size_t> main_text = find_main_text(page, possible_titles(metadata));
  document.place_unit = PlaceUnit::line;
  document.text.clear();
  write_text(page, main_text, document);
  if (!document.title) document.title = choose_title(metadata, page, main_text);
  if (!document.date && !document.date_text) {
    document.date = std::move(metadata.date);
    if (!document.date) document.date = date_at_head(page, main_text);
    if (!document.date) document.date_text = std::move(metadata.date_text);
  }
  if (document.language.empty()) document.language = std::move(metadata.language);
}

bool read_html(std::string bytes, const ExtractContext& context, Document& document, std::vector<Problem>& problems) {
  std::string source;
  if (!decode(std::move(bytes), context, source, document, problems)) return false;
  read_html_field(source, document);
  return true;
}

bool extract_html(std::string bytes, const ExtractContext& context, Document& document,
                  std::vector<Problem>& problems) {
  if (!read_html(std::move(bytes), context, document, problems)) return false;
  if (document.text.empty())
    problems.push_back({document.path, problem_code::no_text,
                        "The page holds no text: a script writes it when the page is shown, it is a frame for other "
                        "pages, or a tag before the text isn't closed. Save it anew from a browser that shows it, or "
                        "leave it out with --exclude."});
  return true;
}

}  // namespace nuskha
