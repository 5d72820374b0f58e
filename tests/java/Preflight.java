// SPDX-License-Identifier: Apache-2.0
import java.io.File;
import org.apache.pdfbox.preflight.PreflightDocument;
import org.apache.pdfbox.preflight.ValidationResult;
import org.apache.pdfbox.preflight.exception.SyntaxValidationException;
import org.apache.pdfbox.preflight.parser.PreflightParser;

/** Says for each file whether Apache preflight takes it for PDF/A-1b; exit code 1 if one is not. */
public final class Preflight {
    public static void main(String[] files) throws Exception {
        boolean allValid = files.length > 0;
        for (String file : files) {
            ValidationResult result = validate(new File(file));
            System.out.println(file + ": " + (result.isValid() ? "valid PDF/A-1b" : "NOT VALID"));
            for (ValidationResult.ValidationError error : result.getErrorsList()) {
                System.out.println("  " + error.getErrorCode() + " " + error.getDetails());
            }
            allValid &= result.isValid();
        }
        System.exit(allValid ? 0 : 1);
    }

    private static ValidationResult validate(File file) throws Exception {
        PreflightParser parser = new PreflightParser(file);
        try {
            parser.parse();
        } catch (SyntaxValidationException syntax) {
            return syntax.getResult();
        }
        try (PreflightDocument document = parser.getPreflightDocument()) {
            document.validate();
            return document.getResult();
        }
    }
}
