// HTML as a stream of tokens: the tokenization stage of the HTML standard (WHATWG, "Tokenization"), without the tree.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace nuskha {

/// Tags that the program tells apart, by the lower-case name: only those that it treats in a way of their own.
enum class HtmlTag : std::uint8_t {
  other,
  a,
  abbr,
  address,
  article,
  aside,
  audio,
  b,
  base,
  blockquote,
  body,
  br,
  button,
  canvas,
  caption,
  center,
  dd,
  del,
  details,
  dialog,
  dir,
  div,
  dl,
  dt,
  em,
  embed,
  fieldset,
  figcaption,
  figure,
  font,
  footer,
  form,
  frameset,
  h1,
  h2,
  h3,
  h4,
  h5,
  h6,
  head,
  header,
  hgroup,
  hr,
  html,
  i,
  iframe,
  img,
  input,
  ins,
  label,
  legend,
  li,
  link,
  listing,
  main,
  map,
  math,
  menu,
  meta,
  nav,
  noembed,
  noframes,
  noscript,
  object,
  ol,
  optgroup,
  option,
  p,
  picture,
  plaintext,
  pre,
  q,
  rp,
  rt,
  ruby,
  s,
  script,
  search,
  section,
  select,
  small,
  span,
  strong,
  style,
  sub,
  summary,
  sup,
  svg,
  table,
  tbody,
  td,
  template_,
  textarea,
  tfoot,
  th,
  thead,
  time,
  title,
  tr,
  u,
  ul,
  video,
  wbr,
  xmp
};

enum class HtmlTokenKind : std::uint8_t { text, start_tag, end_tag };  // comments and doctypes are passed over

struct HtmlToken {
  HtmlTokenKind kind = HtmlTokenKind::text;
  HtmlTag tag = HtmlTag::other;  ///< Of a text: whose it is, if of script, style, title, textarea and the like.
  bool is_self_closing = false;
  std::string_view name;        ///< Of a tag, as written (not lower-cased).
  std::string_view attributes;  ///< Of a start tag, as written, between the name and '>'.
  /// Of a text: as written, with character references (`decode_html_text` resolves them); of script, style, title,
  /// textarea and the like the one text that they hold, up to their end tag.
  std::string_view text;
  bool has_references = false;  ///< The text may hold character references ('&'): always false for script and style.
  std::uint64_t offset = 0;     ///< Of the token's first byte in the input.
};

/// Cuts UTF-8 into tokens. Every byte of text outside of tags, comments and doctypes comes out in some text token.
/// Never fails: whatever the bytes are, they have tokens. Cost: one pass, no allocation.
class HtmlTokenizer {
 public:
  explicit HtmlTokenizer(std::string_view utf8) : input_(utf8) {}
  /// False at the end. The token's views are into the input.
  bool next(HtmlToken& token);

 private:
  void take_text(HtmlToken& token, std::size_t begin, std::size_t end);
  bool take_raw_text(HtmlToken& token);
  bool take_tag(HtmlToken& token);
  bool take_declaration(HtmlToken& token);
  void pass_to(std::string_view end);
  bool is_foreign() const;
  void enter(const HtmlToken& tag);
  void leave(const HtmlToken& tag);
  void leave_foreign();

  // Elements of SVG and MathML that are open, and those in them that hold HTML again, outermost first.
  enum class Foreign : std::uint8_t { svg, math, foreign_object, desc, title, mi, mo, mn, ms, mtext, annotation };
  static Foreign integration_point(std::string_view name, Foreign in);

  std::string_view input_;
  std::size_t at_ = 0;
  HtmlTag raw_ = HtmlTag::other;  // inside script, style, title, …: its end tag is looked for
  std::uint8_t depth_ = 0;        // of foreign_
  std::array<Foreign, 16> foreign_{};
};

/// Appends `text` to `out` with its character references resolved (HTML standard, "Character reference state", the
/// whole table of names; numbers of windows-1252 mapped as there; NUL is U+FFFD). In an attribute, "&copy=" stays.
void decode_html_text(std::string_view text, std::string& out, bool in_attribute = false);

/// The value of an attribute, by its lower-case name, references resolved; nothing if it isn't there. Of two the first.
std::optional<std::string> html_attribute(std::string_view attributes, std::string_view name);

/// The encoding that a page declares in a <meta> of its first 4 KB ("windows-1256"), empty if none (HTML standard,
/// "prescan a byte stream"; UTF-16 there means UTF-8).
std::string html_declared_charset(std::string_view head);

}  // namespace nuskha
