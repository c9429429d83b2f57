// OpenDocument text: zipped (.odt, .ott) or one file of XML (.fodt). Entry points: is_odt, extract_odt. Test:
// tests/input/odt_test.cpp.
#include <string>
#include <string_view>

#include "input/odt_story.h"
#include "input/office.h"
#include "input/office_metadata.h"
#include "input/problem_codes.h"
#include "input/readers.h"

namespace nuskha {
namespace {

using std::string_view;

constexpr string_view zip_signature = "PK\x03\x04";

/// A flat document names its kind in its first element.
bool is_flat(string_view head) {
  head = head.substr(0, 4u << 10);
  if (head.starts_with("\xEF\xBB\xBF")) head.remove_prefix(3);
  if (!head.starts_with("<?xml") && !head.starts_with("<office:document")) return false;
  return head.find("<office:document") != head.npos &&
         head.find("\"application/vnd.oasis.opendocument.text") != head.npos;
}

/// Looks in META-INF/manifest.xml for encrypted parts.
class ManifestHandler : public XmlHandler {
 public:
  void start_element(const XmlName& name, const XmlAttributes&) override {
    is_encrypted |= name.space == XmlSpace::manifest && name.local == "encryption-data";
  }
  void end_element() override {}
  void characters(string_view) override {}

  bool is_encrypted = false;
};

/// Hands a flat document's events to both of its readers.
class FlatHandler : public XmlHandler {
 public:
  FlatHandler(OdtStory& story, MetadataHandler& metadata) : story_(story), metadata_(metadata) {}
  void start_element(const XmlName& name, const XmlAttributes& attributes) override {
    story_.start_element(name, attributes);
    is_in_body_ |= name.space == XmlSpace::office && name.local == "body";
    if (!is_in_body_) metadata_.start_element(name, attributes);
  }
  void end_element() override {
    story_.end_element();
    if (!is_in_body_) metadata_.end_element();
  }
  void characters(string_view text) override {
    story_.characters(text);
    if (!is_in_body_) metadata_.characters(text);
  }

 private:
  OdtStory& story_;
  MetadataHandler& metadata_;
  bool is_in_body_ = false;  // an annotation has a dc:creator, too
};

bool report_no_body(const std::string& path, const std::string& damage, std::vector<Problem>& problems) {
  problems.push_back({path, problem_code::malformed,
                      "This OpenDocument has no text part" + (damage.empty() ? "" : ": " + damage) +
                          ". Replace it by a whole copy, or delete it."});
  return false;
}

bool extract_zipped(string_view bytes, const ExtractContext& context, Document& document,
                    std::vector<Problem>& problems) {
  OfficePackage package(bytes, context.options.limits);
  ManifestHandler manifest;
  MetadataHandler metadata;
  OdtStory story;
  bool goes_on = package.read([&](const std::string& name) -> XmlHandler* {
    if (name == "meta-inf/manifest.xml") return &manifest;
    if (name == "meta.xml") return &metadata;
    return name == "styles.xml" ? &story : nullptr;
  });
  if (manifest.is_encrypted) {
    problems.push_back({document.path, problem_code::encrypted,
                        "This OpenDocument is encrypted. Save it without a password to have it read."});
    return false;
  }
  story.end_part();
  goes_on = goes_on && package.read([&](const std::string& name) { return name == "content.xml" ? &story : nullptr; });
  if (goes_on && !story.has_body()) return report_no_body(document.path, package.damage(), problems);
  if (!report_package(package, "OpenDocument", document.path, problems)) return false;
  metadata.give(document);
  story.give(document);
  return true;
}

bool extract_flat(string_view bytes, Document& document, std::vector<Problem>& problems) {
  OdtStory story;
  MetadataHandler metadata;
  FlatHandler handler(story, metadata);
  XmlReader reader(handler);
  const bool is_whole = reader.feed(bytes) && reader.finish();
  if (reader.trouble() == XmlTrouble::too_large) {
    problems.push_back(
        {document.path, problem_code::too_large, "This OpenDocument can't be read: " + reader.message() + "."});
    return false;
  }
  if (!story.has_body()) return report_no_body(document.path, is_whole ? "" : reader.message(), problems);
  if (!is_whole)
    problems.push_back({document.path, problem_code::malformed,
                        "This OpenDocument is damaged: " + reader.message() +
                            ". What could be read of it was read; replace it by a whole copy."});
  metadata.give(document);
  story.give(document);
  return true;
}

}  // namespace

bool is_odt(string_view head, string_view name) {
  if (head.starts_with(zip_signature)) return office_type(head, name).kind == OfficeKind::open_document;
  return is_flat(head);
}

bool extract_odt(std::string bytes, const ExtractContext& context, Document& document, std::vector<Problem>& problems) {
  return bytes.starts_with("PK") ? extract_zipped(bytes, context, document, problems)
                                 : extract_flat(bytes, document, problems);
}

}  // namespace nuskha
