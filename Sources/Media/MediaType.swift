/// What an attachment may be. Decided by its bytes, never by what a browser says about it.
public enum MediaType: String, Sendable, CaseIterable {
    case jpeg = "image/jpeg"
    case png = "image/png"
    case webp = "image/webp"
    case pdf = "application/pdf"
    case mp4Video = "video/mp4"
    case mp4Audio = "audio/mp4"
    case webmVideo = "video/webm"
    case webmAudio = "audio/webm"
    case ogg = "audio/ogg"
    case mp3 = "audio/mpeg"
    case wav = "audio/wav"
    case docx = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    case xlsx = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    case odt = "application/vnd.oasis.opendocument.text"
    case text = "text/plain"

    /// The ending a file of this type gets, without the dot.
    public var ending: String {
        switch self {
        case .jpeg: "jpg"
        case .png: "png"
        case .webp: "webp"
        case .pdf: "pdf"
        case .mp4Video: "mp4"
        case .mp4Audio: "m4a"
        case .webmVideo, .webmAudio: "webm"
        case .ogg: "ogg"
        case .mp3: "mp3"
        case .wav: "wav"
        case .docx: "docx"
        case .xlsx: "xlsx"
        case .odt: "odt"
        case .text: "txt"
        }
    }

    /// Whether a page may show or play it in place. A document opens only in a program of its own.
    public var isShownInPlace: Bool { ["image", "audio", "video"].contains(family) }

    /// The part before the slash.
    public var family: String { String(rawValue.prefix { $0 != "/" }) }
}

/// What a question takes: the types of a form that hold an attachment.
public enum MediaQuestion: String, Sendable, CaseIterable {
    case file, image, audio, video

    /// Bytes of one attachment.
    public var limit: Int {
        switch self {
        case .image: 12 << 20
        case .audio: 30 << 20
        case .file: 25 << 20
        case .video: 100 << 20
        }
    }

    public static let largest = 100 << 20

    public func takes(_ type: MediaType) -> Bool { self == .file || type.family == rawValue }
}

/// Why bytes are no attachment.
public enum MediaFault: Error, Sendable, Equatable {
    /// None of the types that are kept, or not one that the question takes.
    case unknownType
    /// It begins like one of them and does not go on like it, or ends too early.
    case damaged
    /// An office document with programs inside.
    case hasMacros
    /// An office document that carries other files or fetches something from elsewhere.
    case hasForeignParts
    /// What tells of place or time cannot be taken out of it.
    case cannotBeCleaned
}
