// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/service/organisation_steps.hpp"

#include <optional>

/// What only the office decides about organisations: for the command line and for office pages.
/// Everything is audited.
namespace yinxin::service {

/// 核实: the office has looked at the organisation's papers. Its name stays as it is from now on.
/// @error not_found
/// @error organisation.registered  another one with this code is confirmed: take that back first
/// @error conflict                 it is closed
Result<void> confirm_organisation(storage::Transaction& transaction,
                                  const storage::DataKeys& keys,
                                  domain::OrganisationId organisation,
                                  const OrganisationActor& actor,
                                  Instant now);
/// Takes a confirmation back; an authority becomes an ordinary one.
/// @error not_found; conflict  it is not confirmed
Result<void> unconfirm_organisation(storage::Transaction& transaction,
                                    const storage::DataKeys& keys,
                                    domain::OrganisationId organisation,
                                    const OrganisationActor& actor,
                                    Instant now);
/// Shuts one whose people are not who they say; its history stays. @error not_found
Result<void> shut_organisation(storage::Transaction& transaction,
                               const storage::DataKeys& keys,
                               domain::OrganisationId organisation,
                               const OrganisationActor& actor,
                               Instant now);
/// Whether its checks are those of an authority. @error not_found; conflict  it is not confirmed
Result<void> set_organisation_class(storage::Transaction& transaction,
                                    const storage::DataKeys& keys,
                                    domain::OrganisationId organisation,
                                    domain::OrganisationClass organisation_class,
                                    const OrganisationActor& actor,
                                    Instant now);
/// Makes a member an owner where nobody is left who could. @error not_found
Result<void> appoint_owner(storage::Transaction& transaction,
                           domain::OrganisationId organisation,
                           AccountId account,
                           const OrganisationActor& actor,
                           Instant now);

}  // namespace yinxin::service
