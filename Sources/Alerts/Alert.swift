/// Something that one person should know now. What it is about stays with whoever made it: here it is a name and how pressing it is.
public struct Alert: Sendable, Hashable {
    /// The same as long as the thing is the same, another when it has changed; says nothing to anybody without the store.
    public let key: String
    /// Cannot wait for the next morning.
    public let isUrgent: Bool

    public init(key: String, isUrgent: Bool) {
        self.key = key
        self.isUrgent = isUrgent
    }
}

/// How a message leaves the box.
public enum MessageWay: String, Sendable, Hashable, CaseIterable { case mail, sms }
