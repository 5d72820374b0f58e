// SPDX-License-Identifier: Apache-2.0
#include "yinxin/crypto/demonstration_pki.hpp"

#include "yinxin/base/files.hpp"

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

Result<Authority> make_root(const std::filesystem::path& directory,
                            const DemonstrationPkiPlan& plan) {
    YX_TRY(auto key, make_key(directory, "root", KeyKind::p256));
    const DistinguishedName subject{.organization = plan.organization,
                                    .common_name = "Root CA" + plan.common_name_tail};
    YX_TRY(
        Certificate certificate,
        issue_self_signed(plan_for(CertificateRole::root_ca, subject, plan.now, root_days), *key));
    YX_CHECK(write_public(certificate_path(directory, "root"), certificate.pem()));
    return Authority{std::move(key), std::move(certificate)};
}

Result<Authority> make_issuing(const std::filesystem::path& directory,
                               const DemonstrationPkiPlan& plan,
                               const Authority& root) {
    YX_TRY(auto key, make_key(directory, "issuing", KeyKind::p256));
    const DistinguishedName subject{.organization = plan.organization,
                                    .common_name = "Issuing CA" + plan.common_name_tail};
    YX_TRY(Certificate certificate,
           issue_certificate(plan_for(CertificateRole::issuing_ca, subject, plan.now, issuing_days),
                             key->public_key_spki(),
                             *root.key,
                             root.certificate));
    YX_CHECK(write_public(certificate_path(directory, "issuing"), certificate.pem()));
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

Result<void> make_leaves(const std::filesystem::path& directory,
                         const DemonstrationPkiPlan& plan,
                         const Authority& issuing) {
    const DistinguishedName timestamp{.organization = plan.organization,
                                      .common_name = "Timestamp Authority" + plan.common_name_tail};
    YX_CHECK(make_leaf(directory,
                       "timestamp",
                       KeyKind::p256,
                       plan_for(CertificateRole::timestamp, timestamp, plan.now, timestamp_days),
                       issuing));
    const DistinguishedName server{.organization = plan.organization,
                                   .common_name = "TLS server" + plan.common_name_tail};
    CertificatePlan tls = plan_for(CertificateRole::tls_server, server, plan.now, tls_days);
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
    YX_TRY(const Authority root, make_root(directory, plan));
    YX_TRY(const Authority issuing, make_issuing(directory, plan, root));
    YX_CHECK(make_leaves(directory, plan, issuing));
    YX_CHECK(write_crl(directory / "root.crl", root, plan.now, {}));
    return write_crl(directory / "issuing.crl", issuing, plan.now, {});
}

Result<void> renew_demonstration_crls(const std::filesystem::path& directory, Instant now) {
    for (const std::string_view stem : {"root", "issuing"}) {
        const std::filesystem::path path = directory / (std::string(stem) + ".crl");
        YX_TRY(auto key, open_file_key(key_path(directory, stem)));
        YX_TRY(auto certificates, load_certificates(certificate_path(directory, stem)));
        YX_TRY(const Crl old, load_crl(path));
        const Authority authority{std::move(key), std::move(certificates.front())};
        YX_CHECK(write_crl(path, authority, now, old.revocations()));
    }
    return ok();
}

}  // namespace yinxin::crypto
