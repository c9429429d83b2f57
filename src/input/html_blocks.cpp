// The part of tree construction that text needs: which elements are open. A stack of them, each with the place of the
// next outer one of its tag, finds what an end tag closes in one step, so that no nesting costs more than its length.
// Elements that divide a page become nodes when their first block is written. Entry point: read_html_blocks. Test:
// tests/input/html_blocks_test.cpp.
#include "input/html_blocks.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <limits>
#include <utility>

namespace nuskha {
namespace {

using std::size_t;
using std::string_view;

constexpr std::uint32_t none = std::numeric_limits<std::uint32_t>::max();
constexpr size_t num_tags = static_cast<size_t>(HtmlTag::xmp) + 1;
constexpr size_t index_of(HtmlTag tag) { return static_cast<size_t>(tag); }

// What is kept for metadata; pages have some dozens.
constexpr size_t max_metas = 1000;
constexpr size_t max_json_ld = 100;
constexpr size_t max_times = 1000;

namespace trait {
constexpr std::uint8_t block = 1;   // parts paragraphs
constexpr std::uint8_t node = 2;    // divides a page
constexpr std::uint8_t empty = 4;   // never has content
constexpr std::uint8_t unseen = 8;  // its content isn't shown, or isn't text
constexpr std::uint8_t list = 16;
constexpr std::uint8_t facts = 32;  // inline, but often hidden
}  // namespace trait

constexpr auto make_traits() {
  std::array<std::uint8_t, num_tags> traits{};
  const auto add = [&traits](std::uint8_t bits, std::initializer_list<HtmlTag> tags) {
    for (const HtmlTag tag : tags) traits[index_of(tag)] |= bits;
  };
  using T = HtmlTag;
  add(trait::block | trait::node,
      {T::article,  T::aside,  T::blockquote, T::center, T::details, T::dialog, T::dir,  T::div,  T::dl,
       T::fieldset, T::figure, T::footer,     T::form,   T::header,  T::hgroup, T::main, T::menu, T::nav,
       T::ol,       T::search, T::section,    T::table,  T::td,      T::th,     T::ul});
  add(trait::block, {T::address, T::caption, T::dd,    T::dt,     T::figcaption, T::h1,      T::h2, T::h3,
                     T::h4,      T::h5,      T::h6,    T::legend, T::li,         T::listing, T::p,  T::plaintext,
                     T::pre,     T::summary, T::tbody, T::tfoot,  T::thead,      T::tr,      T::xmp});
  add(trait::list, {T::dir, T::dl, T::menu, T::ol, T::ul});
  add(trait::empty, {T::base, T::br, T::embed, T::hr, T::img, T::input, T::link, T::meta, T::wbr});
  add(trait::unseen, {T::audio, T::canvas, T::iframe, T::noembed, T::noframes, T::noscript, T::optgroup, T::option,
                      T::select, T::svg, T::template_, T::textarea, T::video});
  add(trait::facts, {T::span, T::a, T::i, T::b, T::label, T::small, T::strong, T::em, T::button, T::other});
  return traits;
}
constexpr auto traits = make_traits();
bool has(HtmlTag tag, std::uint8_t bits) { return (traits[index_of(tag)] & bits) != 0; }

int heading_level(HtmlTag tag) {
  return tag >= HtmlTag::h1 && tag <= HtmlTag::h6 ? static_cast<int>(tag) - static_cast<int>(HtmlTag::h1) + 1 : 0;
}

bool is_space(char c) { return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f'; }

/// True if a character with this first byte is of Han, kana or other scripts that are written without spaces in lines
/// that break anywhere: U+3000 to U+9FFF, U+F900 to U+FFFF. (Hangul isn't.)
bool is_wide_lead(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return (byte >= 0xE3 && byte <= 0xE9) || byte == 0xEF;
}

/// First byte of the last character.
char last_lead(string_view text) {
  size_t at = text.size() - 1;
  while (at > 0 && (static_cast<unsigned char>(text[at]) & 0xC0) == 0x80) --at;
  return text[at];
}

std::uint32_t weight_of(string_view text) {
  size_t weight = 0;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    weight += (byte & 0xC0) != 0x80;
    weight += (byte >= 0xE3 && byte <= 0xEF) ? 2 : 0;
  }
  return static_cast<std::uint32_t>(std::min<size_t>(weight, none));
}

/// True if nothing of it can be seen: no-break spaces, joiners, marks of direction.
bool is_blank(string_view text) {
  for (size_t i = 0; i < text.size();) {
    const string_view rest = text.substr(i);
    if (is_space(rest[0]))
      i += 1;
    else if (rest.starts_with("\xC2\xA0") || rest.starts_with("\xC2\xAD"))
      i += 2;
    else if (rest.starts_with("\xEF\xBB\xBF") || rest.starts_with("\xE3\x80\x80"))
      i += 3;
    else if (rest.size() >= 3 && rest[0] == '\xE2' &&
             ((rest[1] == '\x80' &&
               (static_cast<unsigned char>(rest[2]) <= 0x8F || (rest[2] >= '\xA8' && rest[2] <= '\xAF'))) ||
              rest.starts_with("\xE2\x81\xA0")))
      i += 3;
    else
      return false;
  }
  return true;
}

/// True of a link that shows its own address ("www.example.org"), which is text.
bool shows_address(string_view text) {
  return text.find(' ') == text.npos && text.find('\n') == text.npos &&
         (text.find('@') != text.npos || text.starts_with("http") || text.starts_with("www."));
}

class Reader {
 public:
  explicit Reader(string_view input) : input_(input), tokens_(input) {
    page_.nodes.emplace_back();
    page_.cells.emplace_back();
    last_open_.fill(none);
    page_.text.reserve(input.size() / 4);
  }

