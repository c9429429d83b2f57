// docs/openapi.json, and answers held against it. As strict as report/schema_check.h: a field that isn't described is
// an error.
#pragma once

#include <fstream>
#include <stdexcept>
#include <string>

#include <nlohmann/json.hpp>

#include "report/schema_check.h"
#include "serve/running_desk.h"

namespace nuskha::testing {

class OpenApi {
 public:
  OpenApi() : description_(load("openapi.json")), check_(with_records(description_)) {}

  /// What is wrong with an answer to "get /api/archive", by status, type and content; "" if nothing.
  std::string wrong(const std::string& method, const std::string& path, const Answer& answer) const {
    const Json& operation = description_.at("paths").at(path).at(method);
    const std::string status = std::to_string(answer.status);
    if (!operation.at("responses").contains(status))
      return method + " " + path + ": status " + status + " isn't described: " + answer.body;
    const Json& content = operation.at("responses").at(status).at("content");
    if (content.size() != 1 || answer.fields.at("content-type").rfind(content.begin().key(), 0) != 0)
      return path + ": Content-Type " + answer.fields.at("content-type");
    if (!content.begin().value().contains("schema") || content.begin().key() != "application/json") return "";
    return check_.check_against(answer.json(), with_records(content.begin().value().at("schema")), method + " " + path);
  }

  const nlohmann::json& description() const { return description_; }

 private:
  using Json = nlohmann::json;

  static Json load(const std::string& name) {
    std::ifstream file(std::string(NUSKHA_SOURCE_DIR) + "/docs/" + name);
    if (!file) throw std::runtime_error(name + " is missing");
    return Json::parse(file);
  }

  /// References into the other file as ones into this.
  static Json with_records(Json value) {
    const std::string file = "report_format.schema.json";
    if (value.is_object() && value.contains("components")) value["$defs"] = load(file).at("$defs");
    if (value.is_structured())
      for (auto& one : value) one = with_records(std::move(one));
    if (value.is_string() && value.get<std::string>().rfind(file + "#", 0) == 0)
      return value.get<std::string>().substr(file.size());
    return value;
  }

  Json description_;
  SchemaCheck check_;
};

}  // namespace nuskha::testing
