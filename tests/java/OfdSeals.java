// SPDX-License-Identifier: Apache-2.0
import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.FileInputStream;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.Security;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import javax.xml.parsers.DocumentBuilderFactory;
import org.bouncycastle.asn1.ASN1BitString;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.ASN1String;
import org.bouncycastle.asn1.ASN1TaggedObject;
import org.bouncycastle.jcajce.spec.SM2ParameterSpec;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.tsp.TimeStampToken;
import org.bouncycastle.cms.CMSSignedData;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/**
 * Checks the electronic seal of OFD files (GB/T 33190, GB/T 38540 version 4) with the JDK and
 * BouncyCastle. usage: OfdSeals ROOT FILE... ; prints one line per fault, exit code 1 if there is
 * any: members that are not listed or differ, hash, both SM2 signatures, certificate list, paths to
 * the root, timestamp.
 */
public final class OfdSeals {
    private static final String OFD = "http://www.ofdspec.org/2016";
    private static int faults;

    private static void must(boolean holds, String fault) {
        if (holds) return;
        ++faults;
        System.out.println("fault=" + fault);
    }

    private static Map<String, byte[]> unpack(String path) throws Exception {
        Map<String, byte[]> members = new TreeMap<>();
        try (ZipFile zip = new ZipFile(new File(path))) {
            for (ZipEntry entry : java.util.Collections.list(zip.entries())) {
                try (InputStream in = zip.getInputStream(entry)) {
                    must(members.put(entry.getName(), in.readAllBytes()) == null, "name twice");
                }
            }
        }
        return members;
    }

    private static Document parse(byte[] xml) throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setNamespaceAware(true);
        factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
        return factory.newDocumentBuilder().parse(new ByteArrayInputStream(xml));
    }

    private static Element only(Document document, String name) {
        NodeList found = document.getElementsByTagNameNS(OFD, name);
        must(found.getLength() == 1, found.getLength() + " elements " + name);
        return (Element) found.item(0);
    }

    private static String beside(String file, String location) {
        if (location.startsWith("/")) return location.substring(1);
        return file.substring(0, file.lastIndexOf('/') + 1) + location;
    }

    private static byte[] sm3(byte[] data) throws Exception {
        return MessageDigest.getInstance("SM3", "BC").digest(data);
    }

    private static boolean isSigned(X509Certificate by, ASN1Encodable message, byte[] value)
            throws Exception {
        Signature check = Signature.getInstance("SM3withSM2", "BC");
        check.setParameter(new SM2ParameterSpec("1234567812345678".getBytes("US-ASCII")));
        check.initVerify(by.getPublicKey());
        check.update(message.toASN1Primitive().getEncoded("DER"));
        return check.verify(value);
    }

    private static byte[] bits(ASN1Encodable element) {
        return ASN1BitString.getInstance(element).getOctets();
    }

    private static byte[] octets(ASN1Encodable element) {
        return ASN1OctetString.getInstance(element).getOctets();
    }

    private static X509Certificate certificate(byte[] encoded) throws Exception {
        return (X509Certificate) CertificateFactory.getInstance("X.509", "BC")
                .generateCertificate(new ByteArrayInputStream(encoded));
    }

    private static void check(X509Certificate root, String path) throws Exception {
        Map<String, byte[]> members = unpack(path);
        String list = beside("", only(parse(members.get("OFD.xml")), "Signatures").getTextContent());
        String file = beside(list, only(parse(members.get(list)), "Signature").getAttribute("BaseLoc"));
        Document signature = parse(members.get(file));
        String value = beside(file, only(signature, "SignedValue").getTextContent());

        Map<String, byte[]> open = new TreeMap<>(members);
        open.remove(file);
        open.remove(value);
        NodeList references = signature.getElementsByTagNameNS(OFD, "Reference");
        for (int i = 0; i < references.getLength(); ++i) {
            Element reference = (Element) references.item(i);
            byte[] content = open.remove(beside(file, reference.getAttribute("FileRef")));
            String stated = reference.getTextContent().trim();
            must(content != null && Arrays.equals(Base64.getDecoder().decode(stated), sm3(content)),
                    "digest of " + reference.getAttribute("FileRef"));
        }
        must(open.isEmpty(), "not covered " + open.keySet());

        ASN1Sequence ses = ASN1Sequence.getInstance(members.get(value));
        must(Arrays.equals(ses.getEncoded("DER"), members.get(value)), "SES is not DER");
        ASN1Sequence toSign = ASN1Sequence.getInstance(ses.getObjectAt(0));
        ASN1Sequence seal = ASN1Sequence.getInstance(toSign.getObjectAt(1));
        ASN1Sequence information = ASN1Sequence.getInstance(seal.getObjectAt(0));
        X509Certificate signer = certificate(octets(ses.getObjectAt(1)));
        X509Certificate maker = certificate(octets(seal.getObjectAt(1)));
        byte[] signed = bits(ses.getObjectAt(3));
        must(isSigned(signer, toSign, signed), "signature value");
        must(isSigned(maker, information, bits(seal.getObjectAt(3))), "signature of the maker");
        must(Arrays.equals(bits(toSign.getObjectAt(3)), sm3(members.get(file))), "data hash");
        must(((ASN1String) toSign.getObjectAt(4)).getString().equals("/" + file), "property");

        ASN1Sequence property = ASN1Sequence.getInstance(information.getObjectAt(2));
        boolean isListed = false;
        for (ASN1Encodable listed : ASN1Sequence.getInstance(property.getObjectAt(3))) {
            isListed |= Arrays.equals(octets(listed), signer.getEncoded());
        }
        must(isListed, "signer not listed");
        signer.verify(root.getPublicKey(), "BC");
        maker.verify(root.getPublicKey(), "BC");

        ASN1TaggedObject stamp = ASN1TaggedObject.getInstance(ses.getObjectAt(4));
        TimeStampToken token = new TimeStampToken(new CMSSignedData(bits(stamp.getExplicitBaseObject())));
        must(Arrays.equals(token.getTimeStampInfo().getMessageImprintDigest(),
                MessageDigest.getInstance(token.getTimeStampInfo().getMessageImprintAlgOID().getId()).digest(signed)),
                "timestamp");
    }

    public static void main(String[] args) throws Exception {
        Security.addProvider(new BouncyCastleProvider());
        X509Certificate root;
        try (InputStream in = new FileInputStream(args[0])) {
            root = certificate(in.readAllBytes());
        }
        for (int i = 1; i < args.length; ++i) check(root, args[i]);
        System.exit(faults == 0 ? 0 : 1);
    }
}
