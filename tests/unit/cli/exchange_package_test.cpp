// SPDX-License-Identifier: Apache-2.0
// `yinxin export package` and `check`: the built program, on copies fresh from a press, looked at
// by strangers.
#include "exchange_house.hpp"

#include "yinxin/storage/audit_log.hpp"

namespace yinxin::cli {
namespace {

using testing::HasSubstr;
using testing::Not;

class ExportPackage : public ExportHouse {
  protected:
    /// One holder with an endorsed copy, exported to p.zip.
    CopyId export_copy() {
        held_ = house_->add_holder();
        const CopyId copy = house_->endorse(held_, {.recipient = "演示建设集团"});
        test::sure(house_->store().write_now([](storage::Transaction& transaction) {
            return storage::number_audit_events(transaction, 1000);
        }));
        const test::Said said = package(copy_no(copy));
        EXPECT_EQ(said.status, 0) << said.output;
        return copy;
    }
    /// Makes t.zip from p.zip: `edit` is Python that changes `members`, a dict of name and bytes.
    void tamper(const std::string& edit) {
        const std::string script =
            "import hashlib, json, subprocess, zipfile\n"
            "source = zipfile.ZipFile('p.zip')\n"
            "members = {n: source.read(n) for n in source.namelist()}\n"
            "def sm3(b):\n"
            "    return subprocess.run(['openssl', 'dgst', '-sm3', '-r'], input=b,\n"
            "                          capture_output=True).stdout.split()[0].decode()\n"
            "def list_again():\n"
            "    m = json.loads(members['manifest.json'])\n"
            "    m['members'] = [{'name': n, 'size': len(b),\n"
            "                     'sha256': hashlib.sha256(b).hexdigest(), 'sm3': sm3(b)}\n"
            "                    for n, b in members.items() if n != 'manifest.json']\n"
            "    members['manifest.json'] = json.dumps(m).encode()\n"
            "more = []\n" +
            edit +
            "\nwith zipfile.ZipFile('t.zip', 'w') as z:\n"
            "    for n, b in list(members.items()) + more: z.writestr(zipfile.ZipInfo(n), b)\n";
        test::sure(write_file_durably(path("tamper.py"), as_bytes(script)));
        const test::Said said = shell("python3 -W ignore tamper.py");
        ASSERT_EQ(said.status, 0) << said.output;
    }
    void expect_refused(const std::string& edit, const std::string& reason) {
        tamper(edit);
        const test::Said said = check("--data . t.zip");
        EXPECT_EQ(said.status, 1) << edit << "\n" << said.output;
        EXPECT_THAT(said.output, HasSubstr(reason)) << edit;
    }

