// The text of an OpenDocument: content.xml, styles.xml, or the one file of a flat document.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "input/office_text.h"
#include "input/office_xml.h"

namespace nuskha {

/// Reads the parts of a document one after another, styles before the content. docs/formats/odt.md says what becomes
/// text.
class OdtStory : public XmlHandler {
 public:
  void start_element(const XmlName& name, const XmlAttributes& attributes) override;
  void end_element() override;
  void characters(std::string_view text) override;

  /// Between two parts: forgets what was open in one that is damaged.
  void end_part();
  /// Puts text and places of all that was read together.
  void give(Document& document);
  /// Whether there was a body of text.
  bool has_body() const { return has_body_; }

 private:
  enum class Tag : std::uint8_t;
  enum class Flow : std::uint8_t { none, body, master };
  struct Frame {
    Tag tag;
    bool is_in_run = false;  // what stands here is text of a paragraph
    bool was_hidden = false;
    bool was_space = true;
  };
  struct Style {
    std::string parent;
    std::string master_page;
    bool is_hidden = false;
  };
  struct Master {
    std::string next;
    OfficePieces headers;
    OfficePieces footers;
  };

  static Tag tag_of(const XmlName& name);
  bool is_skipped(Tag tag, const XmlAttributes& attributes) const;
  void start_style(Tag tag, const XmlAttributes& attributes);
  void start_block(Tag tag, const XmlAttributes& attributes);
  void start_paragraph(const XmlAttributes& attributes);
  void start_inline(Tag tag, const XmlAttributes& attributes);
  void start_aside();
  OfficePieces end_aside();
  const Style* find_style(std::string_view family, std::string_view name) const;
  bool is_hidden_style(std::string_view family, std::string_view name) const;
  void use_master_of(std::string_view family, std::string_view style);
  void use_master(const std::string& name);
  void add(std::string_view text);
  void append_masters(OfficePieces Master::*pieces, std::uint64_t number, Document& document);

  OfficeText text_;
  std::vector<Frame> frames_;
  std::size_t num_skipped_ = 0;
  std::size_t num_asides_ = 0;
  Flow flow_ = Flow::none;
  bool has_body_ = false;
  bool is_hidden_ = false;
  bool was_space_ = true;  // white space that follows is none
  std::uint64_t num_paragraphs_ = 0;
  std::unordered_map<std::string, Style> styles_;  // by family, "/" and name
  std::string open_style_;
  std::map<std::string, Master, std::less<>> masters_;
  std::string first_master_;
  std::string open_master_;
  std::vector<std::string> used_masters_;
  std::unordered_set<std::string> seen_masters_;
  bool has_begun_ = false;  // a paragraph or table of the body has been met
  bool is_endnote_ = false;
  OfficePieces footnotes_;
  OfficePieces endnotes_;
};

}  // namespace nuskha
