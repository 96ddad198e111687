public import Foundations

/// How a key slot is opened.
public enum KeySlotKind: UInt8, Sendable, Codable, CaseIterable {
    case passphrase = 1
    case keyStick = 2
    /// A secret of this machine and one of another device on the office network, both needed.
    case machineAndOffice = 3
    case recovery = 4
    /// Protects a removed disk only: a stolen box opens by itself.
    case machineOnly = 5
}

/// What may be told about a slot without opening it.
public struct KeySlotInfo: Sendable, Equatable, Codable {
    public let id: UUIDv7
    public let kind: KeySlotKind
    public let label: String
}

/// One slot of the key file. Each has an X25519 key pair made from its secret; the root key is sealed to the public half,
/// so that `kinbox key rotate` can change the root without asking everybody for their secret.
///
/// 208 bytes (docs/formats/vault-keys.md): kind, version, Argon2id passes and memory, salt, id, label, public key,
/// then the ephemeral public key and the sealed root, whose associated data is all before them and the store's id.
struct KeySlot: Sendable, Equatable {
    static let size = 208
    static let boundSize = 128
    static let labelRoom = 48

    var kind: KeySlotKind
    /// Argon2id; zero for kinds that do not stretch.
    var passes: UInt32
    var memory: UInt64
    var salt: [UInt8]
    var id: UUIDv7
    var label: String
    var publicKey: [UInt8]
    var ephemeral: [UInt8] = []
    var sealedRoot: [UInt8] = []

    var info: KeySlotInfo { KeySlotInfo(id: id, kind: kind, label: label) }

    /// The 128 bytes to which the sealed root is bound.
    func boundBytes() -> [UInt8] {
        var bytes: [UInt8] = [kind.rawValue, 1, 0, 0]
        bytes.append(bigEndian: passes)
        bytes.append(bigEndian: memory)
        bytes += salt + id.bytes
        var text = Array(label.utf8.prefix(Self.labelRoom))
        text += [UInt8](repeating: 0, count: Self.labelRoom - text.count)
        return bytes + text + publicKey
    }

    func encoded() -> [UInt8] { boundBytes() + ephemeral + sealedRoot }

    init(kind: KeySlotKind, passes: UInt32, memory: UInt64, salt: [UInt8], id: UUIDv7, label: String, publicKey: [UInt8]) {
        self.kind = kind
        self.passes = passes
        self.memory = memory
        self.salt = salt
        self.id = id
        self.label = KeySlot.fitting(label)
        self.publicKey = publicKey
    }

    /// Reads one slot; throws what is wrong with it, in words for the fault.
    init(decoding reader: inout ByteReader) throws(ByteReader.Fault) {
        guard let kind = KeySlotKind(rawValue: try reader.byte()) else { throw .bad("slot kind") }
        guard try reader.byte() == 1 else { throw .bad("slot version") }
        guard try reader.bytes(2) == [0, 0] else { throw .bad("slot padding") }
        self.kind = kind
        passes = try reader.uint32()
        memory = try reader.uint64()
        salt = try reader.bytes(16)
        guard let id = UUIDv7(bytes: try reader.bytes(16)) else { throw .bad("slot id") }
        self.id = id
        let text = try reader.bytes(Self.labelRoom)
        guard let label = String(validating: text.prefix { $0 != 0 }, as: UTF8.self) else { throw .bad("slot label") }
        self.label = label
        publicKey = try reader.bytes(32)
        ephemeral = try reader.bytes(32)
        sealedRoot = try reader.bytes(48)
        guard encoded().count == Self.size else { throw .bad("slot size") }
    }

    /// Cut at a character so that it takes at most 48 bytes.
    private static func fitting(_ label: String) -> String {
        var text = ""
        for character in label where character != "\0" {
            if text.utf8.count + String(character).utf8.count > labelRoom { break }
            text.append(character)
        }
        return text
    }
}
