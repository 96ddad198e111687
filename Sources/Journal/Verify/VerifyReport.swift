public import Foundations

/// What `kinbox verify` found.
public struct VerifyReport: Sendable, Codable, Hashable {
    public struct Fault: Sendable, Codable, Hashable {
        /// Stable kebab-case name, such as `link-broken`.
        public var code: String
        public var detail: String
        /// Position in the journal or the trail, where there is one.
        public var position: Int64?
        public var record: UUIDv7?
    }

    /// True where nothing at all is wrong.
    public private(set) var sound = true
    public var entries = 0
    public var saves = 0
    public var epochs = 0
    public var records = 0
    public var conflictTasks = 0
    public var lookupRows = 0
    public var searchRows = 0
    public var erasedScopes = 0
    public var unreadableEntries = 0
    public var trailLines = 0
    /// Attachments that answers hold.
    public var attachments = 0
    /// The last link of each chain, hex: compare it with what hub, stick and devices saw, since a store rolled back as
    /// a whole is sound in itself.
    public var head = ""
    public var trailHead = ""
    /// The first hundred.
    public var faults: [Fault] = []
    /// How many more there are.
    public var faultsBeyond = 0

    public init() {}

    mutating func fault(_ code: String, _ detail: String, position: Int64? = nil, record: UUIDv7? = nil) {
        sound = false
        if faults.count < 100 {
            faults.append(Fault(code: code, detail: detail, position: position, record: record))
        } else {
            faultsBeyond += 1
        }
    }
}

extension [UInt8] {
    var hex: String { map { String(String(UInt16($0) + 256, radix: 16).dropFirst()) }.joined() }
}
