// SPDX-License-Identifier: Apache-2.0
#include "yinxin/http/pages/account_data_letter.hpp"

#include "yinxin/base/text.hpp"
#include "yinxin/http/pages/check_history.hpp"
#include "yinxin/http/pages/doubt_words.hpp"
#include "yinxin/http/pages/organisation_words.hpp"
#include "yinxin/http/pages/words.hpp"

namespace yinxin::http {
namespace {

using documents::LetterPart;
using service::AccountData;
using service::DataOfCertificate;
using service::DataOfPerson;

/// Of one list. What is older is in the JSON.
constexpr std::size_t most_listed = 200;
constexpr std::size_t most_pages = 60;
/// Of one value: a line that is longer than a page could never be printed.
constexpr std::size_t most_characters = 600;

std::string clipped(const std::string& value) {
    const auto points = decode_utf8(value);
    if (!points || points->size() <= most_characters) return value;
    return encode_utf8(std::u32string_view(*points).substr(0, most_characters)) + "…";
}

/// A part that is filled line by line; lines with nothing to say are left out.
class Part {
  public:
    Part(const Context& context, std::string heading) : context_(context) {
        part_.heading = std::move(heading);
    }

    Part& add(const std::string& label, const std::string& value) {
        if (!value.empty()) part_.lines.push_back({label, clipped(value)});
        return *this;
    }
    Part& say_of(const char* label, const std::string& value) {
        return add(say(context_, label), value);
    }
    /// A line for each of the newest rows; says how many there are more, and when there are none.
    template <class Rows, class Line>
    void list(const Rows& rows, Line line) {
        const std::size_t shown = std::min(rows.size(), most_listed);
        for (std::size_t i = 0; i < shown; ++i) {
            line(rows[i]);
        }
        if (rows.size() > shown) {
            add("",
                say(context_,
                    "data_letter.older",
                    {{"number", std::to_string(rows.size() - shown)}}));
        }
    }

    /// Puts it behind the others; without a line it says that there is nothing.
    void into(documents::Letter& letter) {
        if (part_.lines.empty()) add("", say(context_, "data_letter.none"));
        letter.parts.push_back(std::move(part_));
    }

