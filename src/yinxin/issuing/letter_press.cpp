// SPDX-License-Identifier: Apache-2.0
#include "yinxin/issuing/letter_press.hpp"

#include "yinxin/issuing/release_check.hpp"
#include "yinxin/signing/cms.hpp"
#include "yinxin/signing/jws.hpp"

namespace yinxin::issuing {

LetterPress::LetterPress(std::shared_ptr<const documents::Stationery> stationery,
                         LetterKey key,
                         std::shared_ptr<const crypto::TrustStore> trust)
    : writer_(std::move(stationery)), key_(std::move(key)), trust_(std::move(trust)) {}

Result<Bytes> LetterPress::seal(const documents::Letter& letter, Instant now) const {
    YX_TRY(documents::UnsignedPdf pdf, writer_.build(letter, key_.profile));
    YX_TRY(const Bytes cms,
           signing::sign_detached(key_.credential, pdf.digest, key_.timestamper.get(), now));
    YX_TRY(Bytes file, documents::embed(std::move(pdf), cms));
    const auto rule =
        key_.timestamper ? verify::TimestampRule::required : verify::TimestampRule::optional;
    YX_CHECK(release_outcome(
        verify::check_sealed_pdf(file, *trust_, key_.credential.certificate(), rule, now)));
    return file;
}

Result<std::string> LetterPress::sign(std::string_view json) const {
    return signing::sign_jws(key_.credential, json);
}

std::string LetterPress::certificates_pem() const {
    std::string pem = key_.credential.certificate().pem();
    for (const crypto::Certificate& one : key_.credential.chain())
        pem += one.pem();
    return pem;
}

}  // namespace yinxin::issuing