  HtmlPage read() {
    HtmlToken token;
    while (tokens_.next(token)) {
      if (token.kind == HtmlTokenKind::text)
        take_text(token);
      else if (token.kind == HtmlTokenKind::start_tag)
        open(token);
      else
        close(token);
    }
    end_block();
    pop_to(0);
    page_.nodes[0].end_block = static_cast<std::uint32_t>(page_.blocks.size());
    page_.nodes[0].end_node = static_cast<std::uint32_t>(page_.nodes.size());
    return std::move(page_);
  }

 private:
  struct Open {
    HtmlTag tag = HtmlTag::other;
    HtmlRole role = HtmlRole::none;
    std::uint16_t words = 0;
    bool is_node = false;
    std::uint32_t node = none;      // once a block of it is written
    std::uint32_t previous = none;  // the next outer one of this tag
    std::uint32_t list = 0;
    std::uint32_t cell = 0;
  };

  // --- which elements are open

  std::uint32_t last(HtmlTag tag) const { return last_open_[index_of(tag)]; }

  /// The innermost of some open elements, counted from 1; 0: none is open.
  std::uint32_t innermost(std::initializer_list<HtmlTag> tags) const {
    std::uint32_t result = 0;
    for (const HtmlTag tag : tags) result = std::max(result, last(tag) + 1);  // none + 1 is 0
    return result;
  }
  /// What no end tag but its own reaches out of.
  std::uint32_t table_part() const {
    const std::uint32_t part = innermost({HtmlTag::table, HtmlTag::td, HtmlTag::th, HtmlTag::caption});
    return is_hidden() && has(stack_[hidden_at_].tag, trait::unseen) ? std::max(part, hidden_at_ + 1) : part;
  }
  bool is_in_pre() const { return innermost({HtmlTag::pre, HtmlTag::listing, HtmlTag::xmp, HtmlTag::plaintext}) > 0; }

