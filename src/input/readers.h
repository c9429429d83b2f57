// The readers of the formats, each in its own file; the table in formats.cpp is the only one to name them.
#pragma once

#include "input/extractor.h"

namespace nuskha {

// html.cpp
bool is_html(std::string_view head, std::string_view name);
/// A page that is a field of a record, in UTF-8: its text, places (lines of the field), and what metadata the document
/// doesn't have yet.
void read_html_field(std::string_view page, Document& document);
/// As extract_html, but no text is no problem: for parts of others.
bool read_html(std::string bytes, const ExtractContext& context, Document& document, std::vector<Problem>& problems);
bool extract_html(std::string bytes, const ExtractContext& context, Document& document, std::vector<Problem>& problems);

// docx.cpp, odt.cpp (zipped XML); office.cpp tells them apart
bool is_docx(std::string_view head, std::string_view name);
bool extract_docx(std::string bytes, const ExtractContext& context, Document& document, std::vector<Problem>& problems);
bool is_odt(std::string_view head, std::string_view name);
bool extract_odt(std::string bytes, const ExtractContext& context, Document& document, std::vector<Problem>& problems);

// office_other.cpp (spreadsheets, presentations, …: a problem that says what it is), ole.cpp (.doc, and encrypted
// .docx: likewise)
bool is_other_office(std::string_view head, std::string_view name);
bool extract_other_office(std::string bytes, const ExtractContext& context, Document& document,
                          std::vector<Problem>& problems);
bool is_ole(std::string_view head, std::string_view name);
bool extract_ole(std::string bytes, const ExtractContext& context, Document& document, std::vector<Problem>& problems);

// pdf.cpp
bool is_pdf(std::string_view head, std::string_view name);
std::string pdf_missing_here();
bool extract_pdf(std::string bytes, const ExtractContext& context, Document& document, std::vector<Problem>& problems);

// mail.cpp, mbox.cpp
bool is_mail(std::string_view head, std::string_view name);
bool extract_mail(std::string bytes, const ExtractContext& context, Document& document, std::vector<Problem>& problems);
std::unique_ptr<MemberReader> open_attachments(ContainerBytes bytes, const ExtractContext& context);
bool is_mbox(std::string_view head, std::string_view name);
std::unique_ptr<MemberReader> open_mbox(ContainerBytes bytes, const ExtractContext& context);

// csv.cpp, json.cpp
bool is_csv(std::string_view head, std::string_view name);
std::unique_ptr<RecordReader> open_csv(std::unique_ptr<ByteStream> stream, std::string name,
                                       const ExtractContext& context);
bool is_json(std::string_view head, std::string_view name);
std::unique_ptr<RecordReader> open_json(std::unique_ptr<ByteStream> stream, std::string name,
                                        const ExtractContext& context);

// unread_formats.cpp: told by name, with what to do
bool is_rtf(std::string_view head, std::string_view name);
bool is_parquet(std::string_view head, std::string_view name);

// container_kind.cpp, in every build; libarchive_reader.cpp
bool is_zip(std::string_view head, std::string_view name);
bool is_tar(std::string_view head, std::string_view name);
bool is_seven_zip(std::string_view head, std::string_view name);
std::unique_ptr<MemberReader> open_with_libarchive(ContainerBytes bytes, const ExtractContext& context);

// warc.cpp
bool is_warc(std::string_view head, std::string_view name);
std::unique_ptr<MemberReader> open_warc(ContainerBytes bytes, const ExtractContext& context);

}  // namespace nuskha
