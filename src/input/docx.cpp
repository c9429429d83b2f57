// Word's .docx: its parts are found by relationships, the body is read as a stream, headers and notes are put around
// it. Entry points: is_docx, extract_docx. Test: tests/input/docx_test.cpp.
#include <algorithm>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "input/docx_story.h"
#include "input/office.h"
#include "input/office_metadata.h"
#include "input/office_text.h"
#include "input/problem_codes.h"
#include "input/readers.h"

namespace nuskha {
namespace {

using std::string_view;

struct Relationship {
  std::string id;
  std::string type;    // what its address ends in: "styles"
  std::string target;  // name of the part
};

/// The name of the part that `target` means in the relationships of a part of folder `folder` ("word/").
std::string resolve(string_view folder, string_view target) {
  std::string path = target.starts_with('/') || target.starts_with('\\') ? "" : std::string(folder);
  path += target;
  for (char& c : path) c = c == '\\' ? '/' : c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  std::string out;
  for (string_view rest = path; !rest.empty();) {
    const std::size_t slash = rest.find('/');
    const string_view step = rest.substr(0, slash);
    rest.remove_prefix(slash == rest.npos ? rest.size() : slash + 1);
    if (step.empty() || step == ".") continue;
    if (step == "..") {
      const std::size_t above = out.rfind('/');
      out.erase(above == out.npos ? 0 : above);
      continue;
    }
    if (!out.empty()) out += '/';
    out += step;
  }
  return out;
}

string_view folder_of(string_view part) {
  const std::size_t slash = part.rfind('/');
  return slash == part.npos ? string_view() : part.substr(0, slash + 1);
}

/// Reads a .rels part.
class RelationshipHandler : public XmlHandler {
 public:
  explicit RelationshipHandler(std::string folder) : folder_(std::move(folder)) {}

  void start_element(const XmlName& name, const XmlAttributes& attributes) override {
    constexpr std::size_t max_relationships = 1u << 16;
    if (name.local != "Relationship" || name.space != XmlSpace::relationships) return;
    if (relationships.size() >= max_relationships) return;
    if (attributes.value(XmlSpace::none, "TargetMode") == "External") return;
    const string_view type = attributes.value(XmlSpace::none, "Type");
    relationships.push_back({std::string(attributes.value(XmlSpace::none, "Id")),
                             std::string(type.substr(type.rfind('/') + 1)),
                             resolve(folder_, attributes.value(XmlSpace::none, "Target"))});
  }
  void end_element() override {}
  void characters(string_view) override {}

  const Relationship* of_type(string_view type) const {
    for (const Relationship& relationship : relationships)
      if (relationship.type == type) return &relationship;
    return nullptr;
  }

  std::vector<Relationship> relationships;

 private:
  std::string folder_;
};

/// Reads styles.xml for the styles whose text is hidden.
class StyleHandler : public XmlHandler {
 public:
  void start_element(const XmlName& name, const XmlAttributes& attributes) override {
    path_.emplace_back(name.space == XmlSpace::word ? tag_of(name.local) : Tag::other);
    const Tag parent = path_.size() > 1 ? path_[path_.size() - 2] : Tag::other;
    const string_view value = attributes.value(XmlSpace::word, "val");
    if (path_.back() == Tag::style) {
      styles_.emplace_back().id = attributes.value(XmlSpace::word, "styleId");
    } else if (styles_.empty()) {
      return;
    } else if (path_.back() == Tag::based_on && parent == Tag::style) {
      styles_.back().base = value;
    } else if (path_.back() == Tag::vanish && parent == Tag::run_properties && path_.size() > 2 &&
               path_[path_.size() - 3] == Tag::style) {
      styles_.back().says = true;
      styles_.back().is_hidden = value != "0" && value != "false" && value != "off";
    }
  }
  void end_element() override {
    if (!path_.empty()) path_.pop_back();
  }
  void characters(string_view) override {}

  DocxHiddenStyles hidden() const {
    std::unordered_map<string_view, const Style*> by_id;
    for (const Style& style : styles_) by_id.emplace(style.id, &style);
    DocxHiddenStyles out;
    for (const Style& style : styles_) {
      const Style* at = &style;
      constexpr int longest_line = 32;  // of ancestors
      for (int i = 0; i < longest_line && !at->says; ++i) {
        const auto base = by_id.find(at->base);
        if (base == by_id.end()) break;
        at = base->second;
      }
      if (at->is_hidden) out.insert(style.id);
    }
    return out;
  }

