// SPDX-License-Identifier: Apache-2.0
#include "yinxin/crypto/demonstration_pki.hpp"

#include "yinxin/base/files.hpp"

#include <algorithm>

namespace yinxin::crypto {
namespace {

constexpr Days root_days{20 * 365};
constexpr Days issuing_days{10 * 365};
constexpr Days timestamp_days{5 * 365};
constexpr Days seal_days{3 * 365};
constexpr Days tls_days{397};
constexpr Days crl_days{30};

struct Authority {
    std::shared_ptr<const Signer> key;
    Certificate certificate;
};

std::filesystem::path key_path(const std::filesystem::path& directory, std::string_view stem) {
    return directory / (std::string(stem) + ".key");
}

std::filesystem::path certificate_path(const std::filesystem::path& directory,
                                       std::string_view stem) {
    return directory / (std::string(stem) + ".crt");
}

/// Nothing made here may pass for real.
Result<void> check_marked(const std::string& organization, const std::string& common_name) {
    for (const std::string& part : {organization, common_name}) {
        if (part.contains("演示") || part.contains("DEMO")) return ok();
    }
    return Error(ErrorCode::invalid_input, "demonstration subject is not marked as one");
}

Result<std::shared_ptr<const Signer>> make_key(const std::filesystem::path& directory,
                                               std::string_view stem,
                                               KeyKind kind) {
    const std::filesystem::path path = key_path(directory, stem);
    YX_CHECK(generate_key_file(path, kind));
    return open_file_key(path);
}

Result<void> write_public(const std::filesystem::path& path, std::string_view content) {
    return write_file_durably(path, as_bytes(content), FileMode::everybody_reads);
}

CertificatePlan plan_for(CertificateRole role,
                         DistinguishedName subject,
                         Instant now,
                         Days lifetime) {
    CertificatePlan plan;
    plan.role = role;
    plan.subject = std::move(subject);
    plan.not_before = now - Days(1);
    plan.not_after = plan.not_before + lifetime - std::chrono::seconds(1);
    return plan;
}

/// One tree of certificates: the international one, or the national one with SM2 keys.
struct Tree {
    std::string_view prefix;  ///< of the names of its files
    KeyKind key;
};
constexpr Tree international{"", KeyKind::p256};
constexpr Tree national{"sm2-", KeyKind::sm2};

std::string stem_of(const Tree& tree, std::string_view name) {
    return std::string(tree.prefix).append(name);
}

DistinguishedName subject_of(const DemonstrationPkiPlan& plan,
                             const Tree& tree,
                             std::string_view name) {
    const std::string_view kind = tree.key == KeyKind::sm2 ? "SM2 " : "";
    return {.organization = plan.organization,
            .common_name = std::string(kind).append(name) + plan.common_name_tail};
}

Result<Authority> make_root(const std::filesystem::path& directory,
                            const DemonstrationPkiPlan& plan,
                            const Tree& tree) {
    const std::string stem = stem_of(tree, "root");
    YX_TRY(auto key, make_key(directory, stem, tree.key));
    YX_TRY(
        Certificate certificate,
        issue_self_signed(
            plan_for(
                CertificateRole::root_ca, subject_of(plan, tree, "Root CA"), plan.now, root_days),
            *key));
    YX_CHECK(write_public(certificate_path(directory, stem), certificate.pem()));
    return Authority{std::move(key), std::move(certificate)};
}

Result<Authority> make_issuing(const std::filesystem::path& directory,
                               const DemonstrationPkiPlan& plan,
                               const Tree& tree,
                               const Authority& root) {
    const std::string stem = stem_of(tree, "issuing");
    YX_TRY(auto key, make_key(directory, stem, tree.key));
    YX_TRY(Certificate certificate,
           issue_certificate(plan_for(CertificateRole::issuing_ca,
                                      subject_of(plan, tree, "Issuing CA"),
                                      plan.now,
                                      issuing_days),
                             key->public_key_spki(),
                             *root.key,
                             root.certificate));
    YX_CHECK(write_public(certificate_path(directory, stem), certificate.pem()));
    return Authority{std::move(key), std::move(certificate)};
}

Result<void> make_leaf(const std::filesystem::path& directory,
                       std::string_view stem,
                       KeyKind kind,
                       const CertificatePlan& plan,
                       const Authority& issuing) {
    YX_CHECK(check_marked(plan.subject.organization, plan.subject.common_name));
    YX_TRY(const auto key, make_key(directory, stem, kind));
    YX_TRY(const Certificate certificate,
           issue_certificate(plan, key->public_key_spki(), *issuing.key, issuing.certificate));
    return write_public(certificate_path(directory, stem),
                        certificate.pem() + issuing.certificate.pem());
}

Result<void> write_crl(const std::filesystem::path& path,
                       const Authority& authority,
                       Instant now,
                       std::vector<Revocation> revoked) {
    CrlPlan plan;
    // Grows with every issue and needs no counter to be kept (RFC 5280 section 5.2.3).
    plan.number = epoch_of(now);
    plan.this_update = now;
    plan.next_update = now + crl_days;
    plan.revoked = std::move(revoked);
    YX_TRY(const Crl crl, issue_crl(plan, *authority.key, authority.certificate));
    return write_public(path, crl.pem());
}

Result<void> make_timestamp(const std::filesystem::path& directory,
                            const DemonstrationPkiPlan& plan,
                            const Tree& tree,
                            const Authority& issuing) {
    return make_leaf(directory,
                     stem_of(tree, "timestamp"),
                     tree.key,
                     plan_for(CertificateRole::timestamp,
                              subject_of(plan, tree, "Timestamp Authority"),
                              plan.now,
                              timestamp_days),
                     issuing);
}

Result<void> make_leaves(const std::filesystem::path& directory,
                         const DemonstrationPkiPlan& plan,
                         const Authority& issuing) {
    YX_CHECK(make_timestamp(directory, plan, international, issuing));
    CertificatePlan tls = plan_for(CertificateRole::tls_server,
                                   subject_of(plan, international, "TLS server"),
                                   plan.now,
                                   tls_days);
    tls.dns_names = plan.dns_names;
    tls.ip_addresses = plan.ip_addresses;
    YX_CHECK(make_leaf(directory, "tls", KeyKind::p256, tls, issuing));
    for (const DemonstrationSeal& seal : plan.seals) {
        YX_CHECK(make_leaf(directory,
                           seal.stem,
                           seal.key,
                           plan_for(CertificateRole::seal, seal.subject, plan.now, seal_days),
                           issuing));
    }
    return ok();
}

/// The leaves of the national tree: who stamps, who makes seals, and a key for each seal.
Result<void> make_national_leaves(const std::filesystem::path& directory,
                                  const DemonstrationPkiPlan& plan,
                                  const Authority& issuing) {
    YX_CHECK(make_timestamp(directory, plan, national, issuing));
    const auto sealing = [&](const std::string& stem, const DistinguishedName& subject) {
        return make_leaf(directory,
                         stem,
                         KeyKind::sm2,
                         plan_for(CertificateRole::seal, subject, plan.now, seal_days),
                         issuing);
    };
    YX_CHECK(sealing(stem_of(national, "maker"), subject_of(plan, national, "Seal Maker")));
    for (const DemonstrationSeal& seal : plan.seals) {
        if (seal.seals_ofd) YX_CHECK(sealing(seal.stem + ".sm2", seal.subject));
    }
    return ok();
}

/// Root, issuing authority and their empty revocation lists. @return the issuing authority
Result<Authority> make_authorities(const std::filesystem::path& directory,
                                   const DemonstrationPkiPlan& plan,
                                   const Tree& tree) {
    YX_TRY(const Authority root, make_root(directory, plan, tree));
    YX_TRY(Authority issuing, make_issuing(directory, plan, tree, root));
    YX_CHECK(write_crl(directory / (stem_of(tree, "root") + ".crl"), root, plan.now, {}));
    YX_CHECK(write_crl(directory / (stem_of(tree, "issuing") + ".crl"), issuing, plan.now, {}));
    return issuing;
}

}  // namespace

Result<void> make_demonstration_pki(const std::filesystem::path& directory,
                                    const DemonstrationPkiPlan& plan) {
    YX_CHECK(check_marked(plan.organization, plan.common_name_tail));
    std::error_code failure;
    std::filesystem::create_directories(directory, failure);
    std::filesystem::permissions(directory, std::filesystem::perms::owner_all, failure);
    if (failure) {
        return Error(ErrorCode::file_io, directory.string() + ": " + failure.message());
    }
    YX_TRY(const Authority issuing, make_authorities(directory, plan, international));
    YX_CHECK(make_leaves(directory, plan, issuing));
    const bool has_ofd = std::ranges::any_of(plan.seals, &DemonstrationSeal::seals_ofd);
    if (!has_ofd) return ok();
    YX_TRY(const Authority national_issuing, make_authorities(directory, plan, national));
    return make_national_leaves(directory, plan, national_issuing);
}

Result<void> renew_demonstration_crls(const std::filesystem::path& directory, Instant now) {
    for (const std::string_view stem : {"root", "issuing", "sm2-root", "sm2-issuing"}) {
        const std::filesystem::path path = directory / (std::string(stem) + ".crl");
        // Demonstrations made before there was a national tree.
        const bool is_national = stem.starts_with(national.prefix);
        if (is_national && !std::filesystem::exists(path)) continue;
        YX_TRY(auto key, open_file_key(key_path(directory, stem)));
        YX_TRY(auto certificates, load_certificates(certificate_path(directory, stem)));
        YX_TRY(const Crl old, load_crl(path));
        const Authority authority{std::move(key), std::move(certificates.front())};
        YX_CHECK(write_crl(path, authority, now, old.revocations()));
    }
    return ok();
}

}  // namespace yinxin::crypto
