import CSodium
import Foundations

/// `vault.keys` as it lies on the disk (docs/formats/vault-keys.md): a clear header, the slots, the sealed body whose
/// associated data is everything before it (so its tag is the MAC of the whole file), and a plain checksum that tells
/// a damaged file from a wrong secret.
struct KeyFile: Sendable {
    static let magic = Array("KINBOXVK".utf8)
    static let version: UInt16 = 1
    static let headerSize = 128
    static let maxSlots = 8
    static let maxSize = 128 + 8 * KeySlot.size + 24 + KeyBody.size + Box.overhead + 32

    struct Flags: OptionSet, Sendable {
        let rawValue: UInt8
        /// The database has been made; from here on an empty or missing one is damage.
        static let initialised = Flags(rawValue: 1)
        /// The recovery words were typed back once.
        static let recoveryConfirmed = Flags(rawValue: 2)
        static let known: UInt8 = 3
    }

    var suite: CipherSuite
    var flags: Flags = []
    var storeID: UUIDv7
    var sequence: UInt64 = 0
    /// X25519 public key to which notices are sealed while the store is locked.
    var noticeKey: [UInt8]
    /// X25519 public half of the recovery key, to which backups are sealed.
    var recoveryKey: [UInt8]
    var created: Int64
    var slots: [KeySlot]
    /// Nonce and sealed body as read; replaced by each `encoded`.
    var nonce: [UInt8] = []
    var sealedBody: [UInt8] = []

    /// Header and slots: what the body is bound to.
    private func clearBytes() -> [UInt8] {
        var bytes = Self.magic
        bytes.append(bigEndian: Self.version)
        bytes += [suite.rawValue, flags.rawValue]
        let total = Self.headerSize + slots.count * KeySlot.size + 24 + KeyBody.size + Box.overhead + 32
        bytes.append(bigEndian: UInt32(total))
        bytes += storeID.bytes
        bytes.append(bigEndian: sequence)
        bytes.append(bigEndian: UInt32(slots.count))
        bytes += [0, 0, 0, 0]
        bytes += noticeKey + recoveryKey
        bytes.append(bigEndian: created)
        bytes += [UInt8](repeating: 0, count: 8)
        for slot in slots { bytes += slot.encoded() }
        return bytes
    }

    /// The file's bytes with `body` sealed under `root`.
    func encoded(body: borrowing KeyBody, root: borrowing SecretBytes) -> [UInt8] {
        let nonce = Sodium.random(24)
        let clear = clearBytes() + nonce
        let key = Self.bodyKey(root)
        let sealed = body.withBytes { Box.seal($0, key: key, data: clear, nonce: nonce) }
        let whole = clear + sealed
        return whole + Sodium.blake2b(whole)
    }

    /// Reads the clear part. Throws `keyFileDamaged` or `newerFormat`; a wrong secret can't be told here.
    init(decoding bytes: [UInt8]) throws(VaultError) {
        do {
            var reader = ByteReader(bytes)
            guard bytes.count <= Self.maxSize else { throw ByteReader.Fault.bad("too long") }
            guard try reader.bytes(8) == Self.magic else { throw ByteReader.Fault.bad("not a key file") }
            let version = try reader.uint16()
            guard version == Self.version else { throw VaultError(.newerFormat(Int(version))) }
            guard bytes.count > 32, Sodium.blake2b(Array(bytes.dropLast(32))) == Array(bytes.suffix(32)) else {
                throw ByteReader.Fault.bad("checksum")
            }
            guard let suite = CipherSuite(rawValue: try reader.byte()) else { throw ByteReader.Fault.bad("unknown cipher") }
            self.suite = suite
            let flags = try reader.byte()
            guard flags & ~Flags.known == 0 else { throw ByteReader.Fault.bad("unknown flags") }
            self.flags = Flags(rawValue: flags)
            guard try reader.uint32() == UInt32(bytes.count) else { throw ByteReader.Fault.bad("length") }
            guard let id = UUIDv7(bytes: try reader.bytes(16)) else { throw ByteReader.Fault.bad("store id") }
            storeID = id
            sequence = try reader.uint64()
            let count = try reader.uint32()
            guard count <= Self.maxSlots, try reader.uint32() == 0 else { throw ByteReader.Fault.bad("slots") }
            noticeKey = try reader.bytes(32)
            recoveryKey = try reader.bytes(32)
            created = Int64(bitPattern: try reader.uint64())
            _ = try reader.bytes(8)
            slots = []
            for _ in 0..<count { slots.append(try KeySlot(decoding: &reader)) }
            nonce = try reader.bytes(24)
            sealedBody = try reader.bytes(KeyBody.size + Box.overhead)
            guard reader.left == 32 else { throw ByteReader.Fault.bad("length") }
            // The body is bound to these bytes as they are written anew: what reading passed over must not differ either.
            guard bytes.starts(with: clearBytes()) else { throw ByteReader.Fault.bad("padding") }
        } catch let fault as VaultError {
            throw fault
        } catch ByteReader.Fault.bad(let what) {
            throw VaultError(.keyFileDamaged(what))
        } catch {
            throw VaultError(.keyFileDamaged("cut off"))
        }
    }

    init(suite: CipherSuite, storeID: UUIDv7, noticeKey: [UInt8], recoveryKey: [UInt8], created: Int64, slots: [KeySlot]) {
        self.suite = suite
        self.storeID = storeID
        self.noticeKey = noticeKey
        self.recoveryKey = recoveryKey
        self.created = created
        self.slots = slots
    }

    /// Opens the body; nil when the tag does not fit, so somebody altered the file or sealed it under another root.
    func openBody(root: borrowing SecretBytes) -> KeyBody? {
        guard let opened = Box.openSecret(sealedBody, key: Self.bodyKey(root), data: clearBytes() + nonce, nonce: nonce)
        else { return nil }
        return KeyBody(opened: opened)
    }

    private static func bodyKey(_ root: borrowing SecretBytes) -> SecretBytes {
        root.withBytes { root in
            SecretBytes(count: 32) { out in
                _ = crypto_kdf_derive_from_key(out.octets, 32, 1, "kinboxrk", root.octets)
            }
        }
    }
}