 private:
  enum class Tag : std::uint8_t { other, style, based_on, run_properties, vanish };
  struct Style {
    std::string id;
    std::string base;
    bool says = false;
    bool is_hidden = false;
  };
  static Tag tag_of(string_view name) {
    if (name == "style") return Tag::style;
    if (name == "basedOn") return Tag::based_on;
    if (name == "rPr") return Tag::run_properties;
    return name == "vanish" ? Tag::vanish : Tag::other;
  }
  std::vector<Tag> path_;
  std::vector<Style> styles_;
};

/// Reads settings.xml.
class SettingsHandler : public XmlHandler {
 public:
  void start_element(const XmlName& name, const XmlAttributes& attributes) override {
    if (name.space != XmlSpace::word || name.local != "evenAndOddHeaders") return;
    const string_view value = attributes.value(XmlSpace::word, "val");
    has_even_headers = value != "0" && value != "false" && value != "off";
  }
  void end_element() override {}
  void characters(string_view) override {}

  bool has_even_headers = false;
};

/// A .docx while it is read.
class DocxReader {
 public:
  DocxReader(string_view bytes, const ExtractContext& context) : package_(bytes, context.options.limits) {}

  bool read(Document& document, std::vector<Problem>& problems);

 private:
  bool read_relationships();
  bool read_around_body(Document& document);
  bool read_body();
  bool read_stories();
  std::string part_of_type(string_view type, string_view otherwise) const;
  void assemble(Document& document);
  void append_stories(const std::vector<std::string>& names, std::uint64_t number, Document& document);
  void append_notes(bool endnotes, Document& document);

