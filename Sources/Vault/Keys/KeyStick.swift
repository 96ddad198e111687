import Foundations

/// The file on a USB stick that opens a key-stick slot. 76 bytes: magic 8, version 2, zeros 2, slot id 16, secret 32, checksum 16.
public enum KeyStick {
    public static let fileName = "kinbox.key"
    private static let magic = Array("KINBOXKS".utf8)

    /// Writes a new stick file; refused when one is there already.
    static func write(to path: String, slot: UUIDv7, secret: borrowing SecretBytes,
                      files: any FileSystem) throws(VaultError) {
        guard !files.exists(path) else { throw VaultError(.unusableSecret("There is already a key file on this stick.")) }
        var bytes = magic
        bytes.append(bigEndian: UInt16(1))
        bytes += [0, 0] + slot.bytes
        secret.withBytes { bytes += $0 }
        bytes += Sodium.blake2b(bytes, length: 16)
        // Mix-ups end here: the checksum covers everything, so half a copied file is no key.
        defer { Sodium.wipe(&bytes) }
        do {
            try writeAtomically(bytes, to: path, through: files, mode: 0o400)
        } catch {
            throw VaultError(error)
        }
    }

    static func read(_ path: String, files: any FileSystem) throws(VaultError) -> SecretBytes {
        var bytes: [UInt8]
        do {
            bytes = try files.readAll(path, limit: 4096)
        } catch {
            throw VaultError(error)
        }
        defer { Sodium.wipe(&bytes) }
        guard bytes.count == 76, Array(bytes.prefix(8)) == magic,
              Sodium.blake2b(Array(bytes.prefix(60)), length: 16) == Array(bytes.suffix(16)) else {
            throw VaultError(.unusableSecret("The file \(path) is not a key stick file, or it is damaged."))
        }
        return SecretBytes(copying: bytes[28..<60])
    }
}
