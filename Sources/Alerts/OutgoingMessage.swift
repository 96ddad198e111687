public import Foundations

/// A message ready for its gateway.
public struct OutgoingMessage: Sendable, Hashable {
    public let way: MessageWay
    /// As `Contact` answers it.
    public let address: String
    public let words: MessageWords
    public let isUrgent: Bool
    public let at: WallTime
    /// Letters and digits, 16 at most; the same for a message that is sent once more.
    public let mark: String

    public init(way: MessageWay, address: String, words: MessageWords, isUrgent: Bool, at: WallTime, mark: String) {
        self.way = way
        self.address = address
        self.words = words
        self.isUrgent = isUrgent
        self.at = at
        self.mark = mark
    }
}

/// Hands messages over. Blocks for the length of it; returns when the gateway has taken the message for its own.
public protocol MessageGateway: Sendable {
    func send(_ message: OutgoingMessage) throws
}
