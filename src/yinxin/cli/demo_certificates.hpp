// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/cli/demo_people.hpp"
#include "yinxin/cli/demo_random.hpp"
#include "yinxin/config/reference.hpp"
#include "yinxin/crypto/signer.hpp"
#include "yinxin/storage/batches.hpp"
#include "yinxin/storage/certificates.hpp"

#include <map>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

namespace yinxin::cli {

/// Which certificate somebody gets.
struct DemoAward {
    std::string qualification_id;
    int year = 0;  ///< of approval
    domain::CertificateKind kind = domain::CertificateKind::certificate;
    std::string level_code;      ///< empty: one is drawn where the edition has levels
    std::string specialty_code;  ///< the same
    storage::BatchState batch_state = storage::BatchState::released;
};

/// Makes certificates as the examination centre would: batches, numbers, faces, approvals.
class DemoCertificates {
  public:
    /// All outlive this.
    DemoCertificates(const config::Reference& reference,
                     const crypto::Signer& approval,
                     DemoRandom& random,
                     Instant now)
        : reference_(reference), approval_(approval), random_(random), now_(now) {}

    /// The first version of a new line. @error not_found  no edition of that year.
    [[nodiscard]] Result<storage::NewCertificate> award(const DemoPerson& person,
                                                        const DemoAward& award);
    /// The next version of a certificate, with the person's name and number as they are now.
    [[nodiscard]] Result<storage::NewCertificate> correct(const storage::NewCertificate& before,
                                                          const DemoPerson& person,
                                                          Instant at);

    /// nullptr: there is none that year.
    [[nodiscard]] const domain::QualificationEdition* find_edition(const DemoAward& award) const {
        return reference_.catalogue.find_edition(award.qualification_id, award.year);
    }
    /// An item and year that suit somebody born on this day.
    [[nodiscard]] DemoAward draw_award(CivilDay birth);
    /// The newest year whose certificates have all been issued.
    [[nodiscard]] int newest_year() const;
    /// The year of batches that are not out yet.
    [[nodiscard]] int coming_year() const;
    /// Every batch so far, with its count.
    [[nodiscard]] std::vector<storage::BatchRow> batches() const;
    /// Batches without certificates, so that the progress page has every stage.
    void announce_coming_batches();
    /// Whether the certificate is viewed and downloaded without endorsement.
    [[nodiscard]] bool is_exempt(const storage::NewCertificate& certificate) const;

  private:
    struct Batch {
        storage::BatchRow row;
        CivilDay approved_on{};
        CivilDay issued_on{};
    };
    using BatchKey = std::tuple<std::string, int, storage::BatchState>;

    Batch& batch_for(const DemoAward& award, const std::string& issuer_id);
    [[nodiscard]] Batch open_batch(const DemoAward& award, const std::string& issuer_id);
    void put_numbers(domain::FaceData& face);
    [[nodiscard]] Result<void> put_licence_id(domain::FaceData& face) const;
    [[nodiscard]] Result<void> approve(storage::NewCertificate& certificate) const;
    [[nodiscard]] int number_of(std::string_view qualification_id) const;

    const config::Reference& reference_;
    const crypto::Signer& approval_;
    DemoRandom& random_;
    Instant now_;
    std::map<BatchKey, Batch> batches_;
    int serial_ = 0;
};

}  // namespace yinxin::cli
