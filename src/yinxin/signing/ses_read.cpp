// SPDX-License-Identifier: Apache-2.0
#include "yinxin/signing/ses_read.hpp"

#include "yinxin/crypto/der.hpp"

namespace yinxin::signing {
namespace {

namespace der = crypto::der;

constexpr std::size_t most_certificates = 64;
constexpr std::int64_t version_2014 = 1;
constexpr std::int64_t version_2020 = 4;
constexpr std::int64_t version_2025 = 5;

Error unsupported(std::string detail) {
    return Error(ErrorCode::unsupported, std::move(detail));
}

Error malformed(std::string detail) {
    return Error(ErrorCode::malformed, "SES: " + std::move(detail));
}

Result<BytesView> next_bits(der::Reader& fields) {
    YX_TRY(const der::Element element, fields.next(der::tag::bit_string));
    if (element.content.front() != 0) return malformed("bit string of broken bytes");
    return element.content.subspan(1);
}

Result<std::string> next_text(der::Reader& fields, std::uint8_t tag) {
    YX_TRY(const der::Element element, fields.next(tag));
    return std::string(as_text(element.content));
}

/// Strict on the encoding; a time with an offset or without seconds is lawful elsewhere.
Result<Instant> next_time(der::Reader& fields) {
    YX_TRY(const der::Element element, fields.next());
    Result<Instant> at = der::parse_time(element);
    if (!at) return unsupported("time " + std::string(as_text(element.content)));
    return at;
}

/// ExtensionDatas, untagged in a seal and [0] in a signature; true when one of them is critical.
Result<bool> next_extensions(der::Reader& fields) {
    const bool is_tagged = fields.next_is(der::tag::context(0));
    if (!is_tagged && !fields.next_is(der::tag::sequence)) return false;
    YX_TRY(der::Reader list, fields.enter(is_tagged ? der::tag::context(0) : der::tag::sequence));
    if (is_tagged) {
        YX_TRY(list, list.enter(der::tag::sequence));
    }
    bool is_critical = false;
    while (!list.at_end()) {
        YX_TRY(der::Reader extension, list.enter(der::tag::sequence));
        YX_CHECK(extension.next(der::tag::oid));
        // FALSE is the default and is written all the same in deployed seals.
        YX_TRY(const auto critical, extension.next_if(der::tag::boolean));
        is_critical = is_critical || (critical && critical->content.front() != 0);
        YX_CHECK(extension.next(der::tag::octet_string));
        YX_CHECK(extension.expect_end());
    }
    return is_critical;
}

Result<void> read_certificates(der::Reader list, SesSeal& seal) {
    while (!list.at_end()) {
        if (seal.certificates.size() == most_certificates)
            return malformed("too many certificates");
        YX_TRY(const BytesView certificate, list.next_octets());
        seal.certificates.push_back(certificate);
    }
    return ok();
}

Result<void> read_digests(der::Reader list, SesSeal& seal) {
    while (!list.at_end()) {
        if (seal.digests.size() == most_certificates) return malformed("too many certificates");
        YX_TRY(der::Reader fields, list.enter(der::tag::sequence));
        SesCertificateDigest& digest = seal.digests.emplace_back();
        YX_TRY(digest.type, next_text(fields, der::tag::printable_string));
        YX_TRY(digest.value, fields.next_octets());
        YX_CHECK(fields.expect_end());
    }
    return ok();
}

/// SES_ESPropertyInfo; version 1 has no kind of list.
Result<void> read_property(der::Reader fields, std::int64_t version, SesSeal& seal) {
    constexpr std::int64_t by_certificate = 1;
    constexpr std::int64_t by_digest = 2;
    YX_CHECK(fields.next_integer());
    YX_TRY(seal.name, next_text(fields, der::tag::utf8_string));
    std::int64_t kind = by_certificate;
    if (version != version_2014) {
        YX_TRY(kind, fields.next_integer());
    }
    if (kind != by_certificate && kind != by_digest) return unsupported("kind of certificate list");
    YX_TRY(const der::Reader list, fields.enter(der::tag::sequence));
    YX_CHECK(kind == by_digest ? read_digests(list, seal) : read_certificates(list, seal));
    YX_TRY(seal.created_at, next_time(fields));
    YX_TRY(seal.not_before, next_time(fields));
    YX_TRY(seal.not_after, next_time(fields));
    return fields.expect_end();
}

Result<void> read_picture(der::Reader fields, SesSeal& seal) {
    YX_TRY(seal.picture_type, next_text(fields, der::tag::ia5_string));
    YX_TRY(seal.picture, fields.next_octets());
    YX_TRY(seal.width_mm, fields.next_integer());
    YX_TRY(seal.height_mm, fields.next_integer());
    return fields.expect_end();
}

/// SES_SealInfo.
Result<void> read_seal_information(der::Reader fields, std::int64_t version, SesSeal& seal) {
    YX_TRY(der::Reader header, fields.enter(der::tag::sequence));
    YX_TRY(const std::string mark, next_text(header, der::tag::ia5_string));
    if (mark != "ES") return malformed("not a seal");
    YX_TRY(const std::int64_t stated, header.next_integer());
    seal.version = stated;
    const bool is_old = stated >= 1 && stated < version_2020;
    const bool is_known =
        version == version_2014 ? is_old : stated == version_2020 || stated == version_2025;
    if (!is_known) return unsupported("seal of version " + std::to_string(stated));
    YX_TRY(seal.vendor, next_text(header, der::tag::ia5_string));
    YX_CHECK(header.expect_end());
    YX_TRY(seal.id, next_text(fields, der::tag::ia5_string));
    YX_TRY(const der::Reader property, fields.enter(der::tag::sequence));
    YX_CHECK(read_property(property, version, seal));
    YX_TRY(const der::Reader picture, fields.enter(der::tag::sequence));
    YX_CHECK(read_picture(picture, seal));
    YX_TRY(seal.has_critical_extension, next_extensions(fields));
    return fields.expect_end();
}

/// SESeal: { info, { certificate, algorithm, value } } in version 1, flat and with room for a
/// timestamp later.
Result<SesSeal> next_seal(der::Reader& fields, std::int64_t version) {
    SesSeal seal;
    YX_TRY(const der::Element whole, fields.next(der::tag::sequence));
    seal.whole = whole.whole;
    der::Reader parts(whole.content);
    YX_TRY(const der::Element information, parts.next(der::tag::sequence));
    YX_CHECK(read_seal_information(der::Reader(information.content), version, seal));
    der::Reader making = parts;
    if (version == version_2014) {
        YX_TRY(making, parts.enter(der::tag::sequence));
        YX_CHECK(parts.expect_end());
    }
    YX_TRY(const der::Element certificate, making.next(der::tag::octet_string));
    YX_TRY(const der::Element algorithm, making.next(der::tag::oid));
    seal.maker_certificate = certificate.content;
    YX_TRY(seal.signature_oid, der::parse_oid(algorithm.content));
    YX_TRY(seal.signature, next_bits(making));
    if (version != version_2014) YX_CHECK(making.next_if(der::tag::context(0)));
    YX_CHECK(making.expect_end());
    seal.maker_signed = version == version_2014
                            ? der::sequence({information.whole, certificate.whole, algorithm.whole})
                            : Bytes(information.whole.begin(), information.whole.end());
    return seal;
}

/// The one sequence these bytes consist of.
Result<der::Element> read_whole(BytesView bytes) {
    // Lawful in BER and read by nobody here.
    if (bytes.size() > 1 && bytes[1] == 0x80) return unsupported("indefinite length");
    YX_CHECK(der::check_nesting(bytes));
    YX_TRY(const der::Element whole, der::parse_single(bytes));
    if (whole.tag != der::tag::sequence) return malformed("not a sequence");
    return whole;
}

/// Certificate and algorithm stand inside what is signed in version 1, beside it later.
Result<void> read_signer(der::Reader& fields, SesSignature& ses) {
    YX_TRY(ses.certificate, fields.next_octets());
    YX_TRY(ses.signature_oid, fields.next_oid());
    return ok();
}

/// TBS_Sign.
Result<void> read_to_sign(der::Reader fields, bool is_old, SesSignature& ses) {
    YX_TRY(const std::int64_t version, fields.next_integer());
    const bool is_known = is_old ? version >= version_2014 && version < version_2020
                                 : version == version_2020 || version == version_2025;
    if (!is_known) return unsupported("signature of version " + std::to_string(version));
    YX_TRY(ses.seal, next_seal(fields, is_old ? version_2014 : version));
    if (is_old) {
        YX_CHECK(fields.next(der::tag::bit_string));
    } else {
        YX_TRY(ses.claimed_at, next_time(fields));
    }
    YX_TRY(ses.data_hash, next_bits(fields));
    YX_TRY(ses.property, next_text(fields, der::tag::ia5_string));
    if (is_old) YX_CHECK(read_signer(fields, ses));
    YX_TRY(ses.has_critical_extension, next_extensions(fields));
    return fields.expect_end();
}

}  // namespace

Result<SesSeal> read_ses_seal(BytesView bytes) {
    YX_TRY(const der::Element whole, read_whole(bytes));
    der::Reader parts(whole.content);
    YX_CHECK(parts.next(der::tag::sequence));
    // What the maker added stands in a sequence of its own in version 1 only.
    const bool is_old = parts.next_is(der::tag::sequence);
    der::Reader fields(bytes);
    return next_seal(fields, is_old ? version_2014 : version_2020);
}

Result<SesSignature> read_ses(BytesView bytes) {
    YX_TRY(const der::Element whole, read_whole(bytes));
    SesSignature ses;
    der::Reader fields(whole.content);
    YX_TRY(const der::Element to_sign, fields.next(der::tag::sequence));
    ses.to_sign = to_sign.whole;
    const bool is_old = fields.next_is(der::tag::bit_string);
    YX_CHECK(read_to_sign(der::Reader(to_sign.content), is_old, ses));
    if (!is_old) YX_CHECK(read_signer(fields, ses));
    YX_TRY(ses.signature, next_bits(fields));
    if (!is_old && fields.next_is(der::tag::context(0))) {
        YX_TRY(der::Reader holder, fields.enter(der::tag::context(0)));
        YX_TRY(ses.timestamp, next_bits(holder));
        YX_CHECK(holder.expect_end());
    }
    YX_CHECK(fields.expect_end());
    return ses;
}

}  // namespace yinxin::signing
