// SPDX-License-Identifier: Apache-2.0
#include "support/ofd/ofd_attacks.hpp"

#include <memory>

#include <openssl/evp.h>
#include <openssl/pem.h>

namespace yinxin::ofd {
namespace {

namespace der = crypto::der;

using attacks::altered;
using attacks::always;
using attacks::hostile;
using verify::Verdict;

/// A fresh copy, changed before sealing.
template <class Change>
std::string sealed(const FreshOfd& ofd, Change change) {
    Sealing sealing = ofd.fresh();
    change(sealing);
    return ofd.pack(sealing);
}

/// A fresh copy with other bytes for its SignedValue.dat.
template <class Change>
std::string with_value(const FreshOfd& ofd, Change change) {
    Members members = ofd.seal(ofd.fresh());
    std::string& value = content_of(members, value_name);
    value = change(value);
    return zip_of(members).write();
}

Bytes value_of(BytesView r, BytesView s) {
    return der::sequence({der::unsigned_integer(r), der::unsigned_integer(s)});
}

using Key = std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)>;

Key load_key(const std::string& path) {
    const std::unique_ptr<BIO, decltype(&BIO_free_all)> file(BIO_new_file(path.c_str(), "r"),
                                                             &BIO_free_all);
    return {PEM_read_bio_PrivateKey(file.get(), nullptr, nullptr, nullptr), &EVP_PKEY_free};
}

/// SM2 over a message with another distinguishing id than the agreed one.
Bytes sign_with_id(const std::string& key_path, std::string_view id, BytesView message) {
    const Key key = load_key(key_path);
    const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(),
                                                                          &EVP_MD_CTX_free);
    EVP_PKEY_CTX* options = nullptr;
    Bytes value(80);
    std::size_t length = value.size();
    const bool is_signed =
        EVP_DigestSignInit(context.get(), &options, EVP_sm3(), nullptr, key.get()) == 1 &&
        EVP_PKEY_CTX_set1_id(options, id.data(), static_cast<int>(id.size())) == 1 &&
        EVP_DigestSign(context.get(), value.data(), &length, message.data(), message.size()) == 1;
    if (!is_signed) throw std::runtime_error("SM2");
    value.resize(length);
    return value;
}

/// SM2 over the bare digest, as some software signs.
Bytes sign_bare(const std::string& key_path, BytesView message) {
    const Key key = load_key(key_path);
    const std::unique_ptr<EVP_PKEY_CTX, decltype(&EVP_PKEY_CTX_free)> context(
        EVP_PKEY_CTX_new(key.get(), nullptr), &EVP_PKEY_CTX_free);
    const crypto::Digest32 digest = crypto::sm3(message);
    Bytes value(80);
    std::size_t length = value.size();
    const bool is_signed =
        EVP_PKEY_sign_init(context.get()) == 1 &&
        EVP_PKEY_sign(context.get(), value.data(), &length, digest.data(), digest.size()) == 1;
    if (!is_signed) throw std::runtime_error("SM2");
    value.resize(length);
    return value;
}

/// The order of the SM2 curve.
const Bytes& order() {
    static const Bytes number =
        *parse_hex("FFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFF7203DF6B21C6052B53BBF40939D54123");
    return number;
}

SignMessage always_says(const Bytes& value) {
    return [value](BytesView) { return value; };
}

}  // namespace

Attacks signature_values(FreshOfd& ofd) {
    const std::string wrong = "ses.signature_wrong";
    const Bytes zero{0};
    const Bytes one{1};
    Attacks made;
    const auto signs = [&](std::string name, SignMessage sign) {
        made.push_back(altered(
            std::move(name),
            sealed(ofd, [&](Sealing& sealing) { sealing.signature.sign = std::move(sign); }),
            wrong));
    };
    signs("zero_and_zero", always_says(value_of(zero, zero)));
    signs("one_and_zero", always_says(value_of(one, zero)));
    signs("one_and_the_order", always_says(value_of(one, order())));
    signs("the_order_twice", always_says(value_of(order(), order())));
    signs("no_value", always_says({}));
    signs("other_id", [&](BytesView message) {
        return sign_with_id(ofd.signer().key_path, "ALICE123@YAHOO.COM", message);
    });
    signs("no_id",
          [&](BytesView message) { return sign_with_id(ofd.signer().key_path, "", message); });
    signs("other_key",
          [&](BytesView message) { return test::sure(ofd.false_signer().key->sign(message)); });
    Sealing other = ofd.fresh();
    std::string& page = content_of(other.members, page_name);
    page = with(page, "演示持证人", "演示另一人");
    const std::string others = content_of(ofd.seal(other), value_name);
    made.push_back(altered("value_of_another_copy",
                           with_value(ofd, [&](const std::string&) { return others; }),
                           "ses.data_hash_wrong"));
    made.push_back(
        altered("other_hash",
                sealed(ofd, [](Sealing& sealing) { sealing.signature.data_hash = Bytes(32, 7); }),
                "ses.data_hash_wrong"));
    made.push_back(altered("about_another_file",
                           sealed(ofd,
                                  [](Sealing& sealing) {
                                      sealing.signature.property =
                                          "/Doc_0/Signs/Sign_1/Signature.xml";
                                  }),
                           "ses.property_wrong"));
    made.push_back(altered("a_bit_of_the_value",
                           with_value(ofd,
                                      [](std::string value) {
                                          value[value.size() / 3] ^= 1;
                                          return value;
                                      }),
                           wrong));
    made.push_back(altered("timestamp_of_another",
                           sealed(ofd,
                                  [&](Sealing& sealing) {
                                      sealing.signature.timestamp = [&](BytesView) {
                                          return test::sure(ofd.authority().token({}, ofd.now()));
                                      };
                                  }),
                           "timestamp.wrong"));
    made.back().registered.verdict = Verdict::altered;
    return made;
}

