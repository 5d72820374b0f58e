// SPDX-License-Identifier: Apache-2.0
#include "yinxin/base/log.hpp"
#include "yinxin/documents/xml_writer.hpp"
#include "yinxin/service/exchange_fields.hpp"
#include "yinxin/sheets/sheet_writer.hpp"
#include "yinxin/sheets/xml_events.hpp"

#include <algorithm>
#include <array>

#include <boost/json.hpp>

namespace yinxin::service {
namespace {

constexpr std::array<std::string_view, 19> columns{"ZZMC",
                                                   "ZZLXDM",
                                                   "ZZBH",
                                                   "ZZBS",
                                                   "ZZBFJG",
                                                   "ZZBFJGDM",
                                                   "ZZBFRQ",
                                                   "CZZT",
                                                   "CZZTDM",
                                                   "CZZTDMLX",
                                                   "CZZTDMLXDM",
                                                   "ZZYXQQSRQ",
                                                   "ZZZT",
                                                   "ZZZTMC",
                                                   "CZLX",
                                                   "CZLXMC",
                                                   "ZTBGSJ",
                                                   "BBH",
                                                   "GLZZBS"};

/// A field of the schema, and whether every package has it.
struct Known {
    std::string_view part;
    std::string_view name;
    bool is_required;
};

constexpr std::array<Known, 36> known{{
    {"basic", "ZZMC", true},        {"basic", "ZZLXDM", false},    {"basic", "ZZBH", true},
    {"basic", "ZZBS", false},       {"basic", "ZZBFJG", true},     {"basic", "ZZBFJGDM", true},
    {"basic", "ZZBFRQ", true},      {"basic", "CZZT", true},       {"basic", "CZZTDM", true},
    {"basic", "CZZTDMLX", true},    {"basic", "CZZTDMLXDM", true}, {"basic", "ZZYXQQSRQ", true},
    {"business", "KZ_ZSLB", true},  {"business", "KZ_GLH", false}, {"business", "KZ_ZGMC", true},
    {"business", "KZ_JB", false},   {"business", "KZ_ZY", false},  {"business", "KZ_PZRQ", true},
    {"business", "KZ_PZBM", false}, {"business", "KZ_XB", true},   {"business", "KZ_CSNY", false},
    {"business", "KZ_ZPZY", false}, {"copy", "JZJZZSJ", false},    {"copy", "JZJZZZ", false},
    {"copy", "JZJZZSY", false},     {"copy", "JZJYXQJZSJ", false}, {"copy", "FBBH", true},
    {"copy", "SYCJ", false},        {"copy", "JSF", false},        {"directory", "ZZZT", true},
    {"directory", "ZZZTMC", true},  {"directory", "CZLX", true},   {"directory", "CZLXMC", true},
    {"directory", "ZTBGSJ", true},  {"directory", "BBH", true},    {"directory", "GLZZBS", false},
}};

constexpr std::array<std::string_view, 4> part_names{"basic", "business", "copy", "directory"};

void append_element(std::string& out, const ExchangeField& field) {
    out.append("<").append(field.name).append(">");
    documents::append_xml_text(out, field.value);
    out.append("</").append(field.name).append(">");
}

std::string json_members(std::span<const ExchangeField> fields, std::string_view between) {
    std::string out;
    for (const ExchangeField& field : fields) {
        if (!out.empty()) out.append(between);
        out.append(log::json_quote(field.name)).append(":").append(log::json_quote(field.value));
    }
    return out;
}

const ExchangeField* find(std::span<const ExchangeField> fields, std::string_view name) {
    const auto found = std::ranges::find(fields, name, &ExchangeField::name);
    return found == fields.end() ? nullptr : &*found;
}

/// metadata, a part, a field: what our XML is made of, and nothing else.
class MetadataListener final : public sheets::XmlListener {
  public:
    Result<void> open(std::string_view name, const sheets::XmlAttributes&) override {
        ++depth_;
        if (depth_ == 1 && name != "metadata") return strange(name);
        if (depth_ == 2) metadata.push_back({std::string(name), {}});
        if (depth_ == 3) metadata.back().fields.push_back({std::string(name), {}});
        if (depth_ > 3) return strange(name);
        return ok();
    }
    Result<void> close(std::string_view) override {
        --depth_;
        return ok();
    }
    Result<void> text(std::string_view text) override {
        const bool is_blank = text.find_first_not_of(" \t\r\n") == std::string_view::npos;
        if (depth_ == 3) {
            metadata.back().fields.back().value += text;
        } else if (!is_blank) {
            return Error(ErrorCode::malformed, "text between elements");
        }
        return ok();
    }

    ExchangeMetadata metadata;

