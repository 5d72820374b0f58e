// SPDX-License-Identifier: Apache-2.0
import java.io.File;
import java.nio.file.Files;
import java.security.MessageDigest;
import java.security.Security;
import java.util.Arrays;
import java.util.Collection;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSStream;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.interactive.digitalsignature.PDSignature;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.cms.Attribute;
import org.bouncycastle.asn1.cms.AttributeTable;
import org.bouncycastle.asn1.ess.ESSCertIDv2;
import org.bouncycastle.asn1.ess.SigningCertificateV2;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.cert.X509CRLHolder;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.CMSSignedData;
import org.bouncycastle.cms.SignerInformation;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoVerifierBuilder;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.tsp.TimeStampToken;
import org.bouncycastle.util.Store;

/**
 * Checks the signatures of PDF files with PDFBox and BouncyCastle; prints name=value lines.
 * Exit code 0 if every file has at least one signature, all of them valid and the last one covering
 * the whole file; 1 otherwise; 3 with --timestamp if a signature has no valid timestamp token;
 * 4 with --ours if a file is not as Yinxin makes them, each difference on a line "lacks=...".
 */
public final class PdfSignatures {
    private static boolean needTimestamp;
    private static boolean lacksTimestamp;
    private static boolean needOurs;
    private static boolean lacksOurs;

    public static void main(String[] arguments) throws Exception {
        Security.addProvider(new BouncyCastleProvider());
        boolean good = true;
        for (String argument : arguments) {
            if (argument.equals("--timestamp")) {
                needTimestamp = true;
            } else if (argument.equals("--ours")) {
                needOurs = true;
            } else {
                good &= check(new File(argument));
            }
        }
        System.exit(!good ? 1 : needTimestamp && lacksTimestamp ? 3 : needOurs && lacksOurs ? 4 : 0);
    }

    /** What every file of ours has, whoever sealed it. */
    private static void expect(boolean holds, String what) {
        if (holds || !needOurs) return;
        System.out.println("lacks=" + what);
        lacksOurs = true;
    }

    private static boolean check(File file) throws Exception {
        byte[] bytes = Files.readAllBytes(file.toPath());
        System.out.println("file=" + file.getName());
        try (PDDocument document = PDDocument.load(bytes)) {
            System.out.println("signatures=" + document.getSignatureDictionaries().size());
            System.out.println("docmdp=" + permission(document));
            int certificates = readable(document, "Certs");
            int lists = readable(document, "CRLs");
            System.out.println("dss_certificates=" + certificates);
            System.out.println("dss_crls=" + lists);
            expect(document.getSignatureDictionaries().size() == 1, "exactly one signature");
            expect(permission(document) == 1, "DocMDP with P=1");
            expect(certificates > 0, "certificates in the DSS");
            expect(lists > 0, "revocation lists in the DSS");
            boolean good = !document.getSignatureDictionaries().isEmpty();
            boolean whole = false;
            for (PDSignature signature : document.getSignatureDictionaries()) {
                int[] range = signature.getByteRange();
                whole = coversWholeFile(range, bytes);
                System.out.println("subfilter=" + signature.getSubFilter());
                System.out.println("covers_whole_file=" + whole);
                expect(whole, "a signature over the whole file");
                expect("ETSI.CAdES.detached".equals(signature.getSubFilter()), "PAdES");
                good &= checkOne(signature, bytes);
            }
            return good && whole;
        }
    }

    /** The range leaves out exactly the string of /Contents with its angle brackets. */
    private static boolean coversWholeFile(int[] range, byte[] bytes) {
        if (range.length != 4 || range[0] != 0 || range[2] + range[3] != bytes.length) return false;
        if (bytes[range[1]] != '<' || bytes[range[2] - 1] != '>') return false;
        for (int i = range[1] + 1; i < range[2] - 1; ++i) {
            if (Character.digit(bytes[i], 16) < 0) return false;
        }
        return true;
    }

    private static int permission(PDDocument document) {
        COSDictionary catalog = document.getDocumentCatalog().getCOSObject();
        COSDictionary perms = catalog.getCOSDictionary(COSName.getPDFName("Perms"));
        COSDictionary signature = perms == null ? null : perms.getCOSDictionary(COSName.getPDFName("DocMDP"));
        COSArray references = signature == null ? null : signature.getCOSArray(COSName.getPDFName("Reference"));
        COSBase first = references == null || references.size() == 0 ? null : references.getObject(0);
        if (!(first instanceof COSDictionary)) return 0;
        COSDictionary parameters = ((COSDictionary) first).getCOSDictionary(COSName.getPDFName("TransformParams"));
        return parameters == null ? 0 : parameters.getInt(COSName.P, 2);
    }