  private:
    const Context& context_;
    LetterPart part_;
};

/// What there is of the pieces, one behind the other.
std::string joined(std::initializer_list<std::string> pieces) {
    std::string all;
    for (const std::string& piece : pieces) {
        if (piece.empty()) continue;
        if (!all.empty()) all += " · ";
        all += piece;
    }
    return all;
}

std::string labelled(const Context& context, const char* label, const std::string& value) {
    return value.empty() ? "" : say(context, label) + ' ' + value;
}

void add_account(documents::Letter& letter, const Context& context, const AccountData& data) {
    Part part(context, say(context, "account_data.account"));
    part.say_of("field.login_name", data.account.login_name)
        .say_of("field.mobile", data.identity.mobile.e164)
        .say_of("field.mail", data.mail ? data.mail->address.text : "")
        .say_of("account_data.created", time_words(context, data.account.created_at));
    if (data.account.last_login_at) {
        part.say_of("data_letter.last_login", time_words(context, *data.account.last_login_at));
    }
    if (const auto& person = data.identity.person) {
        part.say_of("account_data.stated",
                    joined({person->name.value,
                            id_type_words(context, person->document.type),
                            person->document.number}));
    }
    part.into(letter);
    Part organisations(context, say(context, "title.organisations"));
    organisations.list(data.organisations, [&](const storage::Membership& each) {
        organisations.add(time_words(context, each.joined_at),
                          joined({each.name, role_words(context, each.role)}));
    });
    organisations.into(letter);
    Part consents(context, say(context, "account_data.consents"));
    consents.list(data.consents, [&](const service::RecordedConsent& each) {
        const Messages::Parameters version{{"version", std::to_string(each.version)}};
        consents.add(time_words(context, each.accepted_at),
                     joined({say(context, "notice_name." + each.notice),
                             say(context, "data_letter.version", version),
                             each.address}));
    });
    consents.into(letter);
    Part sessions(context, say(context, "account.sessions"));
    sessions.list(data.sessions, [&](const service::SessionLine& each) {
        sessions.add(time_words(context, each.created_at), joined({each.device, each.address}));
    });
    sessions.into(letter);
    Part devices(context, say(context, "account_data.devices"));
    devices.list(data.devices, [&](const service::KnownDevice& each) {
        devices.add(
            time_words(context, each.first_seen_at),
            labelled(context, "data_letter.seen_last", time_words(context, each.last_seen_at)));
    });
    devices.into(letter);
}

/// Kinds, names and times; the secrets are no data to take along.
void add_factor(documents::Letter& letter,
                const Context& context,
                const service::SecondFactor& factor) {
    Part part(context, say(context, "title.security"));
    if (factor.totp_added_at) {
        part.say_of(
            "security.app",
            labelled(context, "data_letter.added", time_words(context, *factor.totp_added_at)));
    }
    for (const storage::AccountPasskey& passkey : factor.passkeys) {
        part.say_of(
            "security.passkey",
            joined(
                {passkey.label,
                 labelled(context, "data_letter.added", time_words(context, passkey.created_at))}));
    }
    if (factor.is_on()) {
        part.say_of("security.codes",
                    say(context,
                        "data_letter.codes_left",
                        {{"number", std::to_string(factor.recovery_codes_left)}}));
    }
    part.into(letter);
}

std::string check_words(const Context& context, const storage::CheckRow& check) {
    return joined({check.checker_name,
                   say(context, "door." + std::string(domain::key(check.door))),
                   outcome_words(context, check),
                   labelled(context, "certificate.purpose", check.purpose),
                   check.copy_no.value_or("")});
}

std::string use_words(const Context& context, const storage::AuthorisedUse& use, Instant now) {
    const std::string state(domain::key(use.state_at(now)));
    return joined({use.organisation_name,
                   labelled(context, "certificate.purpose", use.purpose),
                   say(context, "use_state." + state)});
}

void add_person(documents::Letter& letter,
                const Context& context,
                const DataOfPerson& person,
                Instant now) {
    Part part(context, say(context, "data_letter.person", {{"name", person.masked.name}}));
    part.add(id_type_words(context, person.masked.document_type), person.masked.number)
        .say_of("data_letter.bound", time_words(context, person.bound_at));
    part.list(person.names, [&](const storage::PersonNameFact& fact) {
        part.add(say(context, "data_name." + std::string(domain::key(fact.state))),
                 joined({fact.name.value,
                         labelled(context,
                                  "data_letter.since",
                                  day_words(context, civil_day(fact.changed_at)))}));
    });
    part.into(letter);
    Part looks(context, say(context, "account_data.looks"));
    looks.list(person.looks, [&](const storage::PersonLook& look) {
        const auto* issuer = context.site().services.reference->find_issuer(look.issuer_id);
        looks.add(time_words(context, look.at),
                  joined({issuer != nullptr ? pick(context, issuer->name)
                                            : say(context, "handler.account_data_office"),
                          say(context, "look_page." + std::string(domain::key(look.page))),
                          labelled(context, "account_data.reason", look.reason)}));
    });
    looks.into(letter);
    Part checks(context, say(context, "checks.of_mine"));
    checks.list(person.checks, [&](const storage::CheckRow& check) {
        checks.add(time_words(context, check.at), check_words(context, check));
    });
    checks.into(letter);
    Part uses(context, say(context, "uses.heading"));
    uses.list(person.uses, [&](const storage::AuthorisedUse& use) {
        uses.add(time_words(context, use.made_at), use_words(context, use, now));
    });
    uses.into(letter);
}

void add_facts(Part& part, const Context& context, const service::CertificateFacts& facts) {
    const domain::FaceData& face = facts.certificate.face;
    part.say_of("field.name", face.name)
        .add(id_type_words(context, face.id_type), face.id_number)
        .say_of("label.kind", kind_words(context, face.kind))
        .say_of("label.level", pick(context, face.level))
        .say_of("label.specialty", pick(context, face.specialty))
        .say_of("label.certificate_number", face.certificate_no)
        .say_of("label.management_number", face.management_no)
        .say_of("label.authority", pick(context, face.issuer))
        .say_of("label.issued", day_words(context, face.issued_on))
        .say_of("data_letter.status", status_sign(context, facts.certificate.status).text);
}

void add_certificate(documents::Letter& letter,
                     const Context& context,
                     const DataOfCertificate& one,
                     Instant now) {
    Part part(context, pick(context, one.facts.certificate.face.qualification));
    add_facts(part, context, one.facts);
    const domain::EndorsementPolicy& policy = *one.facts.policy;
    part.list(one.facts.endorsements, [&](const storage::EndorsementRow& row) {
        part.say_of("data_letter.endorsement",
                    joined({time_words(context, row.applied_at),
                            scenario_words(context, row.scenario),
                            row.recipient,
                            endorsement_sign(context, service::view_of(row, policy, now)).text}));
    });
    part.list(one.copies, [&](const storage::CopyRow& copy) {
        part.say_of("data_letter.copy",
                    joined({copy.copy_no, copy.code, time_words(context, copy.created_at)}));
    });
    part.list(one.public_checks, [&](const storage::CopyChecks& checks) {
        const CivilDay day{Days(checks.day)};
        const Messages::Parameters times{{"times", std::to_string(checks.checks)}};
        part.say_of("data_letter.public_check",
                    joined({day_words(context, day),
                            checks.copy_no,
                            say(context, "door." + checks.door),
                            say(context, "data_letter.times", times)}));
    });
    part.list(one.doubts, [&](const storage::DoubtCase& doubt) {
        part.say_of("data_letter.doubt",
                    joined({time_words(context, doubt.reported_at),
                            fields_words(context, doubt),
                            say(context, "doubt_state." + std::string(domain::key(doubt.state)))}));
    });
    part.into(letter);
}

}  // namespace

documents::Letter account_data_letter(const Context& context, const AccountData& data) {
    documents::Letter letter;
    letter.title = say(context, "title.account_data");
    letter.headline = data.account.login_name;
    letter.sentence = say(context, "data_letter.sentence", {{"at", time_words(context, data.at)}});
    letter.language = tag(context.language);
    letter.author = say(context, "layout.service");
    letter.marking =
        context.site().services.is_demonstration ? say(context, "receipt.marking") : "";
    letter.made_at = format_civil(data.at);
    letter.paging = documents::LetterPaging{
        most_pages, say(context, "data_letter.foot"), say(context, "data_letter.cut")};
    add_account(letter, context, data);
    add_factor(letter, context, data.second_factor);
    for (const DataOfPerson& person : data.persons) {
        add_person(letter, context, person, data.at);
    }
    for (const DataOfCertificate& one : data.certificates) {
        add_certificate(letter, context, one, data.at);
    }
    Part mine(context, say(context, "data_letter.checks_by_me"));
    mine.list(data.checks_by_me, [&](const storage::CheckRow& check) {
        mine.add(time_words(context, check.at), check_words(context, check));
    });
    mine.into(letter);
    letter.notes = {say(context, "data_letter.note_json"), say(context, "data_letter.note_sign")};
    if (data.is_cut)
        letter.notes.insert(letter.notes.begin(), say(context, "data_letter.note_cut"));
    return letter;
}

}  // namespace yinxin::http
