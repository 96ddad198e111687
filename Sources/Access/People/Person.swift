public import Foundations

public enum PersonState: String, Sendable, Hashable, Codable {
    /// Waits for the second person's yes; may set a password, may not sign in.
    case pending
    case active
    case inactive
}

/// A colleague with an account. Holds nothing secret: credentials are other records that no read path knows.
public struct Person: Sendable, Hashable {
    public let id: UUIDv7
    public var name: String
    public var userName: String
    public var role: String
    public var teams: Set<UUIDv7>
    public var agency: String?
    public var language: String
    public var state: PersonState

    public init(
        id: UUIDv7, name: String, userName: String, role: String, teams: Set<UUIDv7> = [],
        agency: String? = nil, language: String = "en", state: PersonState = .active
    ) {
        self.id = id
        self.name = name
        self.userName = userName
        self.role = role
        self.teams = teams
        self.agency = agency
        self.language = language
        self.state = state
    }
}

public enum PersonName {
    /// 1 to 200 characters, at least one of them visible, no line breaks or control characters.
    public static func isValid(_ name: String) -> Bool {
        name.utf8.count <= 1600 && (1...200).contains(name.count) && name.contains { !$0.isWhitespace } && isPlain(name)
    }

    static func isPlain(_ text: String) -> Bool {
        text.unicodeScalars.allSatisfy { ![.control, .lineSeparator, .paragraphSeparator].contains($0.properties.generalCategory) }
    }
}

public enum UserName {
    /// Lower case without blanks around it, at most 64 bytes: the form in which names are compared and counted.
    public static func canonical(_ typed: String) -> String {
        let bounded = String(decoding: typed.utf8.prefix(256), as: UTF8.self)
        let trimmed = bounded.drop(while: \.isWhitespace).lowercased()
        var out = String(decoding: trimmed.utf8.prefix(64), as: UTF8.self)
        while out.last?.isWhitespace == true { out.removeLast() }
        return out
    }

    /// 2 to 40 ASCII letters, digits, dots or hyphens, beginning with a letter: can be typed on any keyboard.
    public static func isValid(_ name: String) -> Bool {
        let bytes = Array(name.utf8)
        guard (2...40).contains(bytes.count), (0x61...0x7A).contains(bytes[0]) else { return false }
        return bytes.allSatisfy { (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2D || $0 == 0x2E }
    }
}
