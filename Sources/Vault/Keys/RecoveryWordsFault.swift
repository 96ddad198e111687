/// Why typed recovery words are not a recovery key.
public enum RecoveryWordsFault: Error, Sendable, Equatable, CustomStringConvertible {
    case count(Int)
    /// Position from 1, and what stands there.
    case unknownWord(Int, String)
    case checksum

    public var description: String {
        switch self {
        case .count(let count): "A recovery key has 24 words; these are \(count)."
        case .unknownWord(let position, let word): "Word \(position), “\(word)”, can't be a word of a recovery key."
        case .checksum: "All words are possible ones, but together they are no recovery key: one is mistyped or misplaced."
        }
    }
}
