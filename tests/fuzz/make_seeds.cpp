// SPDX-License-Identifier: Apache-2.0
// Writes the binary seeds of the fuzzers, made by our own press and attackers.
// usage: fuzz_seeds DIRECTORY
#include "support/attacks/attack.hpp"
#include "support/ofd/fresh_ofd.hpp"

#include "yinxin/base/files.hpp"
#include "yinxin/signing/base45.hpp"
#include "yinxin/signing/offline_code.hpp"

#include <iostream>
#include <zlib.h>

namespace yinxin::attacks {
namespace {

namespace fs = std::filesystem;

class Seeds {
  public:
    explicit Seeds(fs::path directory) : directory_(std::move(directory)) {}

    void put(std::string_view noun, std::string_view name, BytesView bytes) {
        const fs::path folder = directory_ / noun;
        fs::create_directories(folder);
        test::sure(write_file_durably(folder / name, bytes, FileMode::everybody_reads));
    }
    void put(std::string_view noun, std::string_view name, std::string_view text) {
        put(noun, name, as_bytes(text));
    }

  private:
    fs::path directory_;
};

/// Our file without what no reader of ours looks at: fonts, plate, colour profile, photo.
std::string small(FreshCopy& copy) {
    constexpr std::size_t short_enough = 700;
    const PdfParts& parts = copy.parts();
    Bodies bodies = parts.bodies();
    for (auto& [object, body] : bodies) {
        const auto data = body.find("stream\n");
        const bool is_read = object == parts.metadata() || body.starts_with("<</Length");
        if (data == std::string::npos || body.size() < short_enough) continue;
        if (is_read && object != parts.text() && body.size() < 3000) continue;
        if (object != parts.metadata()) body = stream("", "");
    }
    return seal(put_together(bodies, parts.trailer()), copy.signed_by_us());
}

void put_files(Seeds& seeds, FreshCopy& copy) {
    const std::string file = small(copy);
    const PdfParts parts(file);
    seeds.put("pdf", "sealed.pdf", file);
    seeds.put("pdf", "updated.pdf", covering_update(parts).write());
    seeds.put(
        "pdf", "updated_by_stream.pdf", covering_update(parts).write(PdfUpdate::End::stream_table));
    const std::string packet = parts.body(parts.metadata());
    const auto data = packet.find("stream\n") + 7;
    seeds.put("xmp", "ours.xml", packet.substr(data, packet.rfind("\nendstream") - data));
}

void put_signatures(Seeds& seeds, FreshCopy& copy, std::string_view kind) {
    const auto named = [&](std::string_view what) {
        return std::string(what) + "-" + std::string(kind) + ".der";
    };
    seeds.put("cms", named("sealed"), signature_in(copy.file()));
    seeds.put("cms", named("without_time"), copy.signed_by(copy.ours())("covered"));
    // A request as fuzz_timestamp asks it: an imprint of zeros, the nonce 1, certificates wanted.
    const Bytes imprint(32, 0);
    const Bytes sha256 = algorithm("2.16.840.1.101.3.4.2.1");
    const Bytes request = der::sequence({der::integer(1),
                                         der::sequence({sha256, der::octet_string(imprint)}),
                                         der::integer(1),
                                         der::boolean(true)});
    seeds.put("timestamp", "token.der", test::sure(copy.authority().token({}, copy.now())));
    seeds.put(
        "timestamp", "response.der", test::sure(copy.authority().respond(request, copy.now())));
    const Sealer& ours = copy.ours();
    seeds.put("der", named("certificate"), ours.certificate.der());
    seeds.put("der", "issuing.der", ours.chain.front().der());
    seeds.put("der", named("key"), ours.key->public_key_spki());
    seeds.put(
        "der",
        "list.der",
        copy.revoke(ours.certificate, copy.now(), crypto::RevocationReason::superseded).der());
}

/// A code as it stands on the paper, and the COSE_Sign1 in it.
void put_offline_code(Seeds& seeds, FreshCopy& copy) {
    signing::OfflineClaims claims;
    claims.service = "https://example.test";
    claims.copy_no = "YX20261123-0000-0000-0000";
    claims.masked_name = "王*";
    claims.qualification = "一级建造师";
    claims.recipient = "演示建设集团";
    claims.made_at = copy.now();
    claims.valid_until = copy.now() + Days(30);
    const std::string code = test::sure(signing::sign_offline_code(claims, *copy.ours().key));
    seeds.put("offline", "code", code);
    const Bytes packed =
        test::sure(signing::parse_base45(code.substr(signing::offline_prefix.size())));
    Bytes plain(4096);
    uLongf size = plain.size();
    if (uncompress(plain.data(), &size, packed.data(), packed.size()) != Z_OK) std::abort();
    plain.resize(size);
    seeds.put("offline", "sign1.cbor", plain);
}

/// As fuzz_ofd takes them apart.
std::string framed(const ofd::Members& members) {
    std::string out;
    for (const auto& [name, content] : members) {
        out += static_cast<char>(name.size()) + name + ofd::le16(content.size()) + content;
    }
    return out;
}

void put_ofds(Seeds& seeds) {
    ofd::FreshOfd ofd;
    for (const int version : {1, 4, 5}) {
        ofd::Sealing sealing = ofd.fresh();
        ofd::content_of(sealing.members, "Doc_0/Res/font.otf") = "font";
        sealing.signature.timestamp = nullptr;
        sealing.seal.version = sealing.signature.version = version;
        const ofd::Members members = ofd.seal(sealing);
        const std::string name = "version" + std::to_string(version);
        seeds.put("ofd", name, framed(members));
        seeds.put("ses", name + ".der", ofd::content_of(members, ofd::value_name));
        ofd::ZipFile file = ofd::zip_of(members);
        if (version == 5) {
            for (ofd::ZipItem& item : file.items) {
                item = ofd::streamed(item, true);
            }
        }
        seeds.put("zip", name + ".ofd", file.write());
    }
}

}  // namespace
}  // namespace yinxin::attacks

int main(int count, char** words) {
    using namespace yinxin;
    if (count != 2) {
        std::cerr << "usage: fuzz_seeds DIRECTORY\n";
        return 2;
    }
    attacks::Seeds seeds(words[1]);
    for (const auto& [kind, name] : {std::pair{crypto::KeyKind::p256, "p256"},
                                     std::pair{crypto::KeyKind::rsa3072, "rsa3072"}}) {
        attacks::FreshCopy copy(kind);
        if (kind == crypto::KeyKind::p256) {
            attacks::put_files(seeds, copy);
            attacks::put_offline_code(seeds, copy);
        }
        attacks::put_signatures(seeds, copy, name);
    }
    attacks::put_ofds(seeds);
    return 0;
}