Attacks seal_structures(FreshOfd& ofd) {
    const auto value = [&](std::string name, const std::string& code, auto change) {
        return altered(std::move(name), with_value(ofd, change), "ses." + code);
    };
    const auto odd = [&](std::string name, const std::string& code, auto change) {
        return always(std::move(name), sealed(ofd, change), Verdict::indeterminate, "ses." + code);
    };
    const auto with_seal = [&](auto change) {
        return sealed(ofd, [&](Sealing& sealing) { change(sealing.seal); });
    };
    const Bytes critical = der::sequence(
        {der::sequence({der::oid("1.2.3"), der::boolean(true), der::octet_string({})})});
    return {
        value("nothing", "malformed", [](const std::string&) { return std::string(); }),
        value("not_der", "malformed", [](const std::string&) { return std::string("seal"); }),
        value("cut_off", "malformed", [](const std::string& v) { return v.substr(0, 200); }),
        value("length_not_minimal",
              "malformed",
              [](const std::string& v) {
                  // 30 82 xx xx becomes 30 83 00 xx xx.
                  return std::string("\x30\x83\x00", 3) + v.substr(2);
              }),
        altered("no_seal_at_all",
                with_seal([](SealParts& seal) { seal.mark = "XX"; }),
                "ses.malformed"),
        altered("seal_file_of_another",
                sealed(ofd,
                       [](Sealing& sealing) {
                           sealing.last_change = [](Members& members) {
                               std::string& seal = content_of(members, seal_name);
                               seal = with(seal, "PNG", "GIF");
                           };
                       }),
                "ses.seal_file_wrong"),
        always("indefinite_length",
               with_value(ofd,
                          [](const std::string& v) {
                              return std::string("\x30\x80", 2) + v.substr(4) +
                                     std::string(2, '\0');
                          }),
               Verdict::indeterminate,
               "ses.version_unsupported"),
        odd("version_3",
            "version_unsupported",
            [](Sealing& sealing) { sealing.signature.version = 3; }),
        odd("version_6",
            "version_unsupported",
            [](Sealing& sealing) { sealing.signature.version = 6; }),
        odd("seal_of_version_6",
            "version_unsupported",
            [](Sealing& sealing) { sealing.seal.version = 6; }),
        odd("other_algorithm",
            "signature_unsupported",
            [](Sealing& sealing) { sealing.signature.algorithm = "1.2.840.10045.4.3.2"; }),
        odd("other_algorithm_of_the_maker",
            "maker_unsupported",
            [](Sealing& sealing) { sealing.seal.algorithm = "1.2.840.10045.4.3.2"; }),
        odd("signed_without_identity",
            "identity_unsupported",
            [&](Sealing& sealing) {
                sealing.signature.sign = [&](BytesView message) {
                    return sign_bare(ofd.signer().key_path, message);
                };
            }),
        odd("made_without_identity",
            "identity_unsupported",
            [&](Sealing& sealing) {
                sealing.seal.sign = [&](BytesView message) {
                    return sign_bare(ofd.maker().key_path, message);
                };
            }),
        odd("critical_extension",
            "extension_unsupported",
            [&](Sealing& sealing) { sealing.seal.extra = as_text(critical); }),
        odd("list_by_another_digest",
            "list_unsupported",
            [](Sealing& sealing) {
                sealing.seal.lists_digests = true;
                sealing.seal.digest_type = "SHA512";
            }),
    };
}

