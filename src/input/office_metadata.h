// What office documents say about themselves: docProps/core.xml, meta.xml.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "input/office_xml.h"
#include "nuskha/input.h"

namespace nuskha {

/// Collects title, date of making and language, in whatever element they stand.
class MetadataHandler : public XmlHandler {
 public:
  void start_element(const XmlName& name, const XmlAttributes& attributes) override;
  void end_element() override { open_ = nullptr; }
  void characters(std::string_view text) override;

  /// Fills in the document's title, made_date and language.
  void give(Document& document) const;

 private:
  std::string title_;
  std::string created_;
  std::string language_;
  std::string* open_ = nullptr;
};

/// A title as it is kept, on one line; nothing for an empty one and for those that programs make up ("Document1").
std::optional<std::string> useful_title(std::string_view title);

}  // namespace nuskha
