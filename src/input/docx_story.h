// The text of one part of a .docx that holds paragraphs: the body, a header or footer, notes.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "input/office_text.h"
#include "input/office_xml.h"

namespace nuskha {

/// Names of styles whose text isn't shown.
using DocxHiddenStyles = std::unordered_set<std::string>;

/// The headers, or the footers, that some page shows.
class DocxSectionParts {
 public:
  /// A section names one. `type` is "default", "first", "even" or empty for the first of these.
  void name(std::string_view type, std::string_view id);
  /// A section ends: those of its own, and of the sections before it where it names none, are shown.
  void end_section(bool has_title_page, bool has_even);
  /// Relationships, each once, in order.
  const std::vector<std::string>& shown() const { return shown_; }

 private:
  std::string first_;
  std::string default_;
  std::string even_;
  std::vector<std::string> shown_;
  std::unordered_set<std::string> seen_;
};

/// What a body refers to, in its order.
struct DocxReferences {
  struct Note {
    bool is_endnote = false;
    std::string id;
    std::uint64_t number = 1;  ///< Of the paragraph that refers to it.
  };
  std::vector<Note> notes;
  DocxSectionParts headers;
  DocxSectionParts footers;
  bool has_foreign_part = false;  ///< altChunk: a part in another format.
};

/// Reads word/document.xml, a header, a footer, or notes. docs/formats/docx.md says what becomes text.
class DocxStory : public XmlHandler {
 public:
  enum class Part : std::uint8_t { body, header, notes };
  /// `hidden` must outlive the story. `has_even_headers`: pages of even number have headers of their own.
  DocxStory(Part part, const DocxHiddenStyles& hidden, bool has_even_headers = false)
      : part_(part), hidden_styles_(hidden), has_even_headers_(has_even_headers) {}

  void start_element(const XmlName& name, const XmlAttributes& attributes) override;
  void end_element() override;
  void characters(std::string_view text) override;

  /// What was read so far, all of it where the part is damaged.
  OfficePieces finish();
  DocxReferences& references() { return references_; }
  /// Of Part::notes: the pieces of each note, by its id.
  std::map<std::string, OfficePieces, std::less<>>& notes() { return notes_; }
  std::uint64_t num_paragraphs() const { return num_paragraphs_; }

 private:
  enum class Tag : std::uint8_t;
  /// An element that is open, and what holds again after it.
  struct Frame {
    Tag tag;
    bool run_was_hidden = false;
    bool paragraph_was_hidden = false;
    bool mark_was_hidden = false;
    std::size_t num_fields = 0;
    std::uint64_t num_added = 0;
  };
  struct Field {
    std::string code;
    bool is_suppressing = true;
  };
  /// Brackets of a formula.
  struct Delimiters {
    std::string begin = "(";
    std::string separator = "|";
    std::string end = ")";
    bool has_begun = false;
  };

  static Tag tag_of(const XmlName& name);
  Tag open_tag(std::size_t above) const;
  bool is_shown() const { return !run_is_hidden_ && !paragraph_is_hidden_ && num_suppressing_ == 0; }
  bool is_skipped(Tag tag, const XmlAttributes& attributes) const;
  void start_property(Tag tag, const XmlAttributes& attributes);
  void start_section_property(Tag tag, const XmlAttributes& attributes);
  void end_section();
  void start_block(Tag tag, const XmlAttributes& attributes);
  void start_inline(Tag tag, const XmlAttributes& attributes);
  void start_math(Tag tag, const XmlAttributes& attributes);
  void end_math(Tag tag);
  void start_box();
  void end_box(const Frame& frame);
  void end_note(const Frame& frame);
  void refer_to_note(bool is_endnote, const XmlAttributes& attributes);
  void change_field(std::string_view type);
  void end_fields(std::size_t num_kept);
  void end_text();
  void add(std::string_view text);

  Part part_;
  const DocxHiddenStyles& hidden_styles_;
  bool has_even_headers_;
  bool has_title_page_ = false;  // of the section whose properties are open
  OfficeText text_;
  DocxReferences references_;
  std::map<std::string, OfficePieces, std::less<>> notes_;
  std::string note_id_;
  bool is_in_note_ = false;
  std::vector<Frame> frames_;
  std::vector<Field> fields_;
  std::vector<Delimiters> delimiters_;
  std::string operator_sign_;        // of the sum or integral whose properties are open
  std::size_t num_suppressing_ = 0;  // fields whose code, or unwanted result, is being read
  std::size_t num_skipped_ = 0;      // elements open since the one that is left out with all that it holds
  std::size_t num_boxes_ = 0;
  std::uint64_t num_paragraphs_ = 0;
  std::string run_text_;  // of the <w:t> that is open
  bool keeps_space_ = false;
  bool run_is_hidden_ = false;
  bool paragraph_is_hidden_ = false;
  bool mark_is_hidden_ = false;  // the next paragraph continues this one
};

/// Characters of the fonts whose letters are signs (w:sym); empty if the sign has none.
std::string docx_symbol(std::string_view font, std::string_view code);

}  // namespace nuskha
