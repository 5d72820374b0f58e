// SPDX-License-Identifier: Apache-2.0
// Words, dates, picture and code edited where they stand, and files that only the register can tell
// from ours.
#include "support/attacks/attack.hpp"

namespace yinxin::attacks {
namespace {

using verify::Verdict;

constexpr const char* digest = "cms.message_digest_wrong";

/// A byte in the middle of an object's stream, changed.
std::string with_byte_of(const PdfParts& parts, int object) {
    const std::string& body = parts.body(object);
    const std::size_t data = body.find("stream\n") + 7;
    const std::size_t at = parts.file().find(body) + data + (body.size() - data) / 2;
    std::string file = parts.file();
    file[at] = static_cast<char>(file[at] ^ 0x04);
    return file;
}

/// What stands between two marks, with its last digits or letters changed to `to`.
std::string with_value(const std::string& file, std::string_view before, std::string_view to) {
    std::string out = file;
    const auto at = file.find(before);
    if (at == std::string::npos) throw std::runtime_error("no " + std::string(before));
    return out.replace(at + before.size(), to.size(), to);
}

std::string resealed(FreshCopy& copy, const Sign& sign) {
    const PdfParts& parts = copy.parts();
    Bodies bodies = parts.bodies();
    bodies[parts.size()] = covering_content();
    bodies[parts.page()] = page_with_content(parts, parts.size());
    return seal(with_wide_hole(PdfParts(put_together(bodies, parts.trailer()))), sign);
}

/// Signed as the press does, but stamped twice.
Sign with_two_timestamps(FreshCopy& copy) {
    return [&](std::string_view covered) {
        SignerParts signer(copy.ours().key, copy.ours().certificate, covered);
        signer.unsigned_attributes = [&](BytesView signature) {
            const Bytes token =
                test::sure(copy.authority().token(crypto::sha256(signature), copy.now()));
            return std::vector(2, attribute("1.2.840.113549.1.9.16.2.14", {token}));
        };
        return cms_of(signer, copy.ours().certificate, copy.ours().chain).build();
    };
}

/// The one-bit pictures: first the link code, then the offline code.
int code_of(const PdfParts& parts, std::size_t which) {
    return parts.find_all("/BitsPerComponent 1").at(which);
}

}  // namespace

Attacks edited_faces(FreshCopy& copy) {
    const PdfParts& parts = copy.parts();
    const std::string& file = copy.file();
    const PdfParts other(copy.other_file());
    Attacks attacks{
        altered("name_or_number", with_byte_of(parts, parts.text()), digest),
        altered("letters", with_byte_of(parts, parts.font()), digest),
        altered("photo", with_byte_of(parts, parts.photo()), digest),
        altered("code", with_byte_of(parts, code_of(parts, 0)), digest),
        altered("end_of_validity", with_value(file, "<yx:JZJYXQJZSJ>", "2099"), digest),
        altered("purpose", with_value(file, "<yx:JZJZZSY>", "ABC"), digest),
        altered("issuer", with_value(file, "<yx:ZZBFJG>", "ABC"), digest),
        altered("page_size", with_value(file, "/MediaBox[0 0 ", "1"), digest),
        altered("claimed_time", with_value(file, "/M(D:", "2020"), digest),
        altered("certification_level", with_value(file, "/TransformParams/P ", "3"), digest),
        altered("title", with_value(file, "/Title<FEFF", "0041"), digest),
        always("edited_and_sealed_by_a_namesake",
               resealed(copy, copy.signed_by(copy.namesake(), &copy.false_authority())),
               Verdict::untrusted,
               "signer.untrusted"),
    };
    // The other seal's template has no place for the second code.
    if (copy.kind() == crypto::KeyKind::p256) {
        attacks.push_back(altered("offline_code", with_byte_of(parts, code_of(parts, 1)), digest));
    }
    return attacks;
}

Attacks beyond_the_file(FreshCopy& copy) {
    const std::string file = with_wide_hole(copy.parts());
    const Sealer other = copy.certify(copy.seal_plan());
    return {
        lawful("sealed_again_by_us", seal(file, copy.signed_by_us()), ""),
        lawful("edited_and_sealed_by_us", resealed(copy, copy.signed_by_us()), ""),
        lawful("sealed_by_another_of_our_ca",
               seal(file, copy.signed_by(other, &copy.authority())),
               ""),
        lawful("timestamp_taken_off", seal(file, copy.signed_by(copy.ours())), "timestamp.none"),
        lawful("timestamp_of_a_namesake",
               seal(file, copy.signed_by(copy.ours(), &copy.false_authority())),
               "timestamp.untrusted"),
        lawful("two_timestamps", seal(file, with_two_timestamps(copy)), "timestamp.several"),
    };
}

}  // namespace yinxin::attacks