  private:
    static Error strange(std::string_view name) {
        return Error(ErrorCode::malformed, "element " + std::string(name));
    }
    int depth_ = 0;
};

Result<ExchangePart> part_of_json(std::string_view name, const boost::json::value& value) {
    const boost::json::object* object = value.if_object();
    if (object == nullptr) return Error(ErrorCode::malformed, std::string(name));
    ExchangePart part{std::string(name), {}};
    for (const auto& [key, text] : *object) {
        const boost::json::string* string = text.if_string();
        if (string == nullptr) return Error(ErrorCode::malformed, std::string(key));
        part.fields.push_back({std::string(key), std::string(*string)});
    }
    return part;
}

void add_faults_of_codes(const ExchangeMetadata& metadata, std::vector<std::string>& faults) {
    const auto agrees = [&](std::span<const domain::NationalCode> list,
                            std::string_view code,
                            std::string_view name) {
        const domain::NationalCode* found = domain::find_code(list, value_of(metadata, code));
        if (found == nullptr) {
            faults.push_back("directory:" + std::string(code));
        } else if (found->name != value_of(metadata, name)) {
            faults.push_back("directory:" + std::string(name));
        }
    };
    agrees(domain::national_status_codes(), "ZZZT", "ZZZTMC");
    agrees(domain::national_operation_codes(), "CZLX", "CZLXMC");
}

}  // namespace

std::span<const std::string_view> directory_columns() noexcept {
    return columns;
}

std::string metadata_xml(const ExchangeMetadata& metadata) {
    std::string out = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<metadata xmlns=\"";
    out.append(metadata_schema).append("\">\n");
    for (const ExchangePart& part : metadata) {
        out.append("  <").append(part.name).append(">\n");
        for (const ExchangeField& field : part.fields) {
            out += "    ";
            append_element(out, field);
            out += "\n";
        }
        out.append("  </").append(part.name).append(">\n");
    }
    return out + "</metadata>\n";
}

std::string metadata_json(const ExchangeMetadata& metadata) {
    std::string out = "{\n  \"schema\":" + log::json_quote(metadata_schema);
    for (const ExchangePart& part : metadata) {
        out.append(",\n  ").append(log::json_quote(part.name)).append(":{\n    ");
        out.append(json_members(part.fields, ",\n    ")).append("\n  }");
    }
    return out + "\n}\n";
}

std::string record_xml(std::span<const ExchangeField> record) {
    std::string out = "<record>";
    for (const ExchangeField& field : record)
        append_element(out, field);
    return out + "</record>";
}

std::string record_json(std::span<const ExchangeField> record) {
    return "{" + json_members(record, ",") + "}";
}

std::string record_csv(std::span<const ExchangeField> record) {
    std::string out;
    for (const std::string_view column : columns) {
        if (!out.empty()) out += ',';
        const ExchangeField* field = find(record, column);
        out += '"';
        if (field != nullptr) {
            for (const char c : sheets::neutralised(field->value)) {
                if (c == '"') out += '"';
                out += c;
            }
        }
        out += '"';
    }
    return out + "\r\n";
}

std::vector<std::string> faults_of(const ExchangeMetadata& metadata) {
    std::vector<std::string> faults;
    std::vector<std::string> seen;
    for (const ExchangePart& part : metadata) {
        if (std::ranges::find(part_names, part.name) == part_names.end()) {
            faults.push_back(part.name);
        }
        for (const ExchangeField& field : part.fields) {
            std::string name = part.name + ":" + field.name;
            const bool is_known = std::ranges::any_of(known, [&](const Known& each) {
                return each.part == part.name && each.name == field.name;
            });
            const bool is_new = std::ranges::find(seen, name) == seen.end();
            if (!is_known || !is_new || field.value.empty()) faults.push_back(name);
            seen.push_back(std::move(name));
        }
    }
    const bool has_copy =
        std::ranges::find(metadata, "copy", &ExchangePart::name) != metadata.end();
    for (const Known& each : known) {
        const std::string name = std::string(each.part) + ":" + std::string(each.name);
        const bool is_asked = each.is_required && (each.part != "copy" || has_copy);
        if (is_asked && std::ranges::find(seen, name) == seen.end()) faults.push_back(name);
    }
    add_faults_of_codes(metadata, faults);
    return faults;
}

Result<ExchangeMetadata> parse_metadata_json(std::string_view text) {
    boost::system::error_code wrong;
    const boost::json::value value = boost::json::parse(text, wrong);
    const boost::json::object* object = wrong ? nullptr : value.if_object();
    if (object == nullptr) return Error(ErrorCode::malformed, "no JSON object");
    const boost::json::value* schema = object->if_contains("schema");
    const bool is_ours = schema != nullptr && schema->is_string() &&
                         std::string_view(schema->get_string()) == metadata_schema;
    if (!is_ours) return Error(ErrorCode::malformed, "another schema");
    ExchangeMetadata metadata;
    for (const auto& [name, member] : *object) {
        if (std::string_view(name) == "schema") continue;
        YX_TRY(ExchangePart part, part_of_json(name, member));
        metadata.push_back(std::move(part));
    }
    return metadata;
}

Result<ExchangeMetadata> parse_metadata_xml(std::string_view text) {
    MetadataListener listener;
    sheets::XmlEvents events(listener);
    YX_CHECK(events.feed(as_bytes(text)));
    YX_CHECK(events.finish());
    return std::move(listener.metadata);
}

std::string value_of(const ExchangeMetadata& metadata, std::string_view name) {
    for (const ExchangePart& part : metadata) {
        if (const ExchangeField* field = find(part.fields, name)) return field->value;
    }
    return {};
}

}  // namespace yinxin::service
