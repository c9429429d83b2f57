// OpenDocument's XML as events: styles and master pages first, then the body. Nesting is kept in a stack of its own.
// Entry point: OdtStory. docs/formats/odt.md says what becomes text. Test: tests/input/odt_test.cpp.
#include "input/odt_story.h"

#include <algorithm>
#include <charconv>
#include <utility>

namespace nuskha {

using std::string_view;

enum class OdtStory::Tag : std::uint8_t {
  other,
  left_out,
  body,
  text_body,
  paragraph,
  span,
  space,
  tab,
  line_break,
  note,
  note_body,
  shape,
  maybe_hidden,  // shown or not as attributes say
  table,
  row,
  cell,
  covered_cell,
  style,
  text_properties,
  master,
  header,
  footer,
};

OdtStory::Tag OdtStory::tag_of(const XmlName& name) {
  using Names = std::unordered_map<string_view, Tag>;
  static const Names office = {
      {"body", Tag::body}, {"text", Tag::text_body}, {"annotation", Tag::left_out}, {"forms", Tag::left_out}};
  static const Names text = {
      {"p", Tag::paragraph},
      {"h", Tag::paragraph},
      {"span", Tag::span},
      {"s", Tag::space},
      {"tab", Tag::tab},
      {"line-break", Tag::line_break},
      {"note", Tag::note},
      {"note-body", Tag::note_body},
      {"note-citation", Tag::left_out},
      {"tracked-changes", Tag::left_out},
      {"ruby-text", Tag::left_out},
      {"page-number", Tag::left_out},
      {"page-count", Tag::left_out},
      {"script", Tag::left_out},
      {"number", Tag::left_out},
      {"section", Tag::maybe_hidden},
      {"hidden-text", Tag::maybe_hidden},
      {"variable-set", Tag::maybe_hidden},
      {"variable-input", Tag::maybe_hidden},
      {"user-field-get", Tag::maybe_hidden},
      {"user-field-input", Tag::maybe_hidden},
  };
  static const Names table = {{"table", Tag::table},
                              {"table-row", Tag::row},
                              {"table-cell", Tag::cell},
                              {"covered-table-cell", Tag::covered_cell}};
  static const Names style = {{"style", Tag::style},        {"text-properties", Tag::text_properties},
                              {"master-page", Tag::master}, {"header", Tag::header},
                              {"header-left", Tag::header}, {"header-first", Tag::header},
                              {"footer", Tag::footer},      {"footer-left", Tag::footer},
                              {"footer-first", Tag::footer}};
  static const Names drawing = {{"text-box", Tag::shape}, {"custom-shape", Tag::shape}, {"rect", Tag::shape},
                                {"ellipse", Tag::shape},  {"circle", Tag::shape},       {"line", Tag::shape},
                                {"polyline", Tag::shape}, {"polygon", Tag::shape},      {"regular-polygon", Tag::shape},
                                {"path", Tag::shape},     {"connector", Tag::shape},    {"caption", Tag::shape},
                                {"measure", Tag::shape}};
  const auto in = [&](const Names& names) {
    const auto found = names.find(name.local);
    return found == names.end() ? Tag::other : found->second;
  };
  switch (name.space) {
    case XmlSpace::office: return in(office);
    case XmlSpace::text: return in(text);
    case XmlSpace::table: return in(table);
    case XmlSpace::style: return in(style);
    case XmlSpace::odf_drawing: return in(drawing);
    default: return Tag::other;
  }
}

bool OdtStory::is_skipped(Tag tag, const XmlAttributes& attributes) const {
  switch (tag) {
    case Tag::left_out: return true;
    case Tag::maybe_hidden:
      return attributes.value(XmlSpace::text, "display") == "none" ||
             attributes.value(XmlSpace::text, "is-hidden") == "true";
    case Tag::header:
    case Tag::footer: return open_master_.empty() || attributes.value(XmlSpace::style, "display") == "false";
    case Tag::row: {
      const string_view visibility = attributes.value(XmlSpace::table, "visibility");
      return visibility == "collapse" || visibility == "filter";
    }
    case Tag::shape: return flow_ == Flow::none || is_hidden_;
    default: return false;
  }
}

void OdtStory::start_element(const XmlName& name, const XmlAttributes& attributes) {
  const Tag tag = num_skipped_ > 0 ? Tag::left_out : tag_of(name);
  if (num_skipped_ > 0 || is_skipped(tag, attributes)) {
    ++num_skipped_;
    return;
  }
  const bool is_in_run = !frames_.empty() && frames_.back().is_in_run && name.space == XmlSpace::text;
  frames_.push_back({tag, is_in_run, is_hidden_, was_space_});
  switch (tag) {
    case Tag::other: return;
    case Tag::style:
    case Tag::text_properties:
    case Tag::master: return start_style(tag, attributes);
    case Tag::span:
    case Tag::space:
    case Tag::tab:
    case Tag::line_break:
    case Tag::note: return start_inline(tag, attributes);
    default: return start_block(tag, attributes);
  }
}

void OdtStory::start_style(Tag tag, const XmlAttributes& attributes) {
  const auto value = [&](string_view local) { return std::string(attributes.value(XmlSpace::style, local)); };
  if (tag == Tag::style) {
    open_style_ = value("family") + "/" + value("name");
    styles_[open_style_] = {value("parent-style-name"), value("master-page-name"), false};
  } else if (tag == Tag::master) {
    open_master_ = value("name");
    if (masters_.empty()) first_master_ = open_master_;
    masters_[open_master_] = {value("next-style-name"), {}, {}};
  } else if (!open_style_.empty() && attributes.value(XmlSpace::text, "display") == "none") {
    styles_[open_style_].is_hidden = true;
  }
}

void OdtStory::start_block(Tag tag, const XmlAttributes& attributes) {
  switch (tag) {
    case Tag::body:
      flow_ = Flow::body;
      was_space_ = true;
      return;
    case Tag::text_body: has_body_ |= flow_ == Flow::body; return;
    case Tag::header:
    case Tag::footer: flow_ = Flow::master; return start_aside();
    default: break;
  }
  if (flow_ == Flow::none) return;
  switch (tag) {
    case Tag::paragraph: return start_paragraph(attributes);
    case Tag::note_body:
    case Tag::shape: return start_aside();
    case Tag::table:
      use_master_of("table", attributes.value(XmlSpace::table, "style-name"));
      return text_.begin_table();
    case Tag::row: return text_.begin_row();
    case Tag::cell: return text_.begin_cell();
    case Tag::covered_cell: text_.begin_cell(); return text_.drop_cell();
    default: return;
  }
}

void OdtStory::start_paragraph(const XmlAttributes& attributes) {
  const string_view style = attributes.value(XmlSpace::text, "style-name");
  use_master_of("paragraph", style);
  if (flow_ == Flow::body && num_asides_ == 0) ++num_paragraphs_;
  text_.begin_paragraph(std::max<std::uint64_t>(num_paragraphs_, 1));
  frames_.back().is_in_run = true;
  was_space_ = true;
  is_hidden_ |= is_hidden_style("paragraph", style);
}

void OdtStory::start_inline(Tag tag, const XmlAttributes& attributes) {
  switch (tag) {
    case Tag::span: is_hidden_ |= is_hidden_style("text", attributes.value(XmlSpace::text, "style-name")); return;
    case Tag::space: {
      constexpr std::size_t most = 16;  // of millions there is no more to be seen
      const string_view count = attributes.value(XmlSpace::text, "c");
      std::size_t number = 1;
      const auto [end, error] = std::from_chars(count.data(), count.data() + count.size(), number);
      if (error == std::errc::result_out_of_range) number = most;
      return add(string_view("                ").substr(0, std::min(number, most)));
    }
    case Tag::tab: return add("\t");
    case Tag::line_break:
      add("\n");
      was_space_ = true;
      return;
    case Tag::note: is_endnote_ = attributes.value(XmlSpace::text, "note-class") == "endnote"; return;
    default: return;
  }
}

void OdtStory::start_aside() {
  text_.begin_aside();
  ++num_asides_;
  is_hidden_ = false;
}

OfficePieces OdtStory::end_aside() {
  --num_asides_;
  return text_.end_aside();
}

void OdtStory::end_element() {
  if (num_skipped_ > 0) {
    --num_skipped_;
    return;
  }
  if (frames_.empty()) return;
  const Frame frame = frames_.back();
  frames_.pop_back();
  switch (frame.tag) {
    case Tag::style: open_style_.clear(); break;
    case Tag::master: open_master_.clear(); break;
    case Tag::body: flow_ = Flow::none; break;
    case Tag::header:
    case Tag::footer: {
      Master& master = masters_[open_master_];
      OfficePieces& to = frame.tag == Tag::header ? master.headers : master.footers;
      to.splice(to.end(), end_aside());
      flow_ = Flow::none;
      break;
    }
    default: break;
  }
  if (flow_ == Flow::none) return;
  switch (frame.tag) {
    case Tag::paragraph: text_.end_paragraph(); break;
    case Tag::note_body: {
      OfficePieces& to = is_endnote_ ? endnotes_ : footnotes_;
      OfficePieces note = end_aside();
      if (!frame.was_hidden) to.splice(to.end(), note);
      break;
    }
    case Tag::shape: text_.add_box(end_aside()); break;
    case Tag::table: text_.end_table(); break;
    case Tag::row: text_.end_row(); break;
    case Tag::cell:
    case Tag::covered_cell: text_.end_cell(); break;
    default: break;
  }
  is_hidden_ = frame.was_hidden;
  const bool is_block = frame.tag == Tag::paragraph || frame.tag == Tag::note_body || frame.tag == Tag::shape;
  if (is_block) was_space_ = frame.was_space;
}

void OdtStory::characters(string_view text) {
  if (num_skipped_ > 0 || frames_.empty() || !frames_.back().is_in_run || is_hidden_ || flow_ == Flow::none) return;
  while (!text.empty()) {
    const std::size_t size = std::min(text.find_first_of(" \t\r\n"), text.size());
    if (size > 0) add(text.substr(0, size));
    text.remove_prefix(size);
    const std::size_t blank = std::min(text.find_first_not_of(" \t\r\n"), text.size());
    if (blank > 0 && !was_space_) {
      add(" ");
      was_space_ = true;
    }
    text.remove_prefix(blank);
  }
}

void OdtStory::add(string_view text) {
  if (is_hidden_ || flow_ == Flow::none) return;
  text_.add_text(text);
  was_space_ = false;
}

const OdtStory::Style* OdtStory::find_style(string_view family, string_view name) const {
  const auto found = styles_.find(std::string(family) + "/" + std::string(name));
  return found == styles_.end() ? nullptr : &found->second;
}

bool OdtStory::is_hidden_style(string_view family, string_view name) const {
  constexpr int longest_line = 32;  // of ancestors
  const Style* style = name.empty() ? nullptr : find_style(family, name);
  for (int i = 0; i < longest_line && style != nullptr; ++i) {
    if (style->is_hidden) return true;
    style = find_style(family, style->parent);
  }
  return false;
}

/// The page that a paragraph or table of the body begins, if it begins one.
void OdtStory::use_master_of(string_view family, string_view name) {
  if (flow_ != Flow::body || num_asides_ > 0) return;
  constexpr int longest_line = 32;
  const Style* style = name.empty() ? nullptr : find_style(family, name);
  for (int i = 0; i < longest_line && style != nullptr && style->master_page.empty(); ++i)
    style = find_style(family, style->parent);
  const bool is_first = !std::exchange(has_begun_, true);
  if (style != nullptr && !style->master_page.empty()) {
    use_master(style->master_page);
  } else if (is_first) {
    use_master(masters_.contains("Standard") ? "Standard" : first_master_);
  }
}

void OdtStory::use_master(const std::string& name) {
  std::string next = name;
  for (auto master = masters_.find(next); master != masters_.end(); master = masters_.find(next)) {
    if (!seen_masters_.insert(next).second) return;
    used_masters_.push_back(next);
    next = master->second.next;
  }
}

void OdtStory::end_part() {
  text_.finish();
  frames_.clear();
  num_skipped_ = num_asides_ = 0;
  flow_ = Flow::none;
  is_hidden_ = false;
  open_style_.clear();
  open_master_.clear();
}

void OdtStory::append_masters(OfficePieces Master::*pieces, std::uint64_t number, Document& document) {
  std::unordered_set<std::string> seen;
  for (const std::string& name : used_masters_) {
    OfficePieces unseen;
    for (OfficePiece& piece : masters_[name].*pieces) {
      if (!seen.insert(piece.text).second) continue;
      piece.number = number;
      unseen.push_back(std::move(piece));
    }
    append_pieces(unseen, document);
  }
}

void OdtStory::give(Document& document) {
  OfficePieces body = text_.finish();
  document.place_unit = PlaceUnit::paragraph;
  append_masters(&Master::headers, 1, document);
  append_pieces(body, document);
  append_pieces(footnotes_, document);
  append_pieces(endnotes_, document);
  append_masters(&Master::footers, std::max<std::uint64_t>(num_paragraphs_, 1), document);
}

}  // namespace nuskha
