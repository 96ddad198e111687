import Foundations
import HTTPServer

/// The site's root certificate, for the people who install it on their phones.
public struct CertificateOffer: Sendable {
    let pem: String
    let der: [UInt8]
    let fingerprint: String
    /// Where phones find the page: `https://office.lan:8443/ca`.
    let address: String

    public init(pem: String, der: [UInt8], fingerprint: String, address: String) {
        self.pem = pem
        self.der = der
        self.fingerprint = fingerprint
        self.address = address
    }
}

/// The page that leads a phone through trusting the site, the certificate itself, and a QR code of the page's address.
/// Nil where the site brought a certificate that browsers trust already.
enum CertificatePages {
    static func routes(_ offer: CertificateOffer?) -> [Route] {
        guard let offer else { return [] }
        return [
            Route(.get, "/ca.crt") { _, _ in
                Response(headers: ["Content-Type": "application/x-x509-ca-cert", "Content-Disposition": "attachment; filename=\"kinbox-ca.crt\""],
                         body: .bytes(Array(offer.pem.utf8)))
            },
            Route(.get, "/ca.svg") { _, _ in
                guard let svg = QRCode(offer.address)?.svg(label: offer.address) else { throw Problem.notFound }
                return Response.text(svg, type: "image/svg+xml")
            },
            Route(.get, "/ca") { _, _ in .text(page(offer), type: "text/html") },
        ]
    }

    /// Works before the certificate is trusted and without scripts; three languages on one page, because nobody has
    /// chosen one yet.
    static func page(_ offer: CertificateOffer) -> String {
        """
        <!doctype html>
        <html lang="en">
        <meta charset="utf-8"><meta name="viewport" content="width=device-width">
        <title>Trust this box · Kinbox</title>
        <link rel="stylesheet" href="\(StaticFiles.base)/css/tokens.css">
        <link rel="stylesheet" href="\(StaticFiles.base)/css/base.css">
        <main>
        <h1>Trust this box</h1>
        <p lang="en">1. Download the certificate. 2. Open it and choose “CA certificate”. 3. Compare the fingerprint with the sheet on the office wall. 4. Come back to the start page.</p>
        <p lang="fr">1. Téléchargez le certificat. 2. Ouvrez-le et choisissez « certificat CA ». 3. Comparez l’empreinte avec la feuille affichée au bureau. 4. Revenez à la page d’accueil.</p>
        <p lang="ar" dir="rtl">١. نزّل الشهادة. ٢. افتحها واختر «شهادة CA». ٣. قارن البصمة بالورقة المعلّقة في المكتب. ٤. عُد إلى صفحة البداية.</p>
        <p><a class="button" href="/ca.crt">kinbox-ca.crt</a></p>
        <p class="mono">SHA-256 \(offer.fingerprint)</p>
        <p><img src="/ca.svg" alt="\(offer.address)" width="220" height="220"></p>
        <p><a href="/">Kinbox</a></p>
        </main>
        </html>
        """
    }
}