  void push(HtmlTag tag, const HtmlFacts& facts, bool is_node) {
    Open entry;
    entry.tag = tag;
    entry.role = facts.role;
    entry.words = facts.words;
    entry.is_node = is_node;
    entry.previous = last(tag);
    if (!stack_.empty()) {
      entry.list = stack_.back().list;
      entry.cell = stack_.back().cell;
    }
    if (has(tag, trait::list) && entry.list == 0) entry.list = ++num_lists_;
    if (tag == HtmlTag::table) ++num_tables_, ++num_rows_;
    if (tag == HtmlTag::tr) ++num_rows_;
    if (tag == HtmlTag::td || tag == HtmlTag::th) {
      entry.list = 0;
      entry.cell = static_cast<std::uint32_t>(page_.cells.size());
      page_.cells.push_back({num_tables_, num_rows_, 0});
    }
    last_open_[index_of(tag)] = static_cast<std::uint32_t>(stack_.size());
    stack_.push_back(entry);
  }

  void pop_to(size_t size) {
    while (stack_.size() > size) {
      const Open& entry = stack_.back();
      if (entry.is_node && entry.node != none) {
        page_.nodes[entry.node].end_block = static_cast<std::uint32_t>(page_.blocks.size());
        page_.nodes[entry.node].end_node = static_cast<std::uint32_t>(page_.nodes.size());
      }
      if (entry.tag == HtmlTag::table) ++num_tables_, ++num_rows_;  // what follows in an outer cell is another
      last_open_[index_of(entry.tag)] = entry.previous;
      stack_.pop_back();
    }
    num_placed_ = std::min(num_placed_, size);
    if (size <= hidden_at_) hidden_at_ = none;
    if (size < link_depth_) end_link();
  }

  /// Closes an element, counted from 1, with all in it.
  void close_at(std::uint32_t place) {
    if (!is_hidden() || place - 1 <= hidden_at_) end_block();
    pop_to(place - 1);
  }

  bool is_hidden() const { return hidden_at_ != none; }

  void open(const HtmlToken& token) {
    const HtmlTag tag = token.tag;
    switch (tag) {
      case HtmlTag::html:
        if (page_.html_attributes.empty()) page_.html_attributes = token.attributes;
        return;
      case HtmlTag::meta:
        if (page_.metas.size() < max_metas) page_.metas.push_back(token.attributes);
        return;
      case HtmlTag::script: is_json_ld_ = is_json_ld(token.attributes); return;
      case HtmlTag::time:
        if (page_.times.size() < max_times && !is_hidden())
          page_.times.push_back({token.attributes, page_.blocks.size()});
        return;
      case HtmlTag::head:
      case HtmlTag::body:
      case HtmlTag::style:
      case HtmlTag::title: return;
      case HtmlTag::br:
        if (!is_hidden()) take_line_break();
        return;
      case HtmlTag::hr:
        close_paragraph();
        end_block();
        return;
      default: break;
    }
    if (has(tag, trait::empty)) return;
    if (has(tag, trait::block)) return open_block(token);
    if (has(tag, trait::unseen)) return open_hidden(token, {});
    if (is_hidden()) {  // to find the end of what is hidden
      if (!token.is_self_closing && stack_[hidden_at_].tag == tag) push(tag, {}, false);
      return;
    }
    if (has(tag, trait::facts) && !token.attributes.empty()) {
      const HtmlFacts facts = html_facts(tag, token.attributes);
      if (facts.is_hidden || facts.is_aria_hidden) return open_hidden(token, facts);
    }
    if (tag == HtmlTag::a) {
      end_link();
      const HtmlLink link = html_link(token.attributes);
      if (link != HtmlLink::none) begin_link(link == HtmlLink::share);
    }
    if (tag == HtmlTag::button) begin_link(false);
  }

  void open_hidden(const HtmlToken& token, const HtmlFacts& facts) {
    if (token.is_self_closing) return;
    if (hidden_at_ == none) hidden_at_ = static_cast<std::uint32_t>(stack_.size());
    push(token.tag, facts, false);
  }