    test::Held held_;
};

TEST_F(ExportPackage, nothing_is_written_without_apply_nor_without_a_reason) {
    held_ = house_->add_holder();
    const std::string number = copy_no(house_->endorse(held_));
    const test::Said plan = package(number, "");
    EXPECT_EQ(plan.status, 0) << plan.output;
    EXPECT_THAT(plan.output, HasSubstr("faces/certificate.ofd"));
    EXPECT_THAT(plan.output, HasSubstr("Nothing was written"));
    EXPECT_FALSE(std::filesystem::exists(path("p.zip")));
    const test::Said mute = run("package --data . --apply --output p.zip" + at() + number);
    EXPECT_EQ(mute.status, 1);
    EXPECT_THAT(mute.output, HasSubstr("office.reason_missing"));
    EXPECT_FALSE(std::filesystem::exists(path("p.zip")));
    EXPECT_EQ(exports_in_audit(), 0);
}

TEST_F(ExportPackage, strangers_read_it_and_find_every_hash_right) {
    const CopyId copy = export_copy();
    const test::Said said = shell(
        "set -e; unzip -q -t p.zip; mkdir x; cd x; unzip -q ../p.zip\n"
        "xmllint --noout --nonet --schema " YX_SOURCE_DIR
        "/packaging/exchange/metadata.xsd metadata/metadata.xml\n"
        "cat > sums.py <<'P'\n"
        "import json, os\n"
        "m = json.load(open('manifest.json'))['members']\n"
        "open('../sums', 'w').write(''.join(f\"{e['sha256']}  {e['name']}\\n\" for e in m))\n"
        "open('../sm3', 'w').write(''.join(f\"{e['sm3']} *{e['name']}\\n\" for e in m))\n"
        "found = {os.path.join(d, f)[2:] for d, _, fs in os.walk('.') for f in fs}\n"
        "assert found - {'sums.py'} == {e['name'] for e in m} | {'manifest.json'}, found\n"
        "P\n"
        "sound() { python3 -B " YX_SOURCE_DIR "/tests/support/json_schema.py " YX_SOURCE_DIR
        "/packaging/exchange/$1.schema.json $2; }\n"
        "sound metadata metadata/metadata.json; sound manifest manifest.json\n"
        "python3 sums.py; sha256sum --quiet --strict -c ../sums\n"
        "cut -d'*' -f2 ../sm3 | xargs openssl dgst -sm3 -r | cmp - ../sm3\n"
        "cd evidence; openssl dgst -sha256 -verify approval.pem -signature approval.sig "
        "approval.txt\n"
        "openssl ts -reply -token_in -in pdf/timestamp.tst -text | grep 'Time stamp'\n"
        "openssl x509 -noout -subject -in ofd/certificates.pem\n"
        "cmp ofd/timestamp.pem pdf/timestamp.pem && exit 1; echo SURE");
    EXPECT_TRUE(said.output.ends_with("SURE\n")) << said.output;
    // As issued, byte for byte.
    for (const char* format : {"pdf", "ofd"}) {
        const auto sha256 = house_->one<Bytes>(
            "SELECT sha256 FROM copy_file WHERE copy_id = $1 AND format = $2", copy, format);
        const Bytes file =
            test::sure(read_file(path(std::string("x/faces/certificate.") + format)));
        EXPECT_TRUE(std::ranges::equal(crypto::sha256(file), sha256)) << format;
    }
}

TEST_F(ExportPackage, the_evidence_leads_back_into_the_audit) {
    export_copy();
    const test::Said said = shell(
        "mkdir x; cd x; unzip -q ../p.zip; cat > links.py <<'P'\n"
        "import hashlib, json\n"
        "a = json.load(open('evidence/audit.json'))\n"
        "digest = 'sm3' if 'SM3' in a['rule'] else 'sha256'\n"
        "h = lambda b: hashlib.new(digest, b).digest()\n"
        "for e in a['events']:\n"
        "    leaf = bytes.fromhex(e['salt'])\n"
        "    for f in ('id', 'at', 'kind', 'actor', 'object', 'facts'):\n"
        "        b = str(e[f]).encode(); leaf += str(len(b)).encode() + b':' + b + b'\\n'\n"
        "    link = h(bytes.fromhex(e['chain_before']) + h(leaf)).hex()\n"
        "    assert link == e['chain'], e\n"
        "    assert 1 <= e['seq'] <= a['head']['seq']\n"
        "print(','.join(e['kind'] for e in a['events']))\n"
        "P\n"
        "python3 links.py");
    EXPECT_EQ(said.status, 0) << said.output;
    EXPECT_EQ(said.output, "endorsement.applied,seal.used,seal.used,endorsement.ready\n");
}

TEST_F(ExportPackage, it_is_the_owner_s_alone_replaces_nothing_and_stands_in_the_audit) {
    const CopyId copy = export_copy();
    EXPECT_EQ(shell("stat -c %a p.zip").output, "600\n");
    const Bytes before = test::sure(read_file(path("p.zip")));
    const test::Said again = package(copy_no(copy));
    EXPECT_EQ(again.status, 1);
    EXPECT_THAT(again.output, HasSubstr("there already"));
    EXPECT_EQ(test::sure(read_file(path("p.zip"))), before);
    EXPECT_EQ(shell("ls -a | grep -c '[.]p[.]zip' || true").output, "0\n");
    EXPECT_EQ(exports_in_audit(), 1);
    const auto facts = house_->one<std::string>(
        "SELECT actor || object || facts FROM audit_event WHERE kind = 'certificate.exported'");
    EXPECT_THAT(facts, HasSubstr("operator_shell:exportcertificate:" + held_.line.str()));
    EXPECT_THAT(facts, HasSubstr("\"reason\":\"归档\""));
    EXPECT_THAT(facts, HasSubstr("\"operator\":\""));
    EXPECT_THAT(facts, HasSubstr("\"sha256\":\"" + to_hex(crypto::sha256(before))));
    EXPECT_THAT(facts, Not(HasSubstr("王演示")));
}

TEST_F(ExportPackage, a_certificate_s_number_leads_to_its_newest_current_copy) {
    held_ = house_->add_holder();
    (void)house_->endorse(held_, {.days = 3});
    const CopyId newest = house_->endorse(held_, {.recipient = "演示建设集团"});
    ASSERT_EQ(package(certificate_no(held_)).status, 0);
    const test::Said same =
        run("package --data . " + at() + "line:" + held_.holder.str() + "-" + held_.line.str());
    EXPECT_THAT(same.output, HasSubstr("Copy " + copy_no(newest))) << same.output;
    EXPECT_EQ(shell("unzip -p p.zip metadata/metadata.xml | grep -o '<FBBH>.*</FBBH>'").output,
              "<FBBH>" + copy_no(newest) + "</FBBH>\n");
}

TEST_F(ExportPackage, a_whole_one_checks_with_the_register_and_alone) {
    export_copy();
    const test::Said with_register = check();
    EXPECT_EQ(with_register.status, 0) << with_register.output;
    EXPECT_THAT(with_register.output, HasSubstr("WHOLE  p.zip"));
    EXPECT_THAT(with_register.output, HasSubstr("VALID  faces/certificate.pdf"));
    EXPECT_THAT(with_register.output, HasSubstr("VALID  faces/certificate.ofd"));
    const std::string trust =
        "--trust keys/root.crt --trust keys/sm2-root.crt --trust keys/sm2-issuing.crt";
    const test::Said alone = check(trust + " p.zip");
    EXPECT_EQ(alone.status, 0) << alone.output;
    EXPECT_EQ(check("p.zip").status, 1) << "nobody is trusted";
    const test::Said told = shell("LANG=C " YX_PROGRAM " export check" + at() +
                                  "--data . --json p.zip | python3 -c 'import json, sys\n"
                                  "o = json.load(sys.stdin)\n"
                                  "print(o[\"good\"], o[\"whole\"], o[\"findings\"], "
                                  "[f[\"verdict\"] for f in o[\"faces\"]])'");
    EXPECT_EQ(told.output, "True True [] ['VALID', 'VALID']\n");
    EXPECT_EQ(check("--data . none.zip").status, 2);
}

TEST_F(ExportPackage, every_change_has_its_reason) {
    export_copy();
    expect_refused("members['evidence/audit.json'] += b' '", "manifest.size_wrong");
    expect_refused(
        "b = bytearray(members['faces/certificate.pdf']); b[900] ^= 1\n"
        "members['faces/certificate.pdf'] = bytes(b)",
        "manifest.sha256_wrong: faces/certificate.pdf");
    expect_refused(
        "b = bytearray(members['faces/certificate.pdf']); b[900] ^= 1\n"
        "members['faces/certificate.pdf'] = bytes(b); list_again()",
        "ALTERED  faces/certificate.pdf");
    expect_refused("del members['faces/certificate.ofd']", "manifest.member_missing");
    expect_refused("members['evidence/more.txt'] = b'x'", "manifest.member_unlisted");
    expect_refused("del members['manifest.json']", "manifest.missing");
    expect_refused("members['manifest.json'] = b'{}'", "manifest.unreadable");
    expect_refused("more = [('faces/certificate.pdf', b'x')]", "archive.unsafe");
    expect_refused("members['../out'] = b'x'; list_again()", "archive.unsafe");
    expect_refused(
        "members['metadata/metadata.json'] = members['metadata/metadata.json']"
        ".replace(b'\"ZZZT\":\"01\"', b'\"ZZZT\":\"03\"'); list_again()",
        "metadata.differs: directory:ZZZT");
    expect_refused(
        "for n in ('json', 'xml'):\n"
        "    m = 'metadata/metadata.' + n\n"
        "    import re\n"
        "    members[m] = re.sub(rb'YX[0-9]{11}', b'YX00000000000', members[m])\n"
        "list_again()",
        "face.differs: faces/certificate.pdf:ZZBH");
    expect_refused(
        "members['metadata/metadata.xml'] = members['metadata/metadata.xml']"
        ".replace(b'<basic>', b'<!-- x --><basic>'); list_again()",
        "metadata.not_canonical");
    expect_refused("del members['faces/certificate.ofd']; list_again()",
                   "face.missing: faces/certificate.ofd");
    expect_refused("del members['evidence/pdf/register.json']; list_again()",
                   "face.unexplained: faces/certificate.pdf");
    expect_refused("members['evidence/pdf/register.json'] = b'{}'; list_again()",
                   "face.unexplained: evidence/pdf/register.json");
    expect_refused(
        "r = 'evidence/pdf/register.json'\n"
        "members[r] = members[r].replace(b'\"sha256\":\"', b'\"sha256\":\"0'); "
        "list_again()",
        "face.differs: faces/certificate.pdf:sha256");
    expect_refused("del members['metadata/metadata.xml']; list_again()", "metadata.missing");
    EXPECT_EQ(shell("cp p.zip t.zip && echo x >> t.zip").status, 0);
    EXPECT_EQ(check("--data . t.zip").status, 1);
    EXPECT_EQ(check().status, 0) << "the untouched one stays good";
}

TEST_F(ExportPackage, a_certificate_without_a_copy_has_no_faces_and_says_so) {
    held_ = house_->add_holder();
    const test::Said plan = package(certificate_no(held_), "");
    EXPECT_THAT(plan.output, HasSubstr("the package has no faces"));
    ASSERT_EQ(package(certificate_no(held_)).status, 0);
    const test::Said said = check();
    EXPECT_EQ(said.status, 1) << said.output;
    EXPECT_THAT(said.output, HasSubstr("WHOLE"));
    EXPECT_THAT(said.output, HasSubstr("No faces"));
    EXPECT_EQ(shell("unzip -p p.zip metadata/metadata.json | grep -c FBBH || true").output, "0\n");
}

TEST_F(ExportPackage, a_revoked_one_tells_its_code_and_checks_as_revoked) {
    held_ = house_->add_holder();
    const CopyId copy = house_->endorse(held_);
    house_->set_status(held_, domain::CertificateStatus::revoked);
    ASSERT_EQ(package(copy_no(copy)).status, 0);
    EXPECT_EQ(shell("unzip -p p.zip metadata/metadata.xml | grep -o '<ZZZT.*>.*</ZZZT.*>' | tr -d "
                    "'\\n'")
                  .output,
              "<ZZZT>03</ZZZT><ZZZTMC>撤销</ZZZTMC>");
    const test::Said said = check();
    EXPECT_EQ(said.status, 1) << said.output;
    EXPECT_THAT(said.output, HasSubstr("REVOKED  faces/certificate.pdf"));
}

TEST_F(ExportPackage, a_face_whose_bytes_are_no_longer_kept_is_named_by_its_hash_alone) {
    held_ = house_->add_holder();
    const CopyId copy = house_->endorse(held_);
    house_->change("UPDATE copy_file SET has_blob = 0 WHERE copy_id = $1", copy);
    ASSERT_EQ(package(copy_no(copy)).status, 0);
    EXPECT_EQ(shell("unzip -p p.zip manifest.json | grep -o '\"faces_not_kept\":[^]]*]'").output,
              "\"faces_not_kept\":[\"pdf\",\"ofd\"]\n");
    EXPECT_EQ(shell("unzip -l p.zip | grep -c faces/ || true").output, "0\n");
    EXPECT_THAT(shell("unzip -p p.zip evidence/pdf/register.json").output,
                HasSubstr("\"kept\":false"));
}

TEST_F(ExportPackage, what_is_not_as_the_register_says_is_refused) {
    held_ = house_->add_holder();
    const CopyId copy = house_->endorse(held_);
    house_->change("UPDATE copy_file SET size = size + 1 WHERE copy_id = $1", copy);
    const test::Said other = package(copy_no(copy));
    EXPECT_EQ(other.status, 1);
    EXPECT_THAT(other.output, HasSubstr("storage.blob_corrupt"));
    const test::Held slipped_in = house_->add_holder({.is_approved = false});
    EXPECT_THAT(package(certificate_no(slipped_in)).output, HasSubstr("issuing.approval_wrong"));
    const test::Held hidden = house_->add_holder({.batch = storage::BatchState::approved});
    EXPECT_THAT(package(certificate_no(hidden)).output, HasSubstr("not_found"));
    EXPECT_THAT(package("YX99999999999").output, HasSubstr("not_found"));
    EXPECT_FALSE(std::filesystem::exists(path("p.zip")));
    EXPECT_EQ(exports_in_audit(), 0);
}

}  // namespace
}  // namespace yinxin::cli
