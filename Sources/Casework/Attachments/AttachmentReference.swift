public import Foundations
public import Media

/// What an answer holds in place of an attachment: five words, the last of which may have blanks:
/// `id type size digest name`. The box writes it and takes it back only letter by letter.
public struct AttachmentReference: Sendable, Hashable {
    public let id: UUIDv7
    public let type: MediaType
    /// Bytes as they are kept, without what was taken out of a picture.
    public let size: Int64
    /// BLAKE2b-256 of these, 64 hexadecimal digits.
    public let digest: String
    /// Cleaned; empty where there was none.
    public let name: String

    public init(id: UUIDv7, type: MediaType, size: Int64, digest: String, name: String) {
        self.id = id
        self.type = type
        self.size = size
        self.digest = digest
        self.name = name
    }

    public init?(_ text: String) {
        let parts = text.split(separator: " ", maxSplits: 4, omittingEmptySubsequences: false).map(String.init)
        // Texts are trimmed on their way, so one without a name ends with the digest.
        guard parts.count == 4 || (parts.count == 5 && !parts[4].isEmpty), let id = UUIDv7(parts[0]), let type = MediaType(rawValue: parts[1]), let size = Int64(parts[2])
        else { return nil }
        self.init(id: id, type: type, size: size, digest: parts[3], name: parts.count == 5 ? parts[4] : "")
    }

    public var text: String { "\(id) \(type.rawValue) \(size) \(digest)" + (name.isEmpty ? "" : " " + name) }
}