  void open_block(const HtmlToken& token) {
    const HtmlTag tag = token.tag;
    close_implied(tag);
    HtmlFacts facts;
    if (!is_hidden()) {
      end_block();
      facts = html_facts(tag, token.attributes);
      if (facts.is_aria_hidden) facts.words |= html_word::clutter;
      if (facts.is_hidden && !token.is_self_closing) hidden_at_ = static_cast<std::uint32_t>(stack_.size());
    }
    const bool is_known = facts.role != HtmlRole::none || facts.words != 0;
    push(tag, facts, !is_hidden() && (is_known || has(tag, trait::node)));
    skips_newline_ = tag == HtmlTag::pre || tag == HtmlTag::listing;
  }

  /// Closes what the start of an element ends without an end tag.
  void close_implied(HtmlTag tag) {
    using T = HtmlTag;
    const auto close_if_inside = [this](std::initializer_list<T> tags, std::uint32_t boundary) {
      const std::uint32_t place = innermost(tags);
      if (place > boundary) close_at(place);
    };
    switch (tag) {
      case T::li: close_if_inside({T::li}, std::max(innermost({T::ul, T::ol, T::menu, T::dir}), table_part())); break;
      case T::dt:
      case T::dd: close_if_inside({T::dt, T::dd}, std::max(innermost({T::dl}), table_part())); break;
      case T::td:
      case T::th: close_if_inside({T::td, T::th, T::caption}, innermost({T::table})); return;
      case T::tr: close_if_inside({T::tr, T::caption}, innermost({T::table})); return;
      case T::tbody:
      case T::thead:
      case T::tfoot: close_if_inside({T::tbody, T::thead, T::tfoot, T::caption}, innermost({T::table})); return;
      default: break;
    }
    close_paragraph();
    if (heading_level(tag) > 0 && !stack_.empty() && heading_level(stack_.back().tag) > 0)
      close_at(static_cast<std::uint32_t>(stack_.size()));
  }

  void close_paragraph() {
    const std::uint32_t place = innermost({HtmlTag::p});
    if (place > table_part()) close_at(place);
  }

  void close(const HtmlToken& token) {
    const HtmlTag tag = token.tag;
    if (tag == HtmlTag::a || tag == HtmlTag::button) end_link();
    if (tag == HtmlTag::script) is_json_ld_ = false;
    if (tag == HtmlTag::br) return take_line_break();
    std::uint32_t place = innermost({tag});
    if (place == 0 && heading_level(tag) > 0)
      place = innermost({HtmlTag::h1, HtmlTag::h2, HtmlTag::h3, HtmlTag::h4, HtmlTag::h5, HtmlTag::h6});
    std::uint32_t boundary = 0;
    switch (tag) {
      case HtmlTag::table: break;
      case HtmlTag::td:
      case HtmlTag::th:
      case HtmlTag::tr:
      case HtmlTag::tbody:
      case HtmlTag::thead:
      case HtmlTag::tfoot:
      case HtmlTag::caption: boundary = innermost({HtmlTag::table}); break;
      default: boundary = table_part(); break;
    }
    const bool is_seen = !is_hidden() || (place > 0 && place - 1 <= hidden_at_);
    if (has(tag, trait::block) && is_seen) end_block();
    if (place > boundary || (place > 0 && place - 1 == hidden_at_)) pop_to(place - 1);
  }

  static bool is_json_ld(string_view attributes) {
    string_view name;
    string_view value;
    for (HtmlAttributes each(attributes); each.next(name, value);)
      if (equals_ignoring_case(name, "type")) return value.find("ld+json") != value.npos;
    return false;
  }

  // --- links

  void begin_link(bool is_share) {
    is_in_link_ = true;
    is_share_ = is_share;
    link_depth_ = stack_.size();
    link_begin_ = page_.text.size();
  }

  /// Counts the part of a link that stands in the block being written.
  void count_link() {
    const size_t begin = std::max(link_begin_, block_begin_);
    if (!is_in_link_ || page_.text.size() <= begin) return;
    string_view text = string_view(page_.text).substr(begin);
    link_begin_ = page_.text.size();
    if (is_space(text.front())) text.remove_prefix(1);
    if (shows_address(text)) return;
    link_bytes_ += text.size();
    num_links_ = static_cast<std::uint16_t>(std::min(num_links_ + 1, 60000));
    has_share_ |= is_share_;
  }

