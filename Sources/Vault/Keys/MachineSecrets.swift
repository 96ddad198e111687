public import Foundations
import Glibc

/// Where a secret that no person types comes from: a file that systemd-creds or a TPM unsealed, a device on the office
/// network that hands out its half. Asked at each unlocking; may take as long as the network does.
public protocol SecretSource: Sendable {
    /// For messages; never the secret.
    var description: String { get }
    /// The file that holds it, if there is one, so that one on the store's own disk can be refused.
    var file: String? { get }
    func fetch() throws(VaultError) -> SecretBytes
}

/// A file of at least 16 and at most 4096 bytes.
public struct SecretFile: SecretSource {
    private let path: String
    private let files: any FileSystem
    public var description: String { "the file \(path)" }
    public var file: String? { path }

    public init(_ path: String, files: any FileSystem = DiskFiles()) {
        self.path = path
        self.files = files
    }

    public func fetch() throws(VaultError) -> SecretBytes {
        var bytes: [UInt8]
        do {
            bytes = try files.readAll(path, limit: 4096)
        } catch {
            throw VaultError(error)
        }
        guard bytes.count >= 16 else { throw VaultError(.unusableSecret("The secret in \(path) is shorter than 16 bytes.")) }
        return SecretBytes(wiping: &bytes)
    }
}

/// What opens a "machine" slot: this machine's secret, and another device's where the box must be worthless when stolen.
public struct MachineSecrets: Sendable {
    public let machine: any SecretSource
    /// Nil for a slot that protects a removed disk only.
    public let office: (any SecretSource)?

    public init(machine: any SecretSource, office: (any SecretSource)?) {
        self.machine = machine
        self.office = office
    }

    var kind: KeySlotKind { office == nil ? .machineOnly : .machineAndOffice }

    func seed(salt: [UInt8]) throws(VaultError) -> SecretBytes {
        let first = try machine.fetch()
        guard let office else { return KeyMixing.mix("kinbox machine slot 1", first, salt: salt) }
        let second = try office.fetch()
        // Both are brought to one length first, so that no other split of the same bytes gives the same key.
        let a = KeyMixing.mix("kinbox machine half", first, salt: salt)
        let b = KeyMixing.mix("kinbox office half", second, salt: salt)
        return KeyMixing.mix("kinbox machine and office slot 1", a, b, salt: salt)
    }

    /// Throws `secretOnSameDisk` where a half lies on the disk of the store: taken with it, it would protect nothing.
    func checkPlaces(store directory: String) throws(VaultError) {
        for path in [machine.file, office?.file] {
            if let path, SameDisk.holds(path, and: directory) { throw VaultError(.secretOnSameDisk) }
        }
    }
}

/// Whether two paths lie on one disk, as far as the system tells.
enum SameDisk {
    static func holds(_ path: String, and directory: String) -> Bool {
        guard let one = device(of: path), let other = device(of: directory) else { return false }
        return one == other
    }

    private static func device(of path: String) -> dev_t? {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        return status.st_dev
    }
}
