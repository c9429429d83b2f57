// Events of expat. Its memory is counted, so that no nesting and no number of names takes more than is allowed; what a
// handler throws is carried past its C code. Entry point: XmlReader. Test: tests/input/office_xml_test.cpp.
#include "input/office_xml.h"

#include <expat.h>

#include <cstdlib>
#include <exception>
#include <new>
#include <unordered_map>
#include <utility>

namespace nuskha {
namespace {

using std::string_view;

constexpr char separator = '\n';  // between namespace and name; no namespace has one

XmlSpace space_of(string_view uri) {
  static const std::unordered_map<string_view, XmlSpace> spaces = {
      {"http://www.w3.org/XML/1998/namespace", XmlSpace::xml},
      {"http://schemas.openxmlformats.org/wordprocessingml/2006/main", XmlSpace::word},
      {"http://purl.oclc.org/ooxml/wordprocessingml/main", XmlSpace::word},
      {"http://schemas.openxmlformats.org/officeDocument/2006/relationships", XmlSpace::relationship_id},
      {"http://purl.oclc.org/ooxml/officeDocument/relationships", XmlSpace::relationship_id},
      {"http://schemas.openxmlformats.org/package/2006/relationships", XmlSpace::relationships},
      {"http://schemas.openxmlformats.org/package/2006/content-types", XmlSpace::content_types},
      {"http://schemas.openxmlformats.org/markup-compatibility/2006", XmlSpace::markup_compatibility},
      {"http://schemas.openxmlformats.org/officeDocument/2006/math", XmlSpace::math},
      {"http://purl.oclc.org/ooxml/officeDocument/math", XmlSpace::math},
      {"http://schemas.openxmlformats.org/drawingml/2006/main", XmlSpace::drawing},
      {"http://purl.oclc.org/ooxml/drawingml/main", XmlSpace::drawing},
      {"urn:schemas-microsoft-com:vml", XmlSpace::vml},
      {"urn:oasis:names:tc:opendocument:xmlns:office:1.0", XmlSpace::office},
      {"urn:oasis:names:tc:opendocument:xmlns:text:1.0", XmlSpace::text},
      {"urn:oasis:names:tc:opendocument:xmlns:table:1.0", XmlSpace::table},
      {"urn:oasis:names:tc:opendocument:xmlns:style:1.0", XmlSpace::style},
      {"urn:oasis:names:tc:opendocument:xmlns:drawing:1.0", XmlSpace::odf_drawing},
      {"urn:oasis:names:tc:opendocument:xmlns:meta:1.0", XmlSpace::meta},
      {"urn:oasis:names:tc:opendocument:xmlns:manifest:1.0", XmlSpace::manifest},
      {"http://openoffice.org/2001/manifest", XmlSpace::manifest},
      {"http://purl.org/dc/elements/1.1/", XmlSpace::dc},
      {"http://purl.org/dc/terms/", XmlSpace::dc_terms},
  };
  const auto found = spaces.find(uri);
  return found == spaces.end() ? XmlSpace::other : found->second;
}

XmlName name_of(const char* expat_name) {
  const string_view name = expat_name;
  const std::size_t at = name.rfind(separator);
  if (at == name.npos) return {XmlSpace::none, name};
  return {space_of(name.substr(0, at)), name.substr(at + 1)};
}

/// What the parser of this thread, the one whose function runs, has taken. Expat hands its allocator nothing to tell
/// parsers apart by.
struct MemoryCount {
  std::size_t used = 0;
  bool is_exceeded = false;
};
thread_local MemoryCount* memory_count = nullptr;

struct alignas(std::max_align_t) BlockHead {
  std::size_t size;
};

void* resize_block(void* block, std::size_t size) {
  auto* head = block == nullptr ? nullptr : static_cast<BlockHead*>(block) - 1;
  const std::size_t old_size = head == nullptr ? 0 : head->size;
  if (size > xml_parser_bytes || memory_count->used - old_size + size > xml_parser_bytes) {
    memory_count->is_exceeded = true;
    return nullptr;
  }
  auto* fresh = static_cast<BlockHead*>(std::realloc(head, size + sizeof(BlockHead)));
  if (fresh == nullptr) return nullptr;
  memory_count->used += size - old_size;
  fresh->size = size;
  return fresh + 1;
}

void* new_block(std::size_t size) { return resize_block(nullptr, size); }

void free_block(void* block) {
  if (block == nullptr) return;
  auto* head = static_cast<BlockHead*>(block) - 1;
  memory_count->used -= head->size;
  std::free(head);
}

/// While it lives, expat's allocations are counted here.
class Counting {
 public:
  explicit Counting(MemoryCount& count) : before_(memory_count) { memory_count = &count; }
  ~Counting() { memory_count = before_; }
  Counting(const Counting&) = delete;
  Counting& operator=(const Counting&) = delete;

