// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/domain/exchange_codes.hpp"
#include "yinxin/storage/certificates.hpp"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// Metadata of an electronic licence (电子证照元数据) as other systems read it: the names of GB/T
/// 36903 in their pinyin short form, in the parts of DB53/T 1315-2024 (基础信息, 业务信息,
/// 加注件信息, 目录信息). Ours carry the prefix KZ_ that the standard leaves for extensions.
namespace yinxin::service {

/// Namespace of the XML, and "schema" of the JSON (packaging/exchange).
inline constexpr std::string_view metadata_schema = "urn:yinxin:exchange:metadata:1";
inline constexpr std::string_view directory_schema = "urn:yinxin:exchange:directory:1";

struct ExchangeField {
    std::string name;
    std::string value;  ///< UTF-8, never empty

    friend bool operator==(const ExchangeField&, const ExchangeField&) = default;
};
struct ExchangePart {
    std::string name;  ///< "basic", "business", "copy" or "directory"
    std::vector<ExchangeField> fields;

    friend bool operator==(const ExchangePart&, const ExchangePart&) = default;
};
using ExchangeMetadata = std::vector<ExchangePart>;

/// The part about a copy (加注件), in the words that stand in its file.
struct ExchangeCopy {
    std::string copy_no;
    std::string made_at;      ///< JZJZZSJ; this and the next four only with an endorsement
    std::string made_by;      ///< JZJZZZ
    std::string made_for;     ///< JZJZZSY
    std::string valid_until;  ///< JZJYXQJZSJ
    std::string scenario;
    std::string recipient;
};

/// What the metadata are made of.
struct ExchangeFacts {
    const storage::CertificateRecord& certificate;
    bool was_restored = false;
    Instant changed_at{};
    std::optional<ExchangeCopy> copy = std::nullopt;
};

/// How a version stands, for the national codes.
[[nodiscard]] domain::Standing standing_of(const storage::CertificateRecord& certificate,
                                           bool was_restored) noexcept;

/// All parts with the full personal data: what goes into an archive package and nowhere else.
[[nodiscard]] ExchangeMetadata make_metadata(const ExchangeFacts& facts);
/// One record of the directory (电子证照目录): no more of the holder than a masked name and number.
[[nodiscard]] std::vector<ExchangeField> make_directory_record(const ExchangeFacts& facts);
/// Names of all fields a directory record may have, in its order.
[[nodiscard]] std::span<const std::string_view> directory_columns() noexcept;

/// The same fields twice; equal metadata give equal bytes.
[[nodiscard]] std::string metadata_xml(const ExchangeMetadata& metadata);
[[nodiscard]] std::string metadata_json(const ExchangeMetadata& metadata);
/// "<record>…</record>" and "{…}" without a line end; a CSV row with one.
[[nodiscard]] std::string record_xml(std::span<const ExchangeField> record);
[[nodiscard]] std::string record_json(std::span<const ExchangeField> record);
[[nodiscard]] std::string record_csv(std::span<const ExchangeField> record);

/// Why metadata of others are not metadata: "part:FIELD" of what is unknown, twice, missing or no
/// code of a list; empty when they are sound.
[[nodiscard]] std::vector<std::string> faults_of(const ExchangeMetadata& metadata);
/// Reads what metadata_json and metadata_xml write. @error malformed, sheet.unreadable,
/// archive.unsafe
[[nodiscard]] Result<ExchangeMetadata> parse_metadata_json(std::string_view text);
[[nodiscard]] Result<ExchangeMetadata> parse_metadata_xml(std::string_view text);
/// The value of a field; empty: it is not there.
[[nodiscard]] std::string value_of(const ExchangeMetadata& metadata, std::string_view name);

}  // namespace yinxin::service
