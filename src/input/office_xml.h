// The XML of office documents as a stream of events, with their namespaces known.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace nuskha {

/// The namespaces that documents are written in. "Strict" and "transitional" ones of OOXML are the same here.
enum class XmlSpace : std::uint8_t {
  none,   ///< An attribute without prefix, an element without namespace.
  other,  ///< Any that isn't listed.
  xml,    ///< "xml:space"
  // Office Open XML
  word,
  relationship_id,  ///< "r:id"
  relationships,    ///< Of a .rels part.
  content_types,
  markup_compatibility,
  math,
  drawing,
  vml,
  // OpenDocument
  office,
  text,
  table,
  style,
  odf_drawing,
  meta,
  manifest,
  // Dublin Core, of both
  dc,
  dc_terms,
};

struct XmlName {
  XmlSpace space = XmlSpace::none;
  std::string_view local;
};

/// The attributes of an element. Lives as long as the call that it is handed to.
class XmlAttributes {
 public:
  explicit XmlAttributes(const char* const* names_and_values) : names_and_values_(names_and_values) {}
  /// Value of the attribute of this name in `space` or without a prefix; nullptr if it isn't there.
  const char* get(XmlSpace space, std::string_view local) const;
  /// The same, empty if it isn't there.
  std::string_view value(XmlSpace space, std::string_view local) const;

 private:
  const char* const* names_and_values_;
};

/// What reads the events.
class XmlHandler {
 public:
  virtual ~XmlHandler() = default;
  virtual void start_element(const XmlName& name, const XmlAttributes& attributes) = 0;
  virtual void end_element() = 0;
  /// Valid UTF-8; a run of text may come in several calls.
  virtual void characters(std::string_view text) = 0;
};

enum class XmlTrouble : std::uint8_t {
  none,
  malformed,  ///< Not well-formed, cut short, or with a document type that declares things.
  too_large,  ///< The parser itself would take more than xml_parser_bytes: nesting, names or attributes beyond measure.
};

/// Memory that the parser may take for its own: a tag is held until its '>', names and open elements are kept.
inline constexpr std::size_t xml_parser_bytes = 64u << 20;

/// Reads a part as it comes. Entities are never loaded, and those that a document declares itself aren't read. Not
/// thread-safe; any number may be in use at once.
class XmlReader {
 public:
  /// `handler` must outlive the reader.
  explicit XmlReader(XmlHandler& handler);
  ~XmlReader();
  XmlReader(const XmlReader&) = delete;
  XmlReader& operator=(const XmlReader&) = delete;

  /// Hands on the events of the next bytes. False from the first trouble on; the events before it have been handed on.
  /// May throw what the handler throws.
  bool feed(std::string_view bytes);
  /// After the last byte. False if there was trouble, or the document isn't at its end.
  bool finish();
  XmlTrouble trouble() const;
  /// What the trouble is and where: "mismatched tag in line 3".
  std::string message() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace nuskha
