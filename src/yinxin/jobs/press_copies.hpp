// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/config/reference_shelf.hpp"
#include "yinxin/config/settings.hpp"
#include "yinxin/crypto/public_key.hpp"
#include "yinxin/issuing/press.hpp"
#include "yinxin/jobs/seal_door.hpp"
#include "yinxin/storage/blob_store.hpp"
#include "yinxin/storage/data_keys.hpp"
#include "yinxin/storage/jobs.hpp"

#include <vector>

namespace yinxin::jobs {

class RevocationShelf;

/// What pressing needs; all outlive the worker.
struct PressShop {
    storage::Store& store;
    storage::BlobStore& blobs;
    const storage::DataKeys& keys;
    const config::ReferenceShelf& reference;
    const issuing::Press& press;
    const SealDoor& desk;
    const issuing::Letterhead& letterhead;
    /// Verifies the approval's signature over a face: a row slipped into the database gets no seal.
    const crypto::PublicKey& approval;
    config::Press settings;
    /// Signs offline codes; null: copies carry none.
    const crypto::Signer* offline = nullptr;
    /// Says whether a seal may press; null: revocation data stops nothing.
    const RevocationShelf* revocation = nullptr;
};

/// What became of one batch of jobs.
struct PressTally {
    int claimed = 0;
    int released = 0;
    int put_back = 0;  ///< will be tried again
    int buried = 0;    ///< given up for good; the office is told
};

/// Claims up to `most` jobs and takes each as far as it goes: draft and checks, intent recorded,
/// seal, verification of what was sealed, blob stored, rows released (docs/life-of-an-endorsement).
/// A failure of one job leaves the others alone and leaves a truthful state.
/// @error storage.unavailable  nothing could be claimed, or the outcome could not be recorded; the
///   leases run out and the jobs come back.
Result<PressTally> press_copies(const PressShop& shop, Instant now, int most);

}  // namespace yinxin::jobs
