// SPDX-License-Identifier: Apache-2.0
#include "yinxin/signing/cms_encoding.hpp"

namespace yinxin::signing {

Bytes attribute(std::string_view type, BytesView value) {
    return der::sequence({der::oid(type), der::element(der::tag::set, value)});
}

Bytes message_digest_attribute(const crypto::Digest32& digest) {
    return attribute(oid::message_digest, der::octet_string(digest));
}

Bytes signing_certificate_attribute(const crypto::Certificate& certificate) {
    const Bytes directory_name = der::context(4, {certificate.issuer_der()});
    const Bytes general_names = der::sequence({directory_name});
    const Bytes issuer_serial = der::sequence({general_names, certificate.serial_der()});
    const Bytes certificate_id =
        der::sequence({der::octet_string(certificate.fingerprint()), issuer_serial});
    const Bytes certificate_ids = der::sequence({certificate_id});
    return attribute(oid::signing_certificate_v2, der::sequence({certificate_ids}));
}

Bytes issuer_and_serial(const crypto::Certificate& certificate) {
    return der::sequence({certificate.issuer_der(), certificate.serial_der()});
}

Bytes certificate_set(const crypto::Certificate& certificate,
                      const std::vector<crypto::Certificate>& chain) {
    Bytes all = certificate.der();
    for (const crypto::Certificate& link : chain) {
        all.insert(all.end(), link.der().begin(), link.der().end());
    }
    return der::context(0, {all});
}

}  // namespace yinxin::signing
