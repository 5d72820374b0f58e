# SPDX-License-Identifier: Apache-2.0
"""Who is foreign to the installation: the CA that certifies its keys, made with openssl alone, and a
timestamp authority, a process of its own that answers with `openssl ts`."""

import http.server
import subprocess
import sys
import tempfile
from pathlib import Path

DAYS = "800"
CA = "basicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign,cRLSign\n"
END = "basicConstraints=critical,CA:FALSE\n"
SEAL = END + "keyUsage=critical,digitalSignature,nonRepudiation\n"
STAMP = END + "keyUsage=critical,digitalSignature\nextendedKeyUsage=critical,timeStamping\n"
SERVER = END + "keyUsage=critical,digitalSignature\nextendedKeyUsage=serverAuth\n"
KEY_NAMES = "subjectKeyIdentifier=hash\nauthorityKeyIdentifier=keyid\n"
TS_CONF = """[ tsa ]
default_tsa = one
[ one ]
serial = {place}/ts-serial
signer_cert = {place}/timestamp.crt
certs = {place}/timestamp-root.pem
signer_key = {place}/timestamp.key
signer_digest = sha256
default_policy = 1.3.6.1.4.1.32473.1
digests = sha256
accuracy = secs:1
ess_cert_id_alg = sha256
"""


def openssl(*arguments, place, given=None):
    ended = subprocess.run(["openssl", *arguments], input=given, capture_output=True, check=False,
                           cwd=place)
    if ended.returncode != 0:
        raise RuntimeError(f"openssl {' '.join(map(str, arguments))}\n{ended.stderr.decode()}")
    return ended.stdout


class Authorities:
    """Two trees: root, issuing and what they certify; and one of the timestamp authority."""

    def __init__(self, place):
        self.place = Path(place)
        self.place.mkdir()
        self.certify_itself("root", "演示外部根证书 (DEMO)")
        self.certify("issuing", self.request("issuing", "演示外部签发证书 (DEMO)"), "root", CA)
        self.certify_itself("timestamp-root", "演示时间戳根证书 (DEMO)")
        self.certify("timestamp", self.request("timestamp", "演示时间戳 (DEMO)"), "timestamp-root", STAMP)
        (self.place / "ts.conf").write_text(TS_CONF.format(place=self.place), encoding="utf-8")
        (self.place / "ts-serial").write_text("01\n", encoding="ascii")

    def file(self, name):
        return self.place / name

    def text(self, *names):
        return "".join(self.file(name).read_text(encoding="ascii") for name in names)

    def certify_itself(self, name, subject):
        self.make_key(name)
        extensions = self.extensions(name, CA + "subjectKeyIdentifier=hash\n")
        request = self.request(name, subject, has_key=True)
        openssl("x509", "-req", "-in", request, "-signkey", f"{name}.key", "-days", DAYS, "-sha256",
                "-extfile", extensions, "-out", f"{name}.pem", place=self.place)

    def certify(self, name, request, issuer, extensions):
        """@return the file of the certificate, made from the request as it is."""
        issuer_file = "issuing.crt" if issuer == "issuing" else f"{issuer}.pem"
        openssl("x509", "-req", "-in", request, "-CA", issuer_file, "-CAkey", f"{issuer}.key",
                "-CAcreateserial", "-days", DAYS, "-sha256", "-extfile",
                self.extensions(name, extensions + KEY_NAMES), "-out", f"{name}.crt", place=self.place)
        return f"{name}.crt"

    def make_key(self, name):
        openssl("genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256", "-out",
                f"{name}.key", place=self.place)

    def request(self, name, subject, has_key=False):
        if not has_key:
            self.make_key(name)
        openssl("req", "-new", "-utf8", "-key", f"{name}.key", "-subj", f"/C=CN/CN={subject}", "-out",
                f"{name}.csr", place=self.place)
        return f"{name}.csr"

    def extensions(self, name, text):
        self.file(f"{name}.ext").write_text(text, encoding="ascii")
        return f"{name}.ext"

    def certify_seal(self, request):
        """A foreign office takes the request, looks whether its holder has the key, and certifies."""
        openssl("req", "-in", request, "-noout", "-verify", place=self.place)
        self.certify("seal", request, "issuing", SEAL)
        return self.text("seal.crt", "issuing.crt", "root.pem")

    def certify_server(self, host):
        self.certify("tls", self.request("tls", host), "issuing",
                     SERVER + f"subjectAltName=DNS:{host}\n")
        return self.text("tls.crt", "issuing.crt")


class TimestampAuthority:
    def __init__(self, place):
        # The port is the process's own choice, told on its first line.
        self.process = subprocess.Popen([sys.executable, "-B", __file__, place], text=True,
                                        stdout=subprocess.PIPE)
        self.url = f"http://127.0.0.1:{int(self.process.stdout.readline())}/"

    def stop(self):
        self.process.terminate()
        self.process.wait(10)


class Stamp(http.server.BaseHTTPRequestHandler):
    place = None

    def do_POST(self):
        query = self.rfile.read(int(self.headers["Content-Length"]))
        with tempfile.NamedTemporaryFile() as asked:
            asked.write(query)
            asked.flush()
            reply = openssl("ts", "-reply", "-config", "ts.conf", "-queryfile", asked.name,
                            place=self.place)
        self.send_response(200)
        self.send_header("Content-Type", "application/timestamp-reply")
        self.send_header("Content-Length", str(len(reply)))
        self.end_headers()
        self.wfile.write(reply)

    def log_message(self, *_):
        pass


if __name__ == "__main__":
    Stamp.place = sys.argv[1]
    server = http.server.HTTPServer(("127.0.0.1", 0), Stamp)
    print(server.server_port, flush=True)
    server.serve_forever()
