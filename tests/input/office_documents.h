// Office documents made of a few lines of XML.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "input/extractor.h"
#include "input/zip_file.h"
#include "nuskha/input.h"

namespace nuskha_test {

/// What an extractor made of bytes.
struct Extracted {
  bool is_document = false;
  nuskha::Document document;
  std::vector<nuskha::Problem> problems;

  /// The code of the only problem; empty if there is none.
  std::string code() const {
    return problems.empty() ? "" : problems.size() == 1 ? problems[0].code : "several problems";
  }
  std::string message() const { return problems.empty() ? "" : problems[0].message; }
};

inline Extracted extract(nuskha::Extract function, std::string bytes, const nuskha::InputOptions& options = {}) {
  Extracted out;
  out.document.path = "file";
  out.is_document = function(std::move(bytes), nuskha::ExtractContext{options}, out.document, out.problems);
  return out;
}

inline const std::string word_names =
    " xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/main'"
    " xmlns:r='http://schemas.openxmlformats.org/officeDocument/2006/relationships'"
    " xmlns:m='http://schemas.openxmlformats.org/officeDocument/2006/math'"
    " xmlns:mc='http://schemas.openxmlformats.org/markup-compatibility/2006'"
    " xmlns:v='urn:schemas-microsoft-com:vml'"
    " xmlns:a='http://schemas.openxmlformats.org/drawingml/2006/main'"
    " xmlns:wps='http://schemas.microsoft.com/office/word/2010/wordprocessingShape'";

inline const std::string relationship_type = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/";

struct DocxPart {
  std::string id;
  std::string type;  ///< "header"
  std::string name;  ///< "header1.xml", in word/
  std::string xml;
};

/// The parts of a .docx with this body, in the order in which Word writes them.
inline std::vector<ZipEntry> docx_entries(const std::string& body, const std::vector<DocxPart>& parts = {},
                                          const std::string& core = {}) {
  const std::string main_type = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml";
  const std::string package = "http://schemas.openxmlformats.org/package/2006/";
  std::string relationships;
  for (const DocxPart& part : parts)
    relationships += "<Relationship Id='" + part.id + "' Type='" + relationship_type + part.type + "' Target='" +
                     part.name + "'/>";
  std::vector<ZipEntry> out = {
      {"[Content_Types].xml", "<Types xmlns='" + package + "content-types'><Override PartName='/word/document.xml' "
                              "ContentType='" + main_type + "'/></Types>"},
      {"_rels/.rels", "<Relationships xmlns='" + package + "relationships'><Relationship Id='a' Type='" +
                          relationship_type + "officeDocument' Target='word/document.xml'/><Relationship Id='b' Type='" +
                          package + "relationships/metadata/core-properties' Target='docProps/core.xml'/>"
                          "</Relationships>"},
      {"word/_rels/document.xml.rels",
       "<Relationships xmlns='" + package + "relationships'>" + relationships + "</Relationships>"},
      {"word/document.xml", "<?xml version='1.0' encoding='UTF-8'?>\n<w:document" + word_names + "><w:body>" + body +
                                "</w:body></w:document>"}};
  for (const DocxPart& part : parts) out.push_back({"word/" + part.name, part.xml});
  if (!core.empty())
    out.push_back({"docProps/core.xml",
                   "<cp:coreProperties xmlns:cp='" + package + "metadata/core-properties' "
                   "xmlns:dc='http://purl.org/dc/elements/1.1/' xmlns:dcterms='http://purl.org/dc/terms/'>" + core +
                       "</cp:coreProperties>"});
  return out;
}

inline std::string docx_file(const std::string& body, const std::vector<DocxPart>& parts = {},
                             const std::string& core = {}) {
  return zip_file(docx_entries(body, parts, core));
}

/// A paragraph of one run.
inline std::string word_paragraph(const std::string& text, const std::string& properties = {}) {
  return "<w:p>" + (properties.empty() ? "" : "<w:pPr>" + properties + "</w:pPr>") +
         "<w:r><w:t xml:space='preserve'>" + text + "</w:t></w:r></w:p>";
}

inline const std::string odf_names =
    " xmlns:office='urn:oasis:names:tc:opendocument:xmlns:office:1.0'"
    " xmlns:text='urn:oasis:names:tc:opendocument:xmlns:text:1.0'"
    " xmlns:table='urn:oasis:names:tc:opendocument:xmlns:table:1.0'"
    " xmlns:style='urn:oasis:names:tc:opendocument:xmlns:style:1.0'"
    " xmlns:draw='urn:oasis:names:tc:opendocument:xmlns:drawing:1.0'"
    " xmlns:meta='urn:oasis:names:tc:opendocument:xmlns:meta:1.0'"
    " xmlns:dc='http://purl.org/dc/elements/1.1/'"
    " xmlns:svg='urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0'";

inline const std::string odt_type = "application/vnd.oasis.opendocument.text";

/// The parts of an .odt: automatic styles and body of content.xml, what stands in styles.xml and in meta.xml.
inline std::vector<ZipEntry> odt_entries(const std::string& body, const std::string& automatic_styles = {},
                                         const std::string& styles = {}, const std::string& meta = {}) {
  const std::string manifest = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0";
  return {{"mimetype", odt_type, false},
          {"META-INF/manifest.xml", "<manifest:manifest xmlns:manifest='" + manifest +
                                        "'><manifest:file-entry manifest:full-path='content.xml'/>"
                                        "</manifest:manifest>"},
          {"content.xml", "<?xml version='1.0' encoding='UTF-8'?>\n<office:document-content" + odf_names +
                              "><office:automatic-styles>" + automatic_styles +
                              "</office:automatic-styles><office:body><office:text>" + body +
                              "</office:text></office:body></office:document-content>"},
          {"styles.xml", "<office:document-styles" + odf_names + ">" + styles + "</office:document-styles>"},
          {"meta.xml", "<office:document-meta" + odf_names + "><office:meta>" + meta +
                           "</office:meta></office:document-meta>"}};
}

inline std::string odt_file(const std::string& body, const std::string& automatic_styles = {},
                            const std::string& styles = {}, const std::string& meta = {}) {
  return zip_file(odt_entries(body, automatic_styles, styles, meta));
}

}  // namespace nuskha_test
