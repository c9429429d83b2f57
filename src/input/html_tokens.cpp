// HTML as tokens: the tokenization stage of the HTML standard, with what of tree construction it depends on: after
// which tags text is raw, and where SVG and MathML begin and end, in which it never is. Entry point:
// HtmlTokenizer::next.
//
// States of the standard are places in the code here: data is `next`, tags are `take_tag` and `next_html_attribute`,
// comments, doctypes and CDATA `take_declaration`, RCDATA, RAWTEXT, PLAINTEXT and script data `take_raw_text`. Every
// state goes forward only, so that the cost is linear whatever the bytes are. Test: tests/input/html_tokens_test.cpp,
// which holds it against Gumbo.
#include "input/html_tokens.h"

#include <algorithm>
#include <array>

#include "base/unicode.h"
#include "input/html_attributes.h"
#include "input/html_references.h"

namespace nuskha {
namespace {

using std::size_t;
using std::string_view;

// --- names of tags

constexpr string_view tag_names[] = {
    "",           "a",        "abbr",     "address", "article", "aside",    "audio",     "b",        "base",
    "blockquote", "body",     "br",       "button",  "canvas",  "caption",  "center",    "dd",       "del",
    "details",    "dialog",   "dir",      "div",     "dl",      "dt",       "em",        "embed",    "fieldset",
    "figcaption", "figure",   "font",     "footer",  "form",    "frameset", "h1",        "h2",       "h3",
    "h4",         "h5",       "h6",       "head",    "header",  "hgroup",   "hr",        "html",     "i",
    "iframe",     "img",      "input",    "ins",     "label",   "legend",   "li",        "link",     "listing",
    "main",       "map",      "math",     "menu",    "meta",    "nav",      "noembed",   "noframes", "noscript",
    "object",     "ol",       "optgroup", "option",  "p",       "picture",  "plaintext", "pre",      "q",
    "rp",         "rt",       "ruby",     "s",       "script",  "search",   "section",   "select",   "small",
    "span",       "strong",   "style",    "sub",     "summary", "sup",      "svg",       "table",    "tbody",
    "td",         "template", "textarea", "tfoot",   "th",      "thead",    "time",      "title",    "tr",
    "u",          "ul",       "video",    "wbr",     "xmp"};
static_assert(std::size(tag_names) == static_cast<size_t>(HtmlTag::xmp) + 1);

constexpr size_t longest_tag_name = 10;

/// A hash without a collision among tag_names, which the table below makes sure of.
constexpr unsigned slot_of(string_view name) {
  const auto byte = [&](size_t i) { return static_cast<unsigned>(static_cast<unsigned char>(name[i])) | 0x20; };
  const unsigned second = name.size() > 1 ? byte(1) : 0;
  return (byte(0) * 175 + second * 155 + byte(name.size() - 1) * 185 + static_cast<unsigned>(name.size()) * 95) & 511;
}

constexpr std::array<HtmlTag, 512> make_slots() {
  std::array<HtmlTag, 512> slots{};
  for (size_t i = 1; i < std::size(tag_names); ++i) {
    HtmlTag& slot = slots[slot_of(tag_names[i])];
    if (slot != HtmlTag::other) throw "two names in one slot";  // doesn't compile then
    slot = static_cast<HtmlTag>(i);
  }
  return slots;
}

HtmlTag tag_of(string_view name) {
  static constexpr std::array<HtmlTag, 512> slots = make_slots();
  if (name.empty() || name.size() > longest_tag_name) return HtmlTag::other;
  const HtmlTag tag = slots[slot_of(name)];
  return equals_lower(name, tag_names[static_cast<size_t>(tag)]) ? tag : HtmlTag::other;
}

// --- raw text

/// Whether the tag `name` ("/script", "script") stands at `at`, which is after a '<'.
bool is_tag_at(string_view text, size_t at, string_view name) {
  return at + name.size() < text.size() && equals_lower(text.substr(at, name.size()), name) &&
         is_html(text[at + name.size()], ends_tag_name);
}

/// Where the end tag `end` ("/style") begins, with its '<', at or after `at`; the end of text if it doesn't.
size_t find_end_tag(string_view text, size_t at, string_view end) {
  for (;; ++at) {
    at = find_or_end(text, '<', at);
    if (at == text.size() || is_tag_at(text, at + 1, end)) return at;
  }
}

/// The same of a script, in which "<!-- <script> </script> -->" holds no end tag. (Script data escaped, double escaped)
size_t find_script_end(string_view text, size_t at) {
  enum { plain, escaped, double_escaped } state = plain;
  for (; at < text.size(); ++at) {
    if (state == plain) {
      at = find_or_end(text, '<', at);
      if (is_tag_at(text, at + 1, "/script")) return at;
      if (text.substr(at).starts_with("<!--")) {
        state = escaped;
        at += 1;  // so that "<!-->" is at its end already
      }
    } else if (text[at] == '-') {
      if (text.substr(at).starts_with("-->")) state = plain;
    } else if (text[at] == '<') {
      if (is_tag_at(text, at + 1, "/script")) {
        if (state == escaped) return at;
        state = escaped;
      } else if (is_tag_at(text, at + 1, "script")) {
        state = double_escaped;
      }
    }
  }
  return text.size();
}

enum class Raw : std::uint8_t { no, with_references, without };

Raw raw_kind(HtmlTag tag) {
  switch (tag) {
    case HtmlTag::textarea:
    case HtmlTag::title: return Raw::with_references;
    case HtmlTag::script:
    case HtmlTag::style:
    case HtmlTag::xmp:
    case HtmlTag::iframe:
    case HtmlTag::noembed:
    case HtmlTag::noframes:
    case HtmlTag::plaintext: return Raw::without;
    default: return Raw::no;
  }
}

// --- SVG and MathML

/// Start tags that end SVG and MathML, as pages that forget "</svg>" need it.
bool is_breakout(const HtmlToken& tag) {
  switch (tag.tag) {
    case HtmlTag::b:
    case HtmlTag::blockquote:
    case HtmlTag::body:
    case HtmlTag::br:
    case HtmlTag::center:
    case HtmlTag::dd:
    case HtmlTag::div:
    case HtmlTag::dl:
    case HtmlTag::dt:
    case HtmlTag::em:
    case HtmlTag::embed:
    case HtmlTag::h1:
    case HtmlTag::h2:
    case HtmlTag::h3:
    case HtmlTag::h4:
    case HtmlTag::h5:
    case HtmlTag::h6:
    case HtmlTag::head:
    case HtmlTag::hr:
    case HtmlTag::i:
    case HtmlTag::img:
    case HtmlTag::li:
    case HtmlTag::listing:
    case HtmlTag::menu:
    case HtmlTag::meta:
    case HtmlTag::ol:
    case HtmlTag::p:
    case HtmlTag::pre:
    case HtmlTag::ruby:
    case HtmlTag::s:
    case HtmlTag::small:
    case HtmlTag::span:
    case HtmlTag::strong:
    case HtmlTag::sub:
    case HtmlTag::sup:
    case HtmlTag::table:
    case HtmlTag::u:
    case HtmlTag::ul: return true;
    case HtmlTag::font:
      for (const string_view name : {"color", "face", "size"})
        if (html_attribute(tag.attributes, name)) return true;
      return false;
    case HtmlTag::other:
      for (const string_view name : {"big", "code", "nobr", "strike", "tt", "var"})
        if (equals_lower(tag.name, name)) return true;
      return false;
    default: return false;
  }
}

/// End tags of elements that SVG and MathML haven't: what they end is around the <svg>, and so it ends, too.
bool ends_outer_element(HtmlTag tag) {
  switch (tag) {
    case HtmlTag::other:
    case HtmlTag::a:
    case HtmlTag::audio:
    case HtmlTag::canvas:
    case HtmlTag::font:
    case HtmlTag::iframe:
    case HtmlTag::link:
    case HtmlTag::math:
    case HtmlTag::script:
    case HtmlTag::style:
    case HtmlTag::svg:
    case HtmlTag::title:
    case HtmlTag::video: return false;
    default: return true;
  }
}

constexpr string_view foreign_names[] = {"svg", "math", "foreignobject", "desc",          "title", "mi", "mo",
                                         "mn",  "ms",   "mtext",         "annotation-xml"};

}  // namespace

bool HtmlTokenizer::is_foreign() const { return depth_ > 0 && foreign_[depth_ - 1] <= Foreign::math; }

void HtmlTokenizer::leave_foreign() {
  while (is_foreign()) --depth_;
}

/// What follows from a start tag: raw text, and what of SVG and MathML is open.
void HtmlTokenizer::enter(const HtmlToken& tag) {
  if (is_foreign() && is_breakout(tag)) leave_foreign();
  const bool was_foreign = is_foreign();
  if (!was_foreign && raw_kind(tag.tag) != Raw::no) {
    raw_ = tag.tag;
    return;
  }
  if (tag.is_self_closing || depth_ == foreign_.size()) return;
  if (tag.tag == HtmlTag::svg || tag.tag == HtmlTag::math) {
    foreign_[depth_++] = tag.tag == HtmlTag::svg ? Foreign::svg : Foreign::math;
    return;
  }
  if (!was_foreign) return;
  const bool in_svg = foreign_[depth_ - 1] == Foreign::svg;
  const auto begin = in_svg ? Foreign::foreign_object : Foreign::mi;
  const auto end = in_svg ? Foreign::title : Foreign::annotation;
  for (auto i = static_cast<size_t>(begin); i <= static_cast<size_t>(end); ++i) {
    if (!equals_lower(tag.name, foreign_names[i])) continue;
    if (static_cast<Foreign>(i) == Foreign::annotation) {
      const auto encoding = html_attribute(tag.attributes, "encoding").value_or("");
      if (!equals_lower(encoding, "text/html") && !equals_lower(encoding, "application/xhtml+xml")) return;
    }
    foreign_[depth_++] = static_cast<Foreign>(i);
    return;
  }
}

/// What follows from an end tag. Elements of HTML that are open in SVG aren't known here: its end tag ends it anyway.
void HtmlTokenizer::leave(const HtmlToken& tag) {
  for (std::uint8_t depth = depth_; depth > 0; --depth) {
    if (!equals_lower(tag.name, foreign_names[static_cast<size_t>(foreign_[depth - 1])])) continue;
    depth_ = static_cast<std::uint8_t>(depth - 1);
    return;
  }
  if (ends_outer_element(tag.tag)) leave_foreign();
}

void HtmlTokenizer::take_text(HtmlToken& token, size_t begin, size_t end) {
  token = {};
  token.text = input_.substr(begin, end - begin);
  token.offset = begin;
  at_ = end;
}

bool HtmlTokenizer::take_raw_text(HtmlToken& token) {
  const HtmlTag tag = raw_;
  size_t end = input_.size();
  if (tag == HtmlTag::script) {
    end = find_script_end(input_, at_);
  } else if (tag != HtmlTag::plaintext) {
    std::array<char, longest_tag_name + 1> name{'/'};
    const string_view lower_name = tag_names[static_cast<size_t>(tag)];
    std::copy(lower_name.begin(), lower_name.end(), name.begin() + 1);
    end = find_end_tag(input_, at_, string_view(name.data(), lower_name.size() + 1));
  }
  raw_ = HtmlTag::other;
  if (end == at_) return false;
  take_text(token, at_, end);
  token.tag = tag;
  if (raw_kind(tag) == Raw::with_references) token.has_references = token.text.find('&') != token.text.npos;
  return true;
}

/// At "<x" or "</x". False if the input ends within the tag, which then counts for nothing.
bool HtmlTokenizer::take_tag(HtmlToken& token) {
  const bool is_end = input_[at_ + 1] == '/';
  const size_t name = at_ + 1 + is_end;
  size_t at = name;
  while (at < input_.size() && !is_html(input_[at], ends_tag_name)) ++at;
  const size_t attributes = at;
  token = {};
  token.offset = at_;
  if (at == input_.size() || input_[at] != '>') {
    HtmlAttribute attribute;
    while (next_html_attribute(input_, at, attribute, token.is_self_closing)) {
    }
  }
  at_ = std::min(at + 1, input_.size());
  if (at == input_.size()) return false;
  token.kind = is_end ? HtmlTokenKind::end_tag : HtmlTokenKind::start_tag;
  token.name = input_.substr(name, attributes - name);
  token.tag = tag_of(token.name);
  if (!is_end) token.attributes = input_.substr(attributes, at - attributes);
  if (is_end) {
    if (depth_ > 0) leave(token);
  } else {
    enter(token);
  }
  return true;
}

/// Goes on behind `end`, or to the end of the input.
void HtmlTokenizer::pass_to(string_view end) {
  const size_t found = input_.find(end, at_);
  at_ = found == input_.npos ? input_.size() : found + end.size();
}

/// At "<!", "<?", or "</" with anything but a letter behind: a comment, a doctype, what counts as a comment, or CDATA,
/// which alone makes a token.
bool HtmlTokenizer::take_declaration(HtmlToken& token) {
  const string_view rest = input_.substr(at_);
  if (rest.starts_with("<!--")) {
    at_ += 4;
    if (rest.substr(4).starts_with(">") || rest.substr(4).starts_with("->")) {
      pass_to(">");
      return false;
    }
    for (;; ++at_) {
      pass_to("--");
      const string_view after = input_.substr(at_);
      if (after.empty()) return false;
      if (after.starts_with(">") || after.starts_with("!>")) {
        pass_to(">");
        return false;
      }
      at_ -= 2;  // "--->": the dashes overlap
    }
  }
  static constexpr string_view cdata = "<![CDATA[";
  if (!is_foreign() || !rest.starts_with(cdata)) {
    pass_to(">");
    return false;
  }
  const size_t begin = at_ + cdata.size();
  const size_t end = std::min(input_.find("]]>", begin), input_.size());
  take_text(token, begin, end);
  at_ = std::min(end + 3, input_.size());
  return end > begin;
}

bool HtmlTokenizer::next(HtmlToken& token) {
  while (at_ < input_.size()) {
    if (raw_ != HtmlTag::other) {
      if (take_raw_text(token)) return true;
      continue;
    }
    size_t end = at_;
    // A '<' that no markup can begin with is text.
    for (;; ++end) {
      end = find_or_end(input_, '<', end);
      if (end + 1 >= input_.size()) {
        end = input_.size();
        break;
      }
      const char after = input_[end + 1];
      if (is_html(after, html_letter) || after == '!' || after == '?') break;
      if (after == '/' && end + 2 < input_.size()) break;
    }
    if (end > at_) {
      take_text(token, at_, end);
      token.has_references = token.text.find('&') != token.text.npos;
      return true;
    }
    const char after = input_[at_ + 1];
    const bool is_tag = is_html(after, html_letter) || (after == '/' && is_html(input_[at_ + 2], html_letter));
    if (is_tag ? take_tag(token) : take_declaration(token)) return true;
  }
  return false;
}

void decode_html_text(string_view text, std::string& out, bool in_attribute) {
  const bool has_nul = text.find('\0') != text.npos;
  for (size_t at = 0; at < text.size();) {
    const size_t end =
        has_nul ? std::min(text.find_first_of(string_view("&\0", 2), at), text.size()) : find_or_end(text, '&', at);
    out += text.substr(at, end - at);
    at = end;
    if (at == text.size()) return;
    if (text[at] == '\0') {
      append_utf8(0xFFFD, out);
      ++at;
    } else if (const size_t length = append_html_reference(text.substr(at), in_attribute, out)) {
      at += length;
    } else {
      out += '&';
      ++at;
    }
  }
}

}  // namespace nuskha
