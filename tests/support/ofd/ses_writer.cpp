// SPDX-License-Identifier: Apache-2.0
#include "support/ofd/ses_writer.hpp"

#include "support/small_house.hpp"

namespace yinxin::ofd {
namespace {

namespace der = crypto::der;

constexpr int version_2014 = 1;

Bytes signed_with(const SignMessage& sign, const KeyHolder& holder, BytesView message) {
    return sign ? sign(message) : test::sure(holder.key->sign(message));
}

Bytes certificate_list(const SealParts& parts) {
    Bytes list;
    for (const Bytes& certificate : parts.certificates) {
        const Bytes item = parts.lists_digests
                               ? der::sequence({der::printable_string(parts.digest_type),
                                                der::octet_string(crypto::sm3(certificate))})
                               : der::octet_string(certificate);
        list.insert(list.end(), item.begin(), item.end());
    }
    return der::sequence({list});
}

Bytes seal_information(const SealParts& parts) {
    const bool is_old = parts.version == version_2014;
    const auto time = [&](Instant at) {
        return is_old ? der::utc_time(at) : der::generalized_time(at);
    };
    const Bytes header = der::sequence(
        {der::ia5_string(parts.mark), der::integer(parts.version), der::ia5_string("Yinxin test")});
    const Bytes kind = is_old ? Bytes() : der::integer(parts.lists_digests ? 2 : 1);
    const Bytes property = der::sequence({der::integer(1),
                                          der::utf8_string(parts.name),
                                          kind,
                                          certificate_list(parts),
                                          time(parts.not_before),
                                          time(parts.not_before),
                                          time(parts.not_after)});
    const Bytes picture = der::sequence({der::ia5_string("PNG"),
                                         der::octet_string(to_bytes("picture")),
                                         der::integer(42),
                                         der::integer(42)});
    return der::sequence(
        {header, der::ia5_string(parts.id), property, picture, as_bytes(parts.extra)});
}

}  // namespace

Bytes SealParts::build(const KeyHolder& maker) const {
    const Bytes information = seal_information(*this);
    const Bytes certificate = der::octet_string(maker.certificate.der());
    const Bytes identifier = der::oid(algorithm);
    if (version != version_2014) {
        const Bytes value = der::bit_string(signed_with(sign, maker, information));
        return der::sequence({information, certificate, identifier, value});
    }
    const Bytes message = der::sequence({information, certificate, identifier});
    const Bytes value = der::bit_string(signed_with(sign, maker, message));
    return der::sequence({information, der::sequence({certificate, identifier, value})});
}

Bytes SignatureParts::build(const KeyHolder& signer) const {
    const bool is_old = version == version_2014;
    const Bytes holder = der::octet_string(certificate.value_or(signer.certificate.der()));
    const Bytes identifier = der::oid(algorithm);
    const Bytes time = der::generalized_time(at);
    const Bytes inside = is_old ? der::concat({holder, identifier}) : Bytes();
    const Bytes beside = is_old ? Bytes() : der::concat({holder, identifier});
    const Bytes to_sign = der::sequence({der::integer(version),
                                         seal,
                                         is_old ? der::bit_string(time) : time,
                                         der::bit_string(data_hash),
                                         der::ia5_string(property),
                                         inside});
    const Bytes value = signed_with(sign, signer, to_sign);
    const Bytes stamp = timestamp ? der::context(0, {der::bit_string(timestamp(value))}) : Bytes();
    return der::sequence({to_sign, beside, der::bit_string(value), stamp});
}

}  // namespace yinxin::ofd