 private:
  MemoryCount* before_;
};

}  // namespace

const char* XmlAttributes::get(XmlSpace space, string_view local) const {
  for (const char* const* at = names_and_values_; *at != nullptr; at += 2) {
    const string_view name = *at;
    if (!name.ends_with(local)) continue;
    const XmlName parts = name_of(*at);
    if (parts.local == local && (parts.space == space || parts.space == XmlSpace::none)) return at[1];
  }
  return nullptr;
}

string_view XmlAttributes::value(XmlSpace space, string_view local) const {
  const char* found = get(space, local);
  return found == nullptr ? string_view() : string_view(found);
}

struct XmlReader::State {
  explicit State(XmlHandler& events) : handler(events) {}

  /// Runs a handler's function, and stops the parser at what it throws.
  template <typename Function>
  static void guarded(void* self, Function call) {
    auto& state = *static_cast<State*>(self);
    if (state.thrown) return;
    try {
      call(state.handler);
    } catch (...) {
      state.thrown = std::current_exception();
      XML_StopParser(state.parser, XML_FALSE);
    }
  }

  static void XMLCALL on_start(void* self, const XML_Char* name, const XML_Char** attributes) {
    guarded(self, [&](XmlHandler& to) { to.start_element(name_of(name), XmlAttributes(attributes)); });
  }
  static void XMLCALL on_end(void* self, const XML_Char*) {
    guarded(self, [](XmlHandler& to) { to.end_element(); });
  }
  static void XMLCALL on_text(void* self, const XML_Char* text, int size) {
    guarded(self, [&](XmlHandler& to) { to.characters(string_view(text, static_cast<std::size_t>(size))); });
  }
  static void XMLCALL on_doctype(void* self, const XML_Char*, const XML_Char*, const XML_Char*, int has_declarations) {
    auto& state = *static_cast<State*>(self);
    if (has_declarations == 0) return;
    state.has_declarations = true;
    XML_StopParser(state.parser, XML_FALSE);
  }

  bool parse(string_view bytes, bool is_last) {
    if (failed) return false;
    const Counting counting(memory);
    constexpr std::size_t step = 256u << 10;  // expat takes an int
    do {
      const string_view some = bytes.substr(0, step);
      bytes.remove_prefix(some.size());
      const bool ends = is_last && bytes.empty();
      if (XML_Parse(parser, some.data(), static_cast<int>(some.size()), ends ? 1 : 0) != XML_STATUS_OK) failed = true;
    } while (!failed && !bytes.empty());
    if (thrown) std::rethrow_exception(std::exchange(thrown, nullptr));
    return !failed;
  }

  XmlHandler& handler;
  MemoryCount memory;
  XML_Parser parser = nullptr;
  bool failed = false;
  bool has_declarations = false;
  std::exception_ptr thrown;
};

XmlReader::XmlReader(XmlHandler& handler) : state_(std::make_unique<State>(handler)) {
  const Counting counting(state_->memory);
  const XML_Memory_Handling_Suite memory = {new_block, resize_block, free_block};
  const XML_Char separators[] = {separator, 0};
  state_->parser = XML_ParserCreate_MM(nullptr, &memory, separators);
  if (state_->parser == nullptr) throw std::bad_alloc();
  XML_SetUserData(state_->parser, state_.get());
  XML_SetElementHandler(state_->parser, State::on_start, State::on_end);
  XML_SetCharacterDataHandler(state_->parser, State::on_text);
  XML_SetStartDoctypeDeclHandler(state_->parser, State::on_doctype);
}

XmlReader::~XmlReader() {
  const Counting counting(state_->memory);
  XML_ParserFree(state_->parser);
}

bool XmlReader::feed(string_view bytes) { return bytes.empty() ? !state_->failed : state_->parse(bytes, false); }

bool XmlReader::finish() { return state_->parse({}, true); }

XmlTrouble XmlReader::trouble() const {
  if (!state_->failed) return XmlTrouble::none;
  return state_->memory.is_exceeded ? XmlTrouble::too_large : XmlTrouble::malformed;
}

std::string XmlReader::message() const {
  if (state_->memory.is_exceeded) return "its XML is nested deeper, or has longer or more tags, than any real document";
  if (state_->has_declarations) return "its XML declares a document type, which no office program writes";
  return std::string(XML_ErrorString(XML_GetErrorCode(state_->parser))) + " in line " +
         std::to_string(XML_GetCurrentLineNumber(state_->parser));
}

}  // namespace nuskha
