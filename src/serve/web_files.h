// The desk's pages, modules and style sheets, and its descriptions: what is built into the program.
#pragma once

#include <optional>
#include <string_view>

namespace nuskha::serve {

/// Of src/serve/web/, or what it shares with the report page. Nothing if there is none of the name.
std::optional<std::string_view> web_file(std::string_view name);

/// "openapi.json", "report_format.schema.json", of docs/.
std::optional<std::string_view> description_file(std::string_view name);

/// The Content-Type of a file by its ending.
std::string_view content_type_of(std::string_view name);

}  // namespace nuskha::serve
