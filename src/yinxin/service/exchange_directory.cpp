// SPDX-License-Identifier: Apache-2.0
#include "yinxin/service/exchange_directory.hpp"

#include "yinxin/base/log.hpp"
#include "yinxin/service/exchange_fields.hpp"
#include "yinxin/storage/exchange.hpp"

namespace yinxin::service {
namespace {

std::string csv_head() {
    std::string head = "\xEF\xBB\xBF";  // or Excel takes it for the system's own code
    bool is_first = true;
    for (const std::string_view column : directory_columns()) {
        if (!is_first) head += ',';
        head.append("\"").append(column).append("\"");
        is_first = false;
    }
    return head + "\r\n";
}

std::string head_of(const DirectoryExport& asked) {
    const bool is_whole = epoch_of(asked.since) == 0;
    const std::string now = format_civil(asked.now);
    const std::string since = is_whole ? "" : format_civil(asked.since);
    switch (asked.form) {
        case DirectoryForm::json:
            return "{\"schema\":" + log::json_quote(directory_schema) +
                   ",\"as_of\":" + log::json_quote(now) +
                   ",\"since\":" + (is_whole ? "null" : log::json_quote(since)) + ",\"records\":[";
        case DirectoryForm::xml:
            return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<directory xmlns=\"" +
                   std::string(directory_schema) + "\" as_of=\"" + now + "\"" +
                   (is_whole ? "" : " since=\"" + since + "\"") + ">";
        case DirectoryForm::csv:
            return csv_head();
    }
    return {};
}

std::string foot_of(DirectoryForm form, std::int64_t records) {
    const std::string count = std::to_string(records);
    switch (form) {
        case DirectoryForm::json:
            return "\n],\"count\":" + count + "}\n";
        case DirectoryForm::xml:
            return "\n<count>" + count + "</count>\n</directory>\n";
        case DirectoryForm::csv:
            return {};
    }
    return {};
}

/// @param before  how many stand before it
std::string line_of(DirectoryForm form, const storage::DirectoryEntry& entry, std::int64_t before) {
    const std::vector<ExchangeField> record = make_directory_record(
        {entry.certificate, entry.was_restored, entry.changed_at, std::nullopt});
    switch (form) {
        case DirectoryForm::json:
            return (before == 0 ? "\n" : ",\n") + record_json(record);
        case DirectoryForm::xml:
            return "\n" + record_xml(record);
        case DirectoryForm::csv:
            return record_csv(record);
    }
    return {};
}

}  // namespace

Result<std::int64_t> write_directory(storage::Store& store,
                                     const storage::DataKeys& keys,
                                     const DirectoryExport& asked) {
    YX_CHECK(asked.put(head_of(asked)));
    std::int64_t records = 0;
    storage::DirectoryCursor cursor;
    for (;;) {
        YX_TRY(const auto entries, store.read_now([&](storage::Reader& reader) {
            return storage::list_directory(reader, keys, cursor, asked.since, asked.page);
        }));
        std::string piece;
        for (const storage::DirectoryEntry& entry : entries) {
            piece += line_of(asked.form, entry, records);
            ++records;
        }
        YX_CHECK(asked.put(piece));
        if (asked.progress) asked.progress(records);
        if (std::cmp_less(entries.size(), asked.page)) break;
        const storage::CertificateRecord& last = entries.back().certificate;
        cursor = {last.holder, last.line, last.version};
    }
    YX_CHECK(asked.put(foot_of(asked.form, records)));
    return records;
}

}  // namespace yinxin::service
