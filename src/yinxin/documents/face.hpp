// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/base/bytes.hpp"

#include <optional>
#include <string>
#include <vector>

/// Documents: from a Face (words ready to print) to a page, and from the page to PDF and SVG.
///
/// No rules, no clock, no keys: a document leaves a hole for the signature and takes a blob.
namespace yinxin::documents {

/// What the page claims to be. Only the two sealed kinds carry seal and QR.
enum class FaceKind {
    sealed_copy,    ///< 加注件: seal, QR, endorsement band and watermark
    sealed_exempt,  ///< a copy policy exempts from endorsement: seal and QR
    preview,        ///< 预览 · 不作证明: the holder's own look at the data
    specimen,       ///< 样张: for notices and tests of the artwork
};

[[nodiscard]] constexpr bool is_sealed(FaceKind kind) noexcept {
    return kind == FaceKind::sealed_copy || kind == FaceKind::sealed_exempt;
}

/// Half a row, or the whole of it for long values.
enum class FieldWidth { half, full };

/// One line of the certificate: 姓名 Name ……
struct FaceField {
    std::string label_zh;
    std::string label_en;
    std::string value;
    FieldWidth width = FieldWidth::half;
};

/// The holder's picture; DCT bytes go into the document unchanged.
struct Photo {
    Bytes jpeg;
    int width = 0;   ///< pixels; 0 takes the JPEG's own, another number must agree with it
    int height = 0;  ///< pixels
};

/// 加注信息 as printed. Empty strings are left out of the page.
struct EndorsementLine {
    std::string scenario;     ///< 使用场景, "本人调用"
    std::string recipient;    ///< 接收方, may be empty
    std::string valid_until;  ///< "2027年2月20日24:00"
    std::string applied_on;   ///< "2026年11月23日"
    std::string copy_number;  ///< 加注件编号
};

/// What machines read: the Info dictionary and XMP. Times are ISO 8601 with offset, as
/// yinxin::format_civil writes them.
struct FaceMetadata {
    std::string made_at;           ///< also the claimed time of sealing (/M)
    std::string copy_number;       ///< of sealed kinds; as EndorsementLine's where there is one
    std::string copy_made_at;      ///< 制作时间 JZJZZSJ; this and the next three only on copies
    std::string copy_made_by;      ///< 制作者 JZJZZZ
    std::string copy_made_for;     ///< 制作事由 JZJZZSY
    std::string copy_valid_until;  ///< 有效期截止时间 JZJYXQJZSJ
};

/// Everything one certificate page shows, as strings ready to print (UTF-8).
///
/// The first group is the same for all certificates of one kind; the press compiles one plate per
/// distinct first group, so do not put a person's data there.
struct Face {
    FaceKind kind = FaceKind::preview;
    std::string template_id = "classic";  ///< "classic", "proof" (合格证明) or "association"
    std::string title_zh;
    std::string title_en;
    std::vector<std::string> authorities;  ///< approving authorities, 1 to 4, over the date
    std::string preamble_zh;               ///< 本证书由……批准颁发……
    std::string preamble_en;               ///< small, may be empty
    std::string service_address;           ///< where to verify, in words, "zscx.example.cn"
    std::string marking;                   ///< "演示证书 不具法律效力"; empty in production
    std::string seal_id;                   ///< a seal of the Stationery; empty if not sealed

    std::vector<FaceField> fields;  ///< in reading order; labels belong to the plate
    Photo photo;                    ///< no bytes: an empty frame, refused on sealed kinds
    std::string issuer_name;        ///< 签发机构, for the metadata (dc:creator)
    std::string approval_date;      ///< "2026年6月30日", printed 批准日期
    std::string issue_date;         ///< "2026年11月23日", printed under the authorities
    std::string certificate_no;     ///< 证书编号
    std::string management_no;      ///< 管理号
    std::string licence_id;         ///< 电子证照标识
    std::optional<EndorsementLine> endorsement;  ///< there on sealed_copy, and only there
    std::string qr_url;                          ///< the link alone; empty if not sealed
    std::optional<std::string> offline_payload;  ///< second, optional code
    std::string check_code;                      ///< 核验码 in groups, "7K3M-Q2XA-9TDF"
    FaceMetadata metadata;
};

/// One line of the page in words, for the text beside the picture and for screen readers.
struct TextLine {
    std::string label_zh;
    std::string label_en;
    std::string value;

    friend bool operator==(const TextLine&, const TextLine&) = default;
};

/// Everything the page says about the holder, in reading order; the same lines for PDF and SVG.
[[nodiscard]] std::vector<TextLine> text_equivalent(const Face& face);

}  // namespace yinxin::documents
