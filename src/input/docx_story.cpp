// WordprocessingML as events: paragraphs, runs, tables, fields, tracked changes, boxes. Nesting is kept in a stack of
// its own. Entry point: DocxStory. docs/formats/docx.md says what becomes text. Test: tests/input/docx_test.cpp.
#include "input/docx_story.h"

#include <algorithm>
#include <unordered_map>
#include <utility>

namespace nuskha {

using std::string_view;

enum class DocxStory::Tag : std::uint8_t {
  other,
  left_out,
  paragraph,
  paragraph_properties,
  paragraph_style,
  run,
  run_properties,
  run_style,
  vanish,
  deletion,  // or what was moved away
  text,
  tab,
  line_break,
  no_break_hyphen,
  soft_hyphen,
  symbol,
  table,
  row,
  row_properties,
  row_hidden,
  cell,
  cell_merged,
  cell_deleted,
  box,
  text_path,
  field_char,
  field_code,
  simple_field,
  footnote_reference,
  endnote_reference,
  note,
  section,
  header_reference,
  footer_reference,
  title_page,
  foreign_part,
  alternatives,
  choice,
  math_numerator,
  math_limit,
  math_root,
  math_function_name,
  math_row,
  math_element,
  math_delimiters,
  math_begin,
  math_separator,
  math_end,
  math_operator,
  math_character,
};

namespace {

bool is_on(const XmlAttributes& attributes) {
  const string_view value = attributes.value(XmlSpace::word, "val");
  return value != "0" && value != "false" && value != "off";
}

string_view trimmed(string_view text) {
  const std::size_t begin = text.find_first_not_of(" \t\n\r");
  return begin == text.npos ? string_view() : text.substr(begin, text.find_last_not_of(" \t\n\r") - begin + 1);
}

/// Whether a field counts pages: which page it is depends on the printer, and is nobody's text.
bool counts_pages(string_view code) {
  code = trimmed(code);
  std::string name(code.substr(0, code.find_first_of(" \t\n\r\\")));
  for (char& c : name) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
  return name == "PAGE" || name == "NUMPAGES" || name == "SECTIONPAGES";
}

}  // namespace

void DocxSectionParts::name(string_view type, string_view id) {
  (type == "first" ? first_ : type == "even" ? even_ : default_) = id;
}

void DocxSectionParts::end_section(bool has_title_page, bool has_even) {
  const auto show = [this](const std::string& id) {
    if (!id.empty() && seen_.insert(id).second) shown_.push_back(id);
  };
  if (has_title_page) show(first_);
  show(default_);
  if (has_even) show(even_);
}

DocxStory::Tag DocxStory::tag_of(const XmlName& name) {
  using Names = std::unordered_map<string_view, Tag>;
  static const Names word = {
      {"p", Tag::paragraph},
      {"pPr", Tag::paragraph_properties},
      {"pStyle", Tag::paragraph_style},
      {"r", Tag::run},
      {"rPr", Tag::run_properties},
      {"rStyle", Tag::run_style},
      {"vanish", Tag::vanish},
      {"del", Tag::deletion},
      {"moveFrom", Tag::deletion},
      {"t", Tag::text},
      {"tab", Tag::tab},
      {"ptab", Tag::tab},
      {"br", Tag::line_break},
      {"cr", Tag::line_break},
      {"noBreakHyphen", Tag::no_break_hyphen},
      {"softHyphen", Tag::soft_hyphen},
      {"sym", Tag::symbol},
      {"tbl", Tag::table},
      {"tr", Tag::row},
      {"trPr", Tag::row_properties},
      {"hidden", Tag::row_hidden},
      {"tc", Tag::cell},
      {"vMerge", Tag::cell_merged},
      {"hMerge", Tag::cell_merged},
      {"cellDel", Tag::cell_deleted},
      {"txbxContent", Tag::box},
      {"fldChar", Tag::field_char},
      {"instrText", Tag::field_code},
      {"fldSimple", Tag::simple_field},
      {"footnoteReference", Tag::footnote_reference},
      {"endnoteReference", Tag::endnote_reference},
      {"footnote", Tag::note},
      {"endnote", Tag::note},
      {"sectPr", Tag::section},
      {"headerReference", Tag::header_reference},
      {"footerReference", Tag::footer_reference},
      {"titlePg", Tag::title_page},
      {"altChunk", Tag::foreign_part},
      {"rt", Tag::left_out},
      {"sdtPr", Tag::left_out},
      {"delText", Tag::left_out},
      {"delInstrText", Tag::left_out},
  };
  static const Names math = {
      {"r", Tag::run},
      {"t", Tag::text},
      {"num", Tag::math_numerator},
      {"lim", Tag::math_limit},
      {"rad", Tag::math_root},
      {"fName", Tag::math_function_name},
      {"mr", Tag::math_row},
      {"eqArr", Tag::math_row},
      {"e", Tag::math_element},
      {"d", Tag::math_delimiters},
      {"begChr", Tag::math_begin},
      {"sepChr", Tag::math_separator},
      {"endChr", Tag::math_end},
      {"naryPr", Tag::math_operator},
      {"chr", Tag::math_character},
      {"ctrlPr", Tag::left_out},
  };
  static const Names drawing = {{"txBody", Tag::box}, {"p", Tag::paragraph}, {"r", Tag::run},
                                {"fld", Tag::run},    {"t", Tag::text},      {"br", Tag::line_break}};
  static const Names compatibility = {
      {"AlternateContent", Tag::alternatives}, {"Choice", Tag::choice}, {"Fallback", Tag::choice}};
  const auto in = [&](const Names& names) {
    const auto found = names.find(name.local);
    return found == names.end() ? Tag::other : found->second;
  };
  switch (name.space) {
    case XmlSpace::word: return name.local.ends_with("Change") ? Tag::left_out : in(word);
    case XmlSpace::math: return in(math);
    case XmlSpace::drawing: return in(drawing);
    case XmlSpace::markup_compatibility: return in(compatibility);
    case XmlSpace::vml: return name.local == "textpath" ? Tag::text_path : Tag::other;
    default: return Tag::other;
  }
}

DocxStory::Tag DocxStory::open_tag(std::size_t above) const {
  return above < frames_.size() ? frames_[frames_.size() - 1 - above].tag : Tag::other;
}

/// Called before the element's frame is there: open_tag(0) is its parent.
bool DocxStory::is_skipped(Tag tag, const XmlAttributes& attributes) const {
  switch (tag) {
    case Tag::left_out: return true;
    case Tag::deletion: return open_tag(0) != Tag::run_properties && open_tag(0) != Tag::row_properties;
    case Tag::choice: return open_tag(0) == Tag::alternatives && text_.num_added() != frames_.back().num_added;
    case Tag::box: return !is_shown();
    case Tag::simple_field: return counts_pages(attributes.value(XmlSpace::word, "instr"));
    case Tag::note: {
      const string_view type = attributes.value(XmlSpace::word, "type");
      return part_ != Part::notes || is_in_note_ || (!type.empty() && type != "normal");
    }
    default: return false;
  }
}

void DocxStory::start_element(const XmlName& name, const XmlAttributes& attributes) {
  const Tag tag = num_skipped_ > 0 ? Tag::left_out : tag_of(name);
  if (num_skipped_ > 0 || is_skipped(tag, attributes)) {
    ++num_skipped_;
    return;
  }
  frames_.push_back({tag, run_is_hidden_, paragraph_is_hidden_, mark_is_hidden_, fields_.size(), text_.num_added()});
  if (tag == Tag::other) return;
  start_block(tag, attributes);
  start_property(tag, attributes);
  start_section_property(tag, attributes);
  start_inline(tag, attributes);
  start_math(tag, attributes);
}

void DocxStory::start_block(Tag tag, const XmlAttributes& attributes) {
  switch (tag) {
    case Tag::paragraph:
      if (part_ == Part::body && num_boxes_ == 0) ++num_paragraphs_;
      paragraph_is_hidden_ = mark_is_hidden_ = false;
      return text_.begin_paragraph(std::max<std::uint64_t>(num_paragraphs_, 1));
    case Tag::table: return text_.begin_table();
    case Tag::row: return text_.begin_row();
    case Tag::cell: return text_.begin_cell();
    case Tag::box: return start_box();
    case Tag::note:
      note_id_ = attributes.value(XmlSpace::word, "id");
      is_in_note_ = true;
      return start_box();
    case Tag::foreign_part: references_.has_foreign_part = true; return;
    case Tag::text_path:
      if (!is_shown()) return;
      text_.begin_aside();
      text_.add_text(attributes.value(XmlSpace::none, "string"));
      return text_.add_box(text_.end_aside());
    default: return;
  }
}

void DocxStory::start_property(Tag tag, const XmlAttributes& attributes) {
  const bool is_of_run = open_tag(2) == Tag::run;
  const bool is_of_mark = open_tag(2) == Tag::paragraph_properties;
  switch (tag) {
    case Tag::paragraph_style:
      if (hidden_styles_.contains(std::string(attributes.value(XmlSpace::word, "val"))))
        paragraph_is_hidden_ = mark_is_hidden_ = true;
      return;
    case Tag::run_style:
      if (is_of_run && hidden_styles_.contains(std::string(attributes.value(XmlSpace::word, "val"))))
        run_is_hidden_ = true;
      return;
    case Tag::vanish:
      if (open_tag(1) != Tag::run_properties) return;
      if (is_of_run) run_is_hidden_ = is_on(attributes);
      if (is_of_mark) mark_is_hidden_ = is_on(attributes);
      return;
    case Tag::deletion:
      if (open_tag(1) == Tag::row_properties) text_.drop_row();
      if (is_of_mark) mark_is_hidden_ = true;
      return;
    case Tag::row_hidden:
      if (open_tag(1) == Tag::row_properties && is_on(attributes)) text_.drop_row();
      return;
    case Tag::cell_merged:
      if (attributes.value(XmlSpace::word, "val") != "restart") text_.drop_cell();
      return;
    case Tag::cell_deleted: return text_.drop_cell();
    default: return;
  }
}

void DocxStory::start_section_property(Tag tag, const XmlAttributes& attributes) {
  if (part_ != Part::body) return;
  if (tag == Tag::section) has_title_page_ = false;
  if (open_tag(1) != Tag::section) return;
  const string_view type = attributes.value(XmlSpace::word, "type");
  const string_view id = attributes.value(XmlSpace::relationship_id, "id");
  if (tag == Tag::header_reference) references_.headers.name(type, id);
  if (tag == Tag::footer_reference) references_.footers.name(type, id);
  if (tag == Tag::title_page) has_title_page_ = is_on(attributes);
}

void DocxStory::end_section() {
  references_.headers.end_section(has_title_page_, has_even_headers_);
  references_.footers.end_section(has_title_page_, has_even_headers_);
}

void DocxStory::start_inline(Tag tag, const XmlAttributes& attributes) {
  const bool is_of_run = open_tag(1) == Tag::run;  // a <w:tab/> of <w:tabs> is a property
  switch (tag) {
    case Tag::text:
      run_text_.clear();
      keeps_space_ = attributes.value(XmlSpace::xml, "space") == "preserve";
      return;
    case Tag::tab: return is_of_run ? add("\t") : void();
    case Tag::line_break: return add("\n");
    case Tag::no_break_hyphen: return add("\u2011");
    case Tag::soft_hyphen: return add("\u00AD");
    case Tag::symbol:
      return add(docx_symbol(attributes.value(XmlSpace::word, "font"), attributes.value(XmlSpace::word, "char")));
    case Tag::field_char: return change_field(attributes.value(XmlSpace::word, "fldCharType"));
    case Tag::footnote_reference: return refer_to_note(false, attributes);
    case Tag::endnote_reference: return refer_to_note(true, attributes);
    default: return;
  }
}

void DocxStory::start_math(Tag tag, const XmlAttributes& attributes) {
  const auto value = [&] { return std::string(attributes.value(XmlSpace::math, "val")); };
  switch (tag) {
    case Tag::math_limit: return add(" ");
    case Tag::math_root: return add("\u221A");
    case Tag::math_delimiters: delimiters_.emplace_back(); return;
    case Tag::math_begin:
      if (!delimiters_.empty()) delimiters_.back().begin = value();
      return;
    case Tag::math_separator:
      if (!delimiters_.empty()) delimiters_.back().separator = value();
      return;
    case Tag::math_end:
      if (!delimiters_.empty()) delimiters_.back().end = value();
      return;
    case Tag::math_operator: operator_sign_ = "\u222B"; return;
    case Tag::math_character:
      if (open_tag(1) == Tag::math_operator) operator_sign_ = value();
      return;
    case Tag::math_element:
      if (open_tag(1) != Tag::math_delimiters || delimiters_.empty()) return;
      add(delimiters_.back().has_begun ? delimiters_.back().separator : delimiters_.back().begin);
      delimiters_.back().has_begun = true;
      return;
    default: return;
  }
}

void DocxStory::end_math(Tag tag) {
  switch (tag) {
    case Tag::math_numerator: return add("/");
    case Tag::math_function_name: return add(" ");
    case Tag::math_operator: return add(operator_sign_);
    case Tag::math_element: return open_tag(1) == Tag::math_row ? add(" ") : void();
    case Tag::math_delimiters:
      if (delimiters_.empty()) return;
      add(delimiters_.back().end);
      return delimiters_.pop_back();
    default: return;
  }
}

void DocxStory::end_element() {
  if (num_skipped_ > 0) {
    --num_skipped_;
    return;
  }
  if (frames_.empty()) return;
  const Frame frame = frames_.back();
  switch (frame.tag) {
    case Tag::text: end_text(); break;
    case Tag::paragraph:
      text_.end_paragraph(mark_is_hidden_);
      paragraph_is_hidden_ = frame.paragraph_was_hidden;
      mark_is_hidden_ = frame.mark_was_hidden;
      break;
    case Tag::run: run_is_hidden_ = frame.run_was_hidden; break;
    case Tag::table: text_.end_table(); break;
    case Tag::row: text_.end_row(); break;
    case Tag::cell: text_.end_cell(); break;
    case Tag::box: end_box(frame); break;
    case Tag::note: end_note(frame); break;
    case Tag::section: end_section(); break;
    default: end_math(frame.tag); break;
  }
  frames_.pop_back();
}

void DocxStory::characters(string_view text) {
  if (num_skipped_ > 0 || frames_.empty()) return;
  constexpr std::size_t longest_name = 64;
  if (frames_.back().tag == Tag::text) {
    run_text_ += text;
  } else if (frames_.back().tag == Tag::field_code && !fields_.empty()) {
    std::string& code = fields_.back().code;
    if (code.size() < longest_name) code += text.substr(0, longest_name);
  }
}

void DocxStory::add(string_view text) {
  if (is_shown()) text_.add_text(text);
}

void DocxStory::end_text() {
  for (char& c : run_text_) c = c == '\n' || c == '\r' || c == '\t' ? ' ' : c;
  add(keeps_space_ ? string_view(run_text_) : trimmed(run_text_));
  run_text_.clear();
}

void DocxStory::start_box() {
  text_.begin_aside();
  ++num_boxes_;
  run_is_hidden_ = paragraph_is_hidden_ = mark_is_hidden_ = false;
}

void DocxStory::end_box(const Frame& frame) {
  text_.add_box(text_.end_aside());
  --num_boxes_;
  end_fields(frame.num_fields);
  run_is_hidden_ = frame.run_was_hidden;
  paragraph_is_hidden_ = frame.paragraph_was_hidden;
  mark_is_hidden_ = frame.mark_was_hidden;
}

void DocxStory::end_note(const Frame& frame) {
  notes_.emplace(note_id_, text_.end_aside());
  is_in_note_ = false;
  --num_boxes_;
  end_fields(frame.num_fields);
}

void DocxStory::refer_to_note(bool is_endnote, const XmlAttributes& attributes) {
  if (part_ == Part::body && is_shown())
    references_.notes.push_back({is_endnote, std::string(attributes.value(XmlSpace::word, "id")), num_paragraphs_});
}

void DocxStory::change_field(string_view type) {
  if (type == "begin") {
    fields_.emplace_back();
    ++num_suppressing_;
  } else if (type == "separate") {
    if (fields_.empty() || !fields_.back().is_suppressing || counts_pages(fields_.back().code)) return;
    fields_.back().is_suppressing = false;
    --num_suppressing_;
  } else if (type == "end" && !fields_.empty()) {
    end_fields(fields_.size() - 1);
  }
}

/// Ends those fields that were begun after the first `num_kept`.
void DocxStory::end_fields(std::size_t num_kept) {
  for (; fields_.size() > num_kept; fields_.pop_back()) num_suppressing_ -= fields_.back().is_suppressing;
}

OfficePieces DocxStory::finish() {
  if (!frames_.empty() && num_skipped_ == 0 && frames_.back().tag == Tag::text) end_text();
  OfficePieces pieces = text_.finish();
  if (is_in_note_) notes_.emplace(note_id_, std::exchange(pieces, {}));
  return pieces;
}

}  // namespace nuskha
