// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/issuing/certificate_face.hpp"
#include "yinxin/jobs/press_copies.hpp"
#include "yinxin/storage/certificates.hpp"
#include "yinxin/storage/copies.hpp"

#include <optional>

namespace yinxin::jobs {

/// One face of a copy on its way through the press.
struct PressedFace {
    domain::CopyFormat format = domain::CopyFormat::pdf;
    std::string key_name;                          ///< of the key that seals it
    std::optional<issuing::UnsignedFace> waiting;  ///< used up by sealing
    IntentId intent{};
    Bytes file;
    crypto::Digest32 sha256{};
    crypto::Digest32 sm3{};
};

/// One job on its way through the press; each step fills in what it found out.
struct PressItem {
    storage::ClaimedJob job;
    std::optional<Error> error;  ///< why this job goes no further

    storage::CopyRow copy{};
    std::optional<storage::CertificateRecord> certificate;
    Bytes photo;
    std::string seal_id;
    std::string key_name;  ///< seals the PDF
    issuing::CopyFacts facts{};

    std::vector<PressedFace> faces;  ///< all of them are released, or none

    [[nodiscard]] bool is_going() const noexcept { return !error.has_value(); }
};

/// Reads the register's facts of one job: copy, endorsement, certificate as it is now, photo.
Result<void> gather_facts(storage::Reader& reader,
                          const PressShop& shop,
                          PressItem& item,
                          Instant now);

/// Loads the photo and builds the unsigned faces.
Result<void> build_faces(const PressShop& shop, PressItem& item);

/// How a failed job ends: another try, or for good.
enum class Ending {
    retry,            ///< something outside may heal
    failed,           ///< will never work: the holder may apply again, no use is counted
    ended_by_office,  ///< the certificate changed meanwhile
    drop,             ///< another worker has it
};
[[nodiscard]] Ending ending_of(ErrorCode code) noexcept;

/// Whether the cause lies outside the job and heals without it: a full disk, a suspended seal, a
/// wrong clock, old revocation data. Such a job is not given up before the promised time is over,
/// however often tried.
[[nodiscard]] bool is_outage(ErrorCode code) noexcept;

/// Releases one finished copy with all its faces, or changes nothing.
/// @error job.lease_lost, job.release_lost  the certificate or the application changed meanwhile.
Result<void> release_copy(storage::Transaction& transaction,
                          const PressShop& shop,
                          const PressItem& item,
                          Instant now);

/// Records how a job that goes no further ends. @return the ending that was recorded.
Result<Ending> record_failure(storage::Transaction& transaction,
                              const PressShop& shop,
                              const PressItem& item,
                              Instant now);

}  // namespace yinxin::jobs