    /** How many streams of an array of the document security store BouncyCastle can read. */
    private static int readable(PDDocument document, String kind) throws Exception {
        COSDictionary catalog = document.getDocumentCatalog().getCOSObject();
        COSDictionary store = catalog.getCOSDictionary(COSName.getPDFName("DSS"));
        COSArray array = store == null ? null : store.getCOSArray(COSName.getPDFName(kind));
        int count = 0;
        for (int i = 0; array != null && i < array.size(); ++i) {
            byte[] der = ((COSStream) array.getObject(i)).createInputStream().readAllBytes();
            if (kind.equals("CRLs")) {
                new X509CRLHolder(der);
            } else {
                new X509CertificateHolder(der);
            }
            ++count;
        }
        return count;
    }

    /** The signed attribute names, by hash, the certificate that signed. */
    private static boolean namesCertificate(SignerInformation signer, X509CertificateHolder certificate) throws Exception {
        AttributeTable table = signer.getSignedAttributes();
        Attribute attribute = table == null ? null : table.get(PKCSObjectIdentifiers.id_aa_signingCertificateV2);
        if (attribute == null) return false;
        ESSCertIDv2 id = SigningCertificateV2.getInstance(attribute.getAttrValues().getObjectAt(0)).getCerts()[0];
        String algorithm = id.getHashAlgorithm().getAlgorithm().getId();
        byte[] hash = MessageDigest.getInstance(algorithm, "BC").digest(certificate.getEncoded());
        return Arrays.equals(hash, id.getCertHash());
    }

    private static boolean checkOne(PDSignature signature, byte[] bytes) throws Exception {
        byte[] covered = signature.getSignedContent(bytes);
        CMSSignedData cms = new CMSSignedData(new CMSProcessableByteArray(covered), trimmed(signature.getContents(bytes)));
        Store<X509CertificateHolder> certificates = cms.getCertificates();
        boolean good = true;
        for (SignerInformation signer : cms.getSignerInfos().getSigners()) {
            @SuppressWarnings("unchecked")
            Collection<X509CertificateHolder> found = certificates.getMatches(signer.getSID());
            X509CertificateHolder certificate = found.iterator().next();
            boolean valid = false;
            try {
                valid = signer.verify(new JcaSimpleSignerInfoVerifierBuilder().setProvider("BC").build(certificate));
            } catch (org.bouncycastle.cms.CMSException failure) {
                System.out.println("reason=" + failure.getMessage());
            }
            System.out.println("signer=" + certificate.getSubject());
            System.out.println("signature_valid=" + valid);
            System.out.println("signing_time_attribute=" + has(signer, PKCSObjectIdentifiers.pkcs_9_at_signingTime));
            System.out.println("signing_certificate_v2=" + has(signer, PKCSObjectIdentifiers.id_aa_signingCertificateV2));
            expect(namesCertificate(signer, certificate), "signing-certificate-v2 with the signer's hash");
            expect(!has(signer, PKCSObjectIdentifiers.pkcs_9_at_signingTime), "no signing-time attribute");
            System.out.println("timestamp=" + timestamp(signer));
            good &= valid;
        }
        return good && cms.getSignerInfos().size() > 0;
    }

    /** The DER value without the zeros that fill the hole. */
    private static byte[] trimmed(byte[] contents) throws Exception {
        try (org.bouncycastle.asn1.ASN1InputStream in = new org.bouncycastle.asn1.ASN1InputStream(contents)) {
            return in.readObject().getEncoded();
        }
    }

    private static boolean has(SignerInformation signer, ASN1ObjectIdentifier attribute) {
        AttributeTable table = signer.getSignedAttributes();
        return table != null && table.get(attribute) != null;
    }

    private static String timestamp(SignerInformation signer) throws Exception {
        AttributeTable table = signer.getUnsignedAttributes();
        Attribute attribute = table == null ? null : table.get(PKCSObjectIdentifiers.id_aa_signatureTimeStampToken);
        if (attribute == null) {
            lacksTimestamp = true;
            return "none";
        }
        TimeStampToken token = new TimeStampToken(new CMSSignedData(
                attribute.getAttrValues().getObjectAt(0).toASN1Primitive().getEncoded()));
        @SuppressWarnings("unchecked")
        Collection<X509CertificateHolder> found = token.getCertificates().getMatches(token.getSID());
        String algorithm = token.getTimeStampInfo().getMessageImprintAlgOID().getId();
        byte[] imprint = MessageDigest.getInstance(algorithm, "BC").digest(signer.getSignature());
        boolean valid = Arrays.equals(imprint, token.getTimeStampInfo().getMessageImprintDigest());
        try {
            token.validate(new JcaSimpleSignerInfoVerifierBuilder().setProvider("BC").build(found.iterator().next()));
        } catch (org.bouncycastle.tsp.TSPException failure) {
            valid = false;
        }
        lacksTimestamp |= !valid;
        return (valid ? "valid " : "INVALID ") + token.getTimeStampInfo().getGenTime().toInstant();
    }
}
