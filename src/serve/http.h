// Requests and answers as the desk sees them: no library's types, so that only http_server.cpp knows one.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace nuskha::serve {

using Fields = std::vector<std::pair<std::string, std::string>>;

/// What comes before the body of a request.
struct RequestHead {
  std::string method;  ///< "GET"
  std::string target;  ///< "/api/families?q=a", as it came.
  Fields fields;       ///< Header fields; names in lower case.

  /// The value of a field, nullptr if it isn't there. Of one that came twice, the first.
  const std::string* field(std::string_view name) const {
    const auto found = std::find_if(fields.begin(), fields.end(), [&](const auto& one) { return one.first == name; });
    return found == fields.end() ? nullptr : &found->second;
  }
};

struct Response {
  unsigned status = 200;
  std::string content_type = "application/json";
  std::string body;
  Fields fields = {};  ///< Besides those that every answer has.
};

/// {"error":{"code":…,"message":…}}. `code` is one of docs/openapi.json; the message is a sentence for people.
Response error_response(unsigned status, std::string_view code, std::string_view message);

}  // namespace nuskha::serve
