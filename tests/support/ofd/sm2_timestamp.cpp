// SPDX-License-Identifier: Apache-2.0
#include "support/ofd/sm2_timestamp.hpp"

#include "support/attacks/cms_parts.hpp"

#include "yinxin/crypto/algorithms.hpp"

namespace yinxin::ofd {

Bytes sm2_timestamp(const KeyHolder& authority, BytesView stamped, Instant at) {
    namespace der = crypto::der;
    constexpr std::string_view kind = "1.2.840.113549.1.9.16.1.4";  // id-ct-TSTInfo
    const Bytes sm3 = attacks::algorithm(crypto::oid::sm3);
    const Bytes info = der::sequence({der::integer(1),
                                      der::oid("2.25.194703318.1"),
                                      der::sequence({sm3, der::octet_string(crypto::sm3(stamped))}),
                                      der::integer(4711),
                                      der::generalized_time(at)});
    attacks::SignerParts signer(authority.key, authority.certificate, as_text(info));
    signer.digest_algorithm = sm3;
    signer.attributes = {attacks::content_type_is(kind),
                         attacks::message_digest_is(crypto::sm3(info)),
                         attacks::names_certificate(authority.certificate)};
    attacks::CmsParts token = attacks::cms_of(signer, authority.certificate, {});
    token.version = der::integer(3);
    token.content_type = der::oid(kind);
    token.content = der::octet_string(info);
    return token.build();
}

}  // namespace yinxin::ofd