  OfficePackage package_;
  std::unordered_map<std::string, RelationshipHandler> relationships_;  // by the .rels part's name
  const RelationshipHandler* of_body_ = nullptr;
  std::string body_name_ = "word/document.xml";
  DocxHiddenStyles hidden_styles_;
  bool has_even_headers_ = false;
  std::unique_ptr<DocxStory> body_;
  OfficePieces body_pieces_;
  std::vector<std::string> headers_;  // relationships, then names of parts
  std::vector<std::string> footers_;
  std::unordered_map<std::string, std::unique_ptr<DocxStory>> stories_;  // by the part's name
  std::string footnotes_name_;
  std::string endnotes_name_;
};

bool DocxReader::read_relationships() {
  const bool is_read = package_.read([&](const std::string& name) -> XmlHandler* {
    if (!name.ends_with(".rels")) return nullptr;
    std::string folder(folder_of(name));
    if (folder.ends_with("_rels/")) folder.resize(folder.size() - 6);
    return &relationships_.try_emplace(name, folder).first->second;
  });
  const auto root = relationships_.find("_rels/.rels");
  if (root != relationships_.end()) {
    if (const Relationship* body = root->second.of_type("officeDocument")) body_name_ = body->target;
  }
  const std::string folder(folder_of(body_name_));
  const auto of_body = relationships_.find(folder + "_rels/" + body_name_.substr(folder.size()) + ".rels");
  if (of_body != relationships_.end()) of_body_ = &of_body->second;
  return is_read;
}

/// The part by its relationship to the body; of a package without any, by the name that Word gives it.
std::string DocxReader::part_of_type(string_view type, string_view otherwise) const {
  if (of_body_ == nullptr) return std::string(otherwise);
  const Relationship* found = of_body_->of_type(type);
  return found == nullptr ? std::string() : found->target;
}

bool DocxReader::read_around_body(Document& document) {
  const auto root = relationships_.find("_rels/.rels");
  const Relationship* core = root == relationships_.end() ? nullptr : root->second.of_type("core-properties");
  const std::string core_name = core == nullptr ? "docprops/core.xml" : core->target;
  const std::string styles_name = part_of_type("styles", "word/styles.xml");
  const std::string settings_name = part_of_type("settings", "word/settings.xml");
  MetadataHandler metadata;
  StyleHandler styles;
  SettingsHandler settings;
  const bool is_read = package_.read([&](const std::string& name) -> XmlHandler* {
    if (name == core_name) return &metadata;
    if (name == styles_name) return &styles;
    return name == settings_name ? &settings : nullptr;
  });
  metadata.give(document);
  hidden_styles_ = styles.hidden();
  has_even_headers_ = settings.has_even_headers;
  return is_read;
}

bool DocxReader::read_body() {
  return package_.read([&](const std::string& name) -> XmlHandler* {
    if (name != body_name_) return nullptr;
    body_ = std::make_unique<DocxStory>(DocxStory::Part::body, hidden_styles_, has_even_headers_);
    return body_.get();
  });
}

/// Headers, footers and notes, now that it is known which are shown.
bool DocxReader::read_stories() {
  headers_ = body_->references().headers.shown();
  footers_ = body_->references().footers.shown();
  std::unordered_map<string_view, string_view> targets;
  if (of_body_ != nullptr)
    for (const Relationship& relationship : of_body_->relationships)
      targets.emplace(relationship.id, relationship.target);
  std::unordered_map<std::string, DocxStory::Part> wanted;
  for (std::vector<std::string>* ids : {&headers_, &footers_}) {
    for (std::string& id : *ids) {
      const auto found = targets.find(id);
      id = found == targets.end() ? std::string() : std::string(found->second);
      if (!id.empty()) wanted.emplace(id, DocxStory::Part::header);
    }
  }
  footnotes_name_ = part_of_type("footnotes", "word/footnotes.xml");
  endnotes_name_ = part_of_type("endnotes", "word/endnotes.xml");
  wanted[footnotes_name_] = wanted[endnotes_name_] = DocxStory::Part::notes;
  return package_.read([&](const std::string& name) -> XmlHandler* {
    const auto found = wanted.find(name);
    if (found == wanted.end()) return nullptr;
    return stories_.try_emplace(name, std::make_unique<DocxStory>(found->second, hidden_styles_)).first->second.get();
  });
}

void DocxReader::append_stories(const std::vector<std::string>& names, std::uint64_t number, Document& document) {
  std::set<std::string> seen;
  for (const std::string& name : names) {
    const auto story = stories_.find(name);
    if (story == stories_.end()) continue;
    OfficePieces pieces = story->second->finish();
    std::string text;
    for (OfficePiece& piece : pieces) {
      piece.number = number;
      text += piece.text;
      text += '\n';
    }
    if (seen.insert(std::move(text)).second) append_pieces(pieces, document);
  }
}

void DocxReader::append_notes(bool endnotes, Document& document) {
  const auto story = stories_.find(endnotes ? endnotes_name_ : footnotes_name_);
  if (story == stories_.end()) return;
  auto& notes = story->second->notes();
  for (const DocxReferences::Note& reference : body_->references().notes) {
    if (reference.is_endnote != endnotes) continue;
    const auto note = notes.find(reference.id);
    if (note == notes.end()) continue;
    for (OfficePiece& piece : note->second) piece.number = reference.number;
    append_pieces(std::exchange(note->second, {}), document);
  }
}

void DocxReader::assemble(Document& document) {
  const std::uint64_t last = std::max<std::uint64_t>(body_->num_paragraphs(), 1);
  for (const std::string* name : {&footnotes_name_, &endnotes_name_}) {
    const auto story = stories_.find(*name);
    if (story != stories_.end()) story->second->finish();
  }
  document.place_unit = PlaceUnit::paragraph;
  append_stories(headers_, 1, document);
  append_pieces(body_pieces_, document);
  body_pieces_.clear();
  append_notes(false, document);
  append_notes(true, document);
  append_stories(footers_, last, document);
}

bool DocxReader::read(Document& document, std::vector<Problem>& problems) {
  bool goes_on = read_relationships() && read_around_body(document) && read_body();
  if (goes_on && body_ == nullptr) {
    problems.push_back({document.path, problem_code::malformed,
                        "This Word document has no text part (" + body_name_ +
                            (package_.damage().empty() ? ")" : "): " + package_.damage()) +
                            ". Replace it by a whole copy, or delete it."});
    return false;
  }
  if (goes_on) {
    body_pieces_ = body_->finish();
    goes_on = read_stories();
  }
  if (!report_package(package_, "Word document", document.path, problems)) return false;
  assemble(document);
  if (body_->references().has_foreign_part)
    problems.push_back({document.path, problem_code::unsupported,
                        "This Word document holds a part in another format (altChunk), which was left out. Save it "
                        "anew from a word processor to have it read."});
  return true;
}

}  // namespace

bool is_docx(string_view head, string_view name) { return office_type(head, name).kind == OfficeKind::word; }

bool extract_docx(std::string bytes, const ExtractContext& context, Document& document,
                  std::vector<Problem>& problems) {
  return DocxReader(bytes, context).read(document, problems);
}

}  // namespace nuskha
