// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/service/report_json.hpp"
#include "yinxin/storage/blob_store.hpp"
#include "yinxin/storage/exchange.hpp"
#include "yinxin/storage/key_register.hpp"
#include "yinxin/verify/claims.hpp"

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// An archive package (归档包) of one certificate: both faces of a copy byte for byte, the evidence
/// of how they came about, metadata in XML and JSON, and a manifest of hashes (docs/exchange.md).
namespace yinxin::service {

/// "schema" of a package's manifest.
inline constexpr std::string_view package_schema = "urn:yinxin:exchange:package:1";
/// Names inside a package; the faces are "faces/certificate.pdf" and "faces/certificate.ofd".
inline constexpr std::string_view manifest_member = "manifest.json";
inline constexpr std::string_view metadata_xml_member = "metadata/metadata.xml";
inline constexpr std::string_view metadata_json_member = "metadata/metadata.json";
[[nodiscard]] std::string face_member(domain::CopyFormat format);

/// What is to be exported, as the register names it.
struct ExportSubject {
    storage::CertificateRecord certificate;
    std::optional<storage::CopyRow> copy;  ///< none: the package has no faces
    std::vector<storage::FaceEvidence> faces;

    /// "<证照标识>.zip", or after the certificate number where there is no identifier.
    [[nodiscard]] std::string file_name() const;
};

/// @param name  number or 核验码 of a copy, else "line:<holder>-<line>", certificate or management
///   number: then the newest
///   copy of the certificate's version in force whose endorsement is in its time at `at`, if any.
/// @error not_found  no such thing, or its batch was never released, or the copy never pressed.
[[nodiscard]] Result<ExportSubject> find_export_subject(storage::Reader& reader,
                                                        const storage::DataKeys& keys,
                                                        std::string_view name,
                                                        Instant at);

/// A face as the verify engine judged it.
struct JudgedFace {
    verify::Claims claims;
    verify::Report report;
};

/// What a package is made from.
struct ExportGround {
    storage::Store& store;
    storage::BlobStore& blobs;
    const storage::DataKeys& keys;
    /// Judges a face with the register. Errors come through.
    std::function<Result<JudgedFace>(BytesView file)> judge;
    FindingWords words;  ///< for the reports
    Instant now;         ///< stands in the manifest
};

struct PackageMember {
    std::string name;  ///< ASCII, parts divided by '/'
    Bytes content;
};

/// Every member but the manifest, in the order of their names.
/// @error issuing.approval_wrong  the certificate is not what was approved.
/// @error storage.blob_corrupt  a face is not the one of the register: SHA-256, SM3 or size.
/// @error not_found  a face that the register says is kept is not there.
/// Errors of judge come through.
[[nodiscard]] Result<std::vector<PackageMember>> gather_package(const ExportGround& ground,
                                                                const ExportSubject& subject);

/// The archive: the manifest first, which lists every member but itself. Same members, same time,
/// same bytes.
[[nodiscard]] Bytes pack_package(const ExportSubject& subject,
                                 const std::vector<PackageMember>& members,
                                 Instant now);

}  // namespace yinxin::service