  void end_link() {
    count_link();
    is_in_link_ = false;
    link_depth_ = 0;
  }

  // --- text

  void take_text(const HtmlToken& token) {
    switch (token.tag) {
      case HtmlTag::title:
        if (page_.title.empty() && !is_hidden()) page_.title = token.text;
        return;
      case HtmlTag::script:
        if (is_json_ld_ && page_.json_ld.size() < max_json_ld) page_.json_ld.push_back(token.text);
        return;
      case HtmlTag::style:
      case HtmlTag::textarea:
      case HtmlTag::iframe:
      case HtmlTag::noembed:
      case HtmlTag::noframes: return;
      default: break;
    }
    if (is_hidden()) return;
    string_view rest = token.text;
    if (skips_newline_) {
      if (rest.starts_with("\r\n"))
        rest.remove_prefix(2);
      else if (rest.starts_with('\n'))
        rest.remove_prefix(1);
      skips_newline_ = false;
    }
    const bool is_pre = is_in_pre();
    while (!rest.empty()) {
      const void* newline = std::memchr(rest.data(), '\n', rest.size());
      const size_t size =
          newline == nullptr ? rest.size() : static_cast<size_t>(static_cast<const char*>(newline) - rest.data());
      take_line(rest.substr(0, size), token.has_references, is_pre);
      if (newline == nullptr) return;
      if (is_pre)
        add_line_break();
      else
        is_pending_newline_ = true;
      rest.remove_prefix(size + 1);
    }
  }

  /// Text without '\n', a view into the input.
  void take_line(string_view line, bool has_references, bool is_pre) {
    line_at_ = line.data();
    if (has_references && std::memchr(line.data(), '&', line.size()) != nullptr) {
      decoded_.clear();
      decode_html_text(line, decoded_);
      line = decoded_;
    }
    if (is_pre) {
      if (line.ends_with('\r')) line.remove_suffix(1);
      if (line.empty()) return;
      begin_run(line[0]);
      page_.text += line;
      return;
    }
    for (size_t at = 0; at < line.size();) {
      if (is_space(line[at])) {
        is_pending_space_ = true;
        ++at;
        continue;
      }
      size_t end = at + 1;  // as far as single spaces reach
      while (end < line.size() &&
             (!is_space(line[end]) || (line[end] == ' ' && end + 1 < line.size() && !is_space(line[end + 1]))))
        ++end;
      begin_run(line[at]);
      page_.text.append(line, at, end - at);
      at = end;
    }
  }

  /// Writes what is between the text so far and a run that begins with this byte, and marks its line.
  void begin_run(char first) {
    if (num_breaks_ >= 2) end_block();
    if (page_.text.size() > block_begin_) {
      if (num_breaks_ > 0) {
        page_.text += '\n';
      } else if (is_pending_space_ || is_pending_newline_) {
        // White space around a line break of the source goes with it.
        const bool is_wide = is_pending_newline_ && is_wide_lead(first) &&
                             is_wide_lead(last_lead(string_view(page_.text).substr(block_begin_)));
        if (!is_wide && page_.text.back() != '\n') page_.text += ' ';
      }
    }
    is_pending_space_ = is_pending_newline_ = false;
    num_breaks_ = 0;
    mark_line();
  }

  void mark_line() {
    if (line_at_ == nullptr || line_at_ < counted_) return;
    line_ += static_cast<std::uint64_t>(std::count(counted_, line_at_, '\n'));
    counted_ = line_at_;
    line_at_ = nullptr;
    if (!page_.marks.empty() && page_.marks.back().number == line_) return;
    page_.marks.push_back({page_.text.size(), line_});
  }

  void take_line_break() {
    if (is_in_pre()) return add_line_break();
    ++num_breaks_;
    is_pending_space_ = is_pending_newline_ = false;
  }

