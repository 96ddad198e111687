public import Foundations

/// Why a certificate could not be made or was not accepted.
public enum CertificateFault: KinboxFault, Equatable {
    /// A host name or address that no certificate may carry.
    case badName(String)
    /// The name lies outside what the site's authority may sign for.
    case nameNotPermitted(String)
    /// The stored authority cannot be read back.
    case authorityUnreadable
    /// The signing itself failed; the library's words.
    case signing(String)

    /// The given chain holds no readable certificate, or one with an RSA key under 2048 bits.
    case chainUnreadable
    /// The given key is not PEM of a kind that can serve TLS.
    case keyUnreadable
    /// The key is protected by a passphrase.
    case keyEncrypted
    /// The key is not that of the first certificate.
    case keyDoesNotMatch
    /// Certificate number `position` (1 is the first) was not signed by the next one.
    case chainBroken(position: Int)
    /// Days since it ended.
    case expired(days: Int)
    /// Days until it begins.
    case notYetValid(days: Int)
    /// The certificate is for other names.
    case otherNames(wanted: String, has: [String])
    /// Signed with SHA-1.
    case tooWeak

    public var code: String {
        switch self {
        case .badName: "bad-host-name"
        case .nameNotPermitted: "host-name-not-permitted"
        case .authorityUnreadable: "site-authority-unreadable"
        case .signing: "certificate-not-made"
        case .chainUnreadable: "certificate-unreadable"
        case .keyUnreadable: "certificate-key-unreadable"
        case .keyEncrypted: "certificate-key-encrypted"
        case .keyDoesNotMatch: "certificate-key-mismatch"
        case .chainBroken: "certificate-chain-broken"
        case .expired: "certificate-expired"
        case .notYetValid: "certificate-not-yet-valid"
        case .otherNames: "certificate-for-other-names"
        case .tooWeak: "certificate-too-weak"
        }
    }

    public var whatHappened: String {
        switch self {
        case .badName(let name): "“\(name)” is neither a host name nor an address."
        case .nameNotPermitted(let name): "This site's authority may not sign for “\(name)”."
        case .authorityUnreadable: "The site's certificate authority in the vault could not be read."
        case .signing(let words): "The certificate could not be made: \(words)"
        case .chainUnreadable: "The certificate file holds no readable PEM certificate (RSA keys under 2048 bits are not read)."
        case .keyUnreadable: "The key file holds no PEM key that can serve TLS."
        case .keyEncrypted: "The key is protected by a passphrase, which the box could not enter when it starts."
        case .keyDoesNotMatch: "The key does not belong to the first certificate of the chain."
        case .chainBroken(let position): "Certificate \(position) of the chain was not signed by the one after it."
        case .expired(let days): "The certificate ended \(days) days ago by this box's clock."
        case .notYetValid(let days): "The certificate begins in \(days) days by this box's clock."
        case .otherNames(let wanted, let has): "The certificate is for \(has.joined(separator: ", ")), not for “\(wanted)”."
        case .tooWeak: "A certificate of the chain is signed with SHA-1, which browsers refuse."
        }
    }

    public var whatIsSafe: String { "The certificate in use stays in use; no data is touched." }

    public var whatToDo: String {
        switch self {
        case .badName: "Give names such as kinbox.lan or addresses such as 192.168.1.10, separated by commas."
        case .nameNotPermitted: "Use a name under the ones given when the site was set up, or set up a new authority and install it on every device."
        case .authorityUnreadable: "Restore from a backup, or make a new authority with `kinbox init --new-authority`; devices must then install it."
        case .signing: "Try again; check memory and the log."
        case .chainUnreadable: "Give the file that your certificate's issuer calls full chain, in PEM form."
        case .keyUnreadable: "Give the private key in PEM form (PKCS #8, EC or RSA)."
        case .keyEncrypted: "Remove the passphrase: openssl pkey -in key.pem -out open.pem"
        case .keyDoesNotMatch: "Check that key and certificate were made together, and that the site's certificate comes first."
        case .chainBroken: "Put the site's certificate first, then each issuer's, without gaps."
        case .expired, .notYetValid: "Check the box's clock; then renew the certificate or wait."
        case .otherNames: "Ask for a certificate with the name that people type, or change the site's name."
        case .tooWeak: "Ask for a certificate signed with SHA-256."
        }
    }

    public var exitCode: Int32 {
        switch self {
        case .badName: 2
        case .authorityUnreadable: 5
        case .nameNotPermitted, .tooWeak: 6
        default: 1
        }
    }
}
