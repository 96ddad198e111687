import Foundation
import Foundations
import Synchronization
public import TimeLimits

/// A country's time limits as they are in use at a site.
public struct LimitsInUse: Sendable, Equatable {
    /// What the country or standard is called in the files: `MD`.
    public let country: String
    public let book: LimitBook
    /// Of the site's own numbering; the first that is put into use has 2, as every list.
    public let version: Int

    public init(country: String, book: LimitBook, version: Int) {
        self.country = country
        self.book = book
        self.version = version
    }
}

/// The time limits in use, for everybody who serves from one store; none until a site puts a country's into use: numbers that
/// nobody chose alarm nobody.
public final class LimitShelf: Sendable {
    private struct Held {
        var limits: LimitsInUse?
        /// The version of the record that says so.
        var place = 0
        /// Of whole quarters, each with the version of the limits it was counted under.
        var figures: [FigurePeriod: (version: Int, found: SiteFigures)] = [:]
    }

    /// The figures of a whole site, as they were counted at a moment.
    struct SiteFigures: Sendable {
        let figures: [LimitFigures]
        let counted: WallTime
    }

    private let held = Mutex(Held())
    /// Minutes of the local clock ahead of UTC at an instant (Unix milliseconds).
    public let offset: @Sendable (Int64) -> Int

    /// - Parameter offset: the machine's time zone unless tests own it.
    public init(offset: @escaping @Sendable (Int64) -> Int = LimitShelf.machineOffset) { self.offset = offset }

    public var limits: LimitsInUse? { held.withLock { $0.limits } }

    /// Where two were put into use at once, what the store says last is served, in whatever order they come here.
    func change(to limits: LimitsInUse?, place: Int) {
        held.withLock { held in
            if held.place <= place { held = Held(limits: limits, place: place) }
        }
    }

    /// What was counted in these minutes under this version; nil where nothing was. A clock that went back keeps nothing.
    func figures(of period: FigurePeriod, version: Int, notBefore: Int64, now: Int64) -> SiteFigures? {
        held.withLock { held in
            guard let kept = held.figures[period], kept.version == version, (notBefore...now).contains(kept.found.counted.millis) else { return nil }
            return kept.found
        }
    }

    func keep(_ found: SiteFigures, of period: FigurePeriod, version: Int) {
        held.withLock { held in
            // Somebody who pages through many quarters fills no memory.
            if held.figures.count >= 16 { held.figures = [:] }
            held.figures[period] = (version, found)
        }
    }

    public static let machineOffset: @Sendable (Int64) -> Int = { millis in
        var seconds = time_t(millis / 1000)
        var local = tm()
        localtime_r(&seconds, &local)
        return local.tm_gmtoff / 60
    }
}