  /// A line break of preformatted text, which isn't collapsed.
  void add_line_break() {
    if (page_.text.size() > block_begin_) page_.text += '\n';
  }

  void end_block() {
    count_link();
    num_breaks_ = 0;
    is_pending_space_ = is_pending_newline_ = false;
    if (page_.text.size() > block_begin_) write_block();
    block_begin_ = page_.text.size();
    link_bytes_ = 0;
    num_links_ = 0;
    has_share_ = false;
    link_begin_ = block_begin_;
  }

  void write_block() {
    std::string& text = page_.text;
    while (text.size() > block_begin_ && is_space(text.back())) text.pop_back();
    const string_view written = string_view(text).substr(block_begin_);
    if (written.empty() || (written.size() <= 64 && is_blank(written))) {
      text.resize(block_begin_);
      while (!page_.marks.empty() && page_.marks.back().offset >= block_begin_) page_.marks.pop_back();
      return;
    }
    HtmlBlock block;
    block.begin = block_begin_;
    block.end = text.size();
    block.node = place_nodes();
    block.weight = weight_of(written);
    block.link_weight = static_cast<std::uint32_t>(static_cast<double>(block.weight) *
                                                   static_cast<double>(std::min(link_bytes_, written.size())) /
                                                   static_cast<double>(written.size()));
    block.num_links = num_links_;
    block.is_shared = has_share_;
    if (!stack_.empty()) {
      block.list = stack_.back().list;
      block.cell = stack_.back().cell;
    }
    ++page_.cells[block.cell].num_blocks;
    const std::uint32_t heading =
        innermost({HtmlTag::h1, HtmlTag::h2, HtmlTag::h3, HtmlTag::h4, HtmlTag::h5, HtmlTag::h6});
    if (heading > table_part()) block.heading = static_cast<std::uint8_t>(heading_level(stack_[heading - 1].tag));
    page_.blocks.push_back(block);
  }

  /// Makes nodes of the open elements that have none yet; returns the innermost.
  std::uint32_t place_nodes() {
    for (; num_placed_ < stack_.size(); ++num_placed_) {
      Open& entry = stack_[num_placed_];
      const std::uint32_t parent = num_placed_ == 0 ? 0 : stack_[num_placed_ - 1].node;
      entry.node = parent;
      if (!entry.is_node) continue;
      entry.node = static_cast<std::uint32_t>(page_.nodes.size());
      HtmlNode node;
      node.parent = parent;
      node.first_block = static_cast<std::uint32_t>(page_.blocks.size());
      node.tag = entry.tag;
      node.role = entry.role;
      node.words = entry.words;
      page_.nodes.push_back(node);
    }
    return stack_.empty() ? 0 : stack_.back().node;
  }

  string_view input_;
  HtmlTokenizer tokens_;
  HtmlPage page_;

  std::vector<Open> stack_;
  std::array<std::uint32_t, num_tags> last_open_{};
  size_t num_placed_ = 0;  // elements of the stack whose node is known
  std::uint32_t hidden_at_ = none;
  std::uint32_t num_lists_ = 0;
  std::uint32_t num_tables_ = 0;
  std::uint32_t num_rows_ = 0;
  bool is_json_ld_ = false;

  size_t block_begin_ = 0;
  bool is_pending_space_ = false;
  bool is_pending_newline_ = false;
  bool skips_newline_ = false;
  unsigned num_breaks_ = 0;
  std::string decoded_;

  bool is_in_link_ = false;
  bool is_share_ = false;
  size_t link_depth_ = 0;
  size_t link_begin_ = 0;
  size_t link_bytes_ = 0;
  std::uint16_t num_links_ = 0;
  bool has_share_ = false;

  const char* line_at_ = nullptr;  // of the text being taken, in the input
  const char* counted_ = input_.data();
  std::uint64_t line_ = 1;
};

}  // namespace

HtmlPage read_html_blocks(string_view utf8) { return Reader(utf8).read(); }

}  // namespace nuskha
