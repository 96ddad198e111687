/// What passes bytes on while it looks at them. Memory is bounded whatever comes: see each filter.
protocol ByteFilter: Sendable {
    /// The bytes that may be kept of what has come so far and was not handed out yet.
    mutating func take(_ bytes: [UInt8]) throws(MediaFault) -> [UInt8]
    /// Behind the last byte: the rest, and what it all was.
    mutating func finish() throws(MediaFault) -> MediaEnd
}

/// How an attachment ended.
public struct MediaEnd: Sendable {
    /// What was not handed out yet.
    public var rest: [UInt8] = []
    public var type: MediaType
    /// To be applied to all that was handed out, before anybody may see it.
    public var mending = MediaMending()
}

/// Takes an attachment in pieces: recognises it by its first bytes, drops what tells where, when and with what a picture
/// was taken, and hands out what is to be kept. Holds at most some 200 KB, 1 MB of an office
/// document's lists, and of a film's tables as much as `FilmTracks` says. Once it has thrown it is of no further use.
///
/// It does not decode pictures: what a filter lets through may still be no picture that a browser shows.
public struct MediaIntake: Sendable {
    private let question: MediaQuestion
    private var head: [UInt8] = []
    private var filter: (any ByteFilter)?

    public init(for question: MediaQuestion) { self.question = question }

    public mutating func take(_ bytes: [UInt8]) throws(MediaFault) -> [UInt8] {
        if filter == nil {
            head += bytes
            guard head.count >= Recognition.needed else { return [] }
            return try begin()
        }
        return try filter?.take(bytes) ?? []
    }

    /// An empty attachment is of no type.
    public mutating func finish() throws(MediaFault) -> MediaEnd {
        var first: [UInt8] = []
        if filter == nil { first = try begin() }
        guard var end = try filter?.finish(), question.takes(end.type) else { throw .unknownType }
        end.rest = first + end.rest
        return end
    }

    private mutating func begin() throws(MediaFault) -> [UInt8] {
        var chosen: any ByteFilter
        switch Recognition.look(Array(head.prefix(Recognition.needed)), for: question) {
        case .nothing: throw .unknownType
        case .office: chosen = OfficeFilter()
        case .type(let type):
            guard question.takes(type) else { throw .unknownType }
            chosen = switch type {
            case .jpeg: JPEGFilter()
            case .png: PNGFilter()
            case .webp: WebPFilter()
            case .mp4Audio, .mp4Video: FilmFilter(type)
            case .webmAudio, .webmVideo: WebMFilter(type)
            case .odt: OfficeFilter()
            case .text: TextFilter()
            default: PassFilter(type: type)
            }
        }
        let out = try chosen.take(head)
        head = []
        filter = chosen
        return out
    }
}

/// Lets everything through.
struct PassFilter: ByteFilter {
    let type: MediaType

    mutating func take(_ bytes: [UInt8]) throws(MediaFault) -> [UInt8] { bytes }
    mutating func finish() throws(MediaFault) -> MediaEnd { MediaEnd(type: type) }
}