Attacks seal_holders(FreshOfd& ofd) {
    const auto sealed_by = [&](const KeyHolder& maker, const KeyHolder& signer) {
        Sealing sealing = ofd.fresh();
        sealing.seal.certificates = {signer.certificate.der()};
        return zip_of(ofd.seal(sealing, maker, signer)).write();
    };
    const auto untrusted = [](std::string name, std::string file, std::string code) {
        return always(std::move(name), std::move(file), Verdict::untrusted, std::move(code));
    };
    const KeyHolder colleague = ofd.certify(ofd.plan("演示另一枚"));
    crypto::CertificatePlan serving = ofd.plan("演示服务器");
    serving.role = crypto::CertificateRole::tls_server;
    serving.dns_names = {"localhost"};
    const KeyHolder server = ofd.certify(serving);
    const KeyHolder elliptic = ofd.certify(ofd.plan("演示另一种"), crypto::KeyKind::p256);
    // The seal of the one in the hand of the other.
    Sealing borrowed = ofd.fresh();
    borrowed.seal.certificates = {colleague.certificate.der()};
    Sealing digests = borrowed;
    digests.seal.lists_digests = true;
    Sealing forged = ofd.fresh();
    forged.seal.sign = [&](BytesView message) {
        return test::sure(ofd.false_maker().key->sign(message));
    };
    Sealing replaced = ofd.fresh();
    replaced.signature.certificate = colleague.certificate.der();
    Attack pinned = untrusted(
        "another_than_the_pinned", sealed_by(ofd.maker(), colleague), "signer.not_pinned");
    pinned.is_pinned = true;
    Attack revoked =
        always("revoked_before", ofd.pack(ofd.fresh()), Verdict::revoked, "signer.revoked");
    revoked.crls = {ofd.revoke(ofd.signer().certificate, ofd.now() - Days(1))};
    Attack maker_revoked =
        untrusted("maker_revoked_before", ofd.pack(ofd.fresh()), "seal.maker_untrusted");
    maker_revoked.crls = {ofd.revoke(ofd.maker().certificate, ofd.now() - Days(1))};
    return {
        untrusted("everything_false",
                  sealed_by(ofd.false_maker(), ofd.false_signer()),
                  "signer.untrusted"),
        untrusted("false_signer", sealed_by(ofd.maker(), ofd.false_signer()), "signer.untrusted"),
        untrusted(
            "false_maker", sealed_by(ofd.false_maker(), ofd.signer()), "seal.maker_untrusted"),
        untrusted("own_maker", sealed_by(ofd.signer(), ofd.signer()), "seal.maker_untrusted"),
        untrusted("server_certificate", sealed_by(ofd.maker(), server), "signer.key_usage"),
        always("elliptic_key",
               sealed_by(ofd.maker(), elliptic),
               Verdict::indeterminate,
               "ses.signature_unsupported"),
        altered("seal_of_another", ofd.pack(borrowed), "ses.signer_not_listed"),
        altered("seal_of_another_by_digest", ofd.pack(digests), "ses.signer_not_listed"),
        altered("maker_forged", ofd.pack(forged), "ses.maker_signature_wrong"),
        altered("certificate_replaced", ofd.pack(replaced), "ses.signature_wrong"),
        pinned,
        revoked,
        maker_revoked,
    };
}

Attacks seal_times(FreshOfd& ofd) {
    const Instant now = ofd.now();
    const auto invalid = [&](std::string name, const std::string& code, auto change) {
        return always(std::move(name), sealed(ofd, change), Verdict::invalid, code);
    };
    crypto::CertificatePlan short_lived = ofd.plan("演示短期");
    short_lived.not_after = now + Days(5);
    const KeyHolder brief = ofd.certify(short_lived);
    const auto sealed_briefly = [&](Instant at, bool is_stamped) {
        Sealing sealing = ofd.fresh();
        sealing.seal.certificates = {brief.certificate.der()};
        sealing.signature.at = at;
        sealing.signature.timestamp = [&, at](BytesView value) {
            return test::sure(ofd.authority().token(crypto::sha256(value), at));
        };
        if (!is_stamped) sealing.signature.timestamp = nullptr;
        return zip_of(ofd.seal(sealing, ofd.maker(), brief)).write();
    };
    Attack outlived = always("certificate_over_and_no_timestamp",
                             sealed_briefly(now, false),
                             Verdict::indeterminate,
                             "signer.time_unproven");
    outlived.at = now + Days(6);
    Attack seal_over = always("seal_over_and_no_timestamp",
                              sealed(ofd,
                                     [&](Sealing& sealing) {
                                         sealing.seal.not_after = now + Days(2);
                                         sealing.signature.timestamp = nullptr;
                                     }),
                              Verdict::indeterminate,
                              "signer.time_unproven");
    seal_over.at = now + Days(3);
    Attack late = always("certificate_over",
                         sealed_briefly(now + Days(6), true),
                         Verdict::invalid,
                         "signer.not_current");
    late.at = now + Days(7);
    return {
        invalid("seal_not_begun",
                "seal.not_current",
                [&](Sealing& sealing) { sealing.seal.not_before = now + Days(1); }),
        invalid("seal_over",
                "seal.not_current",
                [&](Sealing& sealing) { sealing.seal.not_after = now - Days(1); }),
        always("sealed_in_the_future",
               sealed(ofd,
                      [&](Sealing& sealing) {
                          sealing.signature.at = now + Days(3);
                          sealing.signature.timestamp = nullptr;
                      }),
               Verdict::indeterminate,
               "signer.time_ahead"),
        invalid("before_the_certificate",
                "signer.not_current",
                [&](Sealing& sealing) {
                    sealing.seal.not_before = now - Days(400);
                    sealing.signature.at = now - Days(300);
                    sealing.signature.timestamp = nullptr;
                }),
        late,
        outlived,
        seal_over,
    };
}

}  // namespace yinxin::ofd
